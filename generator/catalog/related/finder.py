"""Finds related papers and explains them by topics and words in common.

``find_related`` is a function of the papers alone. The state that it returns saves work: with it, a day's thirty papers
cost a fraction of the time; without it, the result is the same, byte for byte (see ``vectors``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.batches import RunBatches, run_here
from generator.catalog.related.cells import Cells, draw_papers, make_cells
from generator.catalog.related.explanation import Pair, Papers, choose_related
from generator.catalog.related.moved_state import changed_words, moved_state, papers_with
from generator.catalog.related.neighbours import merge_nearest, nearest_of, nearest_rows
from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.shared_phrases import SpelledPhrases
from generator.catalog.related.state import CANDIDATES, MAX_PHRASE, MAX_REASONS, MAX_RELATED, RelatedState
from generator.catalog.related.vectors import (
    SCALE,
    PaperText,
    Space,
    Vectors,
    WordCounts,
    count_words,
    fit_space,
    sample_rows,
    space_fingerprint,
    vectors_with_meanings,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: With more fresh papers than this share of all, finding the neighbours of all again takes less time than merging.
_MOST_FRESH = 0.3


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """A related paper: its key, the cosine similarity from 0 to 1, and topics, phrases and words that both papers have.

    ``words`` are at most three, the most telling first: "reward model", "RLHF".
    """

    key: str
    similarity: float
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def find_related(
    papers: Iterable[PaperText],
    topics: Mapping[str, Sequence[str]],
    state: RelatedState | None = None,
    *,
    run: RunBatches = run_here,
    progress: Callable[[], None] = lambda: None,
) -> tuple[dict[str, tuple[Related, ...]], RelatedState]:
    """Return up to five related papers of each paper, by key, nearest first, ties in the order of keys.

    ``topics`` are each paper's topics by key, which are looked up when all vectors are compared. Papers that are not
    similar enough, or have nearly the same title, are left out, and of two related papers with nearly the same title
    only the nearer one is kept. ``state`` is the one that the last call returned, if there is one. ``run`` splits texts
    into words and compares vectors. ``progress`` is called between parts of the work.
    """
    sorted_papers = sorted(papers, key=lambda paper: paper.key)
    new = _update(sorted_papers, state, run, progress)
    progress()
    return dict(_related(new, [tuple(topics.get(paper.key, ())) for paper in sorted_papers])), new


def _related(state: RelatedState, topics: Sequence[Sequence[str]]) -> Iterator[tuple[str, tuple[Related, ...]]]:
    """Yield each paper's key with its related papers, from the arrays of the state."""
    spelled = SpelledPhrases(state.space)
    arrays = (state.near, state.dots, state.chosen, state.reasons)
    for row, (near, dots, chosen, reasons) in enumerate(zip(*(array.tolist() for array in arrays), strict=True)):
        yield (
            state.keys[row],
            tuple(
                Related(
                    key=state.keys[near[place]],
                    similarity=min(1.0, round(dots[place] / SCALE**2, 3)),
                    topics=tuple([topic for topic in topics[row] if topic in topics[near[place]]]),
                    words=tuple([spelled[tuple(parts)] for parts in shared if parts[0] != EMPTY]),
                )
                for place, shared in zip(chosen, reasons, strict=True)
                if place != EMPTY
            ),
        )


def _update(
    papers: Sequence[PaperText], old: RelatedState | None, run: RunBatches, progress: Callable[[], None]
) -> RelatedState:
    """Compute the state of the papers, with the rows of the old state for papers whose text and words have not changed.

    ``old_rows`` has, for each paper, its row in the old state or ``EMPTY``; ``fresh`` are the rows of other papers.
    """
    import numpy as np

    fingerprints = tuple(paper.fingerprint for paper in papers)
    sample = sample_rows(papers)
    fingerprint = space_fingerprint(fingerprints[row] for row in sample)
    counts, space = None, old.space if old else None
    if space is None or space.fingerprint != fingerprint:
        counts = count_words(papers, run, progress)
        space = fit_space(counts.of(sample), fingerprint)
    progress()
    keys = tuple(paper.key for paper in papers)
    old_rows = _old_rows(keys, fingerprints, old)
    if old and counts:
        old_rows[papers_with(counts, changed_words(old.space, space))] = EMPTY
        old = moved_state(old, space)
    if (old_rows == EMPTY).sum() > _MOST_FRESH * len(papers):
        old, old_rows = None, np.full(len(papers), EMPTY, dtype=np.int64)
    fresh = np.flatnonzero(old_rows == EMPTY)
    of_fresh = counts.of(fresh) if counts else count_words([papers[row] for row in fresh.tolist()])
    new = replace(_with_vectors(space, keys, fingerprints, old_rows, of_fresh, old), drawn=draw_papers(papers, sample))
    progress()
    has_same_cells = old is not None and np.array_equal(_new_rows(old_rows, old)[old.drawn], new.drawn)
    near, dots = _nearest(
        new, old_rows, fresh, old if has_same_cells else None, run, make_cells(new.vectors, new.drawn)
    )
    new = replace(new, near=near, dots=dots)
    progress()
    chosen, reasons = _chosen(Papers(papers, counts), new, old_rows, old)
    return replace(new, chosen=chosen, reasons=reasons)


