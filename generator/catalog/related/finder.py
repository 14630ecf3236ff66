"""Which papers to read next, and why: the nearest in words, with the topics and words that both share.

``find_related`` is a function of the papers alone. The state that it returns is only a memory of work: with it
a day's thirty papers cost a fraction, without it the result is the same, to the byte (see ``text_vectors``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.catalog.related.explanation import Topics, choose, mark_topics
from generator.catalog.related.neighbours import NOBODY, merge_nearest, nearest_rows
from generator.catalog.related.state import MOST, POOL, SHARED_WORDS, RelatedState
from generator.catalog.related.vectors import (
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A neighbour of a paper: its key, similarity from 0 to 1, and the topics and words that both share."""

    key: str
    similarity: float
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def find_related(
    papers: Iterable[PaperText], topics: Mapping[str, Sequence[str]], state: RelatedState | None = None
) -> tuple[dict[str, tuple[Related, ...]], RelatedState]:
    """Up to six related papers for each, by key, the nearest first, ties in the order of keys.

    ``topics`` are each paper's topics by key. Never the paper itself, never one of nearly the same title, and of
    two such neighbours only the nearer. ``state`` is what the last call returned, if it is kept.
    """
    in_order = sorted(papers, key=lambda paper: paper.key)
    given = [tuple(topics.get(paper.key, ())) for paper in in_order]
    now = _update(in_order, given, state)
    return dict(_explained(now, given)), now


def _explained(state: RelatedState, topics: Sequence[Topics]) -> Iterator[tuple[str, tuple[Related, ...]]]:
    """Each paper's key with its related papers, as the state has them."""
    shown = state.space.shown
    columns = (state.near, state.dots, state.told, state.words)
    for row, (near, dots, told, words) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        yield (
            state.keys[row],
            tuple(
                Related(
                    key=state.keys[near[place]],
                    similarity=min(1.0, round(dots[place] / SCALE**2, 3)),
                    topics=tuple([topic for topic in topics[row] if topic in topics[near[place]]]),
                    words=tuple([shown[word] for word in joining if word != NOBODY]),
                )
                for place, joining in zip(told, words, strict=True)
                if place != NOBODY
            ),
        )


def _update(papers: Sequence[PaperText], topics: Sequence[Topics], state: RelatedState | None) -> RelatedState:
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
    now = replace(now, near=near, dots=dots, kinds=mark_topics(topics))
    told, words = _told([paper.title for paper in papers], topics, now, before, state)
    return replace(now, told=told, words=words)


def _placed(
    space: Space,
    keys: tuple[str, ...],
    prints: tuple[bytes, ...],
    before: NDArray[np.int64],
    wording: Wording,
    state: RelatedState | None,
) -> RelatedState:
    """Words and vectors of all papers, of the fresh ones from their wording; all that follows from them still empty."""
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
    nothing = np.zeros(0, dtype=np.int32)
    return RelatedState(
        space=space,
        keys=keys,
        fingerprints=prints,
        vectors=vectors,
        columns=matrix.indices.astype(np.int32),
        values=matrix.data.astype(np.float32),
        ends=matrix.indptr.astype(np.int64),
        near=nothing,
        dots=nothing,
        kinds=nothing.astype(np.uint64),
        told=nothing.astype(np.int8),
        words=nothing,
    )


def _neighbours(
    now: RelatedState, before: NDArray[np.int64], fresh: NDArray[np.int64], state: RelatedState | None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The nearest of every row: kept lists take in what is fresh, lists that lost a paper are made anew."""
    import numpy as np

    if state is None:
        return nearest_rows(now.vectors, np.arange(len(now.keys)), POOL)
    row_now = _rows_now(before, state)
    old = np.flatnonzero(before != NOBODY)
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


def _rows_now(before: NDArray[np.int64], state: RelatedState) -> NDArray[np.int32]:
    """Where each row of the state stands now, or ``NOBODY``; the last place answers for ``NOBODY`` itself."""
    import numpy as np

    rows = np.full(len(state.keys) + 1, NOBODY, dtype=np.int32)
    old = np.flatnonzero(before != NOBODY)
    rows[before[old]] = old
    return rows


def _told(
    titles: Sequence[str],
    topics: Sequence[Topics],
    now: RelatedState,
    before: NDArray[np.int64],
    state: RelatedState | None,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Whom readers are shown of every row's nearest, and why; kept where the nearest and all topics are the same."""
    import numpy as np

    if state is None:
        return choose(range(len(titles)), titles, topics, now)
    same = np.append(before != NOBODY, True)  # the last place answers for NOBODY itself
    old = np.flatnonzero(before != NOBODY)
    same[old] = now.kinds[old] == state.kinds[before[old]]
    kept_near = _rows_now(before, state)[state.near[before[old]]]
    kept = same[old] & same[now.near[old]].all(axis=1)
    kept &= (kept_near == now.near[old]).all(axis=1) & (state.dots[before[old]] == now.dots[old]).all(axis=1)
    old = old[kept]
    told = np.full((len(titles), MOST), NOBODY, dtype=np.int8)
    words = np.full((len(titles), MOST, SHARED_WORDS), NOBODY, dtype=np.int32)
    told[old], words[old] = state.told[before[old]], state.words[before[old]]
    anew = np.setdiff1d(np.arange(len(titles)), old).tolist()
    told[anew], words[anew] = choose(anew, titles, topics, now)
    return told, words


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
