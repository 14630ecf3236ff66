"""What a build is made from, as fingerprints of contents; times and sizes of files decide nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: Packages whose text reaches pages; another version of one of them may make other bytes of the same record.
_MAKERS = (
    "jinja2", "latex2mathml", "markdown", "markdown-it-py", "markupsafe", "mkdocs", "mkdocs-material", "nh3", "numpy",
    "pagefind", "pagefind_bin", "pyyaml", "scikit-learn", "scipy",
)  # fmt: skip


def hash_texts(*parts: str) -> str:
    """32 hexadecimal digits for some texts in their order."""
    made = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        made.update(len(raw).to_bytes(8, "big") + raw)
    return made.hexdigest()[:32]


def hash_bytes(content: bytes) -> str:
    """32 hexadecimal digits for a file's content."""
    return hashlib.sha256(content).hexdigest()[:32]


@cache
def program_hash() -> str:
    """Stands for the program: this package's own files and the versions of what it makes pages with."""
    package = Path(__file__).parent.parent
    return hash_texts(hash_tree([package]), *(f"{name} {_version(name)}" for name in _MAKERS))


def hash_files(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """What stands for each file under a folder, by its path there; a link counts as where it leads.

    Files that are in ``known`` are not read: whoever wrote them knows what stands for them.
    """
    known = known or {}
    return {path: known.get(path) or hash_bytes(_content(file.path)) for path, file in _entries(str(folder), "")}


def hash_two_trees(one: Path, other: Path) -> tuple[dict[str, str], dict[str, str]]:
    """``hash_files`` of two folders on one disk; a file that stands in both by two names is read once."""
    read: dict[int, str] = {}
    found: list[dict[str, str]] = []
    for folder in (one, other):
        digests = {}
        for path, file in _entries(str(folder), ""):
            number = file.inode()
            if number not in read:
                read[number] = hash_bytes(_content(file.path))
            digests[path] = read[number]
        found.append(digests)
    return found[0], found[1]


def hash_of_hashes(digests: Mapping[str, str]) -> str:
    """Stands for a folder of which each file's digest is known."""
    return hash_texts(*(f"{path}\0{digests[path]}" for path in sorted(digests)))


def hash_tree(roots: Iterable[Path]) -> str:
    """Stands for all files under some folders, or for single files: their paths there and their contents."""
    made = hashlib.sha256()
    for root in roots:
        where = str(root)
        files = ((path, file.path) for path, file in _entries(where, ""))
        found = [("", where)] if root.is_file() else sorted(files)
        for path, file in found:
            content = _content(file)
            made.update(f"{path}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
        made.update(b"\0\0")
    return made.hexdigest()[:32]


def _entries(folder: str, path: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Files under a folder, with their paths from the root. Paths are plain text and not objects, for there are a
    hundred thousand of them."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield f"{path}{entry.name}", entry
        elif entry.name != "__pycache__":
            yield from _entries(entry.path, f"{path}{entry.name}/")


def _content(file: str) -> bytes:
    """A file's bytes; for a link, where it leads."""
    try:
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return b"-> " + os.fsencode(os.readlink(file))  # noqa: PTH115  # a text, as all paths here
    try:
        size = os.fstat(handle).st_size
        content = os.read(handle, size + 1)
        while len(content) < size and (more := os.read(handle, size)):
            content += more
        return content
    finally:
        os.close(handle)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
