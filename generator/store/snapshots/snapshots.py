"""Snapshots: the list of a source on a day, with which the next import recognises the edits of people.

There is one file per source and day, ``content/sources/<source>/<yyyy-mm-dd>.json``. Only imports write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from generator.model import Mention, Paper, SourceMetadata, SourceMetrics
from generator.records.leaves import Leaves, completed, is_empty, is_less_precise, leaf_of, leaves_of, with_leaves
from generator.text.repairs import Repair


@dataclass(frozen=True, kw_only=True, slots=True)
class SnapshotEntry:
    """One paper of a list: the key of its record, its rank (from 1), and the source's metadata after repairs.

    ``undo_repairs`` with ``repairs`` gives the source's original text of a field.
    """

    key: str
    rank: int
    metadata: SourceMetadata
    metrics: SourceMetrics = field(default_factory=SourceMetrics)
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """A source's list of one day, ordered by rank, then key."""

    source: str
    day: date
    entries: tuple[SnapshotEntry, ...]


#: Identifies a snapshot. Where two snapshots differ, the greater one wins: the later day, then the later name.
SnapshotId = tuple[date, str]


def snapshot_file(snapshot_id: SnapshotId) -> str:
    """The path of a snapshot's file, relative to the site's folder."""
    day, source = snapshot_id
    return f"content/sources/{source}/{day.isoformat()}.json"


def combine_entries(older: SnapshotEntry, newer: SnapshotEntry) -> SnapshotEntry:
    """Combine two entries for a paper: the values of the newer one, and of the older one where the newer has none."""
    known = leaves_of(older.metadata)
    fresh = {leaf: completed(value, known.get(leaf)) for leaf, value in leaves_of(newer.metadata).items()}
    missing = {
        *(leaf for leaf, value in fresh.items() if is_empty(leaf, value) or is_less_precise(value, known.get(leaf))),
        *(known.keys() - fresh.keys()),
    }
    leaves = {leaf: known.get(leaf) if leaf in missing else fresh[leaf] for leaf in {**known, **fresh}}
    repairs = (
        *(repair for repair in older.repairs if leaf_of(repair.field) in missing),
        *(repair for repair in newer.repairs if leaf_of(repair.field) not in missing),
    )
    return replace(
        newer,
        metadata=newer.metadata.model_copy(update=with_leaves(newer.metadata, leaves)),
        metrics=_combine_metrics(older.metrics, newer.metrics),
        repairs=repairs,
    )


def update_snapshot(old: Snapshot | None, snapshot_id: SnapshotId, fetched: Iterable[SnapshotEntry]) -> Snapshot:
    """Update a snapshot with the entries of a newer list of the same day.

    Papers that the newer list lacks are kept with their rank: sources shorten their lists or fail for a while, and
    two files can contain two parts of one day. So a rank may occur twice; the order is rank, then key.
    """
    day, source = snapshot_id
    entries = {entry.key: entry for entry in old.entries} if old else {}
    for entry in fetched:
        entries[entry.key] = combine_entries(entries[entry.key], entry) if entry.key in entries else entry
    return Snapshot(source=source, day=day, entries=_in_order(entries.values()))


def rename_entries(snapshot: Snapshot, keys: Mapping[str, str | None]) -> Snapshot:
    """Give entries new keys; entries whose new key is None are removed.

    An entry whose new key another one has already keeps its own: a merged record has both, and the next import of the
    list recognises the paper by either title.
    """
    entries = {entry.key: entry for entry in snapshot.entries if entry.key not in keys}
    for entry in snapshot.entries:
        key = keys.get(entry.key, entry.key)
        if entry.key in keys and key is not None:
            key = entry.key if key in entries else key
            entries[key] = replace(entry, key=key)
    return replace(snapshot, entries=_in_order(entries.values()))


def entries_by_key(snapshots: Mapping[SnapshotId, Snapshot]) -> dict[str, list[tuple[SnapshotId, SnapshotEntry]]]:
    """All entries of each key, ordered by day, then source."""
    found: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
    for snapshot_id in sorted(snapshots):
        for entry in snapshots[snapshot_id].entries:
            found.setdefault(entry.key, []).append((snapshot_id, entry))
    return found


def fold_entries(entries: Iterable[tuple[SnapshotId, SnapshotEntry]]) -> Paper | None:
    """Combine all entries of a paper into one; None if there are none.

    Later days win over earlier ones, except with empty values, and the date is the first day. The order of imports
    does not matter, so importing the days of a year backwards gives the same records.
    """
    ordered = sorted(entries, key=lambda each: (each[0], each[1].rank))
    if not ordered:
        return None
    leaves: Leaves = {}
    for _, entry in ordered:
        for leaf, value in leaves_of(entry.metadata).items():
            whole = completed(value, leaves.get(leaf))
            if leaf not in leaves or not (is_empty(leaf, whole) or is_less_precise(whole, leaves[leaf])):
                leaves[leaf] = whole
    metadata = ordered[-1][1].metadata
    metadata = metadata.model_copy(update=with_leaves(metadata, leaves))
    return paper_from_metadata(metadata, ordered[0][0][0])


def paper_from_metadata(metadata: SourceMetadata, day: date) -> Paper:
    """A paper from a source's metadata, with its date and without curated fields."""
    values = {name: getattr(metadata, name) for name in SourceMetadata.model_fields}
    # Both models validate these fields in the same way.
    return Paper.model_construct(**values, date=day)


#: The names of sources that complete records end in this: they have metadata, but are not lists of papers.
ENRICH_SUFFIX = "-enrich"
#: The source with which ``digestif enrich`` completes records.
ENRICHED = f"arxiv{ENRICH_SUFFIX}"
#: The source with which ``digestif fetch arxiv`` updates papers that are here already, from replacements.
REPLACED = "arxiv-replace"


def is_list(source: str) -> bool:
    """Whether a source lists papers of a day; else it only completes or updates records."""
    return not source.endswith(ENRICH_SUFFIX) and source != REPLACED


def mentions_by_key(
    snapshots: Mapping[SnapshotId, Snapshot], *, renamed: Mapping[str, str]
) -> dict[str, tuple[Mention, ...]]:
    """The lists that contain each key, ordered by day, source and rank; ``renamed`` maps old keys to new ones."""
    found: dict[str, list[Mention]] = {}
    for day, source in sorted(snapshots):
        if not is_list(source):
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


def _combine_metrics(older: SourceMetrics, newer: SourceMetrics) -> SourceMetrics:
    missing = {each.name for each in fields(SourceMetrics) if getattr(newer, each.name) in (None, ())}
    return replace(newer, **{name: getattr(older, name) for name in missing})
