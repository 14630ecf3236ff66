"""Papers as vectors: TF-IDF weights of words, a truncated SVD, and rounding to whole numbers.

Methods: TF-IDF with logarithmic term frequency (Salton and Buckley, "Term-weighting approaches in automatic text
retrieval", 1988), latent semantic indexing (Deerwester et al., "Indexing by latent semantic analysis", 1990), and for
large archives a randomized SVD (see ``svd``) with a fixed seed.

The space (vocabulary, weights, directions) is fitted on a sample: the oldest papers, up to the last milestone of the
archive's size. New papers therefore do not move the others, and the space depends on the papers alone, not on the order
in which builds saw them: an incremental build and a clean one give the same bytes.

The SVD is a numerical approximation, the same on each run with the same libraries. What follows is exact: vectors are
rounded to whole numbers with a length of about ``SCALE``, so that every partial sum of a dot product is a whole number
below 2**24, which float32 represents exactly. Dot products are the same for any chunks, threads and order of summation.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from generator.catalog.related.stop_words import STOP_WORDS
from generator.catalog.related.svd import right_singular_vectors
from generator.catalog.topics.phrases import spelled_words, word_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

DIMENSIONS = 128
#: Length of a vector. Its square is below 2**24, with room for rounding.
SCALE = 4000
#: How many times each word of a title counts.
TITLE_WEIGHT = 3
MAX_WORDS = 20_000
#: Most papers in the sample, drawn from the oldest by a hash of their keys. More papers hardly change the directions,
#: and a change of a paper that is not drawn changes nothing.
MAX_SAMPLE = 20_000
#: Archives up to this size are sampled whole; for larger ones the sample grows by this factor at a time.
FIRST_MILESTONE = 1_000
MILESTONE_FACTOR = 1.5
#: Increase it with every change that gives other vectors, so that old states are not used.
VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperText:
    """The text of a paper; ``day`` is the ordinal of its date, by which the oldest papers are found."""

    key: str
    day: int
    title: str
    abstract: str

    @property
    def fingerprint(self) -> bytes:
        """Hash of title and abstract, 16 bytes."""
        text = f"{self.title}\0{self.abstract}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=16).digest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """A fitted space. ``fingerprint`` is a hash of everything that it was fitted on.

    ``words`` are comparable words in order, ``spellings`` the most frequent spelling of each; ``weights`` are their
    inverse document frequencies, (words,); ``directions`` their coordinates, (words, dimensions).
    """

    fingerprint: str
    words: tuple[str, ...]
    spellings: tuple[str, ...]
    weights: NDArray[np.float64]
    directions: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class WordCounts:
    """How many times each paper (row) has each spelling (column), in its title and in its abstract."""

    spellings: tuple[str, ...]
    titles: csr_matrix
    abstracts: csr_matrix

    def of(self, rows: Sequence[int]) -> WordCounts:
        """Return the counts of some of the papers."""
        return replace(self, titles=self.titles[rows], abstracts=self.abstracts[rows])


def sample_rows(papers: Sequence[PaperText]) -> list[int]:
    """Return the indexes of the papers that the space is fitted on, oldest first."""
    by_age = sorted(range(len(papers)), key=lambda row: (papers[row].day, papers[row].key))
    oldest = by_age[: milestone(len(papers))]
    if len(oldest) <= MAX_SAMPLE:
        return oldest
    drawn = set(sorted(oldest, key=lambda row: hashlib.blake2b(papers[row].key.encode()).digest())[:MAX_SAMPLE])
    return [row for row in oldest if row in drawn]


def milestone(count: int) -> int:
    """Return how many of the oldest papers an archive of ``count`` papers is sampled from."""
    if count <= FIRST_MILESTONE:
        return count
    size = FIRST_MILESTONE
    while int(size * MILESTONE_FACTOR) <= count:
        size = int(size * MILESTONE_FACTOR)
    return size


def space_fingerprint(fingerprints: Iterable[bytes]) -> str:
    """Return a hash of the sampled papers, by their fingerprints, and of the libraries that fit the space."""
    import numpy
    import scipy

    digest = hashlib.blake2b(f"{VERSION} {numpy.__version__} {scipy.__version__}".encode(), digest_size=16)
    for fingerprint in fingerprints:
        digest.update(fingerprint)
    return digest.hexdigest()


def is_significant(word: str) -> bool:
    """Return whether a comparable word may say something about a paper's subject."""
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


class _Numbering(dict[str, int]):
    """Numbers for texts, in the order in which they are first looked up."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


def count_words(papers: Sequence[PaperText]) -> WordCounts:
    """Split the texts of papers into words and count them, which is half of all work here."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = _Numbering()
    columns, ends = array("i"), array("q", [0])
    for paper in papers:
        for text in (paper.title, paper.abstract):
            columns.extend(map(numbers.__getitem__, spelled_words(text)))
            ends.append(len(columns))
    shape = (len(ends) - 1, len(numbers))
    texts = csr_matrix((np.ones(len(columns), dtype=np.int32), np.array(columns), np.array(ends)), shape=shape)
    texts.sum_duplicates()
    return WordCounts(spellings=tuple(numbers), titles=texts[::2], abstracts=texts[1::2])


