"""Terms of papers in, postings out: for each term its papers, how much it weighs in each, and its places there.

The weight is that of BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004)
without the term's rarity, which the browser adds. Average lengths are constants, so a paper's weights depend on that
paper alone. Weights are whole numbers until they become one of few levels: sums are exact on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from generator.build.search.equivalents import Equivalents, Sequence, added_terms, agreed_sequences
from generator.build.search.paper_terms import GAP, PARTS, PaperTerms
from generator.build.search.usual_acronyms import usual_acronyms
from generator.text.search_words import ID_PREFIX, NAME_SUFFIX

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Weight of a term in a part of a paper of average length, and by how much longer parts weigh less; fitted on the
#: tuning half of tests/bench/search.
WEIGHTS = {"title": 300, "abstract": 100, "keywords": 150, "names": 100, "ids": 100, "others": 60, "added": 60}
LENGTHS = {"title": (9, 0.3), "abstract": (130, 0.5)}
SATURATION = 350
#: Weights from 0 to 1 become one of so many levels; the lowest is not used.
LEVELS = 16
NOTHING_KNOWN = Equivalents()
#: More places of a term in a paper than this are left out.
_MOST_PLACES = 0xFFFF

_FIELDS = (*PARTS[:-1], "added")
_PLACED = ("title", "abstract", "keywords", "names")
_FIELD_BITS, _PLACE_BITS, _ROW_BITS = 3, 16, 21
#: Papers, and keys, that are computed at once: small arrays stay in the processor's cache, and their memory is used
#: again, while the system clears each page of a large new array.
_PAPERS_AT_ONCE, _KEYS_AT_ONCE = 256, 1 << 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Postings:
    """Arrays of all postings, by term and row.

    ``terms`` are in the order of UTF-16, as JavaScript compares texts; the postings of term n are those from
    ``starts[n]`` to ``starts[n + 1]``. ``levels`` are from 1 to ``LEVELS`` - 1. ``place_counts`` has the number of
    places of each posting, and ``places`` all places.
    """

    papers: int
    terms: tuple[str, ...]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    levels: NDArray[np.uint8]
    place_counts: NDArray[np.int32]
    place_starts: NDArray[np.int64]
    places: NDArray[np.uint16]


def make_postings(papers: PaperTerms, known: Equivalents = NOTHING_KNOWN) -> tuple[Postings, Equivalents]:
    """Return the postings of papers, whose rows are their order, and what these papers and ``known`` say is the same.

    What is known stays; papers add acronyms and compounds that are not.
    """
    import numpy as np

    vocabulary = _Vocabulary.of(papers, known)
    tokens = _Tokens.of(papers, vocabulary.rank)
    added, equivalents = _added(papers, tokens, vocabulary, known)
    keys = np.sort(np.concatenate((tokens.keys, added)), kind="stable")  # two sorted runs
    weights = _weights(papers.lengths())
    blocks = [_block(own, weights) for own in _blocks_of_terms(keys)]
    own = np.concatenate([block.terms for block in blocks])
    place_counts = np.concatenate([block.place_counts for block in blocks])
    starts = np.flatnonzero(np.diff(own, prepend=-1))
    postings = Postings(
        papers=len(papers),
        terms=tuple([vocabulary.terms[term] for term in own[starts].tolist()]),
        starts=np.append(starts, len(own)),
        rows=np.concatenate([block.rows for block in blocks]),
        levels=np.concatenate([block.levels for block in blocks]),
        place_counts=place_counts,
        place_starts=np.append(0, np.cumsum(place_counts, dtype=np.int64)),
        places=np.concatenate([block.places for block in blocks]),
    )
    return postings, equivalents


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """Postings of some terms, each with its term's rank; see ``Postings``."""

    terms: NDArray[np.int32]
    rows: NDArray[np.int32]
    levels: NDArray[np.uint8]
    place_counts: NDArray[np.int32]
    places: NDArray[np.uint16]


