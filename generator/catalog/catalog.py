"""The catalog: every record with its mentions, topics and related papers, indexed by key, day and topic."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from generator.catalog.digests.digest import Digest, Pick
from generator.catalog.lead import Lead, lead_of, leading_tag
from generator.catalog.map.places import Place
from generator.catalog.people.people import People, find_people
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.related.finder import Related
from generator.catalog.saved_searches import SavedSearch
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, TopicSet
from generator.catalog.topics.translation import translated_topics
from generator.model import Library, Mention, Paper, Record, Removed, SourceMetrics

#: Rank of a paper that no source listed on a day: it sorts after all that were. Ranks of sources begin with 1.
UNRANKED = 1_000_000


@dataclass(frozen=True, kw_only=True)  # without slots, which do not allow cached properties
class Entry:
    """A paper with everything that pages show of it.

    ``file`` is the path of its record; ``mentions`` are in the order of days; ``topics`` begin with the main one and
    ``related`` with the nearest paper; ``picked_on`` are the days for which editors picked it. ``lead_language`` is the
    language that leads the site, where the paper is translated into it.
    """

    key: str
    file: str
    paper: Paper
    mentions: tuple[Mention, ...] = ()
    topics: tuple[TopicAssignment, ...] = ()
    related: tuple[Related, ...] = ()
    picked_on: tuple[date, ...] = ()
    lead_language: str = ""

    @cached_property
    def lead(self) -> Lead:
        """The title and the abstract that lists and pages show first."""
        return lead_of(self.paper, self.lead_language)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days of all digests that list or pick the paper, oldest first, including the date of its record."""
        return tuple(sorted({*self.listed_on, *self.picked_on}))

    @cached_property
    def listed_on(self) -> frozenset[date]:
        """The days of ``days`` without those that only have the paper as a pick: what counts and trends count."""
        return frozenset({self.paper.date, *(mention.day for mention in self.mentions)})

    @property
    def source(self) -> str:
        """The source that listed the paper first; empty for a record that a person wrote."""
        return self.mentions[0].source if self.mentions else ""

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the record, its mentions, topics, days of picks and leading language, as 32 hexadecimal digits.

        These are all that lists and search show of a paper. Related papers are left out: only its own page has them.
        """
        shown = f"{self.file}\n{self.paper.model_dump_json()}\n{self.mentions!r}\n{self.topics!r}\n{self.picked_on!r}"
        shown += f"\n{self.lead_language}" if self.lead_language else ""
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def rank_on(self, day: date) -> int:
        """Return the best rank that any source gave the paper on a day, or ``UNRANKED``."""
        return min((mention.rank for mention in self.mentions if mention.day == day), default=UNRANKED)

    @cached_property
    def metrics(self) -> SourceMetrics:
        """The newest metrics of any source, field by field."""
        known: dict[str, object] = {}
        for mention in self.mentions:
            for name in SourceMetrics.__slots__:
                value = getattr(mention.metrics, name)
                if value not in (None, ()):
                    known[name] = value
        return SourceMetrics(**known)  # type: ignore[arg-type]  # names and values come from SourceMetrics itself


@dataclass(frozen=True, kw_only=True, slots=True)
class DayList:
    """A source's list of a day by rank, without papers of the day's earlier lists; ``source`` is empty for the rest.

    A list in the order of the editors ``is_edited`` and has all papers of the day.
    """

    source: str
    entries: tuple[Entry, ...]
    is_edited: bool = False


def lists_of_day(day: date, entries: Iterable[Entry], *, order: Sequence[str] = ()) -> tuple[DayList, ...]:
    """Group the papers of a day by source, so that the ranks of several lists make one order.

    With an ``order`` of keys, there is one list that begins with these papers.

    The shortest list is first, because it is the strictest selection, then the order is that of the sources' names. A
    paper on several lists is in the first of them; papers that no source listed come last.
    """
    lists = _lists_by_source(day, entries)
    if not order:
        return lists
    by_key = {entry.key: entry for listed in lists for entry in listed.entries}
    first = [by_key.pop(key) for key in order if key in by_key]
    return (DayList(source="", entries=(*first, *by_key.values()), is_edited=True),)


def _lists_by_source(day: date, entries: Iterable[Entry]) -> tuple[DayList, ...]:
    by_key = {entry.key: entry for entry in entries}
    ranks = {key: _ranks_on(entry, day) for key, entry in by_key.items()}
    sizes = Counter(source for by_source in ranks.values() for source in by_source)
    order = [*sorted(sizes, key=lambda source: (sizes[source], source)), ""]
    groups: dict[str, list[str]] = {source: [] for source in order}
    for key, by_source in ranks.items():
        groups[next((source for source in order if source in by_source), "")].append(key)
    return tuple(
        DayList(
            source=source,
            entries=tuple(by_key[key] for _, key in sorted((ranks[key].get(source, UNRANKED), key) for key in keys)),
        )
        for source, keys in groups.items()
        if keys
    )


def _ranks_on(entry: Entry, day: date) -> dict[str, int]:
    return {mention.source: mention.rank for mention in reversed(entry.mentions) if mention.day == day}


def newest_first(entry: Entry) -> tuple[int, int, str]:
    """Sort key: newest day first, then rank, then key, a total order so that builds never differ."""
    return (-entry.paper.date.toordinal(), entry.rank_on(entry.paper.date), entry.key)


@dataclass(frozen=True, kw_only=True)  # without slots, which do not allow cached properties
class Catalog:
    """All entries, newest first, with indexes.

    ``by_day`` has the entries of each digest in the order of ``lists_of_day``, newest day first; ``by_topic`` those of
    each topic, newest first, including topics without any, in the order of the topics file. ``notes`` are curators'
    notes by day, in Markdown, or the introductions that replace them; ``removed`` are removed records by key;
    ``searches`` are saved searches, and ``listed_people`` the people of content/people.yaml, in the order of their
    files. ``digests`` are what editors say about days, weeks and months, by their ids, in the order of these;
    ``unpublished`` are the ids of those that only a preview shows. ``places`` are those of papers on the map, by key;
    there are none without a map.
    """

    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry]
    by_day: Mapping[date, tuple[Entry, ...]]
    by_topic: Mapping[str, tuple[Entry, ...]]
    topic_set: TopicSet
    notes: Mapping[date, str]
    removed: Mapping[str, Removed] = field(default_factory=dict)
    searches: tuple[SavedSearch, ...] = ()
    listed_people: tuple[ListedPerson, ...] = ()
    digests: Mapping[str, Digest] = field(default_factory=dict)
    unpublished: frozenset[str] = frozenset()
    places: Mapping[str, Place] = field(default_factory=dict)

    @cached_property
    def picks_of(self) -> dict[str, tuple[tuple[Digest, Pick], ...]]:
        """The digests that picked each paper, by its key, each with the pick."""
        picks: dict[str, list[tuple[Digest, Pick]]] = {}
        for digest in self.digests.values():
            for pick in digest.picks:
                picks.setdefault(pick.key, []).append((digest, pick))
        return {key: tuple(each) for key, each in picks.items()}

    def lists_on(self, day: date, entries: Iterable[Entry] | None = None) -> tuple[DayList, ...]:
        """Return the lists of a day, or of some of its papers, in the order of its page."""
        digest = self.digests.get(day.isoformat())
        listed = self.by_day.get(day, ()) if entries is None else entries
        return lists_of_day(day, listed, order=digest.order if digest else ())

    @cached_property
    def listed_by_day(self) -> dict[date, tuple[Entry, ...]]:
        """The same as ``by_day`` without papers that editors picked from other days, and without days of picks alone.

        All counts and trends are of these: a pick is no new listing.
        """
        listed = {
            day: tuple(entry for entry in entries if day in entry.listed_on) for day, entries in self.by_day.items()
        }
        return {day: entries for day, entries in listed.items() if entries}

    def listed_in(self, days: Iterable[date]) -> tuple[Entry, ...]:
        """Return every paper that is listed on one of the days, once: how many papers a week, month or year has."""
        return tuple({entry.key: entry for day in days for entry in self.listed_by_day.get(day, ())}.values())

    @cached_property
    def people(self) -> People:
        """All authors with their papers."""
        return find_people(self.entries, self.listed_people)

    def other_names(self, entry: Entry) -> tuple[str, ...]:
        """Return the names of a paper's authors that content/people.yaml gives them and the paper does not print.

        Queries for an author look at these, too, so that each name of a listed person finds all their papers.
        """
        if not self.listed_people:
            return ()
        people = (self.people.by_id[person] for person in dict.fromkeys(self.people.of_paper[entry.key]))
        names = dict.fromkeys(name for person in people if person.listed for name in person.listed.names)
        return tuple(name for name in names if name not in {author.name for author in entry.paper.authors})

    @property
    def latest(self) -> date | None:
        """The newest day with listed papers, which the front page shows; None for an empty catalog.

        A later day with picks alone does not make the papers of the lists old.
        """
        return max(self.listed_by_day, default=None)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of the records: each of them can be built as a part of its own."""
        return frozenset(entry.paper.date.year for entry in self.entries)

    def part_of(self, day: date) -> int | None:
        """Return the part that has the pages of a day; None, which is every part, for a day of a year without records.

        Editors can pick older papers for such a day.
        """
        return day.year if day.year in self.years else None

    def topic(self, name: str) -> Topic:
        """Return the topic with an id."""
        return self.topic_set.by_id[name]


