"""Matches the papers of an import with records: known, new, removed on purpose, or without their record file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from generator.ids import normal_title, paper_key
from generator.importing.identity import IdentityIndex, free_key, identity_ids, new_key
from generator.importing.listing import ListedPaper, Match
from generator.importing.missing import MissingRecords, index_records
from generator.model import Ids, SourceMetadata
from generator.store.content import Content
from generator.store.distinct import DistinctPairs
from generator.store.snapshots.snapshots import SnapshotEntry, SnapshotId, combine_entries, entries_by_key


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedId:
    """A new paper, and the key of another one that has the same identifier but another title."""

    paper: ListedPaper
    value: str
    other_key: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SeveralRecords:
    """A paper that may be any of several records that a person marked as different papers: it counts as the first."""

    paper: ListedPaper
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchResult:
    """All papers with their matches, in the order of the import, and the entries that snapshots get.

    ``shared_ids`` are identifiers of new papers that other papers have as well, ``several`` the papers that fit
    several records equally well.
    """

    papers: tuple[ListedPaper, ...]
    entries: Mapping[SnapshotId, tuple[SnapshotEntry, ...]]
    shared_ids: tuple[SharedId, ...] = ()
    several: tuple[SeveralRecords, ...] = ()

    @property
    def first_by_key(self) -> dict[str, ListedPaper]:
        """Return the first mention of each key that is new or known; only it can have the match ``new``."""
        return {paper.key: paper for paper in reversed(self.papers) if paper.match in ("new", "known", "repeated")}


def match_papers(content: Content, missing: MissingRecords, listed: Iterable[ListedPaper]) -> MatchResult:
    """Find the record of every listed paper, or the key of a new one."""
    matcher = _Matcher.of(content, missing)
    return matcher.match_all(listed)


def index_content(content: Content, missing: MissingRecords) -> IdentityIndex:
    """Return an index of all records, with what every source says about them, and of records that are missing."""
    records = content.by_key
    missing_keys = frozenset(each.key for each in missing.unexplained)
    index = index_records(records)
    for key, entries in sorted(entries_by_key(content.snapshots).items()):
        record_key = missing.renamed.get(key, key)
        if record_key in records or key in missing_keys:
            for _, entry in entries:
                index.add_paper(record_key, entry.metadata)
    for each in missing.unexplained:
        index.add(each.key, title=each.title, ids=each.ids)
    return index


@dataclass(slots=True)
class _Matcher:
    """Adds every matched paper to its index, so that the next mention of it is recognised."""

    index: IdentityIndex
    removed: IdentityIndex
    #: The former keys of each record.
    former_keys: Mapping[str, tuple[str, ...]]
    removed_keys: frozenset[str]
    #: Keys of entries in content/removed.yaml without title and ids: nothing else identifies these papers.
    bare_removed_keys: frozenset[str]
    missing_keys: frozenset[str]
    taken: set[str]
    entries: Mapping[tuple[SnapshotId, str], SnapshotEntry]
    #: Pairs of records that a person marked as different papers.
    different: DistinctPairs
    new: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    new_entries: dict[SnapshotId, dict[str, SnapshotEntry]] = field(default_factory=dict)
    shared_ids: list[SharedId] = field(default_factory=list)
    several: list[SeveralRecords] = field(default_factory=list)
    #: The records that each list of this import has already.
    listed_keys: set[tuple[SnapshotId, str]] = field(default_factory=set)

    @classmethod
    def of(cls, content: Content, missing: MissingRecords) -> _Matcher:
        """Return a matcher with the metadata of all records, and of every snapshot entry of them."""
        records = content.by_key
        missing_keys = frozenset(each.key for each in missing.unexplained)
        entries = entries_by_key(content.snapshots)
        all_removed = [*content.removed.values(), *missing.deleted]
        removed_index = IdentityIndex(title_is_enough=True)
        for removed in all_removed:
            removed_index.add(removed.key, title=removed.title, ids=removed.ids)
        aliases = {alias for record in content.records for alias in record.paper.aliases}
        removed_keys = {removed.key for removed in all_removed}
        return cls(
            index=index_content(content, missing),
            removed=removed_index,
            former_keys={key: record.paper.aliases for key, record in records.items()},
            removed_keys=frozenset(removed_keys),
            bare_removed_keys=frozenset(each.key for each in all_removed if not each.title and each.ids == Ids()),
            missing_keys=missing_keys,
            entries={(snapshot_id, key): entry for key, pairs in entries.items() for snapshot_id, entry in pairs},
            different=content.different_papers,
            taken={*records, *aliases, *removed_keys, *entries, *missing_keys},
        )

    def match_all(self, listed: Iterable[ListedPaper]) -> MatchResult:
        papers = tuple(self._match(paper) for paper in listed)
        entries = {snapshot_id: tuple(by_key.values()) for snapshot_id, by_key in sorted(self.new_entries.items())}
        return MatchResult(
            papers=papers, entries=entries, shared_ids=tuple(self.shared_ids), several=tuple(self.several)
        )

    def _match(self, listed: ListedPaper) -> ListedPaper:
        key = self._key(listed)
        if not key:
            return replace(listed, match="removed")
        if key in self.missing_keys:
            # Its snapshot entries stay as they are, too: they are what the record was last merged with.
            return replace(listed, match="missing", key=key)
        match: Match = "repeated" if key in self.seen else "new" if key in self.new else "known"
        self.seen.add(key)
        self.listed_keys.add(((listed.day, listed.source), key))
        self._learn(key, listed)
        matched = replace(listed, match=match, key=key)
        if match == "new":
            others = self.index.keys_with_ids(listed.paper.metadata.ids).items()
            self.shared_ids += (
                SharedId(paper=matched, value=value, other_key=other) for other, value in others if other != key
            )
        return matched

    def _key(self, listed: ListedPaper) -> str:
        curated, metadata = listed.paper.curated, listed.paper.metadata
        if curated is not None and curated.key:
            return self._exported_key(metadata, curated.key)
        known = self.index.find(metadata)
        if known:
            return self._one_of_different(known, listed)
        return "" if self._was_removed(metadata) else self._begin(new_key(metadata, self.taken))

    def _one_of_different(self, known: str, listed: ListedPaper) -> str:
        """Return the record of a paper that fits several, which content/distinct.yaml marks as different papers.

        It is the first of those that fit equally well and that the same list does not have yet, so that a list with
        both papers keeps both.
        """
        if not any(known in pair for pair in self.different):
            return known
        equal = [key for key in self.index.find_equal(listed.paper.metadata) if key != known]
        keys = (known, *(key for key in equal if frozenset((known, key)) in self.different))
        free = [key for key in keys if ((listed.day, listed.source), key) not in self.listed_keys]
        chosen = free[0] if free else known
        if len(free) > 1:
            others = (key for key in keys if key != chosen)
            self.several.append(SeveralRecords(paper=listed, keys=(chosen, *others)))
        return chosen

    def _exported_key(self, metadata: SourceMetadata, wanted: str) -> str:
        """Match a record that a digest exported: by its key, and by identity only with what was here before."""
        if self.index.agrees(wanted, metadata):
            return wanted
        known = self.index.find(metadata)
        if known and known not in self.new:
            return known
        if wanted in self.removed_keys or self._was_removed(metadata):
            return ""
        return self._begin(free_key(wanted, self.taken))

    def _was_removed(self, metadata: SourceMetadata) -> bool:
        """Return whether content/removed.yaml lists the paper, by ids or title.

        A key alone counts if it is an identifier, or if the entry has neither title nor ids.
        """
        key = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
        is_id = bool(metadata.ids.arxiv or metadata.ids.doi)
        by_key = key in self.removed_keys if is_id else key in self.bare_removed_keys
        return by_key or self.removed.find(metadata) is not None

    def _begin(self, key: str) -> str:
        self.taken.add(key)
        self.new.add(key)
        return key

    def _learn(self, key: str, listed: ListedPaper) -> None:
        paper = listed.paper
        metadata = paper.metadata
        self.index.add_paper(key, metadata)
        for snapshot_id, found in _entries(key, listed):
            entry = found if paper.curated else replace(found, key=self._snapshot_key(snapshot_id, found))
            key = entry.key
            by_key = self.new_entries.setdefault(snapshot_id, {})
            if key in by_key:
                # The same paper twice on one list: the higher rank counts, the lower one adds what is missing.
                entry = combine_entries(entry, by_key[key])
            known = self.entries.get((snapshot_id, key)) if paper.curated else None
            # An export has no repairs: an entry that is otherwise unchanged must not overwrite them.
            if known is None or replace(known, repairs=()) != entry:
                by_key[key] = entry

    def _snapshot_key(self, snapshot_id: SnapshotId, entry: SnapshotEntry) -> str:
        """Return the key of the entry in its snapshot that is this paper's: the record's, or a former one.

        A snapshot has both where two papers of a list are one record now.
        """
        keys = (entry.key, *self.former_keys.get(entry.key, ()))
        known = [each for key in keys if (each := self.entries.get((snapshot_id, key)))]
        if len(known) < 2:
            return entry.key
        ids, title = set(identity_ids(entry.metadata.ids).items()), normal_title(entry.metadata.title)

        def distance(other: SnapshotEntry) -> tuple[bool, bool, bool]:
            return (
                other.metadata != entry.metadata,
                ids.isdisjoint(identity_ids(other.metadata.ids).items()),
                normal_title(other.metadata.title) != title,
            )

        return min(known, key=distance).key


def _entries(key: str, listed: ListedPaper) -> Iterable[tuple[SnapshotId, SnapshotEntry]]:
    """Yield the snapshot entries of a paper: one, or, for an exported record, one for each list that mentions it.

    A snapshot must not contain corrections by curators: the next import would take them for the source's values and
    undo them.
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
