"""Papers that were imported once and have no record file now: renamed, removed on purpose, or not available.

A file can be absent because a curator deleted it, or because the folder was moved, the checkout is sparse, or a disk is
not mounted. Only what Git knows as deleted, and only a few records at a time, counts as a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from generator.importing.identity import IdentityIndex
from generator.model import Record, Removed
from generator.store.content import PAPERS_FOLDER, Content
from generator.store.removed import FILE_DELETED
from generator.store.snapshots.snapshots import entries_by_key, fold_entries

#: More deletions at a time than this, or than a tenth of all records, need --record-removals.
MAX_REMOVALS = 10
_LARGEST_SHARE = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRecords:
    """What became of the keys in snapshots that have no record.

    ``renamed`` maps old keys to those of the records that replace them. ``deleted`` are the records that the import
    adds to content/removed.yaml. ``unexplained`` have no record file for an unknown reason; an import leaves them
    alone. ``removed_keys`` are all keys that no longer belong in a snapshot.
    """

    renamed: Mapping[str, str]
    deleted: tuple[Removed, ...] = ()
    unexplained: tuple[Removed, ...] = ()
    removed_keys: frozenset[str] = frozenset()

    @property
    def snapshot_keys(self) -> dict[str, str | None]:
        """Return the new key of each of these keys in snapshots, None for those to leave out."""
        return {**self.renamed, **dict.fromkeys(sorted(self.removed_keys))}


def keys_without_record(content: Content) -> tuple[str, ...]:
    """Return the keys that snapshots list, without a record file or alias, and not in content/removed.yaml."""
    listed = {entry.key for snapshot in content.snapshots.values() for entry in snapshot.entries}
    aliases = {alias for record in content.records for alias in record.paper.aliases}
    return tuple(sorted(listed - _keys_of_files(content) - aliases - content.removed.keys()))


def find_missing_records(
    content: Content, *, deleted: Collection[str] = (), record_all: bool = False
) -> MissingRecords:
    """Decide what became of each key that was imported once and has no record.

    ``deleted`` are the keys whose files Git knows as deleted; ``record_all`` counts every missing record as deleted.
    A record file with a new name is found by the paper's identity.
    """
    entries = entries_by_key(content.snapshots)
    records = content.by_key
    aliases = {alias: key for key in sorted(records) for alias in records[key].paper.aliases}
    without_record = sorted(entries.keys() - _keys_of_files(content) - content.removed.keys())
    index = index_records(records) if without_record else IdentityIndex()
    renamed: dict[str, str] = {}
    absent: list[Removed] = []
    for key in without_record:
        paper = fold_entries(entries[key])
        new_key = aliases.get(key) or (index.find(paper) if paper else None)
        if new_key and frozenset((key, new_key)) not in content.different_papers:
            renamed[key] = new_key
        elif paper:
            absent.append(Removed(key=key, reason=FILE_DELETED, title=paper.title, ids=paper.ids))
    recorded = absent if record_all else [removed for removed in absent if removed.key in deleted]
    if not record_all and len(recorded) > _most_removals(len(records) + len(absent)):
        recorded = []
    recorded_keys = {removed.key for removed in recorded}
    return MissingRecords(
        renamed=renamed,
        deleted=tuple(recorded),
        unexplained=tuple(removed for removed in absent if removed.key not in recorded_keys),
        removed_keys=frozenset((entries.keys() & content.removed.keys()) - records.keys() | recorded_keys),
    )


def _keys_of_files(content: Content) -> set[str]:
    """Return the keys of all record files, those with errors included."""
    files = (file for file in content.hashes if file.startswith(f"{PAPERS_FOLDER}/"))
    keys = {file.rpartition("/")[2].removesuffix(".yaml") for file in files}
    return keys | {record.key for record in content.records}


def index_records(records: Mapping[str, Record]) -> IdentityIndex:
    """Return an index of the records by their own metadata, without that of sources."""
    index = IdentityIndex()
    for key, record in sorted(records.items()):
        index.add_paper(key, record.paper, curated=True)
    return index


def _most_removals(records: int) -> int:
    return max(1, min(MAX_REMOVALS, records // _LARGEST_SHARE))
