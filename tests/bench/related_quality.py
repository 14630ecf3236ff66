"""How many of the related papers of content/ were judged related.

``related_judgements.tsv`` has judgements of language models for papers drawn at random. For each, a model saw 5 to 19
papers in the order of titles: the nearest by several methods, without their names. The question was whether a reader of
the paper would want to see the other one next. The rule was fitted with the 64 papers of round 1, except for the limit
of fourth and fifth papers, which both rounds decided. The 60 papers of round 2 check the rest, so nothing else must be
fitted with them. Its judges found fewer papers related: of the nearest ones 76%, and those of round 1 97%.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

from generator.build.catalog_loader import load_catalog
from generator.catalog.related import explanation
from generator.catalog.related.explanation import MIN_FURTHER_SIMILARITY, MIN_SIMILARITY
from generator.catalog.related.finder import find_related
from generator.catalog.related.vectors import PaperText
from tests.bench.related_corpus import ROOT

#: Added to both limits of similarity, to see what stricter and looser ones would show.
SHIFTS = (-0.04, -0.02, 0.0, 0.02, 0.04, 0.06, 0.08)
ROUNDS = ("1", "2")
JUDGEMENTS = Path(__file__).with_name("related_judgements.tsv")
#: Keys of the papers that pages show, by the paper's key.
Shown = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedQuality:
    """Counts of shown papers: right, wrong and not judged, of the judged papers; and papers that show three or more."""

    right: int
    wrong: int
    unknown: int
    judged_papers: int
    judged_with_three: int
    papers: int
    with_three: int

    def __str__(self) -> str:
        judged = self.right + self.wrong
        return (
            f"{self.right} of {judged} shown papers are right ({self.right / max(1, judged):.2f}), "
            f"{self.unknown} have no judgement; three or more are shown by {self.judged_with_three} of "
            f"{self.judged_papers} judged papers ({self.judged_with_three / max(1, self.judged_papers):.2f}) and by "
            f"{self.with_three} of all {self.papers} ({self.with_three / max(1, self.papers):.2f})"
        )


def judgements(*rounds: str) -> Mapping[str, Mapping[str, bool]]:
    """Return, for each paper that was judged in these rounds or in any, whether others are related, all by key."""
    with JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        return {
            row["paper"]: {key: name == "related" for name in ("related", "not related") for key in row[name].split()}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["round"] in (rounds or ROUNDS)
        }


def related_keys(site: Path) -> Shown:
    """Return the related papers of a digest."""
    related, _ = find_related(*_papers(site))
    return {key: tuple(one.key for one in others) for key, others in related.items()}


@cache
def _papers(site: Path) -> tuple[tuple[PaperText, ...], Mapping[str, tuple[str, ...]]]:
    """Return the papers of a digest, and their topics, which change nothing in what is shown."""
    papers = ((entry.key, entry.paper) for entry in load_catalog(site).entries)
    return tuple(
        PaperText(key=key, day=paper.date.toordinal(), title=paper.title, abstract=paper.abstract)
        for key, paper in papers
    ), {}


def curve(site: Path = ROOT) -> dict[float, dict[str, RelatedQuality]]:
    """Return the quality in each round with both limits of similarity shifted."""
    _papers(site)  # before limits are shifted, because loading a digest writes related papers to its cache
    found = {}
    for shift in SHIFTS:
        with (
            patch.object(explanation, "MIN_SIMILARITY", MIN_SIMILARITY + shift),
            patch.object(explanation, "MIN_FURTHER_SIMILARITY", MIN_FURTHER_SIMILARITY + shift),
        ):
            found[shift] = measure_related(site)
    return found


def measure_related(site: Path = ROOT) -> dict[str, RelatedQuality]:
    """Compare the related papers of a digest, which has the papers of content/, with the judgements of each round."""
    shown = related_keys(site)
    return {name: _compared(shown, judged) for name in ROUNDS if (judged := judgements(name))}


def _compared(shown: Shown, judgements: Mapping[str, Mapping[str, bool]]) -> RelatedQuality:
    answers = [judged.get(key) for paper, judged in judgements.items() for key in shown.get(paper, ())]
    return RelatedQuality(
        right=answers.count(True),
        wrong=answers.count(False),
        unknown=answers.count(None),
        judged_papers=len(judgements),
        judged_with_three=sum(len(shown.get(paper, ())) >= 3 for paper in judgements),
        papers=len(shown),
        with_three=sum(len(others) >= 3 for others in shown.values()),
    )
