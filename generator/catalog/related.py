"""Which papers to read next, and why: the nearest in words, with the topics and words that both share.

``find_related`` is a function of the papers alone. The state that it returns is only a memory of work: with it
a day's thirty papers cost a fraction, without it the result is the same, to the byte (see ``text_vectors``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.catalog.neighbours import NOBODY, merge_nearest, nearest_rows
from generator.catalog.phrases import comparable_words
from generator.catalog.text_vectors import (
    SCALE,
    PaperText,
    Space,
    Wording,
    anchor_fingerprint,
    anchor_rows,
    count_words,
    fit_space,
    read_wording,
    weigh_words,
    whole_vectors,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Shown at most.
MOST = 6
#: Looked at, so that duplicates among them leave enough.
POOL = 12
#: Below this a neighbour is a coincidence; without a topic in common it takes more to be none.
LEAST = 0.2
LEAST_WITHOUT_TOPIC = 0.45
SHARED_WORDS = 4
#: A shared word is worth telling when it joins the two at least by this part of what the best word does.
WORTH_TELLING = 0.2
#: Pairs whose words are compared at once.
_PAIRS = 10_000
#: Titles that share this part of their words are one paper's.
SAME_TITLE = 0.9


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A neighbour of a paper: its key, similarity from 0 to 1, and the topics and words that both share."""

    key: str
    similarity: float
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedState:
    """What a later call need not compute again. Rows are papers in the order of keys.

    ``columns`` and ``values`` hold the papers' weighed words, row after row, each ending at its place in ``ends``;
    ``near`` and ``dots`` are each row's ``POOL`` nearest rows.
    """

    space: Space
    keys: tuple[str, ...]
    fingerprints: tuple[bytes, ...]
    vectors: NDArray[np.float32]
    columns: NDArray[np.int32]
    values: NDArray[np.float32]
    ends: NDArray[np.int64]
    near: NDArray[np.int32]
    dots: NDArray[np.int32]


def find_related(
    papers: Iterable[PaperText], topics: Mapping[str, Sequence[str]], state: RelatedState | None = None
) -> tuple[dict[str, tuple[Related, ...]], RelatedState]:
    """Up to six related papers for each, by key, the nearest first, ties in the order of keys.

    ``topics`` are each paper's topics by key. Never the paper itself, never one of nearly the same title, and of
    two such neighbours only the nearer. ``state`` is what the last call returned, if it is kept.
    """
    in_order = sorted(papers, key=lambda paper: paper.key)
    now = _update(in_order, state)
    titles = [_title_words(paper.title) for paper in in_order]
    given = [tuple(topics.get(paper.key, ())) for paper in in_order]
    kinds = [frozenset(some) for some in given]
    chosen = [_chosen(row, now, titles, kinds) for row in range(len(in_order))]
    words = _shared_words([(row, other) for row, others in enumerate(chosen) for other, _ in others], now)
    related = {
        paper.key: tuple(
            Related(
                key=now.keys[other],
                similarity=min(1.0, round(dot / SCALE**2, 3)),
                topics=tuple([topic for topic in given[row] if topic in kinds[other]]),
                words=next(words),
            )
            for other, dot in chosen[row]
        )
        for row, paper in enumerate(in_order)
    }
    return related, now


def _update(papers: Sequence[PaperText], state: RelatedState | None) -> RelatedState:
    """The state of these papers; rows of ``state`` serve where paper and space are the same."""
    import numpy as np

    prints = tuple(paper.fingerprint for paper in papers)
    anchor = anchor_rows(papers)
    mark = anchor_fingerprint(prints[row] for row in anchor)
    if state is None or state.space.fingerprint != mark:
        wording = read_wording(papers)
        space, state = fit_space(wording.of(anchor), mark), None
        before = np.full(len(papers), NOBODY, dtype=np.int64)
        fresh = np.arange(len(papers))
    else:
        known = {pair: row for row, pair in enumerate(zip(state.keys, state.fingerprints, strict=True))}
        pairs = ((paper.key, own) for paper, own in zip(papers, prints, strict=True))
        before = np.array([known.get(pair, NOBODY) for pair in pairs], dtype=np.int64)
        fresh = np.flatnonzero(before == NOBODY)
        space, wording = state.space, read_wording([papers[row] for row in fresh.tolist()])
    keys = tuple(paper.key for paper in papers)
    now = _placed(space, keys, prints, before, wording, state)
    near, dots = _neighbours(now, before, fresh, state)
    return replace(now, near=near, dots=dots)


