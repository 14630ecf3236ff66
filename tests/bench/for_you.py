"""How well the order "For you" finds what simulated readers like: ``python -m tests.bench.for_you [FOLDER]``.

FOLDER is a digest; without it, this repository's is used. Each reader likes two topics and one author, and bookmarks
papers on two thirds of the days, with noise: the reader misses some, and bookmarks, reads and hides others. The lists
of the other days are then ordered, and compared with what the reader likes. Node.js runs the scripts of the site on
the files of its index. Such readers favour a model that knows topics, so there are figures without them, too.
"""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import mean, stdev

from generator.build.catalog_loader import load_catalog
from generator.build.search.index import FOLDER as INDEX
from generator.build.search.index import build_index
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord, search_records
from generator.text.search_terms import term_of
from generator.text.search_words import words

ROOT = Path(__file__).parents[2]
SCORES = Path(__file__).with_name("for_you_scores.js")
READERS = 200
SEED = 4
#: Least papers of a list that is ordered, bookmarks of a reader, and papers of a topic that a reader may like.
MIN_LIST, MIN_BOOKMARKS, MIN_TOPIC = 11, 5, 8
#: How likely a paper is bookmarked by how much the reader likes it, and how likely others are read and hidden.
BOOKMARKED, READ, HIDDEN = (0.03, 0.3, 0.6, 0.8), 0.15, 0.05
SECOND_TOPIC, MAIN_TOPIC, AUTHOR = 1, 2, 3
TITLE_WEIGHT = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Archive:
    """Papers by key, the lists of each day in their order, and how many papers each author and topic has."""

    papers: Mapping[str, SearchRecord]
    lists: Mapping[date, Sequence[str]]
    authors: Counter[str]
    topics: Counter[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Keys of papers that a reader marked, of those that the same days listed, and lists to order with their gains."""

    bookmarked: Sequence[str]
    hidden: Sequence[str]
    read: Sequence[str]
    others: Sequence[str]
    lists: Sequence[Sequence[str]]
    gains: Sequence[Sequence[int]]


def read_archive(root: Path) -> Archive:
    """Read the papers of a digest."""
    catalog = load_catalog(root)
    papers = {record.key: record for record in search_records(catalog)}
    by_day = defaultdict(list)
    for entry in catalog.entries:
        by_day[entry.paper.date].append(entry)
    lists = {}
    for day, own in sorted(by_day.items()):
        ranked = sorted((entry.rank_on(day), entry.key) for entry in own)
        lists[day] = [key for _, key in ranked]
    return Archive(
        papers=papers,
        lists=lists,
        authors=Counter(name for record in papers.values() for name in set(record.authors)),
        topics=Counter(topic.id for record in papers.values() for topic in record.topics),
    )


def simulate_reader(archive: Archive, drawn: random.Random) -> Reader | None:
    """Draw a reader, or None if the reader has too few bookmarks or no list has anything for the reader."""
    topics = drawn.sample(sorted(topic for topic, count in archive.topics.items() if count >= MIN_TOPIC), 2)
    author = drawn.choice(sorted(name for name, count in archive.authors.items() if count > 1))
    held_out = set(drawn.sample(list(archive.lists), len(archive.lists) // 3))
    marked: dict[str, list[str]] = {"bookmarked": [], "read": [], "hidden": [], "others": []}
    for day, keys in archive.lists.items():
        for key in () if day in held_out else keys:
            gain = _gain(archive.papers[key], topics, author)
            marked[_mark(gain, drawn)].append(key)
    gains = {
        day: [_gain(archive.papers[key], topics, author) for key in archive.lists[day]] for day in sorted(held_out)
    }
    tested = [day for day, own in gains.items() if len(own) >= MIN_LIST and any(own)]
    if len(marked["bookmarked"]) < MIN_BOOKMARKS or not tested:
        return None
    return Reader(**marked, lists=[archive.lists[day] for day in tested], gains=[gains[day] for day in tested])


def _mark(gain: int, drawn: random.Random) -> str:
    if drawn.random() < BOOKMARKED[gain]:
        return "bookmarked"
    if drawn.random() < READ:
        return "read"
    return "hidden" if not gain and drawn.random() < HIDDEN else "others"


def _gain(paper: SearchRecord, topics: Sequence[str], author: str) -> int:
    """Return how much a reader likes a paper, from 0 to 3."""
    if author in paper.authors:
        return AUTHOR
    own = [topic.id for topic in paper.topics]
    if own and own[0] in topics:
        return MAIN_TOPIC
    return SECOND_TOPIC if any(topic in own for topic in topics) else 0


def ndcg(scores: Sequence[float], gains: Sequence[int]) -> float:
    """Return the normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen, 2002)."""

    def cumulated(ordered: Sequence[int]) -> float:
        return sum((2.0**gain - 1) / math.log2(place + 2) for place, gain in enumerate(ordered[:10]))

    order = sorted(range(len(gains)), key=lambda place: -scores[place])
    return cumulated([gains[place] for place in order]) / cumulated(sorted(gains, reverse=True))


def mean_ndcg(reader: Reader, score: Callable[[Sequence[str]], Sequence[float]]) -> float:
    """Return the mean over a reader's lists."""
    return mean(ndcg(score(keys), gains) for keys, gains in zip(reader.lists, reader.gains, strict=True))


