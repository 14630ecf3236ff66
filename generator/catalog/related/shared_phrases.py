"""Phrases and words that say why two papers are related: "reward model", "RLHF".

A phrase is two or three words that follow each other in both papers. At least one of them belongs to a subject, and the
others do too or join such words: "language model", "chain of thought" (``telling_words``). Each counts by how much its
words add to the similarity of the papers. An acronym is only the first word of a phrase: elsewhere it mostly stands in
parentheses, as in "chain of thought (CoT) reasoning". Phrases come first, because a word alone says less; it is a
reason only where few papers of the archive have it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.state import MAX_PHRASE, MAX_REASONS
from generator.catalog.related.telling_words import (
    COUNTED,
    JOINING_WORDS,
    NEVER_FIRST,
    NEVER_LAST,
    distinctive_words,
    joins,
    telling_words,
)
from generator.catalog.related.vectors import Space, WordCounts
from generator.catalog.topics.phrases import word_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Least share of the best reason's contribution that another reason needs to be shown.
MIN_SHARE = 0.2
#: Pairs of papers that are compared at once.
_PAIRS = 10_000

#: Numbers of the words of a phrase, with ``EMPTY`` behind a phrase of two words.
Parts = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrases:
    """The phrases of papers: ``parts`` of each phrase, and which papers have it, (papers, phrases)."""

    parts: tuple[Parts, ...]
    of_papers: csr_matrix


def phrases_of(counts: WordCounts, space: Space) -> Phrases:
    """Return the phrases that at least two of the papers have. Numbers of joining words follow those of the space."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = len(space.words) + len(JOINING_WORDS) + 1
    numbers, kinds = _kinds(counts.spellings, space)
    number, (telling, acronym, first, last) = numbers[counts.in_order.indices], kinds[:, counts.in_order.indices]
    text = np.repeat(np.arange(counts.in_order.shape[0]), np.diff(counts.in_order.indptr))
    codes, papers = [], []
    for length in (2, MAX_PHRASE):
        starts = np.arange(max(0, len(number) - length + 1))
        within = [starts + offset for offset in range(length)]
        fits = (text[within[0]] == text[within[-1]]) & first[within[0]] & last[within[-1]]
        fits &= np.all([number[place] != EMPTY for place in within], axis=0)
        fits &= np.all([~acronym[place] for place in within[1:]], axis=0)
        fits &= np.any([telling[place] for place in within], axis=0)
        code = np.zeros(int(fits.sum()), dtype=np.int64)
        for offset in range(MAX_PHRASE):
            code = code * size + (number[within[offset][fits]] + 1 if offset < length else 0)
        codes.append(code)
        papers.append(text[within[0][fits]] // 2)
    known, column, times = np.unique(np.concatenate(codes), return_inverse=True, return_counts=True)
    shared = times > 1
    new_column = np.cumsum(shared) - 1
    kept = shared[column]
    cells = (np.ones(int(kept.sum()), dtype=np.int32), (np.concatenate(papers)[kept], new_column[column[kept]]))
    shape = (counts.in_order.shape[0] // 2, int(shared.sum()))
    parts = np.stack([known[shared] // size**power % size for power in reversed(range(MAX_PHRASE))], axis=1) - 1
    return Phrases(parts=tuple(map(tuple, parts.tolist())), of_papers=csr_matrix(cells, shape=shape))


def _kinds(spellings: Sequence[str], space: Space) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return each spelling's number or ``EMPTY``, and whether it tells a subject, is an acronym, can be first or last.

    The shapes are (spellings,) and (4, spellings).
    """
    import numpy as np

    columns = {word: column for column, word in enumerate(space.words)}
    tells = telling_words(space.words)
    joining = {word: len(space.words) + place for place, word in enumerate(JOINING_WORDS)}
    number = np.full(len(spellings), EMPTY, dtype=np.int64)
    kinds = np.zeros((4, len(spellings)), dtype=np.bool_)
    telling, acronym, first, last = kinds
    for place, spelling in enumerate(spellings):
        word = word_of(spelling)
        column = columns.get(word, EMPTY)
        if column != EMPTY and (tells[column] or joins(word)):
            number[place], telling[place] = column, tells[column]
            acronym[place] = sum(letter.isupper() for letter in space.spellings[column]) > 1
        else:
            number[place] = joining.get(word, EMPTY)
        first[place], last[place] = word not in NEVER_FIRST, word not in NEVER_LAST
    return number, kinds


def shared_phrases(pairs: NDArray[np.int64], words: csr_matrix, phrases: Phrases, space: Space) -> NDArray[np.int32]:
    """Return the reasons of pairs of papers, (pairs, MAX_REASONS, MAX_PHRASE): phrases, then words, strongest first.

    ``words`` are the weights of the words of the space in papers.
    """
    import numpy as np
    from scipy.sparse import diags_array

    telling = (words @ diags_array(telling_words(space.words))).tocsr()
    telling.eliminate_zeros()
    alone = frozenset(np.flatnonzero(distinctive_words(space.rarities)).tolist())
    reasons = np.full((len(pairs), MAX_REASONS, MAX_PHRASE), EMPTY, dtype=np.int32)
    for start in range(0, len(pairs), _PAIRS):
        left, right = pairs[start : start + _PAIRS].T
        values = telling[left].multiply(telling[right]).tocsr()
        common = phrases.of_papers[left].multiply(phrases.of_papers[right]).tocsr()
        for place, (columns, found) in enumerate(zip(_cells(values), _rows(common), strict=True), start):
            chosen = _strongest(columns, [phrases.parts[phrase] for phrase in found], alone, space)
            for slot, parts in enumerate(chosen):
                reasons[place, slot, : len(parts)] = parts
    return reasons


def _cells(matrix: csr_matrix) -> Iterator[dict[int, float]]:
    """Yield the columns and values of each row."""
    columns, values = matrix.indices.tolist(), matrix.data.tolist()
    for first, end in pairwise(matrix.indptr.tolist()):
        yield dict(zip(columns[first:end], values[first:end], strict=True))


def _rows(matrix: csr_matrix) -> Iterator[list[int]]:
    """Yield the columns of each row."""
    columns = matrix.indices.tolist()
    for first, end in pairwise(matrix.indptr.tolist()):
        yield columns[first:end]


def _strongest(
    values: Mapping[int, float], phrases: Sequence[Parts], alone: Container[int], space: Space
) -> list[Parts]:
    """Return up to ``MAX_REASONS`` reasons that have no telling word in common: phrases, then words, strongest first.

    ``values`` are the contributions of the telling words, and ``alone`` those words that can be reasons alone. An
    acronym is left out where the words are chosen that it abbreviates, and these where it is.
    """
    # Of phrases with the same telling words, the longer one says more: "large language model" than "language model".
    candidates = [(-sum([values.get(part, 0.0) for part in parts]), parts.count(EMPTY), parts) for parts in phrases]
    candidates += [(-value, MAX_PHRASE, (column,)) for column, value in values.items() if column in alone]
    least = MIN_SHARE * max((-value for value, _, _ in candidates), default=0.0)
    strong = [candidate for candidate in candidates if -candidate[0] >= least]
    chosen: list[Parts] = []
    used: set[int] = set()
    names: set[str] = set()
    for _, _, parts in sorted(strong, key=lambda candidate: (len(candidate[2]) == 1, candidate)):
        if len(chosen) < MAX_REASONS and used.isdisjoint(parts):
            name = _acronym(parts, space)
            if name not in names:
                chosen.append(parts)
            names.add(name)
            used.update([part for part in parts if part in values])
    return chosen


def _acronym(parts: Parts, space: Space) -> str:
    """Return the first letters of a phrase, or a word that stands alone: "rl" for "RL" and "reinforcement learning"."""
    words = [_word(part, space) for part in parts if part != EMPTY]
    return words[0] if len(words) == 1 else "".join(word[0] for word in words)


def _word(part: int, space: Space) -> str:
    known = len(space.words)
    return space.words[part] if part < known else JOINING_WORDS[part - known]


class SpelledPhrases(dict[Parts, str]):
    """Phrases as papers write them, made when first looked up; only the last word can be a plural: "LLM agents"."""

    def __init__(self, space: Space) -> None:
        super().__init__()
        self._space = space

    def __missing__(self, parts: Parts) -> str:
        *before, last = [part for part in parts if part != EMPTY]
        spelled = [*(_singular(part, self._space) for part in before), _spelling(last, self._space)]
        if spelled[1:-1] == ["of"] and (word := _word(last, self._space)) in COUNTED:
            spelled[-1] = f"{word}s"
        self[parts] = phrase = " ".join(spelled)
        return phrase


def _spelling(part: int, space: Space) -> str:
    return space.spellings[part] if part < len(space.words) else _word(part, space)


def _singular(part: int, space: Space) -> str:
    spelling, word = _spelling(part, space), _word(part, space)
    if spelling.lower() == word or not spelling.endswith("s"):
        return spelling
    return spelling[:-1] if spelling[:-1].lower() == word else word
