"""Trends, compared with a second calculation from the snapshots and with Monroe's formula written out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date, timedelta
from math import log, sqrt
from pathlib import Path

import pytest

from generator.build.catalog_loader import load_catalog
from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.catalog.trends.names import read_names
from generator.catalog.trends.rising import Change
from generator.catalog.trends.trends import find_trends
from generator.model import Library, Mention, Paper, Record, SourceMetrics

REPOSITORY = Path(__file__).parent.parent.parent
NEWEST = date(2025, 7, 31)
TOPICS = make_topic_set((Topic(id="agents", name="Agents", description="Programs that act."),))


def catalog_of(papers: dict[str, Paper], mentions: dict[str, tuple[Mention, ...]] | None = None) -> Catalog:
    records = {key: Record(key=key, file=f"content/papers/{key}.yaml", paper=paper) for key, paper in papers.items()}
    agents = {key: (TopicAssignment(topic="agents", score=2.0),) for key in papers if key.startswith("agent")}
    return build_catalog(Library(records=records, mentions=mentions or {}, notes={}, removed={}), TOPICS, agents, {})


def paper(abstract: str, *, days_ago: int) -> Paper:
    return Paper(title="A study", abstract=abstract, date=NEWEST - timedelta(days=days_ago))


def test_a_catalog_without_papers_has_no_trends() -> None:
    trends = find_trends(catalog_of({}))
    assert (trends.recent, trends.words, trends.upvoted) == (None, (), {})


def test_words_topics_and_names_that_more_papers_have_than_before_are_rising() -> None:
    old = {f"old-{number}": paper("We study hallucination.", days_ago=40 + number) for number in range(60)}
    new = {f"agent-{number}": paper("We compare DeepNet with reward models.", days_ago=number) for number in range(20)}
    usual = {f"usual-{number}": paper("We study hallucination.", days_ago=number) for number in range(20)}
    trends = find_trends(catalog_of({**old, **new, **usual}))
    words = {word.text: (word.change.recent, word.change.of_recent, word.change.earlier) for word in trends.words}
    assert words["reward models"] == (20, 40, 0)
    assert "hallucination" not in words
    assert [(topic.text, topic.change.recent, topic.change.of_earlier) for topic in trends.topics] == [
        ("agents", 20, 60)
    ]
    assert [(name.text, name.change.recent) for name in trends.names] == [("DeepNet", 20)]


def test_a_phrase_is_shown_instead_of_its_words() -> None:
    old = {f"old-{number}": paper("Something else.", days_ago=60) for number in range(30)}
    new = {f"new-{number}": paper("About imitation learning, by imitation.", days_ago=1) for number in range(10)}
    rest = {f"rest-{number}": paper("Something else.", days_ago=2) for number in range(20)}
    assert [word.text for word in find_trends(catalog_of({**old, **new, **rest})).words] == ["imitation learning"]


def test_without_earlier_papers_nothing_is_rising() -> None:
    new = {f"agent-{number}": paper("About reward models.", days_ago=1) for number in range(20)}
    rest = {f"rest-{number}": paper("Something else.", days_ago=2) for number in range(20)}
    trends = find_trends(catalog_of({**new, **rest}))
    assert (trends.words, trends.topics) == ((), ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We train Qwen2.5-VL-7B and GPT-4o.", ["GPT-4o", "Qwen2.5-VL-7B"]),
        ("SWE-bench, DeepSeek's DeepSeek-R1", ["DeepSeek", "DeepSeek-R1", "SWE-bench"]),
        ("LLMs, Video-LLMs, RL and 7B models on GPUs, see https://github.com/A1/B2", []),
        ("Chain-of-Thought ANd Human-Like", []),
    ],
)
def test_names_are_told_by_their_spelling(text: str, names: list[str]) -> None:
    entries = catalog_of({"a": paper(text, days_ago=0)}).entries
    assert sorted(read_names(entries)) == names


def test_the_evidence_is_that_of_the_formula() -> None:
    change = Change(recent=12, of_recent=103, earlier=1, of_earlier=157)
    prior = 20 * 13 / 260
    odds = [(count + prior) / (total + 20 - count - prior) for count, total in ((12, 103), (1, 157))]
    deviation = sqrt(1 / (12 + prior) + 1 / (1 + prior))
    assert change.evidence == pytest.approx((log(odds[0]) - log(odds[1])) / deviation)


def test_votes_are_those_of_the_newest_day_and_show_the_change() -> None:
    papers = {"a": paper("", days_ago=2), "b": paper("", days_ago=2), "c": paper("", days_ago=20)}

    def listed(key: str, *votes: tuple[int, int | None]) -> tuple[Mention, ...]:
        """The votes of a paper on lists of some days ago."""
        return tuple(
            Mention(
                key=key,
                source="hf-json",
                day=NEWEST - timedelta(days=days_ago),
                rank=1,
                metrics=SourceMetrics(upvotes=count),
            )
            for days_ago, count in votes
        )

    mentions = {"a": listed("a", (2, 5), (0, 12)), "b": listed("b", (2, 30)), "c": listed("c", (20, 40), (2, None))}
    trends = find_trends(catalog_of(papers, mentions))
    week = [(one.entry.key, one.count, one.gained, one.since) for one in trends.upvoted["week"]]
    assert week == [("c", 40, None, None), ("b", 30, None, None), ("a", 12, 7, NEWEST - timedelta(days=2))]
    assert trends.discussed == ()


def test_the_trends_of_this_digest_agree_with_a_calculation_from_its_snapshots() -> None:
    catalog = load_catalog(REPOSITORY)
    trends = find_trends(catalog)
    assert trends.recent is not None
    assert trends.earlier is not None
    latest = max(date.fromisoformat(file.stem) for file in REPOSITORY.glob("content/sources/*/20*.json"))
    votes: dict[str, dict[date, int]] = defaultdict(dict)
    for file in sorted(REPOSITORY.glob("content/sources/*/20*.json")):
        for listed in json.loads(file.read_text())["entries"]:
            if (count := listed.get("facts", {}).get("upvotes")) is not None:
                votes[listed["key"]][date.fromisoformat(file.stem)] = count
    year = {key: counts[max(counts)] for key, counts in votes.items() if max(counts) > latest - timedelta(days=365)}
    assert year, "the snapshots have votes"
    assert [one.count for one in trends.upvoted["year"]] == sorted(year.values(), reverse=True)[:10]
    assert {one.entry.key: one.count for one in trends.upvoted["year"]}.items() <= year.items()
    for word in trends.words:
        words = (re.escape(part.lower().rstrip("s")) + "s?" for part in re.split("[ -]", word.text))
        pattern = re.compile(rf"(?<![\w-]){'[ -]'.join(words)}\b", re.IGNORECASE)
        for span, count in ((trends.recent, word.change.recent), (trends.earlier, word.change.earlier)):
            found = sum(bool(pattern.search(f"{entry.paper.title}. {entry.paper.abstract}")) for entry in span.entries)
            assert count == pytest.approx(found, abs=1), word.text
