"""Archives of any size: real records in, recombined papers out, with their words, lengths and faults.

The same seed, size and records give the same bytes. Each paper has a title of two records, sentences of three
abstracts, and the authors and links of one record; each day has thirty papers.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from generator.model import Ids, Paper, SourceMetadata, SourceMetrics
from generator.records.canonical import dump_record
from generator.store.content import TOPICS_FILE, record_file
from generator.store.load import load_content
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry, snapshot_file

A_DAY = 30
NEWEST = date(2025, 7, 31)
SOURCE = "hf-daily"
_SETTINGS = ("mkdocs.yml", "docs", TOPICS_FILE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Corpus:
    """An archive: its folder, the papers that are recombined, and the seed."""

    site: Path
    papers: Sequence[Paper]
    seed: int

    def write_day(self, day: date, count: int) -> None:
        """Write a day's records and its list."""
        drawn = random.Random(f"{self.seed} {day.isoformat()}")  # the archive must be the same in each run
        entries = []
        for rank in range(1, count + 1):
            key = f"{day:%y%m}.{(day.day * 100 + rank):05}"
            paper = _recombined(drawn, self.papers, key, day)
            file = record_file(key, day)
            _write(self.site / file, dump_record(paper, file=file))
            metadata = SourceMetadata.model_validate(
                {name: getattr(paper, name) for name in SourceMetadata.model_fields}
            )
            metrics = SourceMetrics(upvotes=int(drawn.paretovariate(0.8)) % 900, comments=drawn.randrange(9))
            entries.append(SnapshotEntry(key=key, rank=rank, metadata=metadata, metrics=metrics))
        made = Snapshot(source=SOURCE, day=day, entries=tuple(entries))
        _write(self.site / snapshot_file((day, SOURCE)), dump_snapshot(made))


def make_corpus(root: Path, site: Path, *, papers: int, seed: int) -> Corpus:
    """Create an archive of that many papers in the new folder ``site`` from the digest in ``root``."""
    real = tuple(record.paper for record in load_content(root).records if record.paper.abstract)
    if not real:
        raise SystemExit(f"{root}: has no records with abstracts; import some papers first")
    for name in _SETTINGS:
        _copy(root / name, site / name)
    corpus = Corpus(site=site, papers=real, seed=seed)
    for day, count in _days(papers):
        corpus.write_day(day, count)
    return corpus


def _days(papers: int) -> Iterator[tuple[date, int]]:
    for place in range(0, papers, A_DAY):
        yield NEWEST - timedelta(days=place // A_DAY), min(A_DAY, papers - place)


def _recombined(drawn: random.Random, papers: Sequence[Paper], key: str, day: date) -> Paper:
    one, other, third = (drawn.choice(papers) for _ in range(3))
    front, back = one.title.split(), other.title.split()
    title = " ".join((*front[: (len(front) + 1) // 2], *back[len(back) // 2 :]))
    texts = [paper.abstract.split(". ") for paper in (one, other, third)]
    sentences = [drawn.choice(texts[place % 3]) for place in range(max(map(len, texts)))]
    abstract = ". ".join(dict.fromkeys(sentence.strip().rstrip(".") for sentence in sentences)) + "."
    return Paper.model_validate(
        {
            **{name: getattr(one, name) for name in ("authors", "links", "categories", "keywords", "venue")},
            "title": title,
            "abstract": abstract,
            "date": day,
            "published": day - timedelta(days=2),
            "ids": Ids(arxiv=key),
        }
    )


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_GENERATED))
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


_GENERATED = ("papers", "days", "weeks", "months", "years", "topics", "archive", "search", "index.md", "topics.css")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
