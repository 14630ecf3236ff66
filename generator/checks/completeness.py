"""Compares a source's list with content/: which papers are missing, and whether the list is suspiciously short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.errors import DigestifError, Problem
from generator.ids import paper_key
from generator.importing.identity import IdentityIndex
from generator.importing.listing import ParsedFile
from generator.importing.missing import index_records
from generator.model import SourceMetadata
from generator.store.content import Content
from generator.store.snapshots import Snapshot, SnapshotId
from generator.text.markdown import shown_text

#: A list of at least this many papers does not lose half of them from one fetch to the next; a shorter one may.
_MIN_LIST = 4
_HALF = 0.5
#: A new list with less than a quarter of the usual number is a failure far more often than a quiet day.
_QUARTER = 0.25
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


def render_completeness(found: Sequence[Completeness], not_fetched: Iterable[Problem] = ()) -> str:
    """Return the report in Markdown: a row for each file, then every missing paper."""
    lines = ["| Source list | Papers | Imported | Missing |", "|---|---|---|---|"]
    lines += [f"| {shown_text(each.name)} | {each.listed} | {each.imported} | {len(each.missing)} |" for each in found]
    missing = [f"- {shown_text(paper.title)}: {shown_text(paper.reason)}" for each in found for paper in each.missing]
    missing += [f"- {shown_text(problem.place.file)}: {shown_text(problem.found)}" for problem in not_fetched]
    return "\n".join([*lines, *([""] if missing else ()), *missing]) + "\n"


def check_shrink(found: int, snapshots: Mapping[SnapshotId, Snapshot], *, source: str, day: date) -> None:
    """Raise DigestifError if a day's list is suspiciously short; an empty list is a day without a digest.

    ``found`` is the number of papers on the list; ``snapshots`` have what the source listed before.
    """
    sizes = {when: len(snapshot.entries) for (when, name), snapshot in snapshots.items() if name == source}
    before = sizes.get(day, 0)
    if before >= _MIN_LIST and found < before * _HALF:
        raise _too_short(found, f"{before} when it was last fetched", source, day)
    earlier = [sizes[when] for when in sorted(sizes) if when < day and sizes[when]][-_DAYS:]
    usual = median(earlier) if earlier else 0
    if not before and 0 < found < usual * _QUARTER:
        raise _too_short(found, f"usually {usual:g}", source, day)


def _too_short(found: int, expected: str, source: str, day: date) -> DigestifError:
    return DigestifError(
        f"{source} lists suspiciously few papers for {day}: {found} ({expected}), so nothing was imported",
        fix="fetch again later; if the list is complete, import the fetched file: digestif import FILE",
    )


class _KnownPapers:
    """An index of all papers in content/, removed ones included, built once for all files."""

    def __init__(self, content: Content) -> None:
        records = content.by_key
        self._removed = content.removed
        self._here = index_records(records)
        self._without_record, self._gone = IdentityIndex(), IdentityIndex()
        aliases = {alias: record.key for record in content.records for alias in record.paper.aliases}
        for snapshot_id in sorted(content.snapshots):
            for entry in content.snapshots[snapshot_id].entries:
                key = aliases.get(entry.key, entry.key)
                index = self._here if key in records else self._without_record
                metadata = entry.metadata
                index.add(key, title=metadata.title, ids=metadata.ids, authors=metadata.authors)
        for key, removed in sorted(content.removed.items()):
            self._gone.add(key, title=removed.title, ids=removed.ids)

    def reason_missing(self, metadata: SourceMetadata) -> str:
        """Return why content/ has no record of the paper; empty if it has one."""
        if self._here.find(metadata):
            return ""
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
