"""A topic's months, neighbours and most voted papers, from a small archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.topic_months import MonthCount, Neighbour, related_topics, top_entries, topic_months
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.model import Library, Mention, Paper, Record, SourceMetrics

TOPICS = make_topic_set(tuple(Topic(id=name, name=name, description=".") for name in ("a", "b", "c")))


def catalog(papers: Iterable[tuple[str, str, str]], **votes: int) -> Catalog:
    """Papers as (key, day, topics apart by spaces); a key that ends in -x is withdrawn."""
    records, mentions, assigned = {}, {}, {}
    for key, day, topics in papers:
        status = "withdrawn" if key.endswith("x") else "published"
        paper = Paper.model_validate({"title": key, "date": date.fromisoformat(day), "status": status})
        records[key] = Record(key=key, file=f"content/papers/{key}.yaml", paper=paper)
        assigned[key] = tuple(TopicAssignment(topic=topic, score=1) for topic in topics.split())
        if key in votes:
            mention = Mention(key=key, source="s", day=paper.date, rank=1, metrics=SourceMetrics(upvotes=votes[key]))
            mentions[key] = (mention,)
    library = Library(records=records, mentions=mentions, notes={}, removed={})
    return build_catalog(library, TOPICS, assigned, {})


def test_twelve_months_are_counted_up_to_the_running_one_and_the_usual_is_a_median() -> None:
    archive = catalog(
        [("p1", "2025-05-02", "a"), ("p2", "2025-05-30", "a"), ("p3", "2025-06-01", "b")]
        + [(f"q{number}", "2025-07-09", "a") for number in range(5)]
        + [("r1", "2025-08-01", "a"), ("late", "2025-09-01", "a")]
    )
    months = topic_months(archive, "a", until=date(2025, 8, 31))
    assert months.months[0] == MonthCount(first=date(2024, 9, 1), papers=0)
    assert [month.papers for month in months.months] == [0] * 8 + [2, 0, 5, 1]
    assert months.usual == 2.0  # of May, June and July: before May there was no archive
    assert months.now == 1


def test_the_first_month_has_no_usual_and_years_end_in_december() -> None:
    months = topic_months(catalog([("p", "2025-01-15", "a")]), "a", until=date(2025, 1, 20))
    assert months.usual is None
    assert [months.months[-1].first, months.months[-2].first] == [date(2025, 1, 1), date(2024, 12, 1)]
    assert topic_months(catalog([]), "a", until=date(2025, 1, 20)).now == 0


def test_neighbours_share_most_for_their_size_and_ties_keep_the_files_order() -> None:
    archive = catalog(
        [("1", "2025-01-01", "a b"), ("2", "2025-01-01", "a c"), ("3", "2025-01-01", "b"), ("4", "2025-01-01", "b")]
    )
    assert related_topics(archive, "a") == (Neighbour(topic="c", papers=1), Neighbour(topic="b", papers=1))
    assert related_topics(archive, "a", most=1) == (Neighbour(topic="c", papers=1),)
    even = catalog([("1", "2025-01-01", "a c"), ("2", "2025-01-01", "a b")])
    assert [neighbour.topic for neighbour in related_topics(even, "a")] == ["b", "c"]


def test_top_papers_have_votes_and_are_not_withdrawn() -> None:
    papers = [(key, "2025-01-01", "a") for key in ("k1", "k2", "k3", "kx", "k5")]
    archive = catalog(papers, k1=3, k2=9, k3=3, kx=99, k5=0)
    assert [entry.key for entry in top_entries(archive, "a")] == ["k2", "k1", "k3"]
    assert [entry.key for entry in top_entries(archive, "a", most=1)] == ["k2"]
