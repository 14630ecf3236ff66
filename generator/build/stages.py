"""The stages of a build in which something changed: content/ → pages under docs/ → site/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from generator.batches import RunBatches, run_here
from generator.build.build_date import build_epoch
from generator.build.cache.build_cache import BuildCache, CachedPage
from generator.build.cache.initial_state import InitialState
from generator.build.cache.last_build import LastBuild, write_last_build
from generator.build.cache.work_folder import prepare_work_folder
from generator.build.catalog_loader import LoadedContent, load_readable, refuse_problems
from generator.build.child_process import run_in_child
from generator.build.docs.writer import DocsUpdate, write_pages
from generator.build.output_files import CachedOutput, WrittenOutputs, last_chunks, write_outputs
from generator.build.parts import write_part_file
from generator.build.report import PageCounts, SiteSize, measure_site
from generator.build.search.index import FOLDER as INDEX_FOLDER
from generator.build.search.index import IndexReport, build_index
from generator.build.site.mkdocs import SiteLayout, read_layout
from generator.build.site.offline_list import offline_list
from generator.build.site.pages import PageJob, SiteFrames, SitePages, make_pages, page_file
from generator.build.site.shrinking import refuse_shrinking
from generator.build.site.target import Target, replacing
from generator.build.start import BuildOptions, Start, look_for_changes
from generator.build.thumbnails import SiteThumbnails, find_thumbnails
from generator.catalog.catalog import Catalog
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import HashedTree, hash_files, hash_of_hashes, hash_sharing
from generator.files.lock import WORK_FOLDER
from generator.files.regular_files import scan_regular_files
from generator.language.words import use_language
from generator.outputs.crawlers.sitemap import read_addresses
from generator.outputs.site_files import plan_outputs
from generator.pages.context import RenderContext, make_context
from generator.pages.page import Page
from generator.pages.routes import OFFLINE_LIST, SITEMAP
from generator.pages.site import plan_pages
from generator.pages.views.search import search_records
from generator.progress import ReportProgress
from generator.records.json_schema import paper_json_schema
from generator.settings import load_settings

#: Where editors find the schema of a record, on the site.
SCHEMA = "schema/paper.json"
_NO_FEEDS = "no feeds, because mkdocs.yml sets no site_url, which their links need"
_SEARCH_CACHE = f"{WORK_FOLDER}/search"
_NEW_INDEX = f"{WORK_FOLDER}/search-site"


def generate_docs(site: Path, *, safe: bool, strict: bool, today: date, progress: ReportProgress) -> DocsUpdate:
    """Update the generated pages under docs/, as ``pipeline.generate`` describes."""
    folder = Folder(site)
    use_language(load_settings(site).language)
    prepare_work_folder(folder)
    layout = read_layout(site, safe=safe)
    docs = scan_regular_files(folder, layout.docs)
    content = load_readable(site, strict=strict, today=today, for_pages=True, progress=progress)
    thumbnails = _find_thumbnails(content, folder, progress)
    context = _context(content, site, thumbnails, progress)
    pages = plan_pages(context, content.status)
    update = _write_docs(
        folder, layout, pages, docs, BuildCache(folder).read_pages("site"), progress, only=None, context=context
    )
    return replace(update, warnings=(*_warnings(content), *thumbnails.warnings))


def build_changed(
    start: Start,
    options: BuildOptions,
    *,
    strict: bool,
    today: date,
    allow_shrink: bool,
    run: RunBatches,
    progress: ReportProgress,
) -> Built:
    """Build the site of a start, as ``pipeline.build`` describes."""
    folder, site = start.site, start.site.root
    use_language(load_settings(site).language)
    layout = read_layout(site, safe=options.safe)
    if layout.folders != start.folders:  # MkDocs alone knows them where settings are inherited
        start = look_for_changes(folder, layout.folders, options, progress)
    target, last, cache = start.target, start.last, BuildCache(folder)
    with run_in_child(partial(_hash_spare, folder, target, start.state.cached)) as wait_for_spare:
        content = load_readable(
            site, strict=strict, today=today, preview=bool(options.preview), for_pages=True, run=run, progress=progress
        )
        spare = wait_for_spare()
    stages = _Run(
        site=folder,
        layout=layout,
        target=target,
        preview=options.preview,
        only=options.only,
        allow_shrink=allow_shrink or bool(options.preview),
        state=start.state if layout.framed else replace(start.state, sources=""),
        spare=spare,
        cached=cache.read_pages(target.cache_name) if last else {},
        cached_outputs=cache.read_outputs(target.cache_name) if last else {},
        run=run,
        progress=progress,
    )
    made = stages.make(content)
    with run_in_child(partial(measure_site, folder.path(target.folder))) as wait_for_size:
        cache.write_pages(start.cache_name, made.pages.pages)
        cache.write_outputs(start.cache_name, made.outputs.files)
        build = replace(made.build, size=wait_for_size())
    write_last_build(folder, start.cache_name, build)
    counts = PageCounts(made=made.pages.made, kept=made.pages.kept, removed=len(made.docs.removed))
    pages = BuiltPages(
        content=content,
        context=made.context,
        frames=made.pages.frames,
        written=frozenset((*made.docs.written, *made.docs.removed)),
    )
    return Built(last=build, counts=counts, pages=pages)


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltPages:
    """What the pages of a build were made from, with which some of them can be made again at once.

    ``written`` are the paths under docs/ of the files that the build wrote or removed.
    """

    content: LoadedContent
    context: RenderContext
    frames: SiteFrames
    written: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A finished build: what the next one compares with, numbers of pages, and what they were made from."""

    last: LastBuild
    counts: PageCounts
    pages: BuiltPages


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """What a build made: files under docs/, pages of the site, and the summary for the next build."""

    context: RenderContext
    docs: DocsUpdate
    pages: SitePages
    outputs: WrittenOutputs
    build: LastBuild


