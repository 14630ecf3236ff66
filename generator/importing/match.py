"""Sorting an import's papers: which record each belongs to, which are new, which were removed on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.ids import paper_key
from generator.importing.identity import IdentityIndex, free_key, new_key
from generator.importing.listing import ListedPaper
from generator.model import Ids, Record, Removed, SourceMetadata
from generator.store.content import Content
from generator.store.snapshots import SnapshotEntry, SnapshotId, combine_entries, entries_by_key, fold_entries

DELETED = "record file deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRecord:
    """Keys that snapshots name and that have no record any more.

    ``renamed`` leads to the record that people gave another key or merged into another; ``deleted`` are those that
    a person deleted without writing it down; ``dropped`` are all that were removed.
    """

    renamed: Mapping[str, str]
    deleted: tuple[Removed, ...]
    dropped: frozenset[str]

    @property
    def keys(self) -> dict[str, str | None]:
        """What becomes of these keys in snapshots: another key, or None to be left out."""
        return {**self.renamed, **dict.fromkeys(sorted(self.dropped))}


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A listed paper and the key of its record, None for one removed on purpose.

    ``again`` is set when the same import had the paper before.
    """

    listed: ListedPaper
    key: str | None
    again: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchResult:
    """All papers with their keys, in the order of the import; ``new`` has the first mention of each new key."""

    papers: tuple[Match, ...]
    new: Mapping[str, ListedPaper]
    answers: Mapping[SnapshotId, tuple[SnapshotEntry, ...]]


def find_missing_records(content: Content) -> MissingRecord:
    """What became of keys that were once imported and have no record.

    A deleted file is a decision: the next import must not undo it in silence, so it is written down with the
    reason "record file deleted". A file that got another name is found by the paper's identity.
    """
    told = entries_by_key(content.snapshots)
    records = content.by_key
    aliases = {alias: key for key in sorted(records) for alias in records[key].paper.aliases}
    index = _index_records(records)
    renamed: dict[str, str] = {}
    deleted: list[Removed] = []
    for key in sorted(told.keys() - records.keys() - content.removed.keys()):
        metadata = fold_entries(told[key])
        to = aliases.get(key) or (index.find(metadata) if metadata else None)
        if to:
            renamed[key] = to
        elif metadata:
            deleted.append(Removed(key=key, reason=DELETED, title=metadata.title, ids=metadata.ids))
    dropped = (told.keys() & content.removed.keys()) - records.keys()
    return MissingRecord(
        renamed=renamed, deleted=tuple(deleted), dropped=frozenset(dropped | {removed.key for removed in deleted})
    )


def match_papers(content: Content, gone: MissingRecord, listed: Iterable[ListedPaper]) -> MatchResult:
    """Give every listed paper the key of its record, old or new."""
    sorter = _Sorter.of(content, gone)
    return sorter.sort(listed)


def _index_records(records: Mapping[str, Record]) -> IdentityIndex:
    index = IdentityIndex()
    for key, record in sorted(records.items()):
        paper = record.paper
        index.add(key, title=paper.title, ids=paper.ids, authors=paper.authors, by_people=True)
    return index


