"""Papers of ../shared with the topics that a person gave them after reading the definitions in ../shared/topics.

``topic_labels.tsv`` has two parts. Phrases and topic words were tuned on "development" and never on "held-out", which
was labelled before. The third part, "given", are the fifty papers of ../shared/topics/labelled.json.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.catalog.topics.classifier import Classifier, choose
from generator.ids import normal_title
from generator.model import Paper
from generator.sources.hf_json import parse_hf_json
from generator.sources.hf_page import parse_hf_page
from generator.sources.table import parse_table

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
LABELS = Path(__file__).with_name("topic_labels.tsv")
DEVELOPMENT, HELD_OUT, GIVEN = "development", "held-out", "given"


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """A paper with its right topics, the main one first."""

    paper: Paper
    topics: tuple[str, ...]


@cache
def shared_papers() -> dict[str, Paper]:
    """Return the papers of ../shared that have an abstract, by their normalized titles."""
    samples = SHARED / "samples"
    files = [parse_hf_page((SHARED / "seed" / "daily-papers-jul-31.txt").read_bytes(), name="daily-papers-jul-31.txt")]
    files += [parse_hf_json(file.read_bytes(), name=file.name) for file in sorted((samples / "hf-daily").iterdir())]
    files += [parse_table(file.read_bytes(), name=file.name) for file in sorted((samples / "csv").glob("*.csv"))]
    papers = [found.metadata for file in files for found in file.papers if found.metadata.abstract]
    return {
        normal_title(metadata.title): Paper.model_validate(
            {"title": metadata.title, "abstract": metadata.abstract, "date": "2025-07-31"}
        )
        for metadata in reversed(papers)
    }


def labelled_papers(part: str) -> list[Labelled]:
    """Return the papers of a part, in the order of titles."""
    papers = shared_papers()
    return [Labelled(paper=papers[normal_title(title)], topics=topics) for title, topics in sorted(_labels(part))]


def _labels(part: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if part == GIVEN:
        for one in json.loads((SHARED / "topics" / "labelled.json").read_text(encoding="utf-8")):
            yield one["title"], tuple(one["topics"])
        return
    with LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["part"] == part:
                yield row["title"], tuple(row["topics"].split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """How well a classifier does: micro-averaged F1, precision and recall, F1 averaged over topics, main topics."""

    micro: float
    precision: float
    recall: float
    macro: float
    main: float


def measure_quality(labelled: list[Labelled], classifier: Classifier) -> Quality:
    """Compare the topics that the classifier gives to labelled papers, from words alone, with the right ones."""
    hits: dict[str, int] = {}
    errors: dict[str, int] = {}
    found = main = 0
    for one in labelled:
        topics = [score.topic for score in choose(classifier.totals(one.paper.title, one.paper.abstract))]
        found += len(topics)
        main += topics[:1] == [one.topics[0]]
        for topic in {*topics, *one.topics}:
            both = topic in topics and topic in one.topics
            hits[topic] = hits.get(topic, 0) + both
            errors[topic] = errors.get(topic, 0) + (not both)
    wanted = sum(len(one.topics) for one in labelled)
    right = sum(hits.values())
    of_topics = {topic for one in labelled for topic in one.topics}
    return Quality(
        micro=2 * right / (found + wanted),
        precision=right / found,
        recall=right / wanted,
        macro=sum(2 * hits[topic] / (2 * hits[topic] + errors[topic]) for topic in of_topics) / len(of_topics),
        main=main / len(labelled),
    )
