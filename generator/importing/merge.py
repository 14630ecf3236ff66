"""Three-way merge of a record: what sources said before, what people made of it, what sources say now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.model import Paper
from generator.records.leaves import is_empty, leaves_of, tell, with_leaves


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A field where people and sources differ, and people's word stayed. Both values are text for a person."""

    key: str
    field: str
    yours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.key}: {self.field}: kept yours\n  yours:  {self.yours}\n  source: {self.theirs}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """What an import makes of a record. ``changed`` names the record's fields that got another value."""

    paper: Paper
    changed: tuple[str, ...] = ()
    kept: tuple[Conflict, ...] = ()


def merge_paper(key: str, *, base: Paper | None, ours: Paper, theirs: Paper) -> Merge:
    """Decide what fresh answers of sources change in a record.

    ``base`` is what sources had said when the record was last merged, None when none had said anything.
    A leaf that people have not touched (ours is base's) follows theirs; one that they changed, emptied
    included, stays and is told. Sources may correct themselves and may add, but an empty answer never erases
    a full one: pages lose fields for a day more often than papers do. Topics, note and aliases are people's
    alone.
    """
    before = leaves_of(base) if base else {}
    mine, fresh = leaves_of(ours), leaves_of(theirs)
    merged = dict(mine)
    kept: list[Conflict] = []
    for leaf, value in fresh.items():
        if is_empty(leaf, value) or value == mine[leaf]:
            continue
        untouched = is_empty(leaf, mine[leaf]) if base is None else mine[leaf] == before[leaf]
        if untouched:
            merged[leaf] = value
        else:
            kept.append(Conflict(key=key, field=leaf, yours=tell(mine[leaf]), theirs=tell(value)))
    changes = with_leaves(ours, merged)
    day = _merged_day(base, ours, theirs)
    if day != ours.date:
        changes["date"] = day
    elif base is not None and day != theirs.date:
        kept.append(Conflict(key=key, field="date", yours=str(day), theirs=str(theirs.date)))
    return Merge(paper=ours.model_copy(update=changes), changed=tuple(sorted(changes)), kept=tuple(kept))


def _merged_day(base: Paper | None, ours: Paper, theirs: Paper) -> date:
    """The day of the first digest; a record that people wrote before any source spoke has theirs."""
    return theirs.date if base is not None and ours.date == base.date else ours.date
