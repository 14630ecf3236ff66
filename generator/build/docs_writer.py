"""Writing generated pages under docs/: only what changed, never over a person's words.

Every file carries a stamp with the fingerprint of the rest of it. The stamp alone tells whose a file is, so
deleting any folder of caches loses nothing: no stamp, a person wrote it; a stamp that does not fit, a person
changed it; a stamp that fits, it is ours to replace or remove.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from generator.build.child_process import shared
from generator.errors import Place, Problem
from generator.files.hashing import hash_bytes, hash_files
from generator.pages.page import Page, quick_fingerprint
from generator.progress import ReportProgress, ignore_progress

STAMP = re.compile(r"(?:#|/\*) made by digestif ([0-9a-f]{16}): edit content/, not this file(?: \*/)?\n")
#: The stamp stands within the first characters: behind the opening line of front matter, or on the first line.
STAMP_WITHIN = 120
TEMPORARY = ".digestif-"

Owner = Literal["nobody", "digestif", "person", "person-changed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageState:
    """A generated file under docs/: the fingerprints of what it was laid out from and of its text, that of the file
    as it stands, and the names of what its front matter says, the kind of page first."""

    draft: str
    stamp: str
    file: str
    front: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """What a run did under docs/: paths relative to it, sorted; problems are files that people own.

    ``pages`` are the generated files that were looked after, by path, as they now stand; ``files`` are what stands for
    every file under docs/ (``fingerprints.file_digests``).
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    pages: Mapping[str, PageState]
    files: Mapping[str, str]


def write_pages(
    docs: Path,
    pages: Sequence[Page],
    *,
    known: Mapping[str, PageState] | None = None,
    files: Mapping[str, str] | None = None,
    wanted: Collection[str] | None = None,
    progress: ReportProgress = ignore_progress,
) -> Written:
    """Bring docs/ to exactly these generated files; with ``wanted``, a set of their paths, only those are written.

    Everything is looked at first; when a person owns one of the places, nothing is written at all. ``known`` is what
    an earlier run left by path: a page of which both inputs and file are as they were is not rendered again.
    ``files`` is what ``hash_files`` said of docs/ a moment ago. Without these the result is the same, later.
    """
    docs.mkdir(parents=True, exist_ok=True)
    known = known or {}
    files = _swept(docs, hash_files(docs) if files is None else files)
    planned = {page.path for page in pages}
    owners, stamps = _look(docs, planned, files, known)
    problems = (*_problems(docs, planned, owners), *_links_out(docs, planned))
    if problems:
        return Written(written=(), removed=(), unchanged=0, problems=problems, pages={}, files=files)
    chosen = [page for page in pages if wanted is None or page.path in wanted]
    brought = shared(partial(_bring_up, docs, known, stamps, files, progress, len(chosen)), chosen)
    standing = {page.path: brought[page.path] for page in chosen}
    written = [path for path, page in standing.items() if page.file != files.get(path)]
    gone = sorted(path for path, owner in owners.items() if owner == "digestif" and path not in planned)
    for path in gone:
        (docs / path).unlink()
        _remove_empty_folders(docs, (docs / path).parent)
    left = {path: digest for path, digest in files.items() if path not in set(gone)}
    return Written(
        written=tuple(sorted(written)),
        removed=tuple(gone),
        unchanged=len(chosen) - len(written),
        problems=(),
        pages=standing,
        files=left | {path: page.file for path, page in standing.items()},
    )