@dataclass(slots=True)
class _Sorter:
    """Learns every paper as it comes, so that the next mention of it is recognised."""

    index: IdentityIndex
    removed: IdentityIndex
    removed_keys: frozenset[str]
    bare_removed_keys: frozenset[str]
    taken: set[str]
    told: Mapping[tuple[SnapshotId, str], SnapshotEntry]
    new: dict[str, ListedPaper] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    answers: dict[SnapshotId, dict[str, SnapshotEntry]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Content, gone: MissingRecord) -> _Sorter:
        """Knows what the records say, and what sources ever said of them."""
        records = content.by_key
        index = _index_records(records)
        told = entries_by_key(content.snapshots)
        for key in sorted(told):
            record_key = gone.renamed.get(key, key)
            if record_key in records:
                for _, entry in told[key]:
                    metadata = entry.metadata
                    index.add(record_key, title=metadata.title, ids=metadata.ids, authors=metadata.authors)
        all_removed = [*content.removed.values(), *gone.deleted]
        removed_index = IdentityIndex()
        for removed in all_removed:
            removed_index.add(removed.key, title=removed.title, ids=removed.ids)
        aliases = {alias for record in content.records for alias in record.paper.aliases}
        keys = {removed.key for removed in all_removed}
        return cls(
            index=index,
            removed=removed_index,
            removed_keys=frozenset(keys),
            bare_removed_keys=frozenset(each.key for each in all_removed if not each.title and each.ids == Ids()),
            told={(place, key): entry for key, entries in told.items() for place, entry in entries},
            taken={*records, *aliases, *keys, *told},
        )

    def sort(self, listed: Iterable[ListedPaper]) -> MatchResult:
        papers: list[Match] = []
        for each in listed:
            key = self._key(each)
            papers.append(Match(listed=each, key=key, again=key in self.seen))
            if key is not None:
                self.seen.add(key)
                self._learn(key, each)
        answers = {place: tuple(entries.values()) for place, entries in sorted(self.answers.items())}
        return MatchResult(papers=tuple(papers), new=self.new, answers=answers)

    def _key(self, listed: ListedPaper) -> str | None:
        curated, metadata = listed.paper.curated, listed.paper.metadata
        if curated is not None and curated.key:
            return self._exported_key(listed, curated.key)
        found = self.index.find(metadata)
        if found:
            return found
        if self._was_removed(metadata):
            return None
        return self._begin(new_key(metadata, self.taken), listed)

    def _exported_key(self, listed: ListedPaper, wanted: str) -> str | None:
        """An export's records are told apart by their keys; identity is asked only of what was here before."""
        metadata = listed.paper.metadata
        if self.index.agrees(wanted, metadata):
            return wanted
        found = self.index.find(metadata)
        if found and found not in self.new:
            return found
        if wanted in self.removed_keys or self._was_removed(metadata):
            return None
        return self._begin(free_key(wanted, self.taken), listed)

    def _was_removed(self, metadata: SourceMetadata) -> bool:
        """By ids or title; by the key alone where it is an id, or where nothing else was written down."""
        key = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
        is_id = bool(metadata.ids.arxiv or metadata.ids.doi)
        by_key = key in self.removed_keys if is_id else key in self.bare_removed_keys
        return by_key or self.removed.find(metadata) is not None

    def _begin(self, key: str, listed: ListedPaper) -> str:
        self.taken.add(key)
        self.new[key] = listed
        return key

    def _learn(self, key: str, listed: ListedPaper) -> None:
        paper = listed.paper
        metadata = paper.metadata
        self.index.add(key, title=metadata.title, ids=metadata.ids, authors=metadata.authors)
        for place, entry in _entries(key, listed):
            answer = self.answers.setdefault(place, {})
            if key in answer:
                # The same paper twice on one list: the higher place counts, the lower adds what is missing.
                entry = combine_entries(entry, answer[key])
            known = self.told.get((place, key)) if paper.curated else None
            # An export does not know what was mended, so one that says nothing new must not overwrite it.
            if known is None or replace(known, repairs=()) != entry:
                answer[key] = entry


def _entries(key: str, listed: ListedPaper) -> Iterable[tuple[SnapshotId, SnapshotEntry]]:
    """What the snapshots will say: one entry, or, for an exported record, one for each list that had it.

    What people corrected is not what sources said: taken for it, the next import would undo the correction.
    """
    paper = listed.paper
    if paper.curated is None:
        entry = SnapshotEntry(
            key=key, rank=paper.rank, metadata=paper.metadata, metrics=paper.metrics, repairs=paper.repairs
        )
        yield (listed.day, listed.source), entry
        return
    for mention in paper.curated.mentions:
        metadata = paper.curated.sources_say or paper.metadata
        entry = SnapshotEntry(key=key, rank=mention.rank, metadata=metadata, metrics=mention.metrics)
        yield (mention.day, mention.source), entry
