"""Compares a source's list with content/: which papers are missing, and whether the list is complete."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from generator.errors import Problem
from generator.fetching.announcements import NO_ANNOUNCEMENT
from generator.ids import paper_key
from generator.importing.identity import IdentityIndex
from generator.importing.listing import ParsedFile
from generator.importing.missing import index_records
from generator.importing.unreadable import find_errors, without_unreadable
from generator.model import SourceMetadata
from generator.store.content import Content
from generator.store.snapshots.fetched_days import FetchedDay, FetchedDays
from generator.store.snapshots.snapshots import is_list
from generator.text.counts import counted
from generator.text.markup.markdown import shown_text

#: Days on which a list grows: its own and the next.
_GROWING_DAYS = 2
#: Why most provisional lists are provisional.
GROWING = "the list may still grow"
#: Why an empty list is provisional: on most such days there are no papers, and on some the source fails without saying.
EMPTY = "the list is empty so far"
#: Days after which a doubtful list is settled, as nothing new has come for so long.
DOUBTFUL_DAYS = 7
#: A list of at least this many papers does not lose half of them from one fetch to the next; a shorter one may.
_MIN_LIST = 4
_HALF = 0.5
#: A new list with less than a quarter of the usual number is a failure far more often than a quiet day.
_QUARTER = 0.25
#: Days need no quotation marks.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: The usual number is the median of this many earlier days with papers.
_DAYS = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingPaper:
    """A paper of the source that content/ does not have, and why."""

    title: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Completeness:
    """A source's list against content/: how many papers it has, how many of them content/ has, and the others."""

    name: str
    listed: int
    imported: int
    missing: tuple[MissingPaper, ...] = ()


def find_completeness(files: Iterable[ParsedFile], content: Content) -> tuple[Completeness, ...]:
    """Return, for each fetched file after its import, what became of its papers."""
    known = _KnownPapers(content)
    return tuple(_of_file(file, known) for file in sorted(files, key=lambda file: file.name))


