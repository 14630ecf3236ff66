"""The report of an import, and the plan that it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from generator.errors import Problem
from generator.importing.merge import Conflict
from generator.model import Removed
from generator.store.changes import Change
from generator.store.content import Content
from generator.text.counts import counted
from generator.text.repairs import Repair

#: Repairs that a report lists one by one.
MAX_REPAIRS = 50
#: Columns or fields that a report names, of those that were read and of the others.
MAX_FIELDS = 40
#: Files of which a report names the fields one by one.
MAX_FILES = 5
#: Missing or removed records that a report names.
MAX_NAMED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many papers and items were read, and what became of them; the others add up to ``read``.

    ``updated`` papers have new values in their records, ``relisted`` ones only in the lists of sources, such as
    another rank. ``repeated`` papers were in the same import before; ``removed`` had been removed on purpose;
    ``missing`` have no record file, which nobody explained; ``without_record`` papers were to complete records and have
    none; ``set_aside`` could not be read, or exceed a limit; ``corrected`` could not be read either, but somebody
    corrected them after an earlier import of the list.
    """

    new: int = 0
    updated: int = 0
    relisted: int = 0
    unchanged: int = 0
    repeated: int = 0
    removed: int = 0
    missing: int = 0
    without_record: int = 0
    set_aside: int = 0
    corrected: int = 0

    @property
    def read(self) -> int:
        """Number of papers and items that were read."""
        return sum(astuple(self))

    @property
    def by_name(self) -> dict[str, int]:
        """The counts that are not 0, by the words that reports use."""
        named = {words: getattr(self, name) for name, words in _COUNT_WORDS.items()}
        return {words: number for words, number in named.items() if number}

    def __str__(self) -> str:
        total = counted(self.read, "paper")
        fates = ", ".join(f"{number:,} {words}" for words, number in self.by_name.items())
        return f"{total} read: {fates}" if fates else "No papers found"


