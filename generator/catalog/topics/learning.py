"""Learns topic words from papers whose topics are known.

Method: ridge regression of each topic's membership on TF-IDF weights (Hoerl and Kennard, "Ridge regression: biased
estimation for nonorthogonal problems", 1970), solved by conjugate gradients. Papers without known topics take part
with those that the classifier gives them and a lower weight: they show which words occur together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from generator.catalog.related.vectors import is_significant
from generator.catalog.topics.phrases import comparable_words
from generator.catalog.topics.topic_words import TITLE_WEIGHT, TopicWords, WordWeights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Weight of a paper whose topics come from the classifier and not from a person.
GUESSED = 0.3
#: Strength of the penalty on weights. Chosen, as the other constants, by ten-fold cross-validation on 241 papers.
_PENALTY = 0.6
#: What the regression estimates for the main topic of a paper and for its other topics; it is 0 for the rest.
_MAIN, _OTHER = 1.5, 0.8
#: Factor from the estimate to a score.
_SCALE = 2.1
#: A word needs this many papers, and a weight of at least this for some topic.
_MIN_PAPERS = 2
_MIN_WEIGHT = 0.1
MAX_WORDS = 5_000
#: Parts of the papers for cross-validation.
FOLDS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A paper with its topics, the main one first, which a person or the classifier (``guessed``) gave it."""

    key: str
    title: str
    abstract: str
    topics: tuple[str, ...]
    guessed: bool = False

    @property
    def fold(self) -> int:
        """The part of the papers that this one belongs to, by a hash of its key."""
        return hashlib.blake2b(self.key.encode(), digest_size=8).digest()[0] % FOLDS


def learn_topic_words(examples: Sequence[Example], topics: Iterable[str]) -> TopicWords:
    """Return the words that distinguish ``topics`` in the examples. Their order makes no difference."""
    import numpy as np

    examples = sorted(examples, key=lambda example: example.key)
    counts = [_count_words(example) for example in examples]
    words, rarity = _vocabulary(counts)
    known = sorted(topics)
    wanted = np.array([[_estimate(topic, example) for topic in known] for example in examples])
    importance = np.array([GUESSED if example.guessed else 1.0 for example in examples])
    if not words or not known:
        return TopicWords(topics=tuple(known), base=(0.0,) * len(known), words={})
    weights, base = _ridge(_tf_idf(counts, words, rarity), wanted, importance)
    weights, base = np.round(weights * _SCALE, 2) + 0.0, np.round(base * _SCALE, 2) + 0.0
    return TopicWords(
        topics=tuple(known),
        base=tuple(base.tolist()),
        words={
            word: WordWeights(round(rarity[word], 2), tuple(row))
            for word, row in zip(words, weights.tolist(), strict=True)
            if max(map(abs, row)) >= _MIN_WEIGHT
        },
    )


def _estimate(topic: str, example: Example) -> float:
    if topic not in example.topics:
        return 0.0
    return _MAIN if topic == example.topics[0] else _OTHER


def _count_words(example: Example) -> Counter[str]:
    counts = Counter(filter(is_significant, comparable_words(example.abstract)))
    for word in filter(is_significant, comparable_words(example.title)):
        counts[word] += TITLE_WEIGHT
    return counts


def _vocabulary(counts: Sequence[Counter[str]]) -> tuple[list[str], dict[str, float]]:
    """Return the words of enough papers in order, and their inverse document frequencies."""
    papers = Counter(word for of_paper in counts for word in of_paper)
    frequent = sorted((-times, word) for word, times in papers.items() if times >= _MIN_PAPERS)[:MAX_WORDS]
    rarity = {word: log((1 + len(counts)) / (1 - times)) + 1 for times, word in frequent}
    return sorted(rarity), rarity


def _tf_idf(counts: Sequence[Counter[str]], words: Sequence[str], rarity: dict[str, float]) -> csr_matrix:
    """Return the weights of words in papers, (papers, words), in rows of length 1."""
    import numpy as np
    from scipy.sparse import csr_matrix

    column = {word: number for number, word in enumerate(words)}
    cells = [
        (row, column[word], (1 + log(times)) * rarity[word])
        for row, of_paper in enumerate(counts)
        for word, times in sorted(of_paper.items())
        if word in column
    ]
    rows, columns, values = (np.array(part) for part in zip(*cells, strict=True))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(counts), len(words)))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1).A1)
    matrix.data /= np.repeat(np.where(lengths > 0, lengths, 1.0), np.diff(matrix.indptr))
    return matrix


def _ridge(
    matrix: csr_matrix, wanted: NDArray[np.float64], importance: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights, (words, topics), and intercepts, (topics,), that fit ``wanted``, (papers, topics), best."""
    import numpy as np
    from scipy.sparse.linalg import LinearOperator, cg

    share = importance / importance.sum()
    mean, wanted_mean = matrix.T @ share, share @ wanted
    residual = (wanted - wanted_mean) * importance[:, None]

    def normal(vector: NDArray[np.float64]) -> NDArray[np.float64]:
        # The centred matrix is never made: it would have no zeros.
        fitted = importance * (matrix @ vector - mean @ vector)
        return np.asarray(matrix.T @ fitted - mean * fitted.sum() + _PENALTY * vector)

    size = matrix.shape[1]
    operator = LinearOperator((size, size), matvec=normal, dtype=np.float64)
    columns = []
    for number in range(wanted.shape[1]):
        target = matrix.T @ residual[:, number] - mean * residual[:, number].sum()
        columns.append(cg(operator, target, rtol=1e-8, maxiter=500)[0])
    weights = np.column_stack(columns)
    return weights, wanted_mean - mean @ weights