@dataclass(frozen=True, kw_only=True, slots=True)
class _Run:
    """A build that has looked at all its inputs and begins to write; ``spare`` has the hashes of the spare folder."""

    site: Folder
    layout: SiteLayout
    target: Target
    preview: str
    only: int | None
    allow_shrink: bool
    state: InitialState
    spare: Mapping[str, str]
    cached: Mapping[str, CachedPage]
    cached_outputs: Mapping[str, CachedOutput]
    run: RunBatches
    progress: ReportProgress

    def make(self, content: LoadedContent) -> _Made:
        """Write docs/ and replace the target."""
        catalog = content.catalog
        if not self.allow_shrink:
            refuse_shrinking(self.site, self.target.folder, catalog)
        for entry in catalog.entries:
            entry.fingerprint  # noqa: B018  # computed once, before there are two processes that need it
        thumbnails = _find_thumbnails(content, self.site, self.progress)
        has_index = self.only is None or self.only == max(catalog.years, default=self.only)
        with run_in_child(partial(_index, content, self.site) if has_index else _no_index) as wait_for_index:
            context = _context(content, self.site.root, thumbnails, self.progress)
            pages = plan_pages(context, content.status)
            docs = _write_docs(
                self.site,
                self.layout,
                pages,
                self.state.docs,
                self.cached,
                self.progress,
                only=self.only,
                context=context,
                run=self.run,
            )
            with replacing(self.site, self.target) as fresh:
                made = make_pages(self._page_job(pages, docs, catalog, fresh), progress=self.progress)
                outputs = self._write_outputs(catalog, thumbnails, fresh)
                if has_index:
                    self._write_offline_list(pages, made, catalog, fresh)
                self.progress("Indexing for search")
                index = wait_for_index()
                self._complete(fresh, pages, has_index=has_index)
                known = _known_hashes(made, outputs, index)
                self._refuse_missing(fresh, known)
        return _Made(
            context=context,
            docs=docs,
            pages=made,
            outputs=outputs,
            build=LastBuild(
                # Hashes from before the build: what is edited while it runs counts as changed next time.
                inputs=self.state.inputs(docs.hashes),
                outputs=hash_of_hashes(hash_files(self.site.path(self.target.folder), known=known)),
                papers=len(catalog.entries),
                size=SiteSize(pages=0, files=0, bytes=0),  # measured when the site is complete
                index=str(index),
                feeds=str(outputs) if self._has_address else f"{outputs}; {_NO_FEEDS}",
                warnings=(*_warnings(content), *thumbnails.warnings, *made.warnings),
                since=content.since.isoformat(),
                until=content.until.isoformat(),
            ),
        )

    def _complete(self, fresh: str, pages: Iterable[Page], *, has_index: bool) -> None:
        """Add the search index, the schema of records and, in a part of the site, which part it is."""
        if has_index:
            # Its files were removed; empty folders, as of an index without papers, are left.
            self.site.remove_tree(f"{fresh}/{INDEX_FOLDER}")
            self.site.move(f"{_NEW_INDEX}/{INDEX_FOLDER}", f"{fresh}/{INDEX_FOLDER}")
        self.site.write(f"{fresh}/{SCHEMA}", paper_json_schema().encode())
        if self.only is not None:
            write_part_file(self.site, fresh, self.only, years=_years(pages))

    def _refuse_missing(self, fresh: str, files: Iterable[str]) -> None:
        """Raise DigestifError if the new site lacks a file that was made or kept: another program removed it."""
        present = {entry.path.removeprefix(f"{fresh}/") for entry in self.site.walk(fresh)}
        if not present.issuperset(files):
            raise DigestifError(
                f"another program removed files of the new site during the build, so {self.target.folder} was not "
                "changed",
                fix="run the build again",
            )

    def _page_job(self, pages: Iterable[Page], docs: DocsUpdate, catalog: Catalog, fresh: str) -> PageJob:
        return PageJob(
            site=self.site,
            layout=self.layout,
            out=fresh,
            states=docs.states,
            texts=docs.texts,
            cached=self.cached,
            out_hashes=self.spare,
            cached_folder=self.target.cached_folder,
            cached_hashes=self.state.cached.hashes,
            other_parts=[page.path for page in pages if page.path not in docs.states],
            epoch=build_epoch(self.site.root, catalog.latest),
            preview=self.preview,
        )

    @property
    def _has_address(self) -> bool:
        return bool(load_settings(self.site.root).site_url)

    def _write_outputs(self, catalog: Catalog, thumbnails: SiteThumbnails, fresh: str) -> WrittenOutputs:
        """Write the files for programs; with ``only``, those of that year and those of all years."""
        settings = load_settings(self.site.root)
        settings = replace(settings, site_url=self.preview.rstrip("/") or settings.site_url)
        chunks = last_chunks(
            self.site, self.target.cached_folder, cached=self.cached_outputs, hashes=self.state.cached.hashes
        )
        planned = plan_outputs(catalog, settings, self._addresses(fresh), chunks=chunks)
        wanted = (
            file for file in (*planned, *thumbnails.files()) if self.only is None or file.year in (None, self.only)
        )
        return write_outputs(
            self.site,
            fresh,
            wanted,
            taken={path for path in self.state.docs if not path.endswith(".md")},
            cached=self.cached_outputs,
            cached_folder=self.target.cached_folder,
            cached_hashes=self.state.cached.hashes,
            progress=self.progress,
        )

    def _write_offline_list(self, pages: Iterable[Page], made: SitePages, catalog: Catalog, fresh: str) -> None:
        """Write what readers' browsers fetch for reading offline, unless the settings turn that off."""
        if load_settings(self.site.root).offline:
            hashes = {page_file(path): page.html for path, page in made.pages.items() if page.html}
            self.site.write(f"{fresh}{OFFLINE_LIST}", offline_list(self.site, fresh, catalog, pages, hashes))

    def _addresses(self, fresh: str) -> tuple[str, ...]:
        """Return the addresses of all pages, as MkDocs lists them; none where the site has its own sitemap template."""
        if self.layout.theme and self.site.kind(f"{self.layout.theme}/{SITEMAP.lstrip('/')}") == "file":
            return ()
        return read_addresses((self.site.read(f"{fresh}{SITEMAP}") or b"").decode())


