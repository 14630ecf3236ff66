"""Snapshots: what a source said of a day, kept beside the records so that the next import knows what people changed.

One file a source and day, ``content/sources/<source>/<yyyy-mm-dd>.json``: written by imports, never by people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from generator.model import Mention, Paper, SourceMetadata, SourceMetrics
from generator.records.leaves import Leaves, is_empty, leaf_of, leaves_of, with_leaves
from generator.text.repairs import Repair


@dataclass(frozen=True, kw_only=True, slots=True)
class SnapshotEntry:
    """One paper of a list: the record it went to, its rank from 1 on, and all that the source said, as mended.

    ``repairs`` undo the mending: the source's own text is ``undo_repairs`` of a field's text.
    """

    key: str
    rank: int
    metadata: SourceMetadata
    metrics: SourceMetrics = field(default_factory=SourceMetrics)
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A source's list of one day, by rank, then key."""

    source: str
    day: date
    entries: tuple[SnapshotEntry, ...]


#: A snapshot's place in the order in which sources overrule each other: the later day, then the later name.
SnapshotId = tuple[date, str]


def snapshot_file(snapshot_id: SnapshotId) -> str:
    """The snapshot's path from the site's folder."""
    day, source = snapshot_id
    return f"content/sources/{source}/{day.isoformat()}.json"


def combine_entries(older: SnapshotEntry, newer: SnapshotEntry) -> SnapshotEntry:
    """One entry of two about the same paper: the newer one's word, and the older one's where the newer is silent."""
    fresh = leaves_of(newer.metadata)
    silent = {leaf for leaf, value in fresh.items() if is_empty(leaf, value)}
    leaves = {leaf: value if leaf in silent else fresh[leaf] for leaf, value in leaves_of(older.metadata).items()}
    repairs = (
        *(repair for repair in older.repairs if leaf_of(repair.field) in silent),
        *(repair for repair in newer.repairs if leaf_of(repair.field) not in silent),
    )
    return replace(
        newer,
        metadata=newer.metadata.model_copy(update=with_leaves(newer.metadata, leaves)),
        metrics=_combine_facts(older.metrics, newer.metrics),
        repairs=repairs,
    )


def update_snapshot(old: Snapshot | None, snapshot_id: SnapshotId, answer: Iterable[SnapshotEntry]) -> Snapshot:
    """The snapshot after the source answered again for its day.

    Papers that the answer no longer has stay, with the rank they had: sources shorten their lists and fail for
    a while, and two files can hold two parts of one day. So ranks may come twice; the order is rank, then key.
    """
    day, source = snapshot_id
    entries = {entry.key: entry for entry in old.entries} if old else {}
    for entry in answer:
        entries[entry.key] = combine_entries(entries[entry.key], entry) if entry.key in entries else entry
    return Snapshot(source=source, day=day, entries=_in_order(entries.values()))


def rename_entries(snapshot: Snapshot, keys: Mapping[str, str | None]) -> Snapshot:
    """The snapshot with entries under new keys; those whose key becomes None are left out."""
    entries: dict[str, SnapshotEntry] = {}
    for entry in snapshot.entries:
        key = keys.get(entry.key, entry.key)
        if key is not None:
            renamed = replace(entry, key=key)
            entries[key] = combine_entries(renamed, entries[key]) if key in entries else renamed
    return replace(snapshot, entries=_in_order(entries.values()))


def entries_by_key(snapshots: Mapping[SnapshotId, Snapshot]) -> dict[str, list[tuple[SnapshotId, SnapshotEntry]]]:
    """Everything that was said of each key, in the order in which it counts: day, then source."""
    found: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
    for snapshot_id in sorted(snapshots):
        for entry in snapshots[snapshot_id].entries:
            found.setdefault(entry.key, []).append((snapshot_id, entry))
    return found


def fold_entries(entries: Iterable[tuple[SnapshotId, SnapshotEntry]]) -> Paper | None:
    """What sources say of a paper, all taken together; None when none says anything.

    The order is that of days and sources, not of imports, so that importing a year backwards gives the same
    records: later words count unless they are empty, and the date is that of the first day.
    """
    told = sorted(entries, key=lambda each: (each[0], each[1].rank))
    if not told:
        return None
    leaves: Leaves = {}
    for _, entry in told:
        for leaf, value in leaves_of(entry.metadata).items():
            if leaf not in leaves or not is_empty(leaf, value):
                leaves[leaf] = value
    metadata = told[-1][1].metadata
    metadata = metadata.model_copy(update=with_leaves(metadata, leaves))
    return paper_from_metadata(metadata, told[0][0][0])


def paper_from_metadata(metadata: SourceMetadata, day: date) -> Paper:
    """A source's word as a record of that day, with nothing from people."""
    values = {name: getattr(metadata, name) for name in SourceMetadata.model_fields}
    # Both models check these fields in the same way, so they are not checked again.
    return Paper.model_construct(**values, date=day)


#: What completes records from a catalogue (records/enrich.py): a source of words, no list that mentions papers.
ENRICHED = "arxiv-enrich"


def mentions_by_key(
    snapshots: Mapping[SnapshotId, Snapshot], *, renamed: Mapping[str, str]
) -> dict[str, tuple[Mention, ...]]:
    """Every list that has each key, by day, source and rank; ``renamed`` leads old keys to those of today."""
    found: dict[str, list[Mention]] = {}
    for day, source in sorted(snapshots):
        if source == ENRICHED:
            continue
        seen: set[str] = set()
        for entry in snapshots[day, source].entries:
            key = renamed.get(entry.key, entry.key)
            if key not in seen:
                seen.add(key)
                mention = Mention(key=key, source=source, day=day, rank=entry.rank, metrics=entry.metrics)
                found.setdefault(key, []).append(mention)
    return {key: tuple(mentions) for key, mentions in sorted(found.items())}


def _in_order(entries: Iterable[SnapshotEntry]) -> tuple[SnapshotEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.rank, entry.key)))


def _combine_facts(older: SourceMetrics, newer: SourceMetrics) -> SourceMetrics:
    silent = {each.name for each in fields(SourceMetrics) if getattr(newer, each.name) in (None, ())}
    return replace(newer, **{name: getattr(older, name) for name in silent})
