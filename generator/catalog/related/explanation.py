"""Chooses the related papers that pages show from each paper's nearest ones, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.shared_phrases import phrases_of, shared_phrases
from generator.catalog.related.state import MAX_PHRASE, MAX_REASONS, MAX_RELATED, RelatedState
from generator.catalog.related.vectors import SCALE, PaperText, WordCounts, count_words
from generator.catalog.topics.phrases import comparable_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Least similarity of the first related papers and of further ones. Of those shown for 64 papers, with which both
#: limits were chosen, 83% were judged related, and 75% with the rule before. For 60 other papers, it was 64% instead of
#: 58% with a further limit of 0.4. With 0.45, which these 60 helped to choose, it is 68%: of candidates for a fourth
#: and fifth place, 9 of 11 from 0.45 on were judged related, and 6 of 17 from 0.4 to 0.45.
MIN_SIMILARITY, MIN_FURTHER_SIMILARITY = 0.29, 0.45
#: How many related papers are first ones.
FIRST_RELATED = 3
#: Titles with this share of their words in common are titles of the same paper.
SAME_TITLE = 0.9

#: The row of a paper and that of a related paper.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Papers:
    """Texts of all papers by row, and their word counts where these are known."""

    texts: Sequence[PaperText]
    counts: WordCounts | None

    def counts_of(self, rows: NDArray[np.int64]) -> WordCounts:
        """Return the word counts of some rows."""
        return self.counts.of(rows) if self.counts else count_words([self.texts[row] for row in rows.tolist()])


def choose_related(
    rows: Sequence[int],
    papers: Papers,
    state: RelatedState,
    known: Mapping[Pair, NDArray[np.int32]],
) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
    """Compute ``chosen`` and ``reasons`` of some rows from the other arrays of the state.

    ``known`` has reasons of pairs of rows that need not be computed again. The shapes of the result are
    (len(rows), MAX_RELATED) and (len(rows), MAX_RELATED, MAX_REASONS, MAX_PHRASE).
    """
    import numpy as np

    chosen = np.full((len(rows), MAX_RELATED), EMPTY, dtype=np.int8)
    reasons = np.full((len(rows), MAX_RELATED, MAX_REASONS, MAX_PHRASE), EMPTY, dtype=np.int32)
    title_words = _TitleWords([paper.title for paper in papers.texts])
    pairs: list[Pair] = []
    slots: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        places = _chosen(row, state, title_words)
        chosen[index, : len(places)] = places
        for slot, place in enumerate(places):
            pair = row, int(state.near[row, place])
            if pair in known:
                reasons[index, slot] = known[pair]
            else:
                pairs.append(pair)
                slots.append((index, slot))
    if pairs:
        index, slot = np.array(slots).T
        reasons[index, slot] = _reasons(np.array(pairs, dtype=np.int64), papers, state)
    return chosen, reasons


def _reasons(pairs: NDArray[np.int64], papers: Papers, state: RelatedState) -> NDArray[np.int32]:
    """Return the reasons of pairs of rows, (pairs, MAX_REASONS, MAX_PHRASE)."""
    import numpy as np

    rows, places = np.unique(pairs, return_inverse=True)
    words = state.vectors.words[rows]
    phrases = phrases_of(papers.counts_of(rows), state.space)
    return shared_phrases(places.reshape(pairs.shape), words, phrases, state.space)


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


def _chosen(row: int, state: RelatedState, titles: _TitleWords) -> list[int]:
    """Return the indexes in ``near`` of the related papers: similar enough, and each title only once."""
    chosen: list[int] = []
    seen = [titles[row]]
    nearest = zip(state.near[row].tolist(), state.dots[row].tolist(), strict=True)
    for place, (other, dot) in enumerate(nearest):
        if other == EMPTY or len(chosen) == MAX_RELATED:
            break
        least = MIN_SIMILARITY if len(chosen) < FIRST_RELATED else MIN_FURTHER_SIMILARITY
        if dot >= least * SCALE**2 and not any(_same_title(titles[other], title) for title in seen):
            chosen.append(place)
            seen.append(titles[other])
    return chosen
