"""All of content/ as one value: what the store read, and what imports and exports are decided on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from generator.errors import Problem
from generator.ids import normal_title
from generator.model import Library, Paper, Record, Removed
from generator.records.read import assemble_library
from generator.store.removed import FILE_DELETED
from generator.store.snapshots import Snapshot, SnapshotId, entries_by_key, fold_entries, mentions_by_key

REMOVED_FILE = "content/removed.yaml"
TOPICS_FILE = "content/topics.yaml"
PAPERS_FOLDER = "content/papers"
SOURCES_FOLDER = "content/sources"
NOTES_FOLDER = "content/notes"
QUARANTINE_FOLDER = "content/quarantine"
SCHEMA_FOLDER = "content/schema"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """content/ as it stood when it was read. Paths are relative to the site's folder, with slashes.

    ``records`` are all that could be read, in the order of their files. ``raw`` has the bytes of record files,
    removed.yaml and topics.yaml; ``digests`` has the ``hash_bytes`` every file under content/, so that a plan can
    tell what it expects to replace. ``problems`` are those of reading: what has an error is not here.
    """

    records: tuple[Record, ...] = ()
    snapshots: Mapping[SnapshotId, Snapshot] = field(default_factory=dict)
    removed: Mapping[str, Removed] = field(default_factory=dict)
    notes: Mapping[date, str] = field(default_factory=dict)
    raw: Mapping[str, bytes] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def by_key(self) -> dict[str, Record]:
        """The records by key; of two with one key, which is an error, the first."""
        return {record.key: record for record in reversed(self.records)}

    @property
    def library(self) -> Library:
        """Return what pages are made from: records, the lists that mention them, notes, and removed papers.

        A list's mention of a former key counts for the record that has the key as an alias. A paper that a list
        mentions and that has no record file counts as removed, so that its address keeps a page.
        """
        keys = {record.key for record in self.records}
        aliases = {alias: record.key for record in self.records for alias in record.paper.aliases if alias not in keys}
        mentions = mentions_by_key(self.snapshots, renamed=aliases)
        return assemble_library(
            self.records,
            mentions={key: listed for key, listed in mentions.items() if key in keys},
            notes=self.notes,
            removed=(*self.removed.values(), *self._deleted(mentions.keys() - keys - self.removed.keys())),
        )

    def _deleted(self, keys: Set[str]) -> tuple[Removed, ...]:
        """Return the papers with these keys, which have no record file, unless their record only has a new name."""
        if not keys:
            return ()
        ids = {value for record in self.records for _, value in record.paper.ids if value is not None}
        titles = {normal_title(record.paper.title) for record in self.records}
        deleted: dict[str, Removed] = {}
        for snapshot_id in sorted(self.snapshots):
            for entry in self.snapshots[snapshot_id].entries:
                if entry.key not in keys:
                    continue
                metadata = entry.metadata
                if normal_title(metadata.title) not in titles and not ids & {value for _, value in metadata.ids}:
                    deleted[entry.key] = Removed(
                        key=entry.key, reason=FILE_DELETED, title=metadata.title, ids=metadata.ids
                    )
        return tuple(deleted.values())

    @property
    def told(self) -> dict[str, Paper]:
        """What sources say of each record, all lists taken together; nothing of those that none listed."""
        told = entries_by_key(self.snapshots)
        return {key: paper for key in sorted(self.by_key.keys() & told) if (paper := fold_entries(told[key]))}

    @property
    def topics(self) -> bytes:
        """The bytes of content/topics.yaml; empty where the site has none."""
        return self.raw.get(TOPICS_FILE, b"")

    @property
    def quarantined(self) -> tuple[str, ...]:
        """Files of items that wait to be mended and imported again."""
        return tuple(sorted(file for file in self.digests if file.startswith(f"{QUARANTINE_FOLDER}/")))


def hash_bytes(content: bytes) -> str:
    """What stands for a file's bytes in a plan: their SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def record_file(key: str, day: date) -> str:
    """Where the record of that key and date lies, from the site's folder."""
    return f"{PAPERS_FOLDER}/{day:%Y/%m/%d}/{key}.yaml"