def _old_rows(keys: Sequence[str], fingerprints: Sequence[bytes], old: RelatedState | None) -> NDArray[np.int64]:
    """Return the row in the old state of each paper with the same text, else ``EMPTY``."""
    import numpy as np

    pairs = zip(old.keys, old.fingerprints, strict=True) if old else ()
    known = {pair: row for row, pair in enumerate(pairs)}
    return np.array([known.get(pair, EMPTY) for pair in zip(keys, fingerprints, strict=True)], dtype=np.int64)


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

    vectors = vectors_with_meanings(space, counts)
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
        drawn=empty.astype(np.int64),
        near=empty,
        dots=empty,
        chosen=empty.astype(np.int8),
        reasons=empty,
    )


def _nearest(
    new: RelatedState,
    old_rows: NDArray[np.int64],
    fresh: NDArray[np.int64],
    old: RelatedState | None,
    run: RunBatches,
    cells: Cells | None,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the nearest rows of every row and their dot products; ``old`` has the same cells.

    Old lists are merged with the fresh papers. A list that lost a paper is computed again, as its next candidates are
    unknown.
    """
    import numpy as np

    if old is None:
        return nearest_rows(new.vectors, np.arange(len(new.keys)), CANDIDATES, run, cells=cells)
    new_rows = _new_rows(old_rows, old)
    kept = np.flatnonzero(old_rows != EMPTY)
    old_near = old.near[old_rows[kept]]
    near = np.full((len(new.keys), CANDIDATES), EMPTY, dtype=np.int32)
    dots = np.zeros((len(new.keys), CANDIDATES), dtype=np.int32)
    near[kept], dots[kept] = new_rows[old_near], old.dots[old_rows[kept]]
    incomplete = kept[((old_near != EMPTY) & (new_rows[old_near] == EMPTY)).any(axis=1)]
    if len(fresh):
        near, dots = merge_nearest(near, dots, *nearest_of(new.vectors, fresh, CANDIDATES, cells=cells))
    recomputed = np.union1d(incomplete, fresh)
    near[recomputed], dots[recomputed] = nearest_rows(new.vectors, recomputed, CANDIDATES, cells=cells)
    return near, dots


def _new_rows(old_rows: NDArray[np.int64], old: RelatedState) -> NDArray[np.int32]:
    """Return the new row, or ``EMPTY``, of each old row; the last element is for the index ``EMPTY`` itself."""
    import numpy as np

    rows = np.full(len(old.keys) + 1, EMPTY, dtype=np.int32)
    kept = np.flatnonzero(old_rows != EMPTY)
    rows[old_rows[kept]] = kept
    return rows


def _chosen(
    papers: Papers, new: RelatedState, old_rows: NDArray[np.int64], old: RelatedState | None
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Return ``chosen`` and ``reasons`` of every row; those whose neighbours are the same are kept."""
    import numpy as np

    count = len(new.keys)
    if old is None:
        return choose_related(range(count), papers, new, {})
    unchanged = np.append(old_rows != EMPTY, True)  # the last element is for the index EMPTY itself
    rows = np.flatnonzero(old_rows != EMPTY)
    old_near = _new_rows(old_rows, old)[old.near[old_rows[rows]]]
    kept = unchanged[rows] & unchanged[new.near[rows]].all(axis=1)
    kept &= (old_near == new.near[rows]).all(axis=1) & (old.dots[old_rows[rows]] == new.dots[rows]).all(axis=1)
    rows = rows[kept]
    chosen = np.full((count, MAX_RELATED), EMPTY, dtype=np.int8)
    reasons = np.full((count, MAX_RELATED, MAX_REASONS, MAX_PHRASE), EMPTY, dtype=np.int32)
    chosen[rows], reasons[rows] = old.chosen[old_rows[rows]], old.reasons[old_rows[rows]]
    recomputed = np.setdiff1d(np.arange(count), rows).tolist()
    chosen[recomputed], reasons[recomputed] = choose_related(
        recomputed, papers, new, _known_reasons(recomputed, old_rows, old)
    )
    return chosen, reasons


def _known_reasons(
    rows: Sequence[int], old_rows: NDArray[np.int64], old: RelatedState
) -> dict[Pair, NDArray[np.int32]]:
    """Return the reasons in the old state of those papers, by row, for related papers whose texts have not changed."""
    new_rows = _new_rows(old_rows, old)
    known = {}
    for row in rows:
        before = int(old_rows[row])
        for slot, place in enumerate(old.chosen[before].tolist() if before != EMPTY else ()):
            other = int(new_rows[old.near[before, place]]) if place != EMPTY else EMPTY
            if other != EMPTY:
                known[row, other] = old.reasons[before, slot]
    return known