_COUNT_WORDS: Mapping[str, str] = {
    "new": "new",
    "updated": "updated",
    "relisted": "updated in lists only",
    "unchanged": "unchanged",
    "repeated": "listed twice",
    "removed": "skipped (removed on purpose)",
    "missing": "skipped (record file missing)",
    "without_record": "skipped (no record)",
    "set_aside": "set aside",
    "corrected": "corrected before",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class UpdatedRecord:
    """An existing record, and its fields with new values."""

    key: str
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.key}: {', '.join(self.fields)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class RepairedField:
    """A repair of the text that a source sent for a record."""

    key: str
    repair: Repair

    def __str__(self) -> str:
        repair = self.repair
        return f"{self.key}: {repair.field}, character {repair.at + 1}: {repair.was!r} → {repair.now!r}"


@dataclass(frozen=True, kw_only=True, slots=True)
class FileFields:
    """The columns or fields of a file from which values were taken, and those from which nothing was.

    Each unread one has the number of papers that have it, and is 0 for an empty column.
    """

    file: str
    source: str
    read: tuple[str, ...]
    unread: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        filled = sorted((-count, name) for name, count in self.unread if count)
        unread = _named([f"{name} ({-count:,})" for count, name in filled], MAX_FIELDS)
        empty = len(self.unread) - len(filled)
        parts = (
            f"read {_named(self.read, MAX_FIELDS)}" if self.read else "read nothing",
            f"not read: {unread}" if filled else "",
            counted(empty, "empty column") if empty else "",
        )
        return f"{self.file}: {'; '.join(part for part in parts if part)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did, or would do; the order of every list is the same in every run.

    ``updates`` are the records that changed. ``list_changes`` say what changed of papers whose records did not, with
    the number of papers.

    ``quarantine`` names the files that keep what was set aside. ``deleted`` are the records that the import added to
    content/removed.yaml, ``unexplained`` the keys of missing records that it left alone, ``renamed`` pairs of old and
    new keys, ``unreadable`` the keys of records with errors that it left alone, and ``without_record`` the titles of
    papers that were to complete records and have none.
    """

    counts: Counts
    updates: tuple[UpdatedRecord, ...] = ()
    list_changes: tuple[tuple[str, int], ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    repairs: tuple[RepairedField, ...] = ()
    problems: tuple[Problem, ...] = ()
    fields: tuple[FileFields, ...] = ()
    quarantine: tuple[str, ...] = ()
    deleted: tuple[Removed, ...] = ()
    unexplained: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unreadable: tuple[str, ...] = ()
    without_record: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportPlan:
    """File changes in the order in which they must be applied, and the report. Without steps, nothing changes.

    ``content`` is content/ as it was read for the plan, before the steps.
    """

    content: Content
    steps: tuple[Change, ...]
    report: ImportReport


def render_import_report(report: ImportReport, *, dry_run: bool = False) -> str:
    """Return the report as text: first what needs a person, last the counts."""
    lines = [str(problem) for problem in report.problems]
    lines += [str(conflict) for conflict in report.conflicts]
    lines += _deleted([removed.key for removed in report.deleted], dry_run=dry_run)
    lines += _missing(report.unexplained)
    lines += _unreadable(report.unreadable)
    lines += _without_record(report.without_record)
    lines += [
        f"{old}: its record is {new} now\n  to keep the old address, add {old} to the aliases of {new}"
        for old, new in report.renamed
    ]
    lines += _repairs(report.repairs)
    lines += [str(fields) for fields in _joined(report.fields)]
    lines += _set_aside(report.quarantine, dry_run=dry_run)
    lines += _updates(report)
    if report.counts.read or not report.deleted:
        lines.append(str(report.counts))
    return "\n".join(lines)


def _set_aside(files: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    for file in files:
        yield (
            f"To be set aside in {file}"
            if dry_run
            else (f"Set aside in {file}\n  correct it and run: digestif import {file}")
        )


def _updates(report: ImportReport) -> Iterator[str]:
    if report.updates:
        yield f"Updated {counted(len(report.updates), 'record')}:"
        yield from (f"  {update}" for update in report.updates[:MAX_NAMED])
    if len(report.updates) > MAX_NAMED:
        yield f"  … and {len(report.updates) - MAX_NAMED:,} more"
    if report.list_changes:
        named = _named([f"{what} ({count:,})" for what, count in report.list_changes], MAX_FIELDS)
        yield f"Updated in lists only, not in records: {named}"


def _deleted(keys: Sequence[str], *, dry_run: bool) -> Iterator[str]:
    if keys:
        verb = "was" if len(keys) == 1 else "were"
        yield (
            f"{'To be recorded' if dry_run else 'Recorded'} in content/removed.yaml, because "
            f"{counted(len(keys), 'record file')} {verb} deleted: "
            f"{_named(keys)}\n  to restore a paper, delete its entry there and import it again"
        )


def _missing(keys: Sequence[str]) -> Iterator[str]:
    if keys:
        verb = "is missing; its paper was" if len(keys) == 1 else "are missing; their papers were"
        yield (
            f"{counted(len(keys), 'record file')} {verb} left alone: {_named(keys)}\n"
            "  to get the files back, move them back, or run git restore content/papers, or end a sparse checkout\n"
            "  to remove these papers on purpose, run digestif import --record-removals"
        )


def _unreadable(keys: Sequence[str]) -> Iterator[str]:
    if keys:
        verb = "has an error, so its paper was" if len(keys) == 1 else "have errors, so their papers were"
        records = counted(len(keys), "record")
        yield f"{records} {verb} left alone: {_named(keys)}\n  to list the errors, run digestif check"


def _without_record(titles: Sequence[str]) -> Iterator[str]:
    if titles:
        verb = "has" if len(titles) == 1 else "have"
        yield f"{counted(len(titles), 'paper')} {verb} no record to complete:"
        yield from (f"  {title}" for title in titles[:MAX_NAMED])
    if len(titles) > MAX_NAMED:
        yield f"  … and {len(titles) - MAX_NAMED:,} more"


def _named(names: Sequence[str], most: int = MAX_NAMED) -> str:
    named = ", ".join(names[:most])
    return f"{named}, … and {len(names) - most:,} more" if len(names) > most else named


def _joined(files: Sequence[FileFields]) -> Sequence[FileFields]:
    """The fields of each file, or those of all files of a source together where there are many."""
    if len(files) <= MAX_FILES:
        return files
    by_source: dict[str, list[FileFields]] = {}
    for fields in files:
        by_source.setdefault(fields.source, []).append(fields)
    return [_join(source, by_source[source]) for source in sorted(by_source)]


def _join(source: str, files: Sequence[FileFields]) -> FileFields:
    read = tuple(dict.fromkeys(name for fields in files for name in fields.read))
    unread: Counter[str] = Counter()
    for fields in files:
        unread.update({name: count for name, count in fields.unread if name not in read})
    label = f"{counted(len(files), 'file')} ({source})"
    return FileFields(file=label, source=source, read=read, unread=tuple(unread.items()))


def _repairs(repairs: tuple[RepairedField, ...]) -> Iterator[str]:
    """Yield every repair of a day's import and the first ones of a large import; the snapshots list them all."""
    if repairs:
        yield f"Repaired {counted(len(repairs), 'damaged passage')}:"
        yield from (f"  {repair}" for repair in repairs[:MAX_REPAIRS])
    if len(repairs) > MAX_REPAIRS:
        yield f"  … and {len(repairs) - MAX_REPAIRS:,} more; the files under content/sources/ list them all"
