"""Archives of any size: real records in, recombined papers out, with their words, lengths and faults.

The same seed, size and records give the same bytes. Each paper has a title of two records, sentences of three
abstracts, and the links of one record. Its authors are as many as those of that record, and words that one record alone
has are replaced, so that names and words grow with the archive as they do in real ones. A day has 3 to 120 papers, and
seventeen in the mean.
"""

from __future__ import annotations

import math
import random
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from generator.model import Author, Ids, Paper, SourceMetadata, SourceMetrics
from generator.records.canonical import dump_record
from generator.store.content import TOPICS_FILE, record_file
from generator.store.load import load_content
from generator.store.snapshots.snapshot_files import dump_snapshot
from generator.store.snapshots.snapshots import Snapshot, SnapshotEntry, snapshot_file
from tests.bench.growing import NEW_NAMES, NEW_WORDS, Growing, combine

#: Papers of a new day.
A_DAY = 30
#: Papers of the days of an archive.
FEWEST, USUAL, MOST, SPREAD = 3, 14, 120, 0.6
NEWEST = date(2025, 7, 31)
SOURCE = "hf-daily"
_SETTINGS = ("mkdocs.yml", TOPICS_FILE)
#: Pages that people wrote: those of a new digest.
_PAGES = Path(__file__).parents[2] / "generator" / "starter" / "docs"


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """An archive: its folder, the papers that are recombined, and the seed."""

    site: Path
    papers: Sequence[Paper]
    seed: int
    _names: Growing = field(init=False)
    _words: Growing = field(init=False)
    _rare: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        drawn = random.Random(self.seed)  # the archive must be the same in each run
        names = sorted({author.name for paper in self.papers for author in paper.authors if " " in author.name})
        fronts = sorted({name.rsplit(" ", 1)[0] for name in names})
        backs = sorted({f" {name.rsplit(' ', 1)[1]}" for name in names})
        counts = Counter(word for paper in self.papers for word in {*_WORD.findall(f"{paper.title} {paper.abstract}")})
        rare = sorted(word for word, count in counts.items() if count == 1)
        halves = [(word[: (len(word) + 1) // 2], word[len(word) // 2 :]) for word in rare]
        for parts in (fronts, backs, halves):
            drawn.shuffle(parts)
        words = combine([front for front, _ in halves], [back for _, back in reversed(halves)])
        object.__setattr__(self, "_names", Growing(drawn, combine(fronts, backs), new=NEW_NAMES))
        object.__setattr__(self, "_words", Growing(drawn, words, new=NEW_WORDS))
        object.__setattr__(self, "_rare", frozenset(rare))

    def write_day(self, day: date, count: int) -> None:
        """Write a day's records and its list."""
        drawn = random.Random(f"{self.seed} {day.isoformat()}")
        entries = []
        for rank in range(1, count + 1):
            key = f"{day:%y%m}.{(day.day * 200 + rank):0{_digits(day)}}"
            paper = self._recombined(drawn, key, day)
            file = record_file(key, day)
            _write(self.site / file, dump_record(paper, file=file))
            metadata = SourceMetadata.model_validate(
                {name: getattr(paper, name) for name in SourceMetadata.model_fields}
            )
            metrics = SourceMetrics(upvotes=int(drawn.paretovariate(0.8)) % 900, comments=drawn.randrange(9))
            entries.append(SnapshotEntry(key=key, rank=rank, metadata=metadata, metrics=metrics))
        made = Snapshot(source=SOURCE, day=day, entries=tuple(entries))
        _write(self.site / snapshot_file((day, SOURCE)), dump_snapshot(made))

    def _recombined(self, drawn: random.Random, key: str, day: date) -> Paper:
        one, other, third = (drawn.choice(self.papers) for _ in range(3))
        front, back = one.title.split(), other.title.split()
        title = " ".join((*front[: (len(front) + 1) // 2], *back[len(back) // 2 :]))
        texts = [paper.abstract.split(". ") for paper in (one, other, third)]
        sentences = [drawn.choice(texts[place % 3]) for place in range(max(map(len, texts)))]
        abstract = ". ".join(dict.fromkeys(sentence.strip().rstrip(".") for sentence in sentences)) + "."
        names = dict.fromkeys(self._names.draw() for _ in one.authors)
        return Paper.model_validate(
            {
                **{name: getattr(one, name) for name in ("links", "categories", "keywords", "venue")},
                "authors": tuple(Author(name=name) for name in names),
                "title": self._renamed(title),
                "abstract": self._renamed(abstract),
                "date": day,
                "published": day - timedelta(days=2),
                "ids": Ids(arxiv=key),
            }
        )

    def _renamed(self, text: str) -> str:
        """Replace words that one real paper alone has, outside formulas."""
        return _WORD.sub(lambda found: self._words.draw() if found[0] in self._rare else found[0], text)


def make_corpus(root: Path, site: Path, *, papers: int, seed: int) -> Corpus:
    """Create an archive of that many papers in the new folder ``site`` from the digest in ``root``."""
    real = tuple(record.paper for record in load_content(root).records if record.paper.abstract)
    if not real:
        raise SystemExit(f"{root}: has no records with abstracts; import some papers first")
    for name in _SETTINGS:
        if (root / name).exists():
            _write(site / name, (root / name).read_bytes())
    shutil.copytree(_PAGES, site / "docs")
    corpus = Corpus(site=site, papers=real, seed=seed)
    for day, count in _days(papers, random.Random(seed)):
        corpus.write_day(day, count)
    return corpus


def _digits(day: date) -> int:
    """Return how many digits the number of an arXiv id of that day has."""
    return 5 if day.year >= 2015 else 4


def _days(papers: int, drawn: random.Random) -> list[tuple[date, int]]:
    """Return days with their numbers of papers, oldest first, as an archive grows."""
    days: list[tuple[date, int]] = []
    while papers:
        count = round(drawn.lognormvariate(math.log(USUAL), SPREAD))
        count = min(papers, MOST, max(FEWEST, count))
        days.append((NEWEST - timedelta(days=len(days)), count))
        papers -= count
    return days[::-1]


#: Words of five letters and more without a command or mark before them.
_WORD = re.compile(r"(?<![\\\w$^_{-])[^\W\d_]{5,}(?![\w$^_}-])")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
