"""Papers as vectors: TF-IDF over words, then SVD, then whole numbers, so that similarities are exact.

The space (vocabulary, weights, SVD) is fitted on an anchor: the oldest papers up to the last milestone of the
corpus's size. A day's new papers therefore do not move the others, and the space depends on which papers there
are, never on the order in which builds met them: an incremental build and a clean one agree to the byte.

Vectors are rounded to whole numbers of length about ``SCALE``. Every partial sum of a dot product of two such
vectors is then a whole number below 2**24, which float32 holds exactly: the result is the same for any chunk,
any number of threads and any order of summation.
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
from generator.catalog.topics.phrases import spelled_words, word_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

DIMENSIONS = 128
#: A unit vector's length in whole numbers; its square stays below 2**24 with room for rounding.
SCALE = 4000
#: Words of a title count so often.
TITLE_TIMES = 3
MAX_WORDS = 20_000
#: The space sees at most so many papers, drawn from the oldest by their keys: more change its directions little, and
#: what becomes of a paper that is not drawn changes nothing.
MAX_ANCHOR = 20_000
#: Below this size every paper is part of the anchor; above, the anchor grows in steps.
FIRST_MILESTONE = 1_000
STEP = 1.5
#: To be raised when anything here changes what vectors come out, so that kept states are not used.
VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperText:
    """What similarity sees of a paper. ``day`` is its date's ordinal: the oldest papers are the anchor."""

    key: str
    day: int
    title: str
    abstract: str

    @property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that change when the paper's vector may."""
        text = f"{self.title}\0{self.abstract}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, digest_size=16).digest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Space:
    """A fitted space. ``fingerprint`` names everything that it was fitted on.

    ``words`` are comparable words, ``shown`` the same as the papers write them most often.
    """

    fingerprint: str
    words: tuple[str, ...]
    shown: tuple[str, ...]
    weights: NDArray[np.float64]
    directions: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Some papers' words as they spell them: how often each spelling (a column) stands in each paper (a row)."""

    spellings: tuple[str, ...]
    titles: csr_matrix
    abstracts: csr_matrix

    def of(self, rows: Sequence[int]) -> Wording:
        """The wording of some of the papers."""
        return replace(self, titles=self.titles[rows], abstracts=self.abstracts[rows])


def anchor_rows(papers: Sequence[PaperText]) -> list[int]:
    """Where the papers stand on which the space is fitted, the oldest first."""
    by_age = sorted(range(len(papers)), key=lambda row: (papers[row].day, papers[row].key))
    oldest = by_age[: milestone(len(papers))]
    if len(oldest) <= MAX_ANCHOR:
        return oldest
    drawn = set(sorted(oldest, key=lambda row: hashlib.blake2b(papers[row].key.encode()).digest())[:MAX_ANCHOR])
    return [row for row in oldest if row in drawn]


def milestone(count: int) -> int:
    """How many of ``count`` papers are old enough for the anchor."""
    if count <= FIRST_MILESTONE:
        return count
    size = FIRST_MILESTONE
    while int(size * STEP) <= count:
        size = int(size * STEP)
    return size


def anchor_fingerprint(fingerprints: Iterable[bytes]) -> str:
    """A name for the space that papers of these fingerprints make, with the libraries that compute it."""
    import numpy
    import scipy

    digest = hashlib.blake2b(f"{VERSION} {numpy.__version__} {scipy.__version__}".encode(), digest_size=16)
    for fingerprint in fingerprints:
        digest.update(fingerprint)
    return digest.hexdigest()


def tells_apart(word: str) -> bool:
    """Whether a comparable word says anything of a paper's subject."""
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


class _Numbers(dict[str, int]):
    """A number for each text, in the order in which they are first asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


def read_wording(papers: Sequence[PaperText]) -> Wording:
    """The papers' texts split into words, which is half of all work here, once for all that is made of them."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = _Numbers()
    met, ends = array("i"), array("q", [0])
    for paper in papers:
        for text in (paper.title, paper.abstract):
            met.extend(map(numbers.__getitem__, spelled_words(text)))
            ends.append(len(met))
    shape = (len(ends) - 1, len(numbers))
    texts = csr_matrix((np.ones(len(met), dtype=np.int32), np.array(met), np.array(ends)), shape=shape)
    texts.sum_duplicates()
    return Wording(spellings=tuple(numbers), titles=texts[::2], abstracts=texts[1::2])


def count_words(wording: Wording, words: Sequence[str]) -> csr_matrix:
    """How often each paper uses each of the words (columns); those of the title count ``TITLE_TIMES``."""
    import numpy as np
    from scipy.sparse import csr_matrix

    places = {word: column for column, word in enumerate(words)}
    columns = [places.get(word_of(spelling), -1) for spelling in wording.spellings]
    ends = np.concatenate(([0], np.cumsum(np.array(columns, dtype=np.int64) >= 0)))
    meant = np.array([column for column in columns if column >= 0], dtype=np.int32)
    meaning = csr_matrix((np.ones_like(meant), meant, ends), shape=(len(columns), len(words)))
    counts = (TITLE_TIMES * wording.titles + wording.abstracts) @ meaning
    counts.sort_indices()
    return counts


