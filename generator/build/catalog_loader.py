"""content/ in, a catalog out: records are checked, and topics and related papers found or taken from the cache."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from generator.batches import Named, RunBatches, batches_of, run_here
from generator.build.cache.build_cache import BuildCache
from generator.build.child_process import run_in_child
from generator.catalog.catalog import Catalog, Entry, build_catalog
from generator.catalog.digests.later import LATER
from generator.catalog.digests.published import ShownDigests, shown_digests
from generator.catalog.map.places import Place, find_places
from generator.catalog.people.people_file import ListedPerson, parse_people
from generator.catalog.related.finder import find_related
from generator.catalog.related.vectors import PaperText
from generator.catalog.saved_searches import SavedSearch, parse_saved_searches
from generator.catalog.topics.classifier import Classifier, TopicAssignment, assign_topics
from generator.catalog.topics.classifier_files import classifier_hash, read_classifier
from generator.checks.digests import read_digests
from generator.checks.left_out import Readable, leave_out_errors
from generator.checks.library import locate_problems
from generator.checks.notes import check_links
from generator.checks.status import DigestStatus, digest_status
from generator.errors import DigestifError, Problem
from generator.files.folder import Folder
from generator.files.hashing import hash_texts
from generator.model import Author, Library, Paper, Record
from generator.progress import ReportProgress, ignore_progress
from generator.settings import has_map, lead_language, uses_topic_words
from generator.store.changes import Change, FileRemoval, FileWrite
from generator.store.content import FEEDS_FILE, PEOPLE_FILE, Content
from generator.store.load import load_content, month_of, update_content

#: Most papers whose topics are found together.
_BATCH = 400
Assignments = Mapping[str, tuple[TopicAssignment, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedContent:
    """The catalog of content/ with its library, and its status with the errors of files that were left out.

    ``content`` has these files, too. ``classifier`` is what found the topics; ``dead_links`` are links of digests that
    lead nowhere, which pages show nevertheless.

    From ``since`` to the day before ``until``, the catalog stays the same if content/ does.
    """

    content: Content
    catalog: Catalog
    classifier: Classifier
    status: DigestStatus
    library: Library
    dead_links: tuple[Problem, ...] = ()
    since: date = date.min
    until: date = date.max


def load_catalog(site: Path, *, progress: ReportProgress = ignore_progress) -> Catalog:
    """Read content/ as a catalog. Raises DigestifError naming every error that would leave out or change a page.

    Digests of the future are published, and drafts are not.
    """
    return load_readable(site, strict=True, progress=progress).catalog


def load_readable(
    site: Path,
    *,
    strict: bool = False,
    today: date = LATER,
    preview: bool = False,
    for_pages: bool = False,
    run: RunBatches = run_here,
    progress: ReportProgress = ignore_progress,
) -> LoadedContent:
    """Read content/ as a catalog, without files that have errors; raises as ``leave_out_errors`` does.

    Digests have to be published by ``today``, unless it is for a ``preview``, which also shows drafts.
    The places of papers on the map are found only ``for_pages``, and only where the settings ask for a map. ``run``
    does what is independent for each file.
    """
    progress("Reading content/")
    content = load_content(site, use_cache=True, run=run, progress=progress)
    readable = leave_out_errors(content, strict=strict)
    classifier = read_classifier(readable.content, use_words=uses_topic_words(site))
    searches, in_feeds = parse_saved_searches(readable.content.feeds, file=FEEDS_FILE, topics=classifier.topic_set)
    people = parse_people(readable.content.people, file=PEOPLE_FILE, renamed=readable.content.renamed)
    digests = read_digests(readable.content)
    in_files = (*people.problems, *digests.problems)
    problems = (*in_feeds, *(problem for problem in in_files if problem.severity == "error"))
    if strict:
        refuse_problems(problems, "content/ has errors")
    status = digest_status(readable.content, left_out=(*readable.left_out, *problems))
    shown = shown_digests(digests.digests, today=today, preview=preview)
    places = for_pages and has_map(site)
    catalog = _build_catalog(
        site, readable, classifier, searches, people.people, shown, progress, places=places, run=run
    )
    return LoadedContent(
        content=content,
        catalog=catalog,
        classifier=classifier,
        status=status,
        library=readable.library,
        dead_links=_dead_links(readable, shown, classifier),
        since=shown.since,
        until=shown.until,
    )


def load_edited(site: Path, before: LoadedContent, files: Collection[str], *, today: date) -> LoadedContent | None:
    """Return the content of a preview after edits of these files; None where an edited file is left out.

    Only these files are read, which are records, notes and digests. Related papers, the status and the map are those
    of before.
    """
    content = update_content(site, before.content, list(_edits(Folder(site), files)))
    readable = leave_out_errors(content)
    digests = read_digests(readable.content)
    problems = (*readable.left_out, *digests.problems)
    if any(problem.place.file in files and problem.severity == "error" for problem in problems):
        return None
    shown = shown_digests(digests.digests, today=today, preview=True)
    old, records = before.catalog, readable.library.records
    catalog = build_catalog(
        readable.library,
        before.classifier.topic_set,
        {key: _topics_after(old.by_key.get(key), record.paper, before) for key, record in records.items()},
        {key: tuple(one for one in entry.related if one.key in records) for key, entry in old.by_key.items()},
        old.searches,
        old.listed_people,
        shown.digests,
        shown.unpublished,
        lead_language(site),
    )
    catalog = replace(catalog, places=old.places)
    if _authors(catalog) == _authors(old):
        vars(catalog)["people"] = old.people  # a cached property, which takes longer than everything else here
    return replace(before, content=content, catalog=catalog, library=readable.library)


def _edits(site: Folder, files: Iterable[str]) -> Iterator[Change]:
    for file in files:
        raw = site.read(file)
        yield FileRemoval(file=file, old_hash="") if raw is None else FileWrite(file=file, content=raw)


def _authors(catalog: Catalog) -> dict[str, tuple[Author, ...]]:
    return {key: entry.paper.authors for key, entry in catalog.by_key.items()}


def _topics_after(entry: Entry | None, paper: Paper, before: LoadedContent) -> tuple[TopicAssignment, ...]:
    return entry.topics if entry and entry.paper is paper else assign_topics(paper, before.classifier)


def _dead_links(readable: Readable, shown: ShownDigests, classifier: Classifier) -> tuple[Problem, ...]:
    topics = classifier.topic_set.by_id if readable.content.topics else None
    problems = check_links(readable.library, shown.digests, topics=topics)
    return locate_problems(problems, lambda file: readable.content.raw.get(file, b""))


def _build_catalog(
    site: Path,
    readable: Readable,
    classifier: Classifier,
    searches: tuple[SavedSearch, ...],
    people: tuple[ListedPerson, ...],
    shown: ShownDigests,
    progress: ReportProgress,
    *,
    places: bool,
    run: RunBatches,
) -> Catalog:
    cache, library = BuildCache(Folder(site)), readable.library
    made_from = classifier_hash(readable.content, classifier)
    papers = [
        PaperText(key=key, day=record.paper.date.toordinal(), title=record.paper.title, abstract=record.paper.abstract)
        for key, record in library.records.items()
    ]
    state = cache.read_related()
    with run_in_child(partial(_assign_topics, library, classifier, made_from, cache, run)) as wait_for_topics:
        topics = _TopicsByKey(wait_for_topics)
        related, new_state = find_related(
            papers, topics, state, run=run, progress=partial(progress, "Finding topics and related papers")
        )
        assignments = topics.assignments
    if state is None or not state.has_same_papers(new_state):
        cache.write_related(new_state)
    catalog = build_catalog(
        library,
        classifier.topic_set,
        assignments,
        related,
        searches,
        people,
        shown.digests,
        shown.unpublished,
        lead_language(site),
    )
    if not places:
        return catalog
    progress("Drawing the map")
    return replace(catalog, places=_find_places(papers, cache))


def _find_places(papers: Sequence[PaperText], cache: BuildCache) -> dict[str, Place]:
    """Return the place of each paper on the map; those of unchanged papers come from the cache."""
    known = cache.read_places()
    found, new = find_places(papers, known)
    if new != known:
        cache.write_places(new)
    return found


def refuse_problems(problems: Iterable[Problem], summary: str) -> None:
    """Raise DigestifError listing the problems that are errors, if there are any."""
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    if errors:
        raise DigestifError("\n".join([f"{summary}:", *errors]), fix="nothing was changed; fix these and run it again")


class _TopicsByKey(Mapping[str, Sequence[str]]):
    """Each paper's topics by key; the first access waits for the process that finds them."""

    def __init__(self, wait: Callable[[], Assignments]) -> None:
        self._wait = wait

    @cached_property
    def assignments(self) -> Assignments:
        """The topics with their scores and evidence."""
        return self._wait()

    def __getitem__(self, key: str) -> Sequence[str]:
        return [assignment.topic for assignment in self.assignments[key]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.assignments)

    def __len__(self) -> int:
        return len(self.assignments)


