"""Pages under docs/ to pages of the site: MkDocs makes a frame of each shape, and the rest are filled or kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.publish.fingerprints import bytes_digest, digest_of
from generator.publish.frames import Frame, cut_frame, is_plain_address, marked_page, take_apart
from generator.publish.memory import Known
from generator.publish.mkdocs import Layout, Rendered, render_around
from generator.publish.write import Standing, unstamped
from generator.steps import Step, silent

#: Pages of one shape have the same depth under docs/ and the same names in their front matter, kind first.
Shape = tuple[int, tuple[str, ...]]
#: A frame costs two pages of MkDocs' work, the one with marks and one that proves it; fewer pages gain nothing.
_LEAST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePages:
    """How many generated pages were made anew and kept, what MkDocs warned of, and the pages as they now stand."""

    made: int
    kept: int
    warnings: tuple[str, ...]
    pages: Mapping[str, Known]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageJob:
    """Pages to make: the site's folder, its layout, the fresh folder, and ``standing``, the generated pages by path.

    ``known`` is what the last build knew of them. ``elsewhere`` are pages that another part of the site has, which
    only sitemap.xml and links know. ``preview`` and ``epoch`` are those of ``mkdocs.render_site``.
    """

    site: Path
    layout: Layout
    out: Path
    standing: Mapping[str, Standing]
    known: Mapping[str, Known]
    elsewhere: Collection[str]
    epoch: int
    preview: str

    def render(self, instead: Mapping[str, str | None]) -> Rendered:
        """Have MkDocs render all but ``instead``."""
        return render_around(instead, self.site, self.out, epoch=self.epoch, preview=self.preview)


def make_pages(job: PageJob, *, progress: Step = silent) -> SitePages:
    """Make every page of the site in ``job.out``, each byte as ``mkdocs build`` makes it.

    The folder may hold pages of an earlier build, which stay where they are right; all else in it goes.
    """
    shapes = _shapes(job) if job.layout.framed else {}
    _clear(job, keep={path for paths in shapes.values() for path in paths[1:-1]})
    instead: dict[str, str | None] = dict.fromkeys(job.elsewhere)
    for (_, front), paths in shapes.items():
        instead.update(dict.fromkeys(paths[:-1]))
        instead[paths[0]] = marked_page(front[0], frozenset(front[1:]))
    progress("Rendering pages")
    rendered = job.render(instead)
    addresses = rendered.addresses
    pages = {path: Known(page) for path, page in job.standing.items()}
    unfit: set[str] = set()
    total, done = sum(map(len, shapes.values())), 0
    for (_, front), paths in shapes.items():
        frame = _proven_frame(job, front, paths, addresses)
        for path in paths:
            progress("Filling pages", done, total)
            made = _make(job, frame, path, addresses.get(path, "")) if frame else None
            if made:
                pages[path] = made
            elif path != paths[-1]:
                unfit.add(path)
            done += 1
    if unfit:
        left = {*job.elsewhere, *(path for path in job.standing if path not in unfit and path.endswith(".md"))}
        for path in unfit:
            _page_file(job.out, path).unlink(missing_ok=True)
        job.render(dict.fromkeys(left))
    kept = sum(1 for path, page in pages.items() if page.site and job.known.get(path) == page)
    return SitePages(made=len(pages) - kept, kept=kept, warnings=rendered.warnings, pages=pages)


def _shapes(job: PageJob) -> dict[Shape, list[str]]:
    """Pages that a frame could make, by shape; those of the navigation stand differently on each page."""
    shapes: defaultdict[Shape, list[str]] = defaultdict(list)
    for path, page in job.standing.items():
        if page.front and path not in job.layout.nav:
            shapes[path.count("/"), page.front].append(path)
    return {shape: paths for shape, paths in shapes.items() if len(paths) >= _LEAST}


def _proven_frame(job: PageJob, front: tuple[str, ...], paths: list[str], addresses: Mapping[str, str]) -> Frame | None:
    """The frame of a shape, where filling it gives what MkDocs made of the shape's last page."""
    first, last = paths[0], paths[-1]
    marked = _page_file(job.out, first)
    frame = cut_frame(marked.read_bytes().decode(), kind=front[0], names=frozenset(front[1:]))
    marked.unlink()
    address = addresses.get(last, "")
    if frame is None or not is_plain_address(address):
        return None
    filling = take_apart(_docs_text(job, last))
    if filling is None or frame.fill(filling, address=address) != _page_file(job.out, last).read_bytes():
        return None
    return frame


def _make(job: PageJob, frame: Frame, path: str, address: str) -> Known | None:
    """Fill a page, or keep it from the last build where it is as it was; None where its text fits no frame."""
    page, file = job.standing[path], _page_file(job.out, path)
    made_from = digest_of(page.stamp, frame.fingerprint, address)
    known = job.known.get(path)
    if known and known.made == made_from and _kept(job, path, known.site):
        return Known(page, made_from, known.site)
    filling = take_apart(_docs_text(job, path))
    if filling is None:
        return None
    content = frame.fill(filling, address=address)
    replace_file(file, content)
    return Known(page, made_from, bytes_digest(content))


def _docs_text(job: PageJob, path: str) -> str:
    return unstamped((job.layout.docs / path).read_bytes().decode())


def _page_file(folder: Path, path: str) -> Path:
    return folder / f"{path.removesuffix('.md')}.html"


def _is(file: Path, digest: str) -> bool:
    try:
        return bool(digest) and bytes_digest(file.read_bytes()) == digest
    except OSError:
        return False


def _kept(job: PageJob, path: str, digest: str) -> bool:
    """Whether the page stands in the folder as the last build made it, or has come there from the last site."""
    now, before = _page_file(job.out, path), _page_file(job.layout.site, path)
    if _is(now, digest):
        return True
    if not _is(before, digest):
        return False
    now.unlink(missing_ok=True)
    now.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(before, now)
    except OSError:  # a disk without second names
        now.write_bytes(before.read_bytes())
    return True


def replace_file(file: Path, content: bytes) -> None:
    """Put a new file in place of what is there: the old bytes may be another site's too."""
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _clear(job: PageJob, keep: Collection[str]) -> None:
    """Remove from the folder every file that frames will not look after, and folders that hold nothing then.

    MkDocs would write into a file that is there, which the site may share, or take it for its own work of today.
    """
    kept = {str(_page_file(job.out, path)) for path in keep}
    for folder, folders, files in os.walk(job.out, topdown=False):
        gone = [name for name in files if f"{folder}/{name}" not in kept]
        for name in gone:
            os.unlink(f"{folder}/{name}")  # noqa: PTH108  # a hundred thousand paths are slow as objects
        if folder != str(job.out) and len(gone) == len(files) and not (folders and any(Path(folder).iterdir())):
            Path(folder).rmdir()
