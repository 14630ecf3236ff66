"""Chooses the related papers that pages show from each paper's nearest ones, and the words that explain them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.catalog.related.neighbours import EMPTY
from generator.catalog.related.state import MAX_RELATED, MAX_SHARED_WORDS, RelatedState
from generator.catalog.related.telling_words import telling_words
from generator.catalog.related.vectors import SCALE
from generator.catalog.topics.phrases import comparable_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Least similarity of a related paper by what the topics have in common: nothing, one topic, or more. Of the five
#: nearest of 36 papers in an archive of 361, a reader found 73% related. Of the 215 that reach these limits, for 67
#: papers, it was 86%.
MIN_SIMILARITY = (0.4, 0.33, 0.28)
#: Least share of the best shared word's contribution that another shared word needs to be shown.
MIN_WORD_SHARE = 0.2
#: Titles with this share of their words in common are titles of the same paper.
SAME_TITLE = 0.9

#: Pairs of papers whose words are compared at once.
_PAIRS = 10_000

#: Ids of a paper's topics, the main one first.
TopicIds = tuple[str, ...]


def hash_topics(topics: Sequence[TopicIds]) -> NDArray[np.uint64]:
    """Return a hash of each row's topics, which changes with their order, too."""
    import numpy as np

    return np.array([_hash(ids) for ids in topics], dtype=np.uint64)


@cache
def _hash(topics: TopicIds) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(topics).encode(), digest_size=8).digest())


def choose_related(
    rows: Sequence[int], titles: Sequence[str], topics: Sequence[TopicIds], state: RelatedState
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Compute ``chosen`` and ``shared_words`` of some rows from the other arrays of the state.

    The shapes are (len(rows), MAX_RELATED) and (len(rows), MAX_RELATED, MAX_SHARED_WORDS).
    """
    import numpy as np

    chosen = np.full((len(rows), MAX_RELATED), EMPTY, dtype=np.int8)
    words = np.full((len(rows), MAX_RELATED, MAX_SHARED_WORDS), EMPTY, dtype=np.int32)
    title_words = _TitleWords(titles)
    pairs: list[tuple[int, int]] = []
    slots: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        places = _chosen(row, state, title_words, topics)
        chosen[index, : len(places)] = places
        pairs += [(row, int(state.near[row, place])) for place in places]
        slots += [(index, slot) for slot in range(len(places))]
    for (index, slot), shared in zip(slots, _shared_words(pairs, state), strict=True):
        words[index, slot, : len(shared)] = shared
    return chosen, words


class _TitleWords(dict[int, frozenset[str]]):
    """The comparable words of titles by row, computed when needed: most rows never are."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = titles

    def __missing__(self, row: int) -> frozenset[str]:
        self[row] = words = frozenset(filter(None, comparable_words(self._titles[row])))
        return words


def _same_title(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two titles have nearly all words in common, as those of a preprint and its final version."""
    if len(one) < SAME_TITLE * len(other) or len(other) < SAME_TITLE * len(one):
        return False  # decides most pairs without comparing words
    return bool(one) and len(one & other) >= SAME_TITLE * len(one | other)


def _chosen(row: int, state: RelatedState, titles: _TitleWords, topics: Sequence[TopicIds]) -> list[int]:
    """Return the indexes in ``near`` of the related papers: similar enough, and each title only once."""
    chosen: list[int] = []
    seen = [titles[row]]
    own_topics = frozenset(topics[row])
    nearest = zip(state.near[row].tolist(), state.dots[row].tolist(), strict=True)
    for place, (other, dot) in enumerate(nearest):
        if other == EMPTY or len(chosen) == MAX_RELATED:
            break
        least = MIN_SIMILARITY[_agreement(own_topics, topics[other])]
        if dot >= least * SCALE**2 and not any(_same_title(titles[other], title) for title in seen):
            chosen.append(place)
            seen.append(titles[other])
    return chosen


def _agreement(own: frozenset[str], other: TopicIds) -> int:
    """Return 2 for several topics in common or the only one of a paper, 1 for another topic in common, and 0."""
    common = len(own.intersection(other))
    return 2 if common > 1 or common == min(len(own), len(other)) > 0 else common


def _shared_words(pairs: Sequence[tuple[int, int]], state: RelatedState) -> Iterator[list[int]]:
    """Yield, for each pair of rows, the columns of the shared words with the largest products of weights.

    The largest product comes first, ties are in the order of words.
    """
    import numpy as np
    from scipy.sparse import diags_array

    matrix = (state.vectors.words @ diags_array(telling_words(state.space.words))).tocsr()
    matrix.eliminate_zeros()
    for start in range(0, len(pairs), _PAIRS):
        left, right = np.array(pairs[start : start + _PAIRS]).T
        shared = matrix[left].multiply(matrix[right]).tocsr()
        pair, column, value = np.repeat(np.arange(len(left)), np.diff(shared.indptr)), shared.indices, shared.data
        strong = value >= MIN_WORD_SHARE * shared.max(axis=1).toarray().ravel()[pair]
        pair, column, value = pair[strong], column[strong], value[strong]
        order = np.lexsort((column, -value, pair))
        bounds = np.searchsorted(pair, np.arange(len(left) + 1)).tolist()
        words = column[order].tolist()
        for first, end in pairwise(bounds):
            yield words[first : min(end, first + MAX_SHARED_WORDS)]