def build_catalog(
    library: Library,
    topic_set: TopicSet,
    topics: Mapping[str, tuple[TopicAssignment, ...]],
    related: Mapping[str, tuple[Related, ...]],
    searches: tuple[SavedSearch, ...] = (),
    listed_people: tuple[ListedPerson, ...] = (),
    digests: Iterable[Digest] = (),
    unpublished: frozenset[str] = frozenset(),
    lead_language: str = "",
) -> Catalog:
    """Join records with their mentions, topics and related papers, all by key, and index them.

    The topics of the catalog are in the language of the site.
    ``lead_language`` is the language of the translations that lead; without it, originals do.
    """
    by_id = {digest.span.id: digest for digest in sorted(digests, key=lambda digest: digest.span.id)}
    of_days = {digest.span.first: digest for digest in by_id.values() if digest.span.kind == "day"}
    picked: dict[str, list[date]] = {}
    for day, digest in of_days.items():
        for pick in digest.picks:
            picked.setdefault(pick.key, []).append(day)
    entries = sorted(
        (
            _entry(
                record,
                library.mentions.get(key, ()),
                topics.get(key, ()),
                related.get(key, ()),
                picked.get(key, ()),
                lead_language,
            )
            for key, record in library.records.items()
        ),
        key=newest_first,
    )
    introductions = {day: digest.introduction for day, digest in of_days.items() if digest.introduction}
    return Catalog(
        entries=tuple(entries),
        by_key={entry.key: entry for entry in entries},
        by_day=_by_day(entries, {day: digest.order for day, digest in of_days.items()}),
        by_topic=_by_topic(entries, topic_set),
        topic_set=translated_topics(topic_set),
        notes={**library.notes, **introductions},
        removed=library.removed,
        searches=searches,
        listed_people=listed_people,
        digests=by_id,
        unpublished=unpublished,
    )


