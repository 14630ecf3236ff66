"""Finds related papers and explains them by topics and words in common.

``find_related`` is a function of the papers alone. The state that it returns saves work: with it, a day's thirty papers
cost a fraction of the time; without it, the result is the same, byte for byte (see ``vectors``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.catalog.related.explanation import TopicIds, choose_related, hash_topics
from generator.catalog.related.neighbours import EMPTY, merge_nearest, nearest_of, nearest_rows
from generator.catalog.related.state import CANDIDATES, MAX_RELATED, MAX_SHARED_WORDS, RelatedState
from generator.catalog.related.vectors import (
    SCALE,
    PaperText,
    Space,
    Vectors,
    WordCounts,
    count_words,
    fit_space,
    paper_vectors,
    sample_rows,
    space_fingerprint,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A related paper: its key, the cosine similarity from 0 to 1, and topics and words that both papers have."""

    key: str
    similarity: float
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def find_related(
    papers: Iterable[PaperText], topics: Mapping[str, Sequence[str]], state: RelatedState | None = None
) -> tuple[dict[str, tuple[Related, ...]], RelatedState]:
    """Return up to five related papers of each paper, by key, nearest first, ties in the order of keys.

    ``topics`` are each paper's topics by key. Papers that are not similar enough, or have nearly the same title, are
    left out, and of two related papers with nearly the same title only the nearer one is kept. ``state`` is the one
    that the last call returned, if there is one.
    """
    sorted_papers = sorted(papers, key=lambda paper: paper.key)
    sorted_topics = [tuple(topics.get(paper.key, ())) for paper in sorted_papers]
    new = _update(sorted_papers, sorted_topics, state)
    return dict(_related(new, sorted_topics)), new


def _related(state: RelatedState, topics: Sequence[TopicIds]) -> Iterator[tuple[str, tuple[Related, ...]]]:
    """Yield each paper's key with its related papers, from the arrays of the state."""
    spellings = state.space.spellings
    arrays = (state.near, state.dots, state.chosen, state.shared_words)
    for row, (near, dots, chosen, words) in enumerate(zip(*(array.tolist() for array in arrays), strict=True)):
        yield (
            state.keys[row],
            tuple(
                Related(
                    key=state.keys[near[place]],
                    similarity=min(1.0, round(dots[place] / SCALE**2, 3)),
                    topics=tuple([topic for topic in topics[row] if topic in topics[near[place]]]),
                    words=tuple([spellings[word] for word in shared if word != EMPTY]),
                )
                for place, shared in zip(chosen, words, strict=True)
                if place != EMPTY
            ),
        )


def _update(papers: Sequence[PaperText], topics: Sequence[TopicIds], old: RelatedState | None) -> RelatedState:
    """Compute the state of the papers, with the rows of the old state for papers that have not changed.

    ``old_rows`` has, for each paper, its row in the old state or ``EMPTY``; ``fresh`` are the rows of other papers.
    """
    import numpy as np

    fingerprints = tuple(paper.fingerprint for paper in papers)
    sample = sample_rows(papers)
    fingerprint = space_fingerprint(fingerprints[row] for row in sample)
    counts, space = None, old.space if old else None
    if space is None or space.fingerprint != fingerprint:
        counts = count_words(papers)
        space = fit_space(counts.of(sample), fingerprint)
    if old is None or not space.is_like(old.space):
        old = None
        old_rows = np.full(len(papers), EMPTY, dtype=np.int64)
    else:
        known = {pair: row for row, pair in enumerate(zip(old.keys, old.fingerprints, strict=True))}
        pairs = ((paper.key, own) for paper, own in zip(papers, fingerprints, strict=True))
        old_rows = np.array([known.get(pair, EMPTY) for pair in pairs], dtype=np.int64)
    fresh = np.flatnonzero(old_rows == EMPTY)
    counts = counts.of(fresh) if counts else count_words([papers[row] for row in fresh.tolist()])
    keys = tuple(paper.key for paper in papers)
    new = _with_vectors(space, keys, fingerprints, old_rows, counts, old)
    near, dots = _nearest(new, old_rows, fresh, old)
    new = replace(new, near=near, dots=dots, topic_hashes=hash_topics(topics))
    chosen, words = _chosen([paper.title for paper in papers], topics, new, old_rows, old)
    return replace(new, chosen=chosen, shared_words=words)


