"""Archives of any size: sentences and title words of real records, recombined at random with a seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

from generator.catalog.related.vectors import PaperText
from generator.model import Paper
from generator.store.load import load_valid_content

ROOT = Path(__file__).parents[2]
A_DAY = 30
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def real_papers() -> list[Paper]:
    """Return the papers of this repository's content/ in the order of keys."""
    library = load_valid_content(ROOT).library
    papers = [record.paper for _, record in sorted(library.records.items()) if record.paper.abstract]
    if not papers:
        raise SystemExit("content/ has no record with an abstract to recombine: import some first")
    return papers


def recombined(papers: list[Paper], count: int, *, seed: int = 0) -> list[PaperText]:
    """Return ``count`` papers, thirty a day, each with sentences of three real ones, so that subjects are preserved."""
    draw = random.Random(seed)  # the archive must be the same in each run
    sentences = [_SENTENCE.split(paper.abstract) for paper in papers]
    made = []
    for number in range(count):
        sources = [draw.randrange(len(papers)) for _ in range(3)]
        words = [word for source in sources for word in papers[source].title.split()]
        made.append(
            PaperText(
                key=f"{number:06d}",
                day=number // A_DAY,
                title=" ".join(draw.sample(words, min(len(words), 10))),
                abstract=" ".join(draw.choice(sentences[draw.choice(sources)]) for _ in range(8)),
            )
        )
    return made
