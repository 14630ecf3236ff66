"""Counts over a whole catalog: papers by day, month and topic, authors, code, sources, and frequent names and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.people import Person
from generator.catalog.periods import Period, last_months, month_of, shifted, week_of
from generator.catalog.related.stop_words import STOP_WORDS
from generator.catalog.topics.phrases import spelled_words, word_of
from generator.catalog.topics.topic_set import Topic

#: Months of the charts by month, of those of topics, and of the chart by day.
MONTHS, TOPIC_MONTHS, DAY_MONTHS = 24, 12, 12
#: Topics with a chart, and rows of the tables of frequent names and words.
MAX_TOPICS, MAX_ROWS = 12, 15
#: Papers with more authors are counted together.
MANY_AUTHORS = 15

#: A week with the papers of its seven days; None for days outside the months that are shown.
WeekCount = tuple[Period, tuple[int | None, ...]]
#: Names or numbers with their number of papers, those of most papers first.
Ranking = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCount:
    """A month with its number of papers, and how many of them have code."""

    month: Period
    papers: int
    with_code: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicCount:
    """A topic with its papers of each of the last ``TOPIC_MONTHS`` months, oldest first."""

    topic: Topic
    months: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """All counts. Days count the papers that are listed on them, and months each of these once.

    Picks of papers from other days do not count. Topics have a paper in the month of its record, as on their pages.
    ``weeks`` are those of the last ``DAY_MONTHS`` months up to the newest day, oldest first. ``authors`` are the
    numbers of papers with 0, 1, 2 … authors; the last one is that of papers with ``MANY_AUTHORS`` or more.
    """

    papers: int
    days: int
    months: tuple[MonthCount, ...]
    weeks: tuple[WeekCount, ...]
    topic_months: tuple[Period, ...]
    topics: tuple[TopicCount, ...]
    authors: tuple[int, ...]
    median_authors: float
    sources: Ranking
    people: tuple[Person, ...]
    affiliations: Ranking
    title_words: Ranking


def count_all(catalog: Catalog) -> Statistics:
    """Count the papers of a catalog; the same records give the same counts on every day."""
    entries = catalog.entries
    numbers = sorted(len(entry.paper.authors) for entry in entries)
    latest = catalog.latest
    return Statistics(
        papers=len(entries),
        days=len(catalog.listed_by_day),
        months=_months(entries, latest) if latest else (),
        weeks=_weeks(catalog, latest) if latest else (),
        topic_months=last_months(latest, TOPIC_MONTHS) if latest else (),
        topics=_topics(catalog, latest) if latest else (),
        authors=_authors(numbers),
        median_authors=median(numbers) if numbers else 0,
        sources=_ranking((source for entry in entries for source in _sources(entry)), limit=None),
        people=_people(catalog),
        affiliations=_ranking(
            affiliation
            for entry in entries
            for affiliation in {author.affiliation for author in entry.paper.authors if author.affiliation}
        ),
        title_words=_title_words(entries),
    )


def _months(entries: Iterable[Entry], latest: date) -> tuple[MonthCount, ...]:
    """Return the last months from the first one with papers on."""
    papers, with_code = Counter[Period](), Counter[Period]()
    for entry in entries:
        for month in set(map(month_of, entry.listed_on)):
            papers[month] += 1
            with_code[month] += bool(entry.paper.links.code)
    months = last_months(latest, MONTHS)
    first = next(index for index, month in enumerate(months) if papers[month] or month == months[-1])
    return tuple(MonthCount(month=month, papers=papers[month], with_code=with_code[month]) for month in months[first:])


def _weeks(catalog: Catalog, latest: date) -> tuple[WeekCount, ...]:
    first = last_months(latest, DAY_MONTHS)[0].first
    start, end = week_of(first).first, week_of(latest).first
    weeks = (week_of(shifted(start, days)) for days in range(0, (end - start).days + 1, 7))
    return tuple(
        (week, tuple(len(catalog.listed_by_day.get(day, ())) if first <= day <= latest else None for day in week.days))
        for week in weeks
    )


def _topics(catalog: Catalog, latest: date) -> tuple[TopicCount, ...]:
    """Return the topics of most papers in the months that are shown."""
    months = last_months(latest, TOPIC_MONTHS)
    counts = []
    for topic in catalog.topic_set.topics:
        by_month = Counter(month_of(entry.paper.date) for entry in catalog.by_topic[topic.id])
        counts.append(TopicCount(topic=topic, months=tuple(by_month[month] for month in months)))
    found = [count for count in counts if any(count.months)]
    return tuple(sorted(found, key=lambda count: (-sum(count.months), count.topic.id))[:MAX_TOPICS])


def _authors(numbers: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(min(number, MANY_AUTHORS) for number in numbers)
    return tuple(counts[number] for number in range(max(counts, default=-1) + 1))


def _sources(entry: Entry) -> set[str]:
    return {mention.source for mention in entry.mentions} or {""}


def _people(catalog: Catalog) -> tuple[Person, ...]:
    """Return the authors of most papers, without those of one paper."""
    found = [person for person in catalog.people.by_id.values() if len(person.papers) > 1]
    return tuple(sorted(found, key=lambda person: (-len(person.papers), person.id))[:MAX_ROWS])


def _title_words(entries: Iterable[Entry]) -> Ranking:
    """Return the words of most titles, as most of them spell each."""
    spellings: dict[str, Counter[str]] = {}
    for entry in entries:
        found = {word_of(spelling): spelling.rstrip("- ") for spelling in spelled_words(entry.paper.title)}
        for word, spelling in found.items():
            if len(word) > 1 and word not in STOP_WORDS and not word.isdigit():
                plain = spelling if spelling[1:].lower() != spelling[1:] else spelling.lower()
                spellings.setdefault(word, Counter())[plain] += 1
    return _ranked({_usual(counts): counts.total() for _, counts in sorted(spellings.items())}, limit=MAX_ROWS)


def _usual(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda spelling: (-counts[spelling], spelling))


def _ranking(names: Iterable[str], *, limit: int | None = MAX_ROWS) -> Ranking:
    return _ranked(Counter(names), limit=limit)


def _ranked(counts: Mapping[str, int], *, limit: int | None) -> Ranking:
    """Return the names of most papers; those of one paper are left out where only some are shown."""
    least = 1 if limit is None else 2
    found = [(name, count) for name, count in counts.items() if count >= least]
    return tuple(sorted(found, key=lambda item: (-item[1], item[0]))[:limit])
