"""Three-way merge of a record: the sources' earlier values, the record as curators edited it, and the new values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from generator.model import Paper
from generator.records.leaves import describe_value, is_emptied, is_empty, is_less_precise, leaves_of, with_leaves


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A field in which the record and its sources differ; the record keeps its value. Both values are text."""

    key: str
    field: str
    yours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.key}: {self.field}: kept your edit\n  yours:  {self.yours}\n  source: {self.theirs}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """The merged record; ``changed`` names the fields with a new value."""

    paper: Paper
    changed: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge_paper(key: str, *, base: Paper | None, ours: Paper, theirs: Paper, emptied: Collection[str] = ()) -> Merge:
    """Decide what a new list of a source changes in a record.

    ``base`` has the sources' values when the record was last merged; it is None if no source had listed the paper.
    A value that was not edited (ours equals base) follows theirs; one that was edited, or emptied, stays and is a
    conflict. Sources may correct and add, but an empty value never erases another: pages lose fields for a day more
    often than papers do. ``emptied`` are the leaves that the record states as empty; no source fills them. Only
    curators set topics, image, note and aliases.
    """
    before = leaves_of(base) if base else {}
    mine, fresh = leaves_of(ours), leaves_of(theirs)
    merged = dict(mine)
    conflicts: list[Conflict] = []
    for leaf, value in fresh.items():
        own = mine.get(leaf)
        if is_empty(leaf, value) or value == own or is_less_precise(value, own):
            continue
        is_unedited = is_empty(leaf, own) if base is None else own == before.get(leaf)
        if is_unedited and not is_emptied(leaf, emptied):
            merged[leaf] = value
        else:
            conflicts.append(Conflict(key=key, field=leaf, yours=describe_value(own), theirs=describe_value(value)))
    changes = with_leaves(ours, merged)
    day = _merged_day(base, ours, theirs)
    if day != ours.date:
        changes["date"] = day
    elif base is not None and day != theirs.date:
        conflicts.append(Conflict(key=key, field="date", yours=str(day), theirs=str(theirs.date)))
    return Merge(paper=ours.model_copy(update=changes), changed=tuple(sorted(changes)), conflicts=tuple(conflicts))


def _merged_day(base: Paper | None, ours: Paper, theirs: Paper) -> date:
    """Return the day of the first digest; a record that existed before any source listed it keeps its own."""
    return theirs.date if base is not None and ours.date == base.date else ours.date