def _bring_up(
    docs: Path,
    known: Mapping[str, PageState],
    stamps: Mapping[str, str],
    files: Mapping[str, str],
    progress: ReportProgress,
    total: int,
    pages: Sequence[Page],
) -> dict[str, PageState]:
    """Write those of the pages whose files are not as they should be; ``total`` are all that are looked after."""
    standing = {}
    for done, page in enumerate(pages):
        progress("Writing pages", done * total // len(pages), total)
        before = PageState(draft="", stamp=stamps.get(page.path, ""), file=files.get(page.path, ""), front=())
        standing[page.path] = _brought_up(docs, page, known.get(page.path), before)
    return standing


def _brought_up(docs: Path, page: Page, known: PageState | None, before: PageState) -> PageState:
    """Write a page where its file is not as it should be; ``before`` has the stamp and the digest of what is there."""
    fingerprint, laid_out = quick_fingerprint(page)
    if known and known.draft == fingerprint and (known.stamp, known.file) == (before.stamp, before.file):
        return known
    laid_out = laid_out or page.lay_out()
    text = laid_out.render()
    stamp = _fingerprint(text)
    content = _stamped(page.path, text, stamp).encode()
    digest = hash_bytes(content)
    if digest != before.file:
        write_atomically(docs / page.path, content)
    return PageState(draft=fingerprint, stamp=stamp, file=digest, front=laid_out.front_keys)


def _look(
    docs: Path, planned: Collection[str], files: Mapping[str, str], known: Mapping[str, PageState]
) -> tuple[dict[str, Owner], dict[str, str]]:
    """Whose every file under docs/ is that could be a generated one, and the stamps of those that are ours; what an
    earlier run knows to be ours is not read again."""
    owners: dict[str, Owner] = {}
    stamps: dict[str, str] = {}
    for path, digest in files.items():
        if path not in planned and not _stampable(path):
            continue
        ours = known.get(path)
        if ours and ours.file == digest:
            owners[path], stamps[path] = "digestif", ours.stamp
            continue
        owners[path], stamp = _owner(_read(docs / path))
        if owners[path] == "digestif":
            stamps[path] = stamp
    return owners, stamps


def unstamped(text: str) -> str:
    """The text of a generated file as it was before it was stamped."""
    stamp = STAMP.search(text, 0, STAMP_WITHIN)
    return text if stamp is None else text[: stamp.start()] + text[stamp.end() :]


def write_atomically(file: Path, content: bytes) -> None:
    """Replace a file as a whole: a reader, or a crash, sees the old bytes or the new ones."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=file.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            os.fchmod(stream.fileno(), 0o644)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _swept(docs: Path, files: Mapping[str, str]) -> Mapping[str, str]:
    """Remove temporary files that an interrupted run left behind; gives the other files."""
    strays = {path for path in files if path.rpartition("/")[2].startswith(TEMPORARY)}
    for path in strays:
        (docs / path).unlink(missing_ok=True)
    return {path: digest for path, digest in files.items() if path not in strays} if strays else files


def _stampable(path: str) -> bool:
    return path.endswith((".md", ".css"))


def _stamped(path: str, text: str, stamp: str) -> str:
    """Text with our stamp: a comment in the front matter of Markdown, on the first line of CSS."""
    if not _stampable(path):
        raise ValueError(f"{path}: only Markdown and CSS can carry a stamp")
    line = f"made by digestif {stamp}: edit content/, not this file"
    if path.endswith(".css"):
        return f"/* {line} */\n{text}"
    if not text.startswith("---\n"):
        raise ValueError(f"{path}: a generated page begins with front matter")
    return f"---\n# {line}\n{text[4:]}"


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _owner(text: str | None) -> tuple[Owner, str]:
    """Whose a file is, and the stamp that it bears, if it does."""
    stamp = None if text is None else STAMP.search(text, 0, STAMP_WITHIN)
    if text is None or stamp is None:
        return "person", ""
    return "digestif" if _fingerprint(unstamped(text)) == stamp[1] else "person-changed", stamp[1]


def _read(file: Path) -> str | None:
    """A file's text; None for what no generated file can be: a link, or bytes that are not text."""
    if file.is_symlink():
        return None
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        return None


def _problems(docs: Path, planned: Collection[str], owners: Mapping[str, Owner]) -> Iterable[Problem]:
    for path, owner in sorted(owners.items()):
        place = Place(file=f"{docs.name}/{path}")
        if owner == "person" and path in planned:
            yield Problem(
                place=place,
                code="page-exists",
                found="a hand-written file stands where a generated page belongs",
                fix="move it to another name under docs/; nothing was written",
            )
        elif owner == "person-changed":
            yield Problem(
                place=place,
                code="page-edited",
                found="this generated page was changed by hand",
                fix="make the change under content/ instead, then delete this file; nothing was written",
            )


def _links_out(docs: Path, planned: Collection[str]) -> Iterable[Problem]:
    """Folders on the way to a page that a link leads elsewhere: writing there would change what is not ours."""
    folders: set[str] = set()
    for path in planned:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    for folder in sorted(folders):
        if os.path.islink(f"{docs}/{folder}"):  # noqa: PTH114  # ten thousand paths are slow as objects
            yield Problem(
                place=Place(file=f"{docs.name}/{folder}"),
                code="page-outside",
                found="this folder is a link, and generated pages belong inside docs/",
                fix="replace the link by a folder; nothing was written",
            )


def _remove_empty_folders(docs: Path, folder: Path) -> None:
    while folder != docs and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
