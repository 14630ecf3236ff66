"""The catalog: every record joined with its mentions, topics and neighbours, indexed the ways that pages ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.catalog.related.finder import Related
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, TopicSet
from generator.model import Library, Mention, Paper, Record, Removed, SourceMetrics

#: Ranks count from 1; a record that no source listed comes after those that were.
UNRANKED = 1_000_000


@dataclass(frozen=True, kw_only=True)  # no slots: what many lists ask of an entry is found once
class Entry:
    """One paper with all that its pages show. ``days`` are the digests that list it, the oldest first."""

    key: str
    file: str
    paper: Paper
    mentions: tuple[Mention, ...] = ()
    topics: tuple[TopicAssignment, ...] = ()
    related: tuple[Related, ...] = ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Every day whose digest lists the paper, its record's own date included."""
        return tuple(sorted({self.paper.date, *(mention.day for mention in self.mentions)}))

    @property
    def source(self) -> str:
        """The source that listed the paper first; empty for one that a person wrote."""
        return self.mentions[0].source if self.mentions else ""

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the record, its mentions and its topics, as 32 hexadecimal digits.

        These are all that lists and search show of a paper. Related papers are left out: only its own page has them.
        """
        shown = f"{self.file}\n{self.paper.model_dump_json()}\n{self.mentions!r}\n{self.topics!r}"
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def rank_on(self, day: date) -> int:
        """The best rank that any source gave the paper on that day."""
        return min((mention.rank for mention in self.mentions if mention.day == day), default=UNRANKED)

    @cached_property
    def metrics(self) -> SourceMetrics:
        """The newest counts that a source gave, field by field."""
        known: dict[str, object] = {}
        for mention in self.mentions:
            for name in SourceMetrics.__slots__:
                value = getattr(mention.metrics, name)
                if value not in (None, ()):
                    known[name] = value
        return SourceMetrics(**known)  # type: ignore[arg-type]  # the names and types are those of Facts itself


def newest_first(entry: Entry) -> tuple[int, int, str]:
    """Sort key: newest day, then rank, then key, so that two builds never disagree."""
    return (-entry.paper.date.toordinal(), entry.rank_on(entry.paper.date), entry.key)


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalog:
    """All entries, newest first, and the ways in: by key, day and topic."""

    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry]
    by_day: Mapping[date, tuple[Entry, ...]]
    by_topic: Mapping[str, tuple[Entry, ...]]
    topic_set: TopicSet
    notes: Mapping[date, str]
    removed: Mapping[str, Removed] = field(default_factory=dict)

    @property
    def latest(self) -> date | None:
        """The newest day with a digest."""
        return max(self.by_day, default=None)

    def topic(self, name: str) -> Topic:
        """The topic of that id."""
        return self.topic_set.by_id[name]


def build_catalog(
    library: Library,
    topic_set: TopicSet,
    assigned: Mapping[str, tuple[TopicAssignment, ...]],
    related: Mapping[str, tuple[Related, ...]],
) -> Catalog:
    """Join records with mentions, topics (both by key) and related papers, and index them."""
    entries = sorted(
        (
            _entry(record, library.mentions.get(key, ()), assigned.get(key, ()), related.get(key, ()))
            for key, record in library.records.items()
        ),
        key=newest_first,
    )
    return Catalog(
        entries=tuple(entries),
        by_key={entry.key: entry for entry in entries},
        by_day=_by_day(entries),
        by_topic=_by_topic(entries, topic_set),
        topic_set=topic_set,
        notes=library.notes,
        removed=library.removed,
    )


def _entry(
    record: Record, mentions: Iterable[Mention], assigned: tuple[TopicAssignment, ...], related: tuple[Related, ...]
) -> Entry:
    in_order = tuple(sorted(mentions, key=lambda mention: (mention.day, mention.source, mention.rank)))
    return Entry(
        key=record.key, file=record.file, paper=record.paper, mentions=in_order, topics=assigned, related=related
    )


def _by_day(entries: Iterable[Entry]) -> dict[date, tuple[Entry, ...]]:
    """Each day's papers in that day's rank: a paper that came again stands on both days."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        for day in entry.days:
            days.setdefault(day, []).append(entry)
    return {
        day: tuple(sorted(papers, key=lambda entry: (entry.rank_on(day), entry.key)))
        for day, papers in sorted(days.items(), reverse=True)
    }


def _by_topic(entries: Iterable[Entry], topic_set: TopicSet) -> dict[str, tuple[Entry, ...]]:
    """Each topic's papers, newest first; topics in the order of the topics file, empty ones included."""
    papers: dict[str, list[Entry]] = {topic.id: [] for topic in topic_set.topics}
    for entry in entries:
        for given in entry.topics:
            papers[given.topic].append(entry)
    return {topic: tuple(found) for topic, found in papers.items()}