def _assign_topics(
    library: Library, classifier: Classifier, made_from: str, cache: BuildCache, run: RunBatches
) -> Assignments:
    """Return every paper's topics by its key; those of unchanged papers come from the cache."""
    cached = cache.read_topics(made_from)
    hashes = {key: _hash_topic_inputs(record.paper) for key, record in library.records.items()}
    fresh = sorted((record for key, record in library.records.items() if hashes[key] not in cached), key=_file)
    found: dict[str, tuple[TopicAssignment, ...]] = {}
    batches = list(batches_of(fresh, group=lambda record: month_of(record.file), most=_BATCH))
    papers = ([Named(record.file, record.paper) for record in batch] for batch in batches)
    for batch, assigned in zip(batches, run(_topics_of, classifier, papers), strict=True):
        found |= {record.key: topics for record, topics in zip(batch, assigned, strict=True)}
    assignments = {key: found[key] if key in found else cached[paper_hash] for key, paper_hash in hashes.items()}
    if cached.keys() != set(hashes.values()):
        cache.write_topics(made_from, {hashes[key]: found for key, found in assignments.items()})
    return assignments


def _topics_of(classifier: Classifier, papers: Sequence[Paper]) -> list[tuple[TopicAssignment, ...]]:
    return [assign_topics(paper, classifier) for paper in papers]


def _file(record: Record) -> str:
    return record.file


def _hash_topic_inputs(paper: Paper) -> str:
    """Hash everything in a paper that its topics depend on."""
    return hash_texts(paper.title, paper.abstract, repr((paper.categories, paper.keywords, paper.topics)))