def _with_vectors(
    space: Space,
    keys: tuple[str, ...],
    fingerprints: tuple[bytes, ...],
    old_rows: NDArray[np.int64],
    counts: WordCounts,
    old: RelatedState | None,
) -> RelatedState:
    """Compute the vectors of fresh papers from their word counts; the arrays of neighbours are still empty."""
    import numpy as np
    from scipy.sparse import vstack

    vectors = paper_vectors(space, counts)
    if old is not None:
        fresh, kept = np.flatnonzero(old_rows == EMPTY), np.flatnonzero(old_rows != EMPTY)
        order = np.argsort(np.concatenate((kept, fresh)), kind="stable")
        rows = old_rows[kept]
        vectors = Vectors(
            subjects=np.vstack((old.vectors.subjects[rows], vectors.subjects))[order],
            words=vstack((old.vectors.words[rows], vectors.words), format="csr")[order],
        )
    empty = np.zeros(0, dtype=np.int32)
    return RelatedState(
        space=space,
        keys=keys,
        fingerprints=fingerprints,
        vectors=vectors,
        near=empty,
        dots=empty,
        topic_hashes=empty.astype(np.uint64),
        chosen=empty.astype(np.int8),
        shared_words=empty,
    )


def _nearest(
    new: RelatedState, old_rows: NDArray[np.int64], fresh: NDArray[np.int64], old: RelatedState | None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the nearest rows of every row and their dot products.

    Old lists are merged with the fresh papers. A list that lost a paper is computed again, as its next candidates are
    unknown.
    """
    import numpy as np

    if old is None:
        return nearest_rows(new.vectors, np.arange(len(new.keys)), CANDIDATES)
    new_rows = _new_rows(old_rows, old)
    kept = np.flatnonzero(old_rows != EMPTY)
    old_near = old.near[old_rows[kept]]
    near = np.full((len(new.keys), CANDIDATES), EMPTY, dtype=np.int32)
    dots = np.zeros((len(new.keys), CANDIDATES), dtype=np.int32)
    near[kept], dots[kept] = new_rows[old_near], old.dots[old_rows[kept]]
    incomplete = kept[((old_near != EMPTY) & (new_rows[old_near] == EMPTY)).any(axis=1)]
    if len(fresh):
        near, dots = merge_nearest(near, dots, *nearest_of(new.vectors, fresh, CANDIDATES))
    recomputed = np.union1d(incomplete, fresh)
    near[recomputed], dots[recomputed] = nearest_rows(new.vectors, recomputed, CANDIDATES)
    return near, dots


def _new_rows(old_rows: NDArray[np.int64], old: RelatedState) -> NDArray[np.int32]:
    """Return the new row, or ``EMPTY``, of each old row; the last element is for the index ``EMPTY`` itself."""
    import numpy as np

    rows = np.full(len(old.keys) + 1, EMPTY, dtype=np.int32)
    kept = np.flatnonzero(old_rows != EMPTY)
    rows[old_rows[kept]] = kept
    return rows


def _chosen(
    titles: Sequence[str],
    topics: Sequence[TopicIds],
    new: RelatedState,
    old_rows: NDArray[np.int64],
    old: RelatedState | None,
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Return ``chosen`` and ``shared_words`` of every row; those whose neighbours and topics are the same are kept."""
    import numpy as np

    if old is None:
        return choose_related(range(len(titles)), titles, topics, new)
    unchanged = np.append(old_rows != EMPTY, True)  # the last element is for the index EMPTY itself
    rows = np.flatnonzero(old_rows != EMPTY)
    unchanged[rows] = new.topic_hashes[rows] == old.topic_hashes[old_rows[rows]]
    old_near = _new_rows(old_rows, old)[old.near[old_rows[rows]]]
    kept = unchanged[rows] & unchanged[new.near[rows]].all(axis=1)
    kept &= (old_near == new.near[rows]).all(axis=1) & (old.dots[old_rows[rows]] == new.dots[rows]).all(axis=1)
    rows = rows[kept]
    chosen = np.full((len(titles), MAX_RELATED), EMPTY, dtype=np.int8)
    words = np.full((len(titles), MAX_RELATED, MAX_SHARED_WORDS), EMPTY, dtype=np.int32)
    chosen[rows], words[rows] = old.chosen[old_rows[rows]], old.shared_words[old_rows[rows]]
    recomputed = np.setdiff1d(np.arange(len(titles)), rows).tolist()
    chosen[recomputed], words[recomputed] = choose_related(recomputed, titles, topics, new)
    return chosen, words
