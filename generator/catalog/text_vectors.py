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
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from generator.catalog.phrases import split_words
from generator.catalog.stop_words import STOP_WORDS

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
#: The SVD sees at most so many papers, evenly spread over the anchor: more change its directions little.
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


def anchor_of(papers: Iterable[PaperText]) -> tuple[PaperText, ...]:
    """The papers on which the space is fitted, the oldest first."""
    by_age = sorted(papers, key=lambda paper: (paper.day, paper.key))
    size = milestone(len(by_age))
    step = -(-size // MAX_ANCHOR)
    return tuple(by_age[:size:step]) if size else ()


def milestone(count: int) -> int:
    """How many of ``count`` papers are old enough for the anchor."""
    if count <= FIRST_MILESTONE:
        return count
    size = FIRST_MILESTONE
    while int(size * STEP) <= count:
        size = int(size * STEP)
    return size


def anchor_fingerprint(anchor: Iterable[PaperText]) -> str:
    """A name for the space that this anchor makes, with the libraries that compute it."""
    import numpy
    import scipy

    digest = hashlib.blake2b(f"{VERSION} {numpy.__version__} {scipy.__version__}".encode(), digest_size=16)
    for paper in anchor:
        digest.update(paper.fingerprint)
    return digest.hexdigest()


def tells_apart(word: str) -> bool:
    """Whether a comparable word says anything of a paper's subject."""
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


def count_words(paper: PaperText) -> Counter[str]:
    """The words that may tell papers apart; those of the title weigh ``TITLE_TIMES``."""
    counts: Counter[str] = Counter()
    for text, times in ((paper.title, TITLE_TIMES), (paper.abstract, 1)):
        for found in split_words(text):
            word = found.word
            if tells_apart(word):
                counts[word] += times
    return counts


def fit_space(anchor: Sequence[PaperText]) -> Space:
    """Fit the space; the same anchor gives the same space."""
    import numpy as np

    counts = [count_words(paper) for paper in anchor]
    spread = Counter(word for count in counts for word in count)
    # A word of one paper joins nothing; one of half of all papers joins everything.
    least, most = (2, len(anchor) / 2) if len(anchor) >= 50 else (1, len(anchor))
    usual = sorted((-papers, word) for word, papers in spread.items() if least <= papers <= most)[:MAX_WORDS]
    words = tuple(sorted(word for _, word in usual))
    weights = np.array([log((1 + len(anchor)) / (1 + spread[word])) + 1 for word in words], dtype=np.float64)
    plain = Space(
        fingerprint=anchor_fingerprint(anchor),
        words=words,
        shown=_usual_spellings(anchor, words),
        weights=weights,
        directions=np.zeros((len(words), 0)),
    )
    return replace(plain, directions=_directions(weigh_words(plain, counts)))


def _usual_spellings(anchor: Iterable[PaperText], words: tuple[str, ...]) -> tuple[str, ...]:
    """How the papers write each word most often, for a reader: ``fine-tuning`` for finetuning, ``MLLMs`` for mllm."""
    spellings: dict[str, Counter[str]] = {word: Counter() for word in words}
    for paper in anchor:
        for text in (paper.title, paper.abstract):
            for found in split_words(text):
                if found.word in spellings:
                    spelling = text[found.start : found.end]
                    # A capital alone is a sentence's or a title's; more of them are a name's.
                    spellings[found.word][spelling if spelling[1:].lower() != spelling[1:] else spelling.lower()] += 1
    return tuple(min(spellings[word].items(), key=lambda one: (-one[1], one[0]))[0] for word in words)


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


def weigh_words(space: Space, counts: Iterable[Counter[str]]) -> csr_matrix:
    """TF-IDF, a row of length 1 for each paper (or of zeros), columns in the order of ``space.words``."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {word: column for column, word in enumerate(space.words)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for count in counts:
        row = sorted((place[word], 1 + log(times)) for word, times in count.items() if word in place)
        weighed = [(column, times * float(space.weights[column])) for column, times in row]
        length = sum(value * value for _, value in weighed) ** 0.5
        columns += [column for column, _ in weighed]
        values += [value / length for _, value in weighed]
        ends.append(len(columns))
    return csr_matrix(
        (np.array(values, dtype=np.float32), np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)),
        shape=(len(ends) - 1, len(space.words)),
    )


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
