"""How many of the related papers of content/ were judged related.

``related_judgements.tsv`` has the judgements of a language model for 64 papers, drawn at random. For each, it saw 9 to
19 papers in the order of titles: the nearest by words, by words and subjects, and by two small language models, without
their names. The question was whether a reader of the paper would want to see the other one next. A rule must not be
tuned on them without new ones to check it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from generator.build.catalog_loader import load_catalog
from generator.catalog.related import explanation
from generator.catalog.related.explanation import MIN_SIMILARITY
from generator.catalog.related.finder import find_related
from generator.catalog.related.vectors import PaperText
from tests.bench.related_corpus import ROOT

#: Added to all limits of similarity, to see what stricter and looser ones would show.
SHIFTS = (-0.06, -0.03, 0.0, 0.03, 0.06, 0.09, 0.12)
JUDGEMENTS = Path(__file__).with_name("related_judgements.tsv")


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedQuality:
    """Counts of shown papers: right, wrong and not judged, of the judged papers; and papers that show three or more."""

    right: int
    wrong: int
    unknown: int
    with_three: int
    papers: int

    def __str__(self) -> str:
        judged = self.right + self.wrong
        return (
            f"{self.right} of {judged} shown papers are right ({self.right / max(1, judged):.2f}), "
            f"{self.unknown} have no judgement; {self.with_three} of all {self.papers} papers show three or more "
            f"({self.with_three / max(1, self.papers):.2f})"
        )


def judgements() -> Mapping[str, Mapping[str, bool]]:
    """Return, for each judged paper, whether others are related, all by key."""
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        return {
            row["paper"]: {key: name == "related" for name in ("related", "not related") for key in row[name].split()}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        }


def curve() -> dict[float, RelatedQuality]:
    """Return the quality with all limits of similarity shifted."""
    catalog = load_catalog(ROOT)
    texts = [
        PaperText(
            key=entry.key, day=entry.paper.date.toordinal(), title=entry.paper.title, abstract=entry.paper.abstract
        )
        for entry in catalog.entries
    ]
    topics = {entry.key: tuple(one.topic for one in entry.topics) for entry in catalog.entries}
    found = {}
    for shift in SHIFTS:
        limits = tuple(limit + shift for limit in MIN_SIMILARITY)
        with patch.object(explanation, "MIN_SIMILARITY", limits):
            related, _ = find_related(texts, topics)
        found[shift] = _compared({key: tuple(one.key for one in others) for key, others in related.items()})
    return found


def measure_related() -> RelatedQuality:
    """Compare the related papers that pages of content/ show with the judgements."""
    return _compared({entry.key: tuple(one.key for one in entry.related) for entry in load_catalog(ROOT).entries})


def _compared(related: Mapping[str, tuple[str, ...]]) -> RelatedQuality:
    answers = [judged.get(key) for paper, judged in judgements().items() for key in related.get(paper, ())]
    return RelatedQuality(
        right=answers.count(True),
        wrong=answers.count(False),
        unknown=answers.count(None),
        with_three=sum(len(shown) >= 3 for shown in related.values()),
        papers=len(related),
    )
