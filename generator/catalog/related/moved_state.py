"""An old state in a new space: a correction changes few words of the space, and what has none of them stays."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.state import RelatedState
from generator.catalog.related.telling_words import JOINING_WORDS, distinctive_words
from generator.catalog.related.vectors import Space, Vectors, WordCounts
from generator.catalog.topics.phrases import word_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def changed_words(old: Space, new: Space) -> frozenset[str]:
    """Return the words that are not in both spaces, or not with the same rarity, spelling and use as a reason.

    Vectors and reasons of papers without them are the same in both spaces.
    """
    return frozenset(word for word, _ in _described(old) ^ _described(new))


def _described(space: Space) -> set[tuple[str, tuple[float, str, bool]]]:
    alone = distinctive_words(space.rarities).tolist()
    described = zip(space.rarities.tolist(), space.spellings, alone, strict=True)
    return set(zip(space.words, described, strict=True))


def papers_with(counts: WordCounts, words: Collection[str]) -> NDArray[np.bool_]:
    """Return which papers have at least one of the words, (papers,)."""
    import numpy as np

    wanted = np.array([word_of(spelling) in words for spelling in counts.spellings], dtype=np.bool_)
    found = np.zeros(counts.titles.shape[0], dtype=np.bool_)
    for texts in (counts.titles, counts.abstracts):
        papers = np.repeat(np.arange(len(found)), np.diff(texts.indptr))
        found[papers[wanted[texts.indices]]] = True
    return found


def moved_state(old: RelatedState, space: Space) -> RelatedState:
    """Return the old state with the columns of the new space.

    Columns are in the order of words in both, so the order of reasons stays. Words that the new space lacks are left
    out; the papers that have them need new vectors and reasons.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = {word: column for column, word in enumerate(space.words)}
    columns = np.array([numbers.get(word, EMPTY) for word in old.space.words], dtype=np.int32)
    cells = old.vectors.words
    moved = columns[cells.indices]
    kept = moved != EMPTY
    ends = np.append(0, np.cumsum(kept))[cells.indptr].astype(cells.indptr.dtype)
    words = csr_matrix((cells.data[kept], moved[kept], ends), shape=(cells.shape[0], len(space.words)))
    joining = np.arange(len(space.words), len(space.words) + len(JOINING_WORDS))
    numbered = np.concatenate((columns, joining, [EMPTY])).astype(np.int32)  # the last one is for EMPTY itself
    return replace(
        old,
        space=space,
        vectors=Vectors(subjects=old.vectors.subjects, words=words),
        reasons=numbered[old.reasons],
    )
