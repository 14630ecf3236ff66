"""Pages under docs/ to pages of the site: MkDocs makes a frame of each shape, and the rest are filled or kept."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build.build_cache import CachedPage
from generator.build.docs_writer import PageState, unstamped
from generator.build.site.frames import Frame, cut_frame, is_plain_address, marked_page, take_apart
from generator.build.site.mkdocs import Layout, Rendered, render_around
from generator.files.hashing import hash_bytes, hash_texts
from generator.progress import ReportProgress, ignore_progress

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
    pages: Mapping[str, CachedPage]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageJob:
    """Pages to make: the site's folder, its layout, the fresh folder, and ``standing``, the generated pages by path.

    ``known`` is what the last build knew of them, ``there`` and ``before`` the digests of files in the fresh folder and
    in the site's. ``elsewhere`` are pages that another part of the site has, which only sitemap.xml and links know.
    ``preview`` and ``epoch`` are those of ``mkdocs.render_site``.
    """

    site: Path
    layout: Layout
    out: Path
    standing: Mapping[str, PageState]
    known: Mapping[str, CachedPage]
    there: Mapping[str, str]
    before: Mapping[str, str]
    elsewhere: Collection[str]
    epoch: int
    preview: str

    def render(self, instead: Mapping[str, str | None]) -> Rendered:
        """Have MkDocs render all but ``instead``."""
        return render_around(instead, self.site, self.out, epoch=self.epoch, preview=self.preview)


def make_pages(job: PageJob, *, progress: ReportProgress = ignore_progress) -> SitePages:
    """Make every page of the site in ``job.out``, each byte as ``mkdocs build`` makes it.

    The folder may hold pages of an earlier build, which stay where they are right; all else in it goes.
    """
    shapes = _shapes(job) if job.layout.framed else {}
    job = replace(job, there=_cleared(job, keep={path for paths in shapes.values() for path in paths[1:-1]}))
    instead: dict[str, str | None] = dict.fromkeys(job.elsewhere)
    for (_, front), paths in shapes.items():
        instead.update(dict.fromkeys(paths[:-1]))
        instead[paths[0]] = marked_page(front[0], frozenset(front[1:]))
    progress("Rendering pages")
    rendered = job.render(instead)
    addresses = rendered.addresses
    pages = {path: CachedPage(page) for path, page in job.standing.items()}
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
            (job.out / page_file(path)).unlink(missing_ok=True)
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
    marked = job.out / page_file(first)
    frame = cut_frame(marked.read_bytes().decode(), kind=front[0], names=frozenset(front[1:]))
    marked.unlink()
    address = addresses.get(last, "")
    if frame is None or not is_plain_address(address):
        return None
    filling = take_apart(_docs_text(job, last))
    if filling is None or frame.fill(filling, address=address) != (job.out / page_file(last)).read_bytes():
        return None
    return frame


def _make(job: PageJob, frame: Frame, path: str, address: str) -> CachedPage | None:
    """Fill a page, or keep it from the last build where it is as it was; None where its text fits no frame."""
    page, file = job.standing[path], job.out / page_file(path)
    made_from = hash_texts(page.stamp, frame.fingerprint, address)
    known = job.known.get(path)
    if known and known.made == made_from and _kept(job, path, known.site):
        return CachedPage(page, made_from, known.site)
    filling = take_apart(_docs_text(job, path))
    if filling is None:
        return None
    content = frame.fill(filling, address=address)
    replace_file(file, content)
    return CachedPage(page, made_from, hash_bytes(content))


def _docs_text(job: PageJob, path: str) -> str:
    return unstamped((job.layout.docs / path).read_bytes().decode())


def page_file(path: str) -> str:
    """Where a page under docs/ stands in the site."""
    return f"{path.removesuffix('.md')}.html"


def _kept(job: PageJob, path: str, digest: str) -> bool:
    """Whether the page stands in the folder as the last build made it, or has come there from the last site."""
    file = page_file(path)
    if job.there.get(file) == digest:
        return True
    if job.before.get(file) != digest:
        return False
    now, before = job.out / file, job.layout.site / file
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


def _cleared(job: PageJob, keep: Collection[str]) -> Mapping[str, str]:
    """Remove from the folder every file that frames will not look after, and folders that hold nothing then; gives the
    digests of the files that stay.

    MkDocs would write into a file that is there, which the site may share, or take it for its own work of today.
    """
    kept = {page_file(path) for path in keep}
    gone = [file for file in job.there if file not in kept]
    for file in gone:
        os.unlink(f"{job.out}/{file}")  # noqa: PTH108  # a hundred thousand paths are slow as objects
    folders = {folder for file in gone for folder in _folders(file)}
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):  # it holds something
            os.rmdir(f"{job.out}/{folder}")  # noqa: PTH106  # as above
    return {file: digest for file, digest in job.there.items() if file in kept}


def _folders(file: str) -> Iterator[str]:
    while file := file.rpartition("/")[0]:
        yield file
