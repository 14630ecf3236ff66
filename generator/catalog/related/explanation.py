"""Which of a paper's nearest readers are shown, and the words that join them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.catalog.related.neighbours import NOBODY
from generator.catalog.related.state import MOST, SHARED_WORDS, RelatedState
from generator.catalog.related.vectors import SCALE
from generator.catalog.topics.phrases import comparable_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Below this a neighbour is a coincidence; without a topic in common it takes more to be none.
LEAST = 0.2
LEAST_WITHOUT_TOPIC = 0.45
#: A shared word is worth telling when it joins the two at least by this part of what the best word does.
WORTH_TELLING = 0.2
#: Pairs whose words are compared at once.
_PAIRS = 10_000
#: Titles that share this part of their words are one paper's.
SAME_TITLE = 0.9

Topics = tuple[str, ...]


def mark_topics(topics: Sequence[Topics]) -> NDArray[np.uint64]:
    """A number for each row's topics, in their order."""
    import numpy as np

    return np.array([_mark(given) for given in topics], dtype=np.uint64)


@cache
def _mark(topics: Topics) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(topics).encode(), digest_size=8).digest())


def choose(
    rows: Sequence[int], titles: Sequence[str], topics: Sequence[Topics], state: RelatedState
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """What ``RelatedState.told`` and ``words`` have of some rows, from what ``state`` has of their nearest."""
    import numpy as np

    told = np.full((len(rows), MOST), NOBODY, dtype=np.int8)
    words = np.full((len(rows), MOST, SHARED_WORDS), NOBODY, dtype=np.int32)
    title_words = _TitleWords(titles)
    pairs: list[tuple[int, int]] = []
    slots: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        places = _chosen(row, state, title_words, topics)
        told[at, : len(places)] = places
        pairs += [(row, int(state.near[row, place])) for place in places]
        slots += [(at, slot) for slot in range(len(places))]
    for (at, slot), shared in zip(slots, _shared_words(pairs, state), strict=True):
        words[at, slot, : len(shared)] = shared
    return told, words


class _TitleWords(dict[int, frozenset[str]]):
    """The comparable words of a row's title; most rows are never asked for."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self._titles = titles

    def __missing__(self, row: int) -> frozenset[str]:
        self[row] = words = frozenset(filter(None, comparable_words(self._titles[row])))
        return words


def _same_title(one: frozenset[str], other: frozenset[str]) -> bool:
    """Nearly all words in common: a preprint and its final version, a title with another subtitle mark."""
    if len(one) < SAME_TITLE * len(other) or len(other) < SAME_TITLE * len(one):
        return False  # most pairs, at a fraction of what it takes to compare words
    return bool(one) and len(one & other) >= SAME_TITLE * len(one | other)


def _chosen(row: int, state: RelatedState, titles: _TitleWords, topics: Sequence[Topics]) -> list[int]:
    """Places among a row's nearest, ``MOST`` at most: near enough, and one for each title."""
    chosen: list[int] = []
    taken = [titles[row]]
    ours = frozenset(topics[row])
    nearest = zip(state.near[row].tolist(), state.dots[row].tolist(), strict=True)
    for place, (other, dot) in enumerate(nearest):
        if other == NOBODY or len(chosen) == MOST:
            break
        least = LEAST_WITHOUT_TOPIC if ours.isdisjoint(topics[other]) else LEAST
        if dot >= least * SCALE**2 and not any(_same_title(titles[other], title) for title in taken):
            chosen.append(place)
            taken.append(titles[other])
    return chosen


def _shared_words(pairs: Sequence[tuple[int, int]], state: RelatedState) -> Iterator[list[int]]:
    """For each pair of rows the columns of the words that join them most, the weightiest first, ties in the order of
    words."""
    import numpy as np
    from scipy.sparse import csr_matrix

    matrix = csr_matrix((state.values, state.columns, state.ends), shape=(len(state.keys), len(state.space.words)))
    for start in range(0, len(pairs), _PAIRS):
        ours, others = np.array(pairs[start : start + _PAIRS]).T
        shared = matrix[ours].multiply(matrix[others]).tocsr()
        pair, column, value = np.repeat(np.arange(len(ours)), np.diff(shared.indptr)), shared.indices, shared.data
        worth = value >= WORTH_TELLING * shared.max(axis=1).toarray().ravel()[pair]
        pair, column, value = pair[worth], column[worth], value[worth]
        order = np.lexsort((column, -value, pair))
        ends = np.searchsorted(pair, np.arange(len(ours) + 1)).tolist()
        words = column[order].tolist()
        for first, last in pairwise(ends):
            yield words[first : min(last, first + SHARED_WORDS)]
