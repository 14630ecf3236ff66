"""Topic words: a linear model over all words of a paper, which corrects the scores of phrases.

Phrases say what a topic is about. They miss papers that only imply it, and they count "benchmark" the same in a paper
that introduces one and in a paper that uses five. Topic words add a small weight for every known word to each score:
"odometry" counts for robotics, and "outperforms" against datasets. They change only scores of topics that a phrase
supports, so no topic is assigned without a phrase that a curator can find in ``content/topics.yaml``.

The weights are learned (``learning``) and stored in a table with a line for each word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import DigestifError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How many times each word of a title counts.
TITLE_WEIGHT = 3
#: First line of a table. The number increases with every change of the format.
_HEADING = "# digestif topic words 1"
_COLUMNS = ("word", "rarity")
#: The line with the scores that topics have before any word is added.
ANY_PAPER = "(any paper)"
#: Numbers are stored in hundredths, so that a table is the same on every machine.
_UNIT = 100
#: Weights of words in a paper are rounded to multiples of 1 / 4096.
_SCALE = 4096
_SHIPPED = "topic_words.tsv"


class WordWeights(NamedTuple):
    """The inverse document frequency of a word, and its weight for each topic."""

    rarity: float
    weights: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicWords:
    """Weights of comparable words for ``topics``; ``base`` is added to the scores of every paper with known words."""

    topics: tuple[str, ...]
    base: tuple[float, ...]
    words: Mapping[str, WordWeights]


NO_TOPIC_WORDS = TopicWords(topics=(), base=(), words={})


class WordScorer:
    """Computes what the words of papers add to the scores of topics.

    A word counts for a paper as in TF-IDF with logarithmic term frequency, and the squares of these weights add up
    to 1. They are rounded to whole numbers, as those of the table are, so that their sums are exact.
    """

    def __init__(self, words: TopicWords) -> None:
        import numpy as np

        self.column = {topic: column for column, topic in enumerate(words.topics)}
        self._words = sorted(words.words)
        self._row = {word: row for row, word in enumerate(self._words)}
        self._rarity = np.array([words.words[word].rarity for word in self._words])
        weights = [words.words[word].weights for word in self._words]
        self._weights = np.rint(np.array(weights).reshape(len(weights), len(words.topics)) * _UNIT)
        self._base = np.rint(np.array(words.base) * _UNIT) * _SCALE

    def scores(self, title: Sequence[str], abstract: Sequence[str]) -> list[float]:
        """Return what the words of a paper add to the score of each topic; nothing without known words."""
        rows, weights = self._weigh(title, abstract)
        if not len(rows):
            return []
        scores = (weights @ self._weights[rows] + self._base) / (_SCALE * _UNIT)
        return [float(score) for score in scores]

    def parts(self, title: Sequence[str], abstract: Sequence[str], topic: str) -> tuple[tuple[str, float], ...]:
        """Return what each word adds to the score of a topic, the strongest first, and what every paper has."""
        rows, weights = self._weigh(title, abstract)
        if topic not in self.column or not len(rows):
            return ()
        column = self.column[topic]
        added = (weights * self._weights[rows, column] / (_SCALE * _UNIT)).tolist()
        words = [(self._words[row], weight) for row, weight in zip(rows.tolist(), added, strict=True) if weight]
        base = (ANY_PAPER, float(self._base[column]) / (_SCALE * _UNIT))
        return (*sorted(words, key=lambda part: (-abs(part[1]), part[0])), base)

    def _weigh(self, title: Sequence[str], abstract: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the rows of a paper's known words and their weights in the paper, in units of 1 / ``_SCALE``."""
        import numpy as np

        counts = Counter(map(self._row.get, abstract))
        for row in map(self._row.get, title):
            counts[row] += TITLE_WEIGHT
        counts.pop(None, None)
        rows = np.fromiter(counts, dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        weights = (1 + np.log(times)) * self._rarity[rows]
        length = max(float(np.sqrt(weights @ weights)), 1e-9)  # without known words, it is zero
        return rows, np.rint(weights * (_SCALE / length))


@cache
def shipped_topic_words() -> TopicWords:
    """Return the topic words that come with Digestif, for the topics of a new digest."""
    raw = files(__package__).joinpath(_SHIPPED).read_bytes()
    return parse_topic_words(raw, file=_SHIPPED)


def parse_topic_words(raw: bytes, *, file: str) -> TopicWords:
    """Read a table of topic words. Raises DigestifError naming the first line that cannot be read."""
    try:
        heading, columns, *lines = raw.decode().splitlines()
    except (UnicodeDecodeError, ValueError):
        raise _unreadable(file, 1, "is not a table of topic words") from None
    topics = tuple(columns.split("\t")[len(_COLUMNS) :])
    if heading != _HEADING or columns.split("\t")[: len(_COLUMNS)] != list(_COLUMNS):
        raise _unreadable(file, 1, f"does not begin with {_HEADING!r}")
    rows = {}
    for number, line in enumerate(lines, 3):
        word, *numbers = line.split("\t")
        try:
            rarity, *weights = [int(text) / _UNIT if text else 0.0 for text in numbers]
        except ValueError:
            raise _unreadable(file, number, "has a cell that is not a whole number") from None
        if len(weights) != len(topics):
            raise _unreadable(file, number, f"has {len(numbers) + 1} cells, not {len(topics) + len(_COLUMNS)}")
        rows[word] = WordWeights(rarity, tuple(weights))
    base = rows.pop(ANY_PAPER, WordWeights(0.0, (0.0,) * len(topics)))
    return TopicWords(topics=topics, base=base.weights, words=rows)


def dump_topic_words(words: TopicWords) -> bytes:
    """Return the table of topic words, in the order of words; zeros are empty cells."""
    rows = [(ANY_PAPER, WordWeights(0.0, words.base)), *sorted(words.words.items())]
    lines = [_HEADING, "\t".join((*_COLUMNS, *words.topics))]
    for word, (rarity, weights) in rows:
        hundredths = [round(number * _UNIT) for number in (rarity, *weights)]
        lines.append("\t".join((word, *(str(number) if number else "" for number in hundredths))))
    return "".join(f"{line}\n" for line in lines).encode()


def _unreadable(file: str, line: int, found: str) -> DigestifError:
    return DigestifError(
        f"{file}:{line}: {found}", fix="run digestif topics learn, which writes this file, or delete it"
    )