def centroid_scores(archive: Archive, reader: Reader, vectors: Mapping[str, Mapping[str, float]]) -> float:
    """Return the mean of lists that are ordered by their similarity to the sum of the bookmarks."""
    centroid: Counter[str] = Counter()
    for key in reader.bookmarked:
        centroid.update(vectors[key])
    return mean_ndcg(
        reader,
        lambda keys: [sum(value * centroid[term] for term, value in vectors[key].items()) for key in keys],
    )


def tfidf(archive: Archive) -> dict[str, dict[str, float]]:
    """Return TF-IDF vectors of length 1 of titles and whole abstracts."""
    texts = {
        key: Counter(term_of(word) for word in words(paper.title) * TITLE_WEIGHT + words(paper.abstract))
        for key, paper in archive.papers.items()
    }
    times = Counter(term for counts in texts.values() for term in counts)
    vectors = {}
    for key, counts in texts.items():
        weights = {term: (1 + math.log(n)) * math.log(len(texts) / times[term]) for term, n in counts.items()}
        length = math.hypot(*weights.values()) or 1.0
        vectors[key] = {term: weight / length for term, weight in weights.items()}
    return vectors


def model_scores(archive: Archive, readers: Sequence[Reader], without: Sequence[str]) -> tuple[list[float], float]:
    """Return each reader's mean, and the milliseconds of processor time for each; ``without`` names features."""
    with tempfile.TemporaryDirectory() as folder:
        build_index(archive.papers.values(), Folder(Path(folder)), "site", cache="cache")
        question = {
            "index": f"{folder}/site/{INDEX}",
            "without": list(without),
            "readers": [asdict(reader) for reader in readers],
        }
        answer = subprocess.run(
            ["node", SCORES], input=json.dumps(question), capture_output=True, text=True, check=True
        )
    found = json.loads(answer.stdout)
    results = [
        mean(ndcg(scores, gains) for scores, gains in zip(own, reader.gains, strict=True))
        for own, reader in zip(found["scores"], readers, strict=True)
    ]
    return results, found["milliseconds"] / len(readers)


def main() -> None:
    """Print a table of means over the readers, with their standard errors."""
    archive = read_archive(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
    drawn = random.Random(SEED)  # the readers must be the same in each run
    readers: list[Reader] = []
    while len(readers) < READERS:
        reader = simulate_reader(archive, drawn)
        if reader:
            readers.append(reader)
    vectors = tfidf(archive)
    bookmarks = mean(len(reader.bookmarked) for reader in readers)
    print(f"{len(archive.papers)} papers, {len(readers)} readers with {bookmarks:.0f} bookmarks on average; NDCG@10:")
    rows = {
        "order of the list": [
            mean_ndcg(reader, lambda keys: [-place for place in range(len(keys))]) for reader in readers
        ],
        "nearest to the sum of the bookmarks, TF-IDF of whole texts": [
            centroid_scores(archive, reader, vectors) for reader in readers
        ],
    }
    for name, without in (
        ("For you", ()),
        ("For you without topics", ("topics",)),
        ("For you without vectors", ("vector",)),
        ("For you without topics and vectors", ("topics", "vector")),
    ):
        rows[name], milliseconds = model_scores(archive, readers, without)
    for name, results in rows.items():
        print(f"{mean(results):.3f} ± {stdev(results) / math.sqrt(len(results)):.3f}  {name}")
    print(f"{milliseconds:.1f} ms of processor time for each reader")


if __name__ == "__main__":
    main()
