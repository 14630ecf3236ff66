"""Everything in content/ as one value, from which imports, checks and exports are made."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from generator.errors import Problem
from generator.ids import normal_title
from generator.model import Library, Paper, Record, Removed
from generator.records.read import assemble_library
from generator.store.distinct import DistinctPairs, pairs_of
from generator.store.removed import FILE_DELETED
from generator.store.snapshots.fetched_days import FetchedDays
from generator.store.snapshots.snapshots import (
    Snapshot,
    SnapshotEntry,
    SnapshotId,
    entries_by_key,
    fold_entries,
    mentions_by_key,
)

CONTENT_FOLDER = "content"
REMOVED_FILE = "content/removed.yaml"
TOPICS_FILE = "content/topics.yaml"
FEEDS_FILE = "content/feeds.yaml"
PEOPLE_FILE = "content/people.yaml"
DISTINCT_FILE = "content/distinct.yaml"
SOURCES_FILE = "content/sources.yaml"
SENT_FILE = "content/sent.json"
SET_ASIDE_FILE = "content/sources/set-aside.json"
TOPIC_WORDS_FILE = "content/topic-words.tsv"
PAPERS_FOLDER = "content/papers"
SOURCES_FOLDER = "content/sources"
NOTES_FOLDER = "content/notes"
DIGESTS_FOLDER = "content/digests"
QUARANTINE_FOLDER = "content/quarantine"


@dataclass(frozen=True, kw_only=True)  # without slots, which do not allow cached properties
class Content:
    """Everything that was read from content/. Paths are relative to the site's folder, with slashes.

    ``records`` are the records without errors, in the order of their files. ``raw`` has the bytes of record files,
    digests, removed.yaml, topics.yaml, topic-words.tsv, sources.yaml, feeds.yaml, people.yaml and distinct.yaml;
    ``distinct`` has the entries of the last one. ``hashes`` has the ``hash_bytes`` of every file in content/, with
    which a plan states which bytes it replaces. ``problems`` has all problems of single files.
    """

    records: tuple[Record, ...] = ()
    snapshots: Mapping[SnapshotId, Snapshot] = field(default_factory=dict)
    removed: Mapping[str, Removed] = field(default_factory=dict)
    distinct: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[date, str] = field(default_factory=dict)
    raw: Mapping[str, bytes] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    fetched_days: FetchedDays = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Record]:
        """The records by key; of two records with the same key, which is an error, the first."""
        return {record.key: record for record in reversed(self.records)}

    @cached_property
    def library(self) -> Library:
        """The library that pages are made from: records, the lists that mention them, notes, and removed papers.

        A list's mention of a former key counts for the record that has the key as an alias. A paper that a list
        mentions and that has no record file counts as removed, so that its address keeps a page.
        """
        keys = self.by_key.keys()
        mentions = mentions_by_key(self.snapshots, renamed=self.renamed)
        return assemble_library(
            self.records,
            mentions={key: listed for key, listed in mentions.items() if key in keys},
            notes=self.notes,
            removed=(
                replace(removed, day=min((mention.day for mention in mentions.get(removed.key, ())), default=None))
                for removed in (*self.removed.values(), *self._deleted(mentions.keys() - keys - self.removed.keys()))
            ),
        )

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The keys of records by their former keys."""
        keys = self.by_key.keys()
        return {alias: record.key for record in self.records for alias in record.paper.aliases if alias not in keys}

    @cached_property
    def different_papers(self) -> DistinctPairs:
        """The pairs of records that a person marked as different papers."""
        return pairs_of(self.distinct, renamed=self.renamed)

    def _deleted(self, keys: Set[str]) -> tuple[Removed, ...]:
        """The papers with these keys, which have no record file, except those with a renamed record file."""
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

    @cached_property
    def source_papers(self) -> dict[str, Paper]:
        """For each record in a source's list, the paper as all sources together describe it.

        Lists mention renamed records by a former key until the next import.
        """
        entries: dict[str, list[tuple[SnapshotId, SnapshotEntry]]] = {}
        for key, listed in entries_by_key(self.snapshots).items():
            entries.setdefault(self.renamed.get(key, key), []).extend(listed)
        return {key: paper for key in sorted(self.by_key.keys() & entries) if (paper := fold_entries(entries[key]))}

    @property
    def topics(self) -> bytes:
        """The bytes of content/topics.yaml; empty if there is no such file."""
        return self.raw.get(TOPICS_FILE, b"")

    @property
    def feeds(self) -> bytes:
        """The bytes of content/feeds.yaml; empty if there is no such file."""
        return self.raw.get(FEEDS_FILE, b"")

    @property
    def people(self) -> bytes:
        """The bytes of content/people.yaml; empty if there is no such file."""
        return self.raw.get(PEOPLE_FILE, b"")

    @property
    def digests(self) -> dict[str, bytes]:
        """The bytes of the files of content/digests/ by their paths, in the order of these."""
        return {file: self.raw[file] for file in sorted(self.raw) if file.startswith(f"{DIGESTS_FOLDER}/")}

    @property
    def topic_words(self) -> bytes:
        """The bytes of content/topic-words.tsv; empty if there is no such file."""
        return self.raw.get(TOPIC_WORDS_FILE, b"")

    @property
    def quarantined(self) -> tuple[str, ...]:
        """Files with items that could not be read and wait to be fixed and imported again."""
        return tuple(sorted(file for file in self.hashes if file.startswith(f"{QUARANTINE_FOLDER}/")))


def record_file(key: str, day: date) -> str:
    """The path of the record with that key and date, relative to the site's folder."""
    return f"{PAPERS_FOLDER}/{day:%Y/%m/%d}/{key}.yaml"
