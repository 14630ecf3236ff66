"""Pages under docs/ in, pages of the site out: MkDocs renders a frame of each shape, the others are filled or kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.build.cache.build_cache import CachedPage
from generator.build.docs.stamps import remove_stamp
from generator.build.docs.writer import PageState
from generator.build.site.frames import Frame, FrameValues, cut_frame, frame_page, is_plain_address, parse_values
from generator.build.site.mkdocs import Rendered, SiteLayout, render_except
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_texts
from generator.progress import ReportProgress, ignore_progress

#: Pages of one shape have the same depth under docs/ and the same names in their front matter, kind first.
Shape = tuple[int, tuple[str, ...]]
#: MkDocs renders two pages for a frame: the frame and one that proves it.
_FEWEST = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePages:
    """Numbers of generated pages that were made and kept, MkDocs' warnings, and the pages by their path under docs/.

    ``frames`` make further pages of the same site.
    """

    made: int
    kept: int
    warnings: tuple[str, ...]
    pages: Mapping[str, CachedPage]
    frames: SiteFrames


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFrames:
    """The frames of a site by shape, and the whole addresses of pages by their path under docs/."""

    by_shape: Mapping[Shape, Frame]
    addresses: Mapping[str, str]

    def fill(self, path: str, text: str, front: tuple[str, ...]) -> bytes | None:
        """Return the page of the site for the text of one under docs/; None where no frame fits, or for a new path.

        ``front`` are the names in its front matter, beginning with the kind of page.
        """
        frame, values = self.by_shape.get((path.count("/"), front)), parse_values(text)
        if frame is None or values is None or path not in self.addresses:
            return None
        return frame.fill(values, address=self.addresses[path])


@dataclass(frozen=True, kw_only=True, slots=True)
class PageJob:
    """Pages to make in the folder ``out`` of a digest, for the generated files under docs/ that ``states`` describes.

    ``texts`` are those of files that this build rendered, as far as memory allows. ``cached`` are the pages of the last
    build, which are in ``cached_folder``; ``out_hashes`` and ``cached_hashes`` are all files there and in ``out``.
    ``other_parts`` are pages that another part of the site has; they appear in sitemap.xml and links only. ``preview``
    and ``epoch`` are those of ``mkdocs.render_site``.
    """

    site: Folder
    layout: SiteLayout
    out: str
    states: Mapping[str, PageState]
    texts: Mapping[str, str]
    cached: Mapping[str, CachedPage]
    out_hashes: Mapping[str, str]
    cached_folder: str
    cached_hashes: Mapping[str, str]
    other_parts: Collection[str]
    epoch: int
    preview: str


def make_pages(job: PageJob, *, progress: ReportProgress = ignore_progress) -> SitePages:
    """Make every page of the site in ``job.out``, each byte as ``mkdocs build`` makes it.

    The folder may have pages of an earlier build: those that are right stay, everything else in it is removed.
    """
    return _PageMaker(job).make(progress)


def page_file(path: str) -> str:
    """Return the path in the site of a page under docs/."""
    return f"{path.removesuffix('.md')}.html"


class _PageMaker:
    """Makes the pages of one job."""

    def __init__(self, job: PageJob) -> None:
        self._job = job
        self._shapes = _group_by_shape(job) if job.layout.framed else {}
        self._out_hashes: dict[str, str] = {}

    def make(self, progress: ReportProgress) -> SitePages:
        """Render frames, fill them, and have MkDocs render the pages that fit no frame."""
        job = self._job
        self._clear({path for paths in self._shapes.values() for path in paths[1:-1]})
        progress("Rendering pages")
        rendered = self._render_frames()
        pages = {path: CachedPage(state) for path, state in job.states.items()}
        unfit: set[str] = set()
        frames: dict[Shape, Frame] = {}
        total, done = sum(map(len, self._shapes.values())), 0
        for shape, paths in self._shapes.items():
            frame = self._prove_frame(shape[1], paths, rendered.addresses)
            if frame:
                frames[shape] = frame
            for path in paths:
                progress("Filling pages", done, total)
                page = self._make_page(frame, path, rendered.addresses.get(path, "")) if frame else None
                if page:
                    pages[path] = page
                elif path != paths[-1]:
                    unfit.add(path)
                done += 1
        if unfit:
            self._render_whole(unfit)
        kept = sum(1 for path, page in pages.items() if page.html and job.cached.get(path) == page)
        return SitePages(
            made=len(pages) - kept,
            kept=kept,
            warnings=rendered.warnings,
            pages=pages,
            frames=SiteFrames(by_shape=frames, addresses=rendered.addresses),
        )

    def _clear(self, frame_paths: Collection[str]) -> None:
        """Remove every file that frames will not make, and the folders that are empty then.

        MkDocs would write into an existing file, which the site may share, or take it for its own work of today.
        """
        job = self._job
        kept = {page_file(path) for path in frame_paths}
        removed = [file for file in job.out_hashes if file not in kept]
        self._out_hashes = {file: file_hash for file, file_hash in job.out_hashes.items() if file in kept}
        for file in removed:
            job.site.remove_tree(f"{job.out}/{file}")
        for folder in sorted({folder for file in removed for folder in _folders(file)}, key=len, reverse=True):
            job.site.remove_empty(f"{job.out}/{folder}", up_to=f"{job.out}/{folder}".rpartition("/")[0])

    def _render_frames(self) -> Rendered:
        """Have MkDocs render a frame and a whole page of each shape, and all pages that have no shape."""
        replacements: dict[str, str | None] = dict.fromkeys(self._job.other_parts)
        for (_, front), paths in self._shapes.items():
            replacements.update(dict.fromkeys(paths[:-1]))
            replacements[paths[0]] = frame_page(front[0], frozenset(front[1:]))
        return self._render(replacements)

    def _render_whole(self, paths: Collection[str]) -> None:
        """Have MkDocs render pages that fit no frame."""
        job = self._job
        for path in paths:
            job.site.remove_tree(f"{job.out}/{page_file(path)}")
        others = (path for path in job.states if path not in paths and path.endswith(".md"))
        self._render(dict.fromkeys((*job.other_parts, *others)))

    def _render(self, replacements: Mapping[str, str | None]) -> Rendered:
        job = self._job
        return render_except(replacements, job.site.root, job.site.path(job.out), epoch=job.epoch, preview=job.preview)

    def _prove_frame(self, front: tuple[str, ...], paths: list[str], addresses: Mapping[str, str]) -> Frame | None:
        """Return the frame of a shape if filling it gives what MkDocs made of the shape's last page, else None."""
        job, first, last = self._job, paths[0], paths[-1]
        html = (job.site.read(f"{job.out}/{page_file(first)}") or b"").decode()
        job.site.remove(f"{job.out}/{page_file(first)}")
        frame = cut_frame(html, kind=front[0], names=frozenset(front[1:]))
        address = addresses.get(last, "")
        values = self._values(last)
        if frame is None or values is None or not is_plain_address(address):
            return None
        proven = frame.fill(values, address=address) == job.site.read(f"{job.out}/{page_file(last)}")
        return frame if proven else None

    def _make_page(self, frame: Frame, path: str, address: str) -> CachedPage | None:
        """Fill a page, or keep that of the last build if it is the same; None where its text fits no frame."""
        job, state = self._job, self._job.states[path]
        made_from = hash_texts(state.text, frame.fingerprint, address)
        cached = job.cached.get(path)
        if cached and cached.made_from == made_from and self._keep(page_file(path), cached.html):
            return CachedPage(state, made_from, cached.html)
        values = self._values(path)
        if values is None:
            return None
        content = frame.fill(values, address=address)
        job.site.write(f"{job.out}/{page_file(path)}", content)
        return CachedPage(state, made_from, hash_bytes(content))

    def _values(self, path: str) -> FrameValues | None:
        """Return the values of a page for its frame: from the text that was just rendered, else from its file."""
        text = self._job.texts.get(path)
        if text is None:
            content = self._job.site.read(f"{self._job.layout.docs}/{path}") or b""
            text = remove_stamp(content.decode(errors="replace"))
        return parse_values(text)

    def _keep(self, file: str, html: str) -> bool:
        """Whether the page of that hash is in the folder already, or could be linked there from the last build."""
        job = self._job
        if self._out_hashes.get(file) == html:
            return True
        if job.cached_hashes.get(file) != html:
            return False
        old, new = f"{job.cached_folder}/{file}", f"{job.out}/{file}"
        job.site.remove_tree(new)
        job.site.link_or_copy(old, new)
        return True


def _group_by_shape(job: PageJob) -> dict[Shape, list[str]]:
    """Return pages that a frame could make, by shape; pages of the navigation are marked there, each in its own way."""
    shapes: defaultdict[Shape, list[str]] = defaultdict(list)
    for path, state in job.states.items():
        if state.front and path not in job.layout.nav:
            shapes[path.count("/"), state.front].append(path)
    return {shape: paths for shape, paths in shapes.items() if len(paths) >= _FEWEST}


def _folders(file: str) -> Iterator[str]:
    while file := file.rpartition("/")[0]:
        yield file