def _entry(
    record: Record,
    mentions: Iterable[Mention],
    topics: tuple[TopicAssignment, ...],
    related: tuple[Related, ...],
    picked_on: Iterable[date],
    lead_language: str,
) -> Entry:
    in_order = tuple(sorted(mentions, key=lambda mention: (mention.day, mention.source, mention.rank)))
    return Entry(
        key=record.key,
        file=record.file,
        paper=record.paper,
        mentions=in_order,
        topics=topics,
        related=related,
        picked_on=tuple(picked_on),
        lead_language=lead_language if leading_tag(record.paper.translations, lead_language) else "",
    )


def _by_day(entries: Iterable[Entry], orders: Mapping[date, tuple[str, ...]]) -> dict[date, tuple[Entry, ...]]:
    """Group entries by day, each day in the order of its lists or of its editors.

    A paper listed on two days is in both groups.
    """
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        for day in entry.days:
            days.setdefault(day, []).append(entry)
    return {
        day: tuple(entry for listed in lists_of_day(day, papers, order=orders.get(day, ())) for entry in listed.entries)
        for day, papers in sorted(days.items(), reverse=True)
    }


def _by_topic(entries: Iterable[Entry], topic_set: TopicSet) -> dict[str, tuple[Entry, ...]]:
    """Group entries by topic, in the order of the topics file."""
    papers: dict[str, list[Entry]] = {topic.id: [] for topic in topic_set.topics}
    for entry in entries:
        for assignment in entry.topics:
            papers[assignment.topic].append(entry)
    return {topic: tuple(listed) for topic, listed in papers.items()}
