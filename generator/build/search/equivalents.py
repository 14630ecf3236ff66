"""Papers that write a term in another way: joined, apart, as an acronym or in full. They get the term, too.

A query for ``moe`` then finds papers that only say "mixture of experts", one for ``texttoimage`` those with "text to
image", without any work in the browser. Which terms are the same is what the archive's own papers say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: An acronym has one meaning if so much of its definitions agree, and if the papers that have it are not many times
#: those that have its words: the acronym FAST is rarer than the word "fast".
_AGREEMENT = 0.6
_MOST_PAPERS_PER_MEANING = 4
_PRIME = 1_000_003

#: A term and the terms that mean the same, side by side.
Sequence = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Equivalents:
    """What some papers say about terms that mean the same.

    ``sequences`` are a term and those that it stands for, true where papers with the term get the others, too, and not
    only the other way round. ``acronyms`` are those that the papers define, also where they do not agree.
    """

    sequences: Mapping[tuple[str, ...], bool] = field(default_factory=dict)
    acronyms: Set[str] = frozenset()

    def among(self, terms: set[str]) -> dict[tuple[str, ...], bool]:
        """Return the sequences that papers with these terms may need."""
        return {
            sequence: both_ways
            for sequence, both_ways in self.sequences.items()
            if sequence[0] in terms or terms.issuperset(sequence[1:])
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Defined:
    """The acronyms that papers define, and their sequences: ``acronyms`` on which they agree, and ``compounds``."""

    defined: Set[int]
    acronyms: Set[Sequence]
    compounds: Set[Sequence]


def agreed_sequences(stored: Iterable[NDArray[np.int32]]) -> Defined:
    """Return the sequences of papers, each a term and those that it stands for.

    ``stored`` are the ``sequences`` of papers: runs of a length, negative for definitions, and so many terms.
    """
    compounds: set[Sequence] = set()
    defined: defaultdict[int, Counter[Sequence]] = defaultdict(Counter)
    for numbers in stored:
        runs = numbers.tolist()
        place = 0
        while place < len(runs):
            length = abs(runs[place])
            sequence = tuple(runs[place + 1 : place + 1 + length])
            if runs[place] < 0:
                defined[sequence[0]][sequence] += 1
            else:
                compounds.add(sequence)
            place += 1 + length
    agreed = set()
    for definitions in defined.values():
        sequence, times = min(definitions.items(), key=lambda item: (-item[1], item[0]))
        if times >= _AGREEMENT * definitions.total():
            agreed.add(sequence)
    return Defined(defined=defined.keys(), acronyms=agreed, compounds=compounds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Added:
    """Terms and the rows of the papers that get them; and the sequences, true where they are used both ways."""

    terms: NDArray[np.int64]
    rows: NDArray[np.int64]
    both_ways: Mapping[Sequence, bool]


def added_terms(
    sequences: Mapping[Sequence, bool | None],
    stream: NDArray[np.int32],
    rows: NDArray[np.int32],
    own: NDArray[np.int64],
) -> Added:
    """Return the terms that papers get because they have an equivalent.

    Of each sequence it is known whether it is used both ways; None where the number of papers decides. ``stream`` are
    the terms of all texts in order, ``rows`` their papers; ``own`` are pairs term << 32 | row of all terms that papers
    have, sorted.
    """
    import numpy as np

    terms: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    papers: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    decided: dict[Sequence, bool] = {}
    by_length: defaultdict[int, list[Sequence]] = defaultdict(list)
    for sequence in sequences:
        by_length[len(sequence)].append(sequence)
    for _, alike in sorted(by_length.items()):
        wanted = np.array(alike, dtype=np.int64)
        # Several terms may stand for the same run: "t2i" and "texttoimage" for "text image".
        runs, run_of = np.unique(wanted[:, 1:], axis=0, return_inverse=True)
        in_text, in_rows = _occurrences(runs, stream, rows)
        by_run = np.argsort(in_text, kind="stable")
        times = np.bincount(in_text, minlength=len(runs))[run_of]
        first = np.searchsorted(in_text[by_run], run_of)
        which = np.arange(len(alike)).repeat(times)
        found = in_rows[by_run][np.arange(times.sum()) + (first - np.cumsum(times) + times).repeat(times)]
        terms.append(wanted[which, 0])
        papers.append(found)
        starts = np.searchsorted(own, wanted[:, 0] << 32)
        counts = np.searchsorted(own, (wanted[:, 0] + 1) << 32) - starts
        one_meaning = counts <= _MOST_PAPERS_PER_MEANING * (1 + times)
        known = ((sequences[sequence], one) for sequence, one in zip(alike, one_meaning.tolist(), strict=True))
        both_ways = np.array([one if given is None else given for given, one in known], dtype=bool)
        decided.update(zip(alike, both_ways.tolist(), strict=True))
        starts, counts, long = starts[both_ways], counts[both_ways], wanted[both_ways, 1:]
        have = own[np.arange(counts.sum()) + (starts - np.cumsum(counts) + counts).repeat(counts)] & 0xFFFFFFFF
        terms.append(long.repeat(counts, axis=0).T.ravel())
        papers.append(np.tile(have, long.shape[1]))
    return Added(terms=np.concatenate(terms), rows=np.concatenate(papers), both_ways=decided)


def _occurrences(
    wanted: NDArray[np.int64], stream: NDArray[np.int32], rows: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each place in the stream where one of the wanted runs is, the run's index and the paper's row."""
    import numpy as np

    length = wanted.shape[1]
    most = int(max(stream.max(initial=0), wanted.max(initial=0))) + 1
    starts = np.zeros(0, dtype=np.int64)
    for place in range(length):  # few places have the first term of a run, and still fewer the second after it
        known = np.zeros(most, dtype=bool)
        known[wanted[:, place]] = True
        if place:
            starts = starts[known[stream[starts + place]]]
        else:
            starts = np.flatnonzero(known[stream[: max(len(stream) - length + 1, 0)]])
    here, sought = np.zeros(len(starts), dtype=np.int64), np.zeros(len(wanted), dtype=np.int64)
    for place in range(length):
        here = here * _PRIME + stream[starts + place]
        sought = sought * _PRIME + wanted[:, place]
    order = np.argsort(sought, kind="stable")
    at = np.minimum(np.searchsorted(sought[order], here), len(order) - 1)
    which = order[at]
    exact = np.ones(len(starts), dtype=bool)
    for place in range(length):
        exact &= stream[starts + place] == wanted[which, place]
    return which[exact], rows[starts[exact]].astype(np.int64)
