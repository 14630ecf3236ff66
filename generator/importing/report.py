"""What an import will do, decided before anything is done: steps on files, and the report."""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import Problem
from generator.importing.merge import Conflict
from generator.model import Removed
from generator.store.changes import Change
from generator.text.repairs import Repair

#: Repairs that a report lists one by one.
MOST_REPAIRS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many papers and items were read, and what became of them; the others add up to ``read``.

    ``merged`` turned out to be a paper that the same import had before; ``removed`` had been removed on purpose.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    removed: int = 0
    quarantined: int = 0

    @property
    def read(self) -> int:
        """All that was read."""
        return self.new + self.updated + self.unchanged + self.merged + self.removed + self.quarantined

    def __str__(self) -> str:
        parts = [f"{self.new:,} new", f"{self.updated:,} updated", f"{self.unchanged:,} unchanged"]
        parts += [f"{self.merged:,} merged as the same paper", f"{self.removed:,} removed on purpose"]
        return f"{self.read:,} read: {', '.join([*parts, f'{self.quarantined:,} quarantined'])}"


@dataclass(frozen=True, kw_only=True, slots=True)
class MendedField:
    """A repair of what a source said of a record."""

    key: str
    repair: Repair

    def __str__(self) -> str:
        repair = self.repair
        return f"{self.key}: {repair.field}: character {repair.at + 1}: {repair.was!r} became {repair.now!r}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import did, or would do: every list in an order that two runs share.

    ``quarantine`` names the files that keep what could not be read; ``deleted`` are records whose file a person
    had deleted, now noted in content/removed.yaml; ``renamed`` are old and new keys.
    """

    counts: Counts
    kept: tuple[Conflict, ...] = ()
    repairs: tuple[MendedField, ...] = ()
    problems: tuple[Problem, ...] = ()
    quarantine: tuple[str, ...] = ()
    deleted: tuple[Removed, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportPlan:
    """Steps in the order in which they must be carried out, and the report. No step: nothing changes."""

    steps: tuple[Change, ...]
    report: ImportReport


def render_import_report(report: ImportReport) -> str:
    """The report for a person: what needs them first, the count that adds up last."""
    lines = [str(problem) for problem in report.problems]
    lines += [str(kept) for kept in report.kept]
    lines += [
        f"{removed.key}: its record file was deleted: it is now in content/removed.yaml and stays away\n"
        "  to have it back, delete its entry there and import again"
        for removed in report.deleted
    ]
    lines += [f"{old}: the record is now {new}" for old, new in report.renamed]
    lines += _mended(report.repairs)
    lines += [f"kept what could not be read: mend it and run: digestif import {file}" for file in report.quarantine]
    return "\n".join([*lines, str(report.counts)])


def _mended(repairs: tuple[MendedField, ...]) -> list[str]:
    """Every repair of a day's import; of a large one the first, for the snapshots list them all."""
    if not repairs:
        return []
    lines = [f"{len(repairs):,} spots of damaged text mended:", *(f"  {repair}" for repair in repairs[:MOST_REPAIRS])]
    if len(repairs) > MOST_REPAIRS:
        lines.append(f"  … and {len(repairs) - MOST_REPAIRS:,} more, each in its file under content/sources/")
    return lines