def _hash_spare(site: Folder, target: Target, cached: HashedTree) -> Mapping[str, str]:
    """Return the hashes of the files in the target's spare folder; empty where it has none."""
    return hash_sharing(site.path(target.spare), cached) if target.spare else {}


def _known_hashes(made: SitePages, outputs: WrittenOutputs, index: IndexReport) -> dict[str, str]:
    """Return the hashes of generated pages, files for programs and the search index, by their paths in the site."""
    known = {page_file(path): page.html for path, page in made.pages.items() if page.html}
    known |= {path: file.file for path, file in outputs.files.items()}
    return known | {f"{INDEX_FOLDER}/{path}": file_hash for path, file_hash in index.hashes.items()}


def _warnings(content: LoadedContent) -> tuple[str, ...]:
    left_out = (f"left out of the site: {problem}" for problem in content.status.left_out)
    return (*left_out, *map(str, content.dead_links))


def _find_thumbnails(content: LoadedContent, site: Folder, progress: ReportProgress) -> SiteThumbnails:
    days = load_settings(site.root).thumbnail_days
    return find_thumbnails(site, content.library, days=days, progress=progress)


def _context(content: LoadedContent, site: Path, thumbnails: SiteThumbnails, progress: ReportProgress) -> RenderContext:
    progress("Laying out pages")
    content.catalog.people  # noqa: B018  # takes long, and the preview stops a build only where it reports progress
    progress("Laying out pages")
    context = make_context(content.catalog, load_settings(site), thumbnails.by_key)
    progress("Laying out pages")
    return context


def _write_docs(
    site: Folder,
    layout: SiteLayout,
    pages: tuple[Page, ...],
    hashes: Mapping[str, str],
    cached: Mapping[str, CachedPage],
    progress: ReportProgress,
    *,
    only: int | None,
    context: RenderContext,
    run: RunBatches = run_here,
) -> DocsUpdate:
    """Write generated pages under docs/; with ``only``, those of that year and those of all years."""
    wanted = None if only is None else {page.path for page in pages if page.year in (None, only)}
    states = {path: page.state for path, page in cached.items()}
    update = write_pages(
        site,
        layout.docs,
        pages,
        cached=states,
        hashes=hashes,
        wanted=wanted,
        context=context,
        run=run,
        progress=progress,
    )
    refuse_problems(update.problems, "Files that people wrote or edited are in the way of generated pages")
    return update


def _index(content: LoadedContent, site: Folder) -> IndexReport:
    records = search_records(content.catalog)
    return build_index(records, site, _NEW_INDEX, cache=_SEARCH_CACHE)


def _no_index() -> IndexReport:
    """Report that a part has no index: that of the newest year has the whole one."""
    return IndexReport(papers=0, blocks=0, fresh_blocks=(), hashes={})


def _years(pages: Iterable[Page]) -> tuple[int, ...]:
    return tuple(sorted({page.year for page in pages if page.year is not None}))