def term_frequencies(counts: WordCounts, words: Sequence[str]) -> csr_matrix:
    """Return how often each paper has each comparable word, (papers, words); a title counts ``TITLE_WEIGHT`` times."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = {word: column for column, word in enumerate(words)}
    columns = [numbers.get(word_of(spelling), -1) for spelling in counts.spellings]
    ends = np.concatenate(([0], np.cumsum(np.array(columns, dtype=np.int64) >= 0)))
    known = np.array([column for column in columns if column >= 0], dtype=np.int32)
    word_of_spelling = csr_matrix((np.ones_like(known), known, ends), shape=(len(columns), len(words)))
    frequencies = (TITLE_WEIGHT * counts.titles + counts.abstracts) @ word_of_spelling
    frequencies.sort_indices()
    return frequencies


def fit_space(sample: WordCounts, fingerprint: str) -> Space:
    """Fit the space to a sample; the same sample gives the same space."""
    import numpy as np

    papers = sample.titles.shape[0]
    significant = tuple(filter(is_significant, {word_of(spelling): None for spelling in sample.spellings}))
    in_papers = dict(
        zip(significant, np.bincount(term_frequencies(sample, significant).indices).tolist(), strict=False)
    )
    # A word of a single paper relates it to none; a word of half of all papers relates all of them.
    least, most = (2, papers / 2) if papers >= 50 else (1, papers)
    frequent = sorted((-in_papers[word], word) for word in in_papers if least <= in_papers[word] <= most)[:MAX_WORDS]
    words = tuple(sorted(word for _, word in frequent))
    space = Space(
        fingerprint=fingerprint,
        words=words,
        spellings=_frequent_spellings(sample, words),
        weights=np.array([log((1 + papers) / (1 + in_papers[word])) + 1 for word in words], dtype=np.float64),
        directions=np.zeros((len(words), 0)),
    )
    return replace(space, directions=_directions(tf_idf(space, term_frequencies(sample, words))))


def _frequent_spellings(sample: WordCounts, words: Iterable[str]) -> tuple[str, ...]:
    """Return the most frequent spelling of each word: ``fine-tuning`` for "finetuning", ``MLLMs`` for "mllm"."""
    by_word: dict[str, Counter[str]] = {word: Counter() for word in words}
    totals = (sample.titles + sample.abstracts).sum(axis=0)
    for spelling, times in zip(sample.spellings, totals.tolist()[0], strict=True):
        spellings = by_word.get(word_of(spelling))
        if spellings is not None and times:
            plain = spelling.rstrip("- ")
            # A first capital may be that of a sentence or title; further capitals belong to the word.
            spellings[plain if plain[1:].lower() != plain[1:] else plain.lower()] += times
    return tuple(min(spellings.items(), key=lambda item: (-item[1], item[0]))[0] for spellings in by_word.values())


def _directions(matrix: csr_matrix) -> NDArray[np.float64]:
    """Return the right singular vectors of the largest singular values, (words, at most DIMENSIONS)."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    if 0 in matrix.shape:
        return np.zeros((matrix.shape[1], 0))
    # One thread, in double precision: the split of sums among threads changes their last bits, and with two singular
    # values that are nearly equal, a last bit becomes a visible difference.
    with threadpool_limits(1):
        if matrix.shape[0] <= 2 * DIMENSIONS:
            axes = np.linalg.svd(matrix.toarray().astype(np.float64), full_matrices=False)[2]
        else:
            axes = right_singular_vectors(matrix.astype(np.float64), DIMENSIONS)
    return np.ascontiguousarray(axes[: _rank(matrix.shape[0])].T)


def _rank(papers: int) -> int:
    """Return the number of dimensions: a third of the papers, as with as many as papers no words are combined."""
    return min(DIMENSIONS, max(papers // 3, min(papers, 20)))


def tf_idf(space: Space, frequencies: csr_matrix) -> csr_matrix:
    """Return TF-IDF weights from the term frequencies of ``space.words``, (papers, words).

    Rows have length 1, except for rows of zeros. A word that occurs tf times in the paper, and in df of the n sampled
    papers, has the weight (1 + ln tf) · (1 + ln((1 + n) / (1 + df))) before scaling.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    tf = np.array([0.0, *(1 + log(times) for times in range(1, 1 + frequencies.data.max(initial=0)))])
    values = tf[frequencies.data] * space.weights[frequencies.indices]
    # A sparse product sums each row on its own in the order of columns, so the sum does not depend on other rows.
    squares = csr_matrix((values * values, frequencies.indices, frequencies.indptr), shape=frequencies.shape)
    lengths = np.sqrt(squares @ np.ones(frequencies.shape[1]))
    values /= np.repeat(lengths, np.diff(frequencies.indptr))
    return csr_matrix((values.astype(np.float32), frequencies.indices, frequencies.indptr), shape=frequencies.shape)


def whole_vectors(space: Space, matrix: csr_matrix) -> NDArray[np.float32]:
    """Project TF-IDF rows into the space and round them to whole numbers with a length of about ``SCALE``.

    The shape is (papers, dimensions). Rows without a known word are zeros.
    """
    import numpy as np

    if not matrix.shape[0] or not space.directions.shape[1]:
        return np.zeros((matrix.shape[0], space.directions.shape[1]), dtype=np.float32)
    projected = matrix.astype(np.float64) @ space.directions
    lengths = np.sqrt(np.einsum("ij,ij->i", projected, projected))
    scale = np.divide(SCALE, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    # Six decimals first, so that the last bit does not decide how a value halfway between two numbers is rounded.
    whole = np.rint(np.round(projected * scale[:, None], 6)) + 0.0  # turns -0.0 into 0.0, which has other bytes
    return np.asarray(whole, dtype=np.float32)
