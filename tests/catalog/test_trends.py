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
from generator.pages.context import make_context
from generator.pages.views.trends import plan_trends
from generator.settings import Settings

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
        ("KV caches, a KL term, AI-generated, AI-assisted, R1-Like and GPT-4-level answers", []),
        (
            "H100s, an A100-80GB, TPUv4, RTX-4090, MI300X and an L40S, unlike T5, O1-Pro and SA-1B",
            ["O1-Pro", "SA-1B", "T5"],
        ),
        ("ReLU, GELU, SwiGLU, SiLU and LeakyReLU, unlike LoRA", ["LoRA"]),
        ("ICL, SSL, IRL and OOD with LVLMs, LMMs and SLMs, unlike DPO and CoT", ["CoT", "DPO"]),
        ("FLOPs, mAP, mIoU, PSNR, F1 and FID, unlike COCO and F5-TTS", ["COCO", "F5-TTS"]),
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
    assert not any(trends.discussed.values())


def test_the_most_discussed_papers_are_those_of_a_week_a_month_and_a_year() -> None:
    papers = {key: paper("", days_ago=days_ago) for key, days_ago in (("a", 2), ("b", 20), ("c", 200))}
    mentions: dict[str, tuple[Mention, ...]] = {
        key: (Mention(key=key, source="hf-json", day=each.date, rank=1, metrics=SourceMetrics(comments=number)),)
        for number, (key, each) in enumerate(papers.items(), start=1)
    }
    catalog = catalog_of(papers, mentions)
    found = find_trends(catalog).discussed
    assert {length: [(one.entry.key, one.count) for one in papers] for length, papers in found.items()} == {
        "week": [("a", 1)],
        "month": [("b", 2), ("a", 1)],
        "year": [("c", 3), ("b", 2), ("a", 1)],
    }
    text = plan_trends(make_context(catalog, Settings(title="A digest"))).text
    headings = ["Most discussed in a week", "Most discussed in a month", "Most discussed in a year"]
    assert [heading for heading in headings if heading in text] == headings


@pytest.fixture(scope="module")
def own() -> Catalog:
    """The catalog of this repository's own digest."""
    return load_catalog(REPOSITORY)


@pytest.fixture(scope="module")
def listed() -> dict[date, set[str]]:
    """The keys of the papers of each day, read from the files alone."""
    days: dict[date, set[str]] = defaultdict(set)
    for file in REPOSITORY.glob("content/papers/*/*/*/*.yaml"):
        days[date(*map(int, file.parts[-4:-1]))].add(file.stem)
    for file in REPOSITORY.glob("content/sources/*/20*.json"):
        days[date.fromisoformat(file.stem)].update(entry["key"] for entry in json.loads(file.read_text())["entries"])
    return days


def in_span(listed: dict[date, set[str]], *, first: int, last: int) -> set[str]:
    """The keys of the papers from ``first`` to ``last`` days before the newest one."""
    newest = max(listed)
    return {key for day, keys in listed.items() if last <= (newest - day).days <= first for key in keys}


def test_the_days_that_are_compared_agree_with_the_files(own: Catalog, listed: dict[date, set[str]]) -> None:
    trends = find_trends(own)
    assert trends.recent is not None
    assert trends.earlier is not None
    recent = in_span(listed, first=29, last=0)
    assert {entry.key for entry in trends.recent.entries} == recent
    assert {entry.key for entry in trends.earlier.entries} == in_span(listed, first=209, last=30) - recent


@pytest.mark.parametrize(("kind", "fact"), [("upvoted", "upvotes"), ("discussed", "comments")])
def test_votes_and_comments_agree_with_a_calculation_from_the_snapshots(own: Catalog, kind: str, fact: str) -> None:
    newest: dict[str, tuple[date, int]] = {}
    for file in sorted(REPOSITORY.glob("content/sources/*/20*.json"), key=lambda file: file.stem):
        for entry in json.loads(file.read_text())["entries"]:
            if (count := entry.get("facts", {}).get(fact)) is not None:
                newest[entry["key"]] = (date.fromisoformat(file.stem), count)
    found = getattr(find_trends(own), kind)
    assert newest, "the snapshots have counts"
    for length, days in (("week", 7), ("month", 30), ("year", 365)):
        counts = {key: count for key, (day, count) in newest.items() if count and (NEWEST - day).days < days}
        assert [one.count for one in found[length]] == sorted(counts.values(), reverse=True)[:10]
        assert {one.entry.key: one.count for one in found[length]}.items() <= counts.items()


def test_rising_topics_agree_with_the_formula_for_every_topic(own: Catalog, listed: dict[date, set[str]]) -> None:
    recent = in_span(listed, first=29, last=0)
    earlier = in_span(listed, first=209, last=30) - recent
    evidence = {}
    for topic, entries in own.by_topic.items():
        keys = {entry.key for entry in entries}
        now, before = len(keys & recent), len(keys & earlier)
        share = 20 * (now + before) / (len(recent) + len(earlier))
        odds = [(n + share) / (of + 20 - n - share) for n, of in ((now, len(recent)), (before, len(earlier)))]
        if now >= 4:
            sure = (log(odds[0]) - log(odds[1])) / sqrt(1 / (now + share) + 1 / (before + share))
            evidence[topic] = (-round(sure, 6), topic, now, before)
    expected = [(topic, now, before) for sure, topic, now, before in sorted(evidence.values()) if sure <= -2][:8]
    assert expected
    found = find_trends(own).topics
    assert [(topic.text, topic.change.recent, topic.change.earlier) for topic in found] == expected


def test_rising_words_and_new_names_agree_with_a_search_for_them(own: Catalog, listed: dict[date, set[str]]) -> None:
    recent = in_span(listed, first=29, last=0)
    spans = (recent, in_span(listed, first=209, last=30) - recent)
    texts = [[f"{own.by_key[key].paper.title}. {own.by_key[key].paper.abstract}" for key in keys] for keys in spans]
    trends = find_trends(own)
    for word in trends.words:
        parts = (re.escape(part.lower().removesuffix("s")) + "s?" for part in re.split("[ -]", word.text))
        pattern = re.compile(rf"(?<![\w-]){'[ -]'.join(parts)}\b", re.IGNORECASE)
        found = [sum(bool(pattern.search(text)) for text in of_span) for of_span in texts]
        # A word within a hyphenated one may count or not.
        assert [word.change.recent, word.change.earlier] == pytest.approx(found, abs=1), word.text
    for name in trends.names:
        pattern = re.compile(rf"(?<![\w-]){re.escape(name.text)}(?![\w-])")
        assert [sum(bool(pattern.search(text)) for text in of_span) for of_span in texts] == [name.change.recent, 0]
