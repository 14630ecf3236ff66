"""The trends of a catalog: what its newest days mention more often, and which papers have most votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.catalog.catalog import Catalog
from generator.catalog.trends.rising import MIN_PAPERS, Change, Rising, new_names, rising_terms, rising_topics
from generator.catalog.trends.spans import Span, recent_and_earlier, span_until
from generator.catalog.trends.terms import read_terms, usual_spellings
from generator.catalog.trends.votes import Counted, most

Length = Literal["week", "month", "year"]
#: The spans of the lists of most upvoted papers, in days that end with the newest digest.
LENGTHS: Mapping[Length, int] = {"week": 7, "month": 30, "year": 365}
#: Papers of each list.
MAX_PAPERS = 10
#: Rising words that a topic has.
MAX_WORDS = 20
MAX_WORDS_OF_TOPIC = 6
#: Least papers of a topic in the recent days for rising words of its own.
MIN_PAPERS_OF_TOPIC = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Trends:
    """What is rising in the ``recent`` days, compared with the ``earlier`` ones, and the papers with most votes.

    Both are None for a catalog without papers. ``topic_words`` are rising words among the papers of a topic, by its id.
    """

    recent: Span | None = None
    earlier: Span | None = None
    words: tuple[Rising, ...] = ()
    topics: tuple[Rising, ...] = ()
    names: tuple[Rising, ...] = ()
    topic_words: Mapping[str, tuple[Rising, ...]] = field(default_factory=dict)
    upvoted: Mapping[Length, tuple[Counted, ...]] = field(default_factory=dict)
    discussed: Mapping[Length, tuple[Counted, ...]] = field(default_factory=dict)


def find_trends(catalog: Catalog) -> Trends:
    """Find the trends of a catalog; the same records give the same trends on every day."""
    spans = recent_and_earlier(catalog)
    if spans is None or catalog.latest is None:
        return Trends()
    recent, earlier = spans
    papers = {length: span_until(catalog, catalog.latest, days).entries for length, days in LENGTHS.items()}
    words, topic_words = _find_words(catalog, recent, earlier)
    return Trends(
        recent=recent,
        earlier=earlier,
        words=words,
        topics=rising_topics(recent, earlier),
        names=new_names(recent, earlier),
        topic_words=topic_words,
        upvoted={length: most("upvotes", entries, limit=MAX_PAPERS) for length, entries in papers.items()},
        discussed={length: most("comments", entries, limit=MAX_PAPERS) for length, entries in papers.items()},
    )


def _find_words(
    catalog: Catalog, recent: Span, earlier: Span
) -> tuple[tuple[Rising, ...], dict[str, tuple[Rising, ...]]]:
    """Return the rising words among all papers, and among those of each topic."""
    now = read_terms(recent.entries, least_papers=MIN_PAPERS)
    before = read_terms(earlier.entries, known=now.by_term.keys())
    words = rising_terms(now, before, limit=MAX_WORDS)
    by_topic = {}
    for topic in catalog.topic_set.topics:
        now_rows, before_rows = _rows_of(topic.id, recent), _rows_of(topic.id, earlier)
        if len(now_rows) >= MIN_PAPERS_OF_TOPIC:
            by_topic[topic.id] = rising_terms(now.of(now_rows), before.of(before_rows), limit=MAX_WORDS_OF_TOPIC)
    spellings = usual_spellings(recent.entries, {*words, *(term for terms in by_topic.values() for term in terms)})

    def spelled(changes: Mapping[str, Change]) -> tuple[Rising, ...]:
        return tuple(Rising(text=spellings[term], change=change) for term, change in changes.items())

    return spelled(words), {topic: spelled(changes) for topic, changes in by_topic.items() if changes}


def _rows_of(topic: str, span: Span) -> frozenset[int]:
    return frozenset(
        row for row, entry in enumerate(span.entries) if any(assignment.topic == topic for assignment in entry.topics)
    )
