"""What an import changes in the lists of sources, paper by paper, so that its report can say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from generator.importing.record_updates import Decision
from generator.model import SourceMetrics
from generator.records.leaves import leaves_of
from generator.store.content import Content
from generator.store.snapshots.snapshots import SnapshotEntry


def changed_entries(content: Content, decision: Decision) -> dict[str, tuple[str, ...]]:
    """Return what differs from before in the lists' entries of each key, as in ``("rank", "upvotes")``."""
    changed: dict[str, dict[str, None]] = {}
    for snapshot_id in sorted(decision.matched.entries):
        old = content.snapshots.get(snapshot_id)
        known = {entry.key: entry for entry in old.entries} if old else {}
        for entry in decision.snapshots[snapshot_id].entries:
            if known.get(entry.key) != entry:
                changed.setdefault(entry.key, {}).update(dict.fromkeys(_differences(known.get(entry.key), entry)))
    return {key: tuple(what) for key, what in changed.items()}


def _differences(old: SnapshotEntry | None, new: SnapshotEntry) -> Iterator[str]:
    if old is None:
        yield "new on a list"
        return
    if old.rank != new.rank:
        yield "rank"
    before, after = leaves_of(old.metadata), leaves_of(new.metadata)
    yield from (leaf for leaf, value in after.items() if value != before.get(leaf))
    names = (each.name for each in fields(SourceMetrics))
    yield from (name for name in names if getattr(old.metrics, name) != getattr(new.metrics, name))
    if old.repairs != new.repairs:
        yield "repairs"