def render_completeness(
    found: Sequence[Completeness], not_fetched: Iterable[Problem] = (), days: FetchedDays | None = None
) -> str:
    """Return the report in Markdown: what went wrong and what to do, a row for each file, waiting days, missing papers.

    The workflow Daily puts the first list into the issue of a failed run.
    """
    problems = tuple(not_fetched)
    told = {(problem.place.file, problem.found) for problem in problems}
    wrong = [line for problem in problems for line in _problem_lines(problem)]
    waiting = [
        f"- {day}: {counted(fetched.papers, 'paper')}, {fetched.state}: {shown_text(fetched.reason)}"
        for (day, _), fetched in sorted((days or {}).items())
        if fetched.reason and (str(day), fetched.reason) not in told
    ]
    missing = [f"- {shown_text(paper.title)}: {shown_text(paper.reason)}" for each in found for paper in each.missing]
    rows = ["| Source list | Papers | Imported | Missing |", "|---|---|---|---|"]
    rows += [f"| {shown_text(each.name)} | {each.listed} | {each.imported} | {len(each.missing)} |" for each in found]
    parts = (
        ["**What went wrong:**", "", *wrong] if wrong else [],
        rows if found else [],
        ["**Days that are fetched again, or are unusual:**", "", *waiting] if waiting else [],
        ["**Missing papers:**", "", *missing] if missing else [],
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _problem_lines(problem: Problem) -> list[str]:
    """A list item for a problem, and a line that says what to do, where there is one."""
    place = problem.place.file
    named = place if _DAY.fullmatch(place) else shown_text(place)
    item = f"- {named}: {shown_text(problem.found)}"
    return [f"{item}<br>", f"  {shown_text(problem.fix)}"] if problem.fix else [item]


def without_known_papers(files: Iterable[tuple[ParsedFile, date]], content: Content) -> list[ParsedFile]:
    """Return the files of announcements, by their days, without papers that are not new on these days.

    Those are papers with a record of another day, and those on the list of an earlier file. If a day is
    fetched again, its own papers are kept.
    """
    index = index_records(content.by_key)
    listed = {
        (day, entry.key)
        for (day, source), snapshot in content.snapshots.items()
        if is_list(source)
        for entry in snapshot.entries
    }
    first_days: dict[str, date] = {}
    kept = []
    for file, day in sorted(files, key=lambda pair: (pair[1], pair[0].name)):
        papers = []
        for paper in file.parsed.papers:
            metadata = paper.metadata
            key = index.find(metadata)
            new_key = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
            is_news = key is None or content.by_key[key].paper.date == day or (day, key) in listed
            if is_news and first_days.setdefault(key or new_key, day) == day:
                papers.append(paper)
        kept.append(replace(file, parsed=replace(file.parsed, papers=tuple(papers))))
    return kept


def judge_list(
    found: int,
    content: Content,
    *,
    source: str,
    day: date,
    today: date,
    doubt: str = "",
    grows: bool = True,
    is_incomplete: bool = False,
) -> FetchedDay:
    """Judge a day's list after it was fetched: settled, or provisional, so that it is fetched again.

    ``found`` is the number of papers on the list; ``content`` has what the source listed before. A list that the fetch
    itself has a ``doubt`` about, or that is suspiciously short or empty, is provisional until the day is a week ago. A
    list that ``grows`` during its day is provisional for two days, and one that ``is_incomplete`` at any age.
    """
    age = (today - day).days
    reason = "; ".join(filter(None, (doubt, _shortness(found, content, source, day) if grows else "")))
    waits = ""
    if grows and age < _GROWING_DAYS:
        waits = GROWING
    elif grows and not found and age < DOUBTFUL_DAYS:
        waits = EMPTY
    is_provisional = is_incomplete or bool(waits) or (bool(reason) and age < DOUBTFUL_DAYS)
    return FetchedDay(state="provisional" if is_provisional else "settled", papers=found, reason=reason or waits)


def is_doubtful(fetched: FetchedDay) -> bool:
    """Whether a person should look at the day: its list is incomplete or unusually short."""
    return not is_quiet(fetched.reason)


def is_quiet(reason: str) -> bool:
    """Whether a day with this reason only waits, for more papers or for the next announcement."""
    return reason in {"", GROWING, EMPTY, NO_ANNOUNCEMENT}


def _shortness(found: int, content: Content, source: str, day: date) -> str:
    """Why a list is suspiciously short; empty if it is not. An empty list is usual on weekends and holidays."""
    sizes = {when: len(snapshot.entries) for (when, name), snapshot in content.snapshots.items() if name == source}
    before = sizes.get(day, 0)
    if before >= _MIN_LIST and found < before * _HALF:
        return f"{found} papers, and {before} when it was last fetched"
    earlier = [sizes[when] for when in sorted(sizes) if when < day and sizes[when]][-_DAYS:]
    usual = median(earlier) if earlier else 0
    return f"only {counted(found, 'paper')}, usually {usual:g}" if 0 < found < usual * _QUARTER else ""


class _KnownPapers:
    """An index of all papers in content/, removed ones included, built once for all files."""

    def __init__(self, content: Content) -> None:
        records = content.by_key
        self._removed = content.removed
        self._here = index_records(records)
        self._without_record, self._unreadable = IdentityIndex(), IdentityIndex()
        self._gone = IdentityIndex(title_is_enough=True)
        for record in without_unreadable(content, find_errors(content))[1]:
            self._unreadable.add(record.key, title=record.title, ids=record.ids)
        aliases = {alias: record.key for record in content.records for alias in record.paper.aliases}
        for snapshot_id in sorted(content.snapshots):
            for entry in content.snapshots[snapshot_id].entries:
                key = aliases.get(entry.key, entry.key)
                index = self._here if key in records else self._without_record
                index.add_paper(key, entry.metadata)
        for key, removed in sorted(content.removed.items()):
            self._gone.add(key, title=removed.title, ids=removed.ids)

    def reason_missing(self, metadata: SourceMetadata) -> str:
        """Return why content/ has no record of the paper; empty if it has one."""
        if self._here.find(metadata):
            return ""
        if self._unreadable.find(metadata):
            return "its record has an error"
        key = self._gone.find(metadata)
        key = key or paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
        if key in self._removed:
            return f"removed: {self._removed[key].reason}"
        return "its record file is missing" if self._without_record.find(metadata) else "not imported"


def _of_file(file: ParsedFile, known: _KnownPapers) -> Completeness:
    papers = file.parsed.papers
    missing = [
        MissingPaper(title=paper.metadata.title, reason=reason)
        for paper in papers
        if (reason := known.reason_missing(paper.metadata))
    ]
    missing += [
        MissingPaper(title=item.verbatim[:80], reason=f"could not be read: {item.problem.found}")
        for item in file.parsed.quarantined
    ]
    listed = len(papers) + len(file.parsed.quarantined)
    return Completeness(name=file.name, listed=listed, imported=listed - len(missing), missing=tuple(missing))
