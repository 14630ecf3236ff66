"""The press: content/ to pages under docs/, pages to a site. What ``digestif generate`` and ``build`` do."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path

from generator.build.build_cache import MEMORIES, BuildCache, CachedPage, LastBuild
from generator.build.child_process import run_in_child
from generator.build.docs_writer import Written, write_atomically, write_pages
from generator.build.parts import mark_part, part_folder
from generator.build.report import SiteReport, SiteSize, Work, measure_site
from generator.build.search.index import FOLDER as INDEX_FOLDER
from generator.build.search.index import IndexReport, build_index
from generator.build.site.mkdocs import Layout, read_layout
from generator.build.site.pages import PageJob, SitePages, make_pages, page_file
from generator.build.site.swap import SPARE, find_spare, fresh_site, spare_site
from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.related.finder import find_related
from generator.catalog.related.vectors import PaperText
from generator.catalog.topics.classifier import Classifier, TopicAssignment, assign_topics
from generator.catalog.topics.topic_set import TopicSet
from generator.catalog.topics.topics_file import read_topics
from generator.errors import DigestifError, Problem
from generator.files.hashing import hash_bytes, hash_files, hash_of_hashes, hash_texts, hash_tree, hash_two_trees
from generator.files.program import program_hash
from generator.gc_pause import pause_gc
from generator.model import Library, Paper
from generator.pages.page import Page
from generator.pages.site import plan_site
from generator.pages.views.search import search_records
from generator.progress import ReportProgress, ignore_progress
from generator.records.json_schema import paper_json_schema
from generator.settings import Settings, load_settings
from generator.store.content import TOPICS_FILE
from generator.store.load import load_content

#: Memories and unfinished builds, beside the site, ignored by git; deleting it loses nothing.
WORKSHOP = ".digestif"
#: Where editors anywhere find the schema of a record.
SCHEMA = "schema/paper.json"
#: What makes mkdocs.yml depend on more than its own text and the files beside it.
_FAR_REACHING = (b"!ENV", b"INHERIT", b"hooks:", b"!relative")


@dataclass(frozen=True, kw_only=True, slots=True)
class Generated:
    """Pages as they now stand under docs/, and what they were made from."""

    catalog: Catalog
    pages: tuple[Page, ...]
    written: Written


def load_catalog(site: Path, *, step: ReportProgress = ignore_progress) -> Catalog:
    """content/ as a catalog. Raises DigestifError where a record or the topics file has an error."""
    step("Reading content/")
    content = load_content(site, use_cache=True)
    _refuse(content.problems, "content/ has errors")
    memory = BuildCache(site / WORKSHOP)
    topic_set, library = read_topics(content.topics, file=TOPICS_FILE), content.library
    papers = (
        PaperText(key=key, day=paper.date.toordinal(), title=paper.title, abstract=paper.abstract)
        for key, paper in ((key, record.paper) for key, record in library.records.items())
    )
    known = memory.related()
    with run_in_child(partial(_assigned, library, content.topics, topic_set, memory)) as finding:
        step("Finding topics and related papers")
        topics = _Topics(finding)
        related, state = find_related(papers, topics, known)
        assigned = topics.assigned
    if known is None or not known.has_same_papers(state):
        memory.keep_related(state)
    return build_catalog(library, topic_set, assigned, related)


class _Topics(Mapping[str, Sequence[str]]):
    """Each paper's topics by key, found beside this process and waited for when the first is asked for."""

    def __init__(self, find: Callable[[], Mapping[str, tuple[TopicAssignment, ...]]]) -> None:
        self._find = find

    @cached_property
    def assigned(self) -> Mapping[str, tuple[TopicAssignment, ...]]:
        """The topics with all that is known of them."""
        return self._find()

    def __getitem__(self, key: str) -> Sequence[str]:
        return [given.topic for given in self.assigned[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.assigned)

    def __len__(self) -> int:
        return len(self.assigned)


@pause_gc()
def generate(site: Path, *, step: ReportProgress = ignore_progress) -> Generated:
    """Bring the generated pages under docs/ up to content/; only what changed is written."""
    settings, memory = load_settings(site), BuildCache(site / WORKSHOP)
    catalog = load_catalog(site, step=step)
    layout = read_layout(site)
    return _generate(catalog, settings, layout, memory.pages(), hash_files(layout.docs), step, only=None)


@pause_gc()
def build(
    site: Path,
    *,
    step: ReportProgress = ignore_progress,
    preview: str = "",
    only: int | None = None,
    clean: bool = False,
) -> SiteReport:
    """Generate, render, index: at the end the new site takes the old one's place.

    ``preview`` is a local address that stands in for ``site_url``. ``only`` builds the part of a year, beside the
    site, for ``parts.merge_parts``. ``clean`` forgets all that earlier builds knew. Where nothing has changed since
    the last build, nothing is done.
    """
    began = time.monotonic()
    if clean:
        clear_cache(site)
    memory, layout = BuildCache(site / WORKSHOP), read_layout(site)
    step("Looking for changes")
    last = memory.last_build()
    found = _find(site, layout, preview, last)
    if only is None and last and found.is_left_by(last):
        return _report(last, Work(idle=True), measure_site(layout.site), began)
    known = memory.pages() if last else {}
    catalog = load_catalog(site, step=step)
    target = layout.site if only is None else part_folder(layout.site, only)
    made = _make(_Order(site=site, layout=layout, preview=preview, only=only), catalog, found, known, target, step)
    with run_in_child(partial(measure_site, target)) as measured:
        done = LastBuild(
            # What a person has was looked at before anything was made of it: what is edited meanwhile counts as new.
            inputs=replace(found, docs=made.written.files).inputs,
            outputs=_outputs(target, made.pages),
            papers=len(catalog.entries),
            index=made.index,
            warnings=made.pages.warnings,
        )
        if only is None:
            memory.keep_pages(made.pages.pages)
            memory.keep_build(done)
        work = Work(made=made.pages.made, kept=made.pages.kept, removed=len(made.written.removed))
        return _report(done, work, measured(), began)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Order:
    """What is to be built: a site, or the part of a year of it, at its own address or at one of a preview."""

    site: Path
    layout: Layout
    preview: str
    only: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Made:
    """What a build made: files under docs/, pages of the site, and what there is to say of the search index."""

    written: Written
    pages: SitePages
    index: str


def _make(
    order: _Order, catalog: Catalog, found: _Found, known: Mapping[str, CachedPage], target: Path, step: ReportProgress
) -> _Made:
    """Bring docs/ up, and put a new site, or a part of one, in the place of ``target``."""
    site, layout, only = order.site, order.layout, order.only
    workshop, apart = site / WORKSHOP, site / WORKSHOP / "search-site"
    for entry in catalog.entries:
        entry.fingerprint  # noqa: B018  # found once, before there are two processes that ask for it
    replaced = spare_site if only is None else fresh_site
    with run_in_child(partial(_index, catalog, site, apart, only)) as indexed:
        generated = _generate(catalog, load_settings(site), layout, known, found.docs, step, only=only)
        with replaced(target, workshop) as fresh:
            job = PageJob(
                site=site,
                layout=layout,
                out=fresh,
                standing=generated.written.pages,
                known=known,
                there=found.spare if only is None else {},
                before=found.site,
                elsewhere=[page.path for page in generated.pages if page.path not in generated.written.pages],
                epoch=settled_epoch(site, catalog.latest),
                preview=order.preview,
            )
            pages = make_pages(job, progress=step)
            step("Indexing for search")
            index = str(indexed())
            (apart / INDEX_FOLDER).rename(fresh / INDEX_FOLDER)
            write_atomically(fresh / SCHEMA, paper_json_schema().encode())
            if only is not None:
                mark_part(fresh, only, years=_years(generated.pages))
    return _Made(written=generated.written, pages=pages, index=index)


def _outputs(target: Path, pages: SitePages) -> str:
    """Stands for the site as it is now; its generated pages are known, the rest is read."""
    known = {page_file(path): page.site for path, page in pages.pages.items()}
    return hash_of_hashes(hash_files(target, known=known))


def _report(build: LastBuild, work: Work, size: SiteSize, began: float) -> SiteReport:
    return SiteReport(
        papers=build.papers,
        size=size,
        seconds=time.monotonic() - began,
        work=work,
        index=build.index,
        warnings=build.warnings,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """What a build begins with: what stands for all its sources, empty where that cannot be told, and the digests of
    files under docs/, in the site, and in the folder that becomes the site."""

    sources: str
    docs: Mapping[str, str]
    site: Mapping[str, str]
    spare: Mapping[str, str]

    @property
    def inputs(self) -> str:
        return hash_texts(self.sources, hash_of_hashes(self.docs))

    def is_left_by(self, last: LastBuild) -> bool:
        """Whether sources and site are as the last build took and left them."""
        return bool(self.sources) and (last.inputs, last.outputs) == (self.inputs, hash_of_hashes(self.site))


def _find(site: Path, layout: Layout, preview: str, last: LastBuild | None) -> _Found:
    spare = find_spare(layout.site, site / WORKSHOP)
    known = layout.site if last else spare  # nothing of a site that no build remembers can be kept
    with run_in_child(partial(hash_two_trees, known, spare)) as standing:
        sources, docs = _sources(site, layout, preview), hash_files(layout.docs)
        made, replaced = standing()
    return _Found(sources=sources, docs=docs, site=made, spare=replaced)


def clear_cache(site: Path) -> None:
    """Remove all that earlier builds knew. Fetched answers, which lie beside it, are no memory of builds and stay."""
    for name in (*MEMORIES, "cache", "search", "search-site", SPARE):
        known = site / WORKSHOP / name
        if known.is_dir() and not known.is_symlink():
            shutil.rmtree(known)
        else:
            known.unlink(missing_ok=True)


def _generate(
    catalog: Catalog,
    settings: Settings,
    layout: Layout,
    known: Mapping[str, CachedPage],
    files: Mapping[str, str],
    step: ReportProgress,
    *,
    only: int | None,
) -> Generated:
    step("Laying out pages")
    pages = plan_site(catalog, settings)
    wanted = None if only is None else {page.path for page in pages if page.year in (None, only)}
    before = {path: page.standing for path, page in known.items()}
    written = write_pages(layout.docs, pages, known=before, files=files, wanted=wanted, progress=step)
    _refuse(written.problems, "docs/ holds files of a person where pages belong")
    return Generated(catalog=catalog, pages=pages, written=written)


def _index(catalog: Catalog, site: Path, apart: Path, only: int | None) -> IndexReport:
    cache = (site / WORKSHOP / "search").resolve()
    return build_index(search_records(catalog), apart, cache=cache, only=only)


def _sources(site: Path, layout: Layout, preview: str) -> str:
    """Stands for all that a build is made from, docs/ aside; empty where mkdocs.yml reaches beyond the files that are
    looked at."""
    settings = (site / "mkdocs.yml").read_bytes()
    if not layout.framed or any(word in settings for word in _FAR_REACHING):
        return ""
    files = [hash_tree(root) for root in (site / "mkdocs.yml", site / "content", *layout.theme)]
    return hash_texts(program_hash(), *files, preview, str(settled_epoch(site, None)))


def settled_epoch(site: Path, latest: date | None) -> int:
    """The pages' date, in seconds since 1970: SOURCE_DATE_EPOCH, else the last commit's, else the newest digest's."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    if said.isdigit():
        return int(said)
    try:
        asked = subprocess.run(
            ["git", "-C", str(site), "log", "-1", "--format=%ct"],  # noqa: S607  # git is where the person has it
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip().isdigit():
            return int(asked.stdout)
    except OSError:
        pass  # no git on this machine: the digest's own date does
    day = latest or date(1980, 1, 1)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _assigned(
    library: Library, topics: bytes, topic_set: TopicSet, memory: BuildCache
) -> dict[str, tuple[TopicAssignment, ...]]:
    """Every paper's topics by its key; those of papers that are as they were come from memory."""
    asked = hash_bytes(topics)
    known = memory.topics(asked)
    classifier = Classifier(topic_set)
    marks = {key: _topics_mark(record.paper) for key, record in library.records.items()}
    assigned = {}
    for key, mark in marks.items():
        given = known.get(mark)
        assigned[key] = assign_topics(library.records[key].paper, classifier) if given is None else given
    if known.keys() != set(marks.values()):
        memory.keep_topics(asked, {marks[key]: given for key, given in assigned.items()})
    return assigned


def _topics_mark(paper: Paper) -> str:
    """Stands for all of a paper that its topics depend on."""
    return hash_texts(paper.title, paper.abstract, repr((paper.categories, paper.keywords, paper.topics)))


def _years(pages: Iterable[Page]) -> tuple[int, ...]:
    return tuple(sorted({page.year for page in pages if page.year is not None}))


def _refuse(problems: Iterable[Problem], what: str) -> None:
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join([f"{what}:", *errors]), fix="nothing was changed; mend these and run it again")