def _placed(
    space: Space,
    keys: tuple[str, ...],
    prints: tuple[bytes, ...],
    before: NDArray[np.int64],
    wording: Wording,
    state: RelatedState | None,
) -> RelatedState:
    """Words and vectors of all papers, of the fresh ones from their wording; neighbours still empty."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack

    fresh = np.flatnonzero(before == NOBODY)
    matrix = weigh_words(space, count_words(wording, space.words))
    vectors = np.zeros((len(keys), space.directions.shape[1]), dtype=np.float32)
    vectors[fresh] = whole_vectors(space, matrix)
    if state is not None:
        old = np.flatnonzero(before != NOBODY)
        vectors[old] = state.vectors[before[old]]
        kept = csr_matrix((state.values, state.columns, state.ends), shape=(len(state.keys), len(space.words)))
        stacked = vstack((kept[before[old]], matrix), format="csr")
        matrix = stacked[np.argsort(np.concatenate((old, fresh)), kind="stable")]
    empty = np.zeros((len(keys), POOL), dtype=np.int32)
    return RelatedState(
        space=space,
        keys=keys,
        fingerprints=prints,
        vectors=vectors,
        columns=matrix.indices.astype(np.int32),
        values=matrix.data.astype(np.float32),
        ends=matrix.indptr.astype(np.int64),
        near=empty,
        dots=empty,
    )


def _neighbours(
    now: RelatedState, before: NDArray[np.int64], fresh: NDArray[np.int64], state: RelatedState | None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The nearest of every row: kept lists take in what is fresh, lists that lost a paper are made anew."""
    import numpy as np

    if state is None:
        return nearest_rows(now.vectors, np.arange(len(now.keys)), POOL)
    row_now = np.full(len(state.keys) + 1, NOBODY, dtype=np.int32)  # the last place answers for NOBODY itself
    old = np.flatnonzero(before != NOBODY)
    row_now[before[old]] = old
    kept = state.near[before[old]]
    near = np.full((len(now.keys), POOL), NOBODY, dtype=np.int32)
    dots = np.zeros((len(now.keys), POOL), dtype=np.int32)
    near[old], dots[old] = row_now[kept], state.dots[before[old]]
    lost = old[((kept != NOBODY) & (row_now[kept] == NOBODY)).any(axis=1)]
    if len(fresh):
        more_near, more_dots = _fresh_nearest(now.vectors, fresh)
        near, dots = merge_nearest(near, dots, more_near, more_dots)
    anew = np.union1d(lost, fresh)
    near[anew], dots[anew] = nearest_rows(now.vectors, anew, POOL)
    return near, dots


def _fresh_nearest(
    vectors: NDArray[np.float32], fresh: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For every row its nearest among the fresh rows."""
    import numpy as np

    width = min(POOL, len(fresh))
    near = np.full((len(vectors), width), NOBODY, dtype=np.int32)
    dots = np.zeros((len(vectors), width), dtype=np.int32)
    size = max(1, 16_000_000 // len(fresh))
    for start in range(0, len(vectors), size):
        products = vectors[start : start + size] @ vectors[fresh].T
        order = np.argsort(-products, axis=1, kind="stable")[:, :width]
        best = np.take_along_axis(products, order, axis=1)
        near[start : start + size] = np.where(best > 0, fresh[order], NOBODY)
        dots[start : start + size] = np.maximum(best, 0)
    return near, dots


def _title_words(title: str) -> frozenset[str]:
    return frozenset(filter(None, comparable_words(title)))


def _same_title(one: frozenset[str], other: frozenset[str]) -> bool:
    """Nearly all words in common: a preprint and its final version, a title with another subtitle mark."""
    if len(one) < SAME_TITLE * len(other) or len(other) < SAME_TITLE * len(one):
        return False  # most pairs, at a fraction of what it takes to compare words
    return bool(one) and len(one & other) >= SAME_TITLE * len(one | other)


def _chosen(
    row: int, state: RelatedState, titles: Sequence[frozenset[str]], kinds: Sequence[frozenset[str]]
) -> list[tuple[int, int]]:
    """Up to ``MOST`` neighbours with their dot products: near enough, and one for each title."""
    chosen: list[tuple[int, int]] = []
    taken = [titles[row]]
    for other, dot in zip(state.near[row].tolist(), state.dots[row].tolist(), strict=True):
        if other == NOBODY or len(chosen) == MOST:
            break
        least = LEAST_WITHOUT_TOPIC if kinds[row].isdisjoint(kinds[other]) else LEAST
        if dot >= least * SCALE**2 and not any(_same_title(titles[other], title) for title in taken):
            chosen.append((other, dot))
            taken.append(titles[other])
    return chosen


def _shared_words(pairs: Sequence[tuple[int, int]], state: RelatedState) -> Iterator[tuple[str, ...]]:
    """For each pair of rows the words that join them most, the weightiest first, ties in the order of words."""
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
        words = [state.space.shown[word] for word in column[order].tolist()]
        for first, last in pairwise(ends):
            yield tuple(words[first : min(last, first + SHARED_WORDS)])