def _blocks_of_terms(keys: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Divide sorted keys where a posting begins."""
    import numpy as np

    below = _PLACE_BITS + _FIELD_BITS
    cuts = _distinct(np.searchsorted(keys, keys[_KEYS_AT_ONCE::_KEYS_AT_ONCE] >> below << below))
    return np.split(keys, cuts)


def _block(keys: NDArray[np.int64], weights: NDArray[np.int64]) -> _Block:
    """Return the postings of sorted keys, which have all keys of each."""
    import numpy as np

    fields = keys & ((1 << _FIELD_BITS) - 1)
    pairs = keys >> (_PLACE_BITS + _FIELD_BITS)
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    rows = pairs & ((1 << _ROW_BITS) - 1)
    placed = fields < len(_PLACED)
    found = weights[rows, fields]
    return _Block(
        terms=(pairs[first] >> _ROW_BITS).astype(np.int32),
        rows=rows[first].astype(np.int32),
        levels=_levels(np.add.reduceat(found, first) if len(first) else found),
        place_counts=(np.add.reduceat(placed, first, dtype=np.int32) if len(first) else fields.astype(np.int32)),
        places=((keys >> _FIELD_BITS) & _MOST_PLACES)[placed].astype(np.uint16),
    )


def is_text(term: str) -> bool:
    """Whether a term is a word of texts, neither a name nor an identifier: only these have levels."""
    return not term.startswith(ID_PREFIX) and not term.endswith(NAME_SUFFIX)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Vocabulary:
    """Terms in the order of UTF-16, and by a term's number its ``rank`` there; and ``known`` sequences, in ranks."""

    terms: tuple[str, ...]
    rank: NDArray[np.int32]
    known: Mapping[Sequence, bool]
    ranks: Mapping[str, int]

    @classmethod
    def of(cls, papers: PaperTerms, known: Equivalents) -> _Vocabulary:
        import numpy as np

        is_used = np.zeros(len(papers.terms), dtype=bool)
        numbers = papers.numbers
        is_used[numbers[(numbers >= 0) & (numbers < len(is_used))]] = True  # others are lengths
        used = [papers.terms[number] for number in np.flatnonzero(is_used).tolist()]
        sequences = known.among(set(used))
        terms = {*used, *chain.from_iterable(sequences), *usual_acronyms()}
        ordered = tuple(sorted(terms, key=lambda term: term.encode("utf-16-be")))
        ranks = {term: place for place, term in enumerate(ordered)}
        rank = np.zeros(len(papers.terms), dtype=np.int32)
        rank[is_used] = [ranks[term] for term in used]
        own = {tuple([ranks[term] for term in sequence]): both_ways for sequence, both_ways in sequences.items()}
        return cls(terms=ordered, rank=rank, known=own, ranks=ranks)

    def usual(self) -> Iterator[Sequence]:
        """Yield the usual acronyms with their words, where there are all of these."""
        for acronym, long in usual_acronyms().items():
            if all(term in self.ranks for term in long):
                yield tuple([self.ranks[term] for term in (acronym, *long)])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tokens:
    """All terms of all papers as sorted keys (term, row, place, field), and the text alone in its order."""

    keys: NDArray[np.int64]
    stream: NDArray[np.int32]
    stream_rows: NDArray[np.int32]

    @classmethod
    def of(cls, papers: PaperTerms, rank: NDArray[np.int32]) -> _Tokens:
        import numpy as np

        blocks = [_tokens(papers, row, rank) for row in range(0, max(len(papers), 1), _PAPERS_AT_ONCE)]
        keys = np.concatenate([block.keys for block in blocks])
        keys.sort()
        return cls(
            keys=keys,
            stream=np.concatenate([block.stream for block in blocks]),
            stream_rows=np.concatenate([block.stream_rows for block in blocks]),
        )


def _tokens(papers: PaperTerms, start: int, rank: NDArray[np.int32]) -> _Tokens:
    """Return the terms of some papers from the row ``start`` on; their keys are not sorted."""
    import numpy as np

    own = papers.starts[start : start + _PAPERS_AT_ONCE + 1]
    numbers = papers.numbers[own[0] : own[-1]]
    starts, count, head = own - own[0], len(own) - 1, len(PARTS)
    lengths = numbers[starts[:-1, None] + np.arange(head)].astype(np.int64)
    fields = len(PARTS) - 1
    section = np.tile(np.arange(-1, fields + 1), count).repeat(np.insert(lengths, 0, head, axis=1).ravel())
    row = np.arange(count).repeat(np.diff(starts))
    place = np.arange(len(numbers)) - starts[row] - head
    # A mark between title, abstract and keywords keeps phrases from crossing; names are counted from their first.
    place += (section > 0).astype(np.int64) + (section > 1)
    names_start = lengths[:, :3].sum(axis=1) + 2
    place -= np.where(section == PARTS.index("names"), names_start[row], 0)
    terms = (section >= 0) & (section < fields) & (numbers != GAP)
    term, row, section = rank[numbers[terms]], row[terms] + start, section[terms]
    place = np.where(section < len(_PLACED), np.minimum(place[terms], _MOST_PLACES), 0)
    text = section < 2
    return _Tokens(
        keys=_keys(term.astype(np.int64), row, place, section),
        stream=term[text],
        stream_rows=row[text].astype(np.int32),
    )


def _added(
    papers: PaperTerms, tokens: _Tokens, vocabulary: _Vocabulary, known: Equivalents
) -> tuple[NDArray[np.int64], Equivalents]:
    """Return the keys of terms that papers get for their equivalents, and these."""
    row = (1 << _ROW_BITS) - 1
    pairs = _distinct_of_sorted(tokens.keys >> (_PLACE_BITS + _FIELD_BITS))
    own = ((pairs >> _ROW_BITS) << 32) | (pairs & row)
    sequences, acronyms = _sequences(papers, vocabulary, known, set((pairs >> _ROW_BITS).tolist()))
    added = added_terms(sequences, tokens.stream, tokens.stream_rows, own)
    new = _without(_distinct((added.terms << 32) | added.rows), own)
    names = vocabulary.terms
    both_ways = {tuple([names[term] for term in sequence]): both for sequence, both in added.both_ways.items()}
    equivalents = Equivalents(sequences=both_ways, acronyms=acronyms)
    return _keys(new >> 32, new & 0xFFFFFFFF, 0, len(_FIELDS) - 1), equivalents


def _sequences(
    papers: PaperTerms, vocabulary: _Vocabulary, known: Equivalents, present: set[int]
) -> tuple[dict[Sequence, bool | None], Set[str]]:
    """Return the sequences that papers need, in ranks, and all acronyms with a known meaning; ``present`` are ranks."""
    ends = (papers.starts[1:]).tolist()
    lengths = papers.lengths()[:, -1].tolist()
    stored = (papers.numbers[end - length : end] for end, length in zip(ends, lengths, strict=True) if length)
    found, ranks = agreed_sequences(stored), vocabulary.rank.tolist()
    defined = {ranks[number] for number in found.defined}
    compounds, agreed = (
        [tuple([ranks[number] for number in sequence]) for sequence in sequences]
        for sequences in (found.compounds, found.acronyms)
    )
    settled = {vocabulary.ranks[acronym] for acronym in known.acronyms if acronym in vocabulary.ranks}
    usual = [sequence for sequence in vocabulary.usual() if present.issuperset(sequence[1:])]
    new = [sequence for sequence in agreed if sequence[0] not in settled]
    new += [sequence for sequence in usual if sequence[0] not in settled | defined]
    acronyms = {vocabulary.terms[term] for term in (*defined, *(sequence[0] for sequence in usual))}
    return {**dict.fromkeys(compounds, True), **dict.fromkeys(new), **vocabulary.known}, known.acronyms | acronyms


def _without(pairs: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers that are not among others; both are sorted."""
    import numpy as np

    if not len(others):
        return pairs
    nearest = others[np.minimum(np.searchsorted(others, pairs), len(others) - 1)]
    return np.compress(nearest != pairs, pairs)


def _distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each number once, in order; ``numpy.unique`` takes seconds for a million such numbers."""
    import numpy as np

    return _distinct_of_sorted(np.sort(numbers))


def _distinct_of_sorted(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    import numpy as np

    is_new = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_new[1:])
    return numbers[is_new]


def _keys(
    term: NDArray[np.int64], row: NDArray[np.int64], place: NDArray[np.int64] | int, field: NDArray[np.int64] | int
) -> NDArray[np.int64]:
    return (((term << _ROW_BITS | row) << _PLACE_BITS | place) << _FIELD_BITS) | field


def _weights(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the weight of a term in each field of each paper, (papers, fields): longer fields weigh less."""
    import numpy as np

    weights = np.tile(np.array([WEIGHTS[field] for field in _FIELDS], dtype=np.int64), (max(len(lengths), 1), 1))
    for field, (average, share) in LENGTHS.items():
        column = _FIELDS.index(field)
        if len(lengths):
            longer = 1 - share + share * lengths[:, column] / average
            weights[:, column] = np.floor(WEIGHTS[field] / longer).astype(np.int64)
    return weights


def _levels(weights: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the level of each sum of weights: the share w / (w + SATURATION) in sixteenths."""
    import numpy as np

    levels: NDArray[np.uint8] = np.clip(LEVELS * weights // (weights + SATURATION), 1, LEVELS - 1).astype(np.uint8)
    return levels