def fit_space(anchor: Wording, fingerprint: str) -> Space:
    """Fit the space; the same anchor gives the same space."""
    import numpy as np

    papers = anchor.titles.shape[0]
    telling = tuple(filter(tells_apart, {word_of(spelling): None for spelling in anchor.spellings}))
    spread = dict(zip(telling, np.bincount(count_words(anchor, telling).indices).tolist(), strict=False))
    # A word of one paper joins nothing; one of half of all papers joins everything.
    least, most = (2, papers / 2) if papers >= 50 else (1, papers)
    usual = sorted((-spread[word], word) for word in spread if least <= spread[word] <= most)[:MAX_WORDS]
    words = tuple(sorted(word for _, word in usual))
    plain = Space(
        fingerprint=fingerprint,
        words=words,
        shown=_usual_spellings(anchor, words),
        weights=np.array([log((1 + papers) / (1 + spread[word])) + 1 for word in words], dtype=np.float64),
        directions=np.zeros((len(words), 0)),
    )
    return replace(plain, directions=_directions(weigh_words(plain, count_words(anchor, words))))


def _usual_spellings(anchor: Wording, words: Iterable[str]) -> tuple[str, ...]:
    """How the papers write each word most often, for a reader: ``fine-tuning`` for finetuning, ``MLLMs`` for mllm."""
    spellings: dict[str, Counter[str]] = {word: Counter() for word in words}
    totals = (anchor.titles + anchor.abstracts).sum(axis=0)
    for spelling, times in zip(anchor.spellings, totals.tolist()[0], strict=True):
        written = spellings.get(word_of(spelling))
        if written is not None and times:
            plain = spelling.rstrip("- ")
            # A capital alone is a sentence's or a title's; more of them are a name's.
            written[plain if plain[1:].lower() != plain[1:] else plain.lower()] += times
    return tuple(min(written.items(), key=lambda one: (-one[1], one[0]))[0] for written in spellings.values())


def _directions(matrix: csr_matrix) -> NDArray[np.float64]:
    """The words' coordinates on the strongest axes, ``(words, at most DIMENSIONS)``."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    if 0 in matrix.shape:
        return np.zeros((matrix.shape[1], 0))
    # One thread, in double precision: how sums are split among several threads changes their last bits, and two
    # axes of nearly the same strength turn a last bit into a difference that can be seen.
    with threadpool_limits(1):
        if matrix.shape[0] <= 2 * DIMENSIONS:
            axes = np.linalg.svd(matrix.toarray().astype(np.float64), full_matrices=False)[2]
        else:
            axes = randomized_svd(matrix.astype(np.float64), DIMENSIONS, n_iter=4, random_state=0)[2]
    return np.ascontiguousarray(axes[: _rank(matrix.shape[0])].T)


def _rank(papers: int) -> int:
    """How many axes: a third of the papers joins words that go together, where all of them would join none."""
    return min(DIMENSIONS, max(papers // 3, min(papers, 20)))


def weigh_words(space: Space, counts: csr_matrix) -> csr_matrix:
    """TF-IDF, a row of length 1 for each paper (or of zeros), from what ``count_words`` gives of ``space.words``."""
    import numpy as np
    from scipy.sparse import csr_matrix

    grown = np.array([0.0, *(1 + log(times) for times in range(1, 1 + counts.data.max(initial=0)))])
    values = grown[counts.data] * space.weights[counts.indices]
    # The product adds up each row by itself and in the order of its columns, whichever rows stand beside it.
    squares = csr_matrix((values * values, counts.indices, counts.indptr), shape=counts.shape)
    lengths = np.sqrt(squares @ np.ones(counts.shape[1]))
    values /= np.repeat(lengths, np.diff(counts.indptr))
    return csr_matrix((values.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)


def whole_vectors(space: Space, matrix: csr_matrix) -> NDArray[np.float32]:
    """Each row's place in the space, in whole numbers, of length about ``SCALE``; zeros where it has none."""
    import numpy as np

    if not matrix.shape[0] or not space.directions.shape[1]:
        return np.zeros((matrix.shape[0], space.directions.shape[1]), dtype=np.float32)
    places = matrix.astype(np.float64) @ space.directions
    lengths = np.sqrt(np.einsum("ij,ij->i", places, places))
    scale = np.divide(SCALE, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    # Six decimals first: a value on the edge between two whole numbers must not fall by its last bit.
    whole = np.rint(np.round(places * scale[:, None], 6)) + 0.0  # no -0, which is another float than 0
    return np.asarray(whole, dtype=np.float32)
