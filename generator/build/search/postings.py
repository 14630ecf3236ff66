"""Terms of papers in, postings out: for each term its papers, how much it weighs in each, and its places there.

The weight is that of BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004)
without the term's rarity, which the browser adds. Average lengths are constants, so a paper's weights depend on that
paper alone. Weights are whole numbers until they become one of few levels: sums are exact on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.build.search.equivalents import added_terms, agreed_sequences
from generator.build.search.paper_terms import GAP, PARTS, PaperTerms
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
#: More places of a term in a paper than this are left out.
_MOST_PLACES = 0xFFFF

_FIELDS = (*PARTS[:-1], "added")
_PLACED = ("title", "abstract", "keywords", "names")
_FIELD_BITS, _PLACE_BITS, _ROW_BITS = 3, 16, 21


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
    rows: NDArray[np.int64]
    levels: NDArray[np.int64]
    place_counts: NDArray[np.int64]
    places: NDArray[np.int64]


def make_postings(papers: PaperTerms) -> Postings:
    """Return the postings of papers, whose rows are their order."""
    import numpy as np

    ordered = sorted(range(len(papers.terms)), key=lambda number: papers.terms[number].encode("utf-16-be"))
    rank = np.empty(max(len(ordered), 1), dtype=np.int64)
    rank[ordered] = np.arange(len(ordered))
    tokens = _Tokens.of(papers, rank)
    keys = np.sort(np.concatenate((tokens.keys, _added(papers, tokens, rank))), kind="stable")  # two sorted runs
    fields = keys & ((1 << _FIELD_BITS) - 1)
    pairs = keys >> (_PLACE_BITS + _FIELD_BITS)
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    rows = pairs[first] & ((1 << _ROW_BITS) - 1)
    own = pairs[first] >> _ROW_BITS
    weights = tokens.weights[np.minimum(pairs & ((1 << _ROW_BITS) - 1), len(tokens.weights) - 1), fields]
    placed = fields < len(_PLACED)
    starts = np.flatnonzero(np.diff(own, prepend=-1))
    return Postings(
        papers=len(papers.papers),
        terms=tuple(papers.terms[ordered[term]] for term in own[starts].tolist()),
        starts=np.append(starts, len(own)),
        rows=rows,
        levels=_levels(np.add.reduceat(weights, first) if len(first) else weights),
        place_counts=np.add.reduceat(placed.astype(np.int64), first) if len(first) else fields,
        places=((keys >> _FIELD_BITS) & _MOST_PLACES)[placed],
    )


def is_text(term: str) -> bool:
    """Whether a term is a word of texts, neither a name nor an identifier: only these have levels."""
    return not term.startswith(ID_PREFIX) and not term.endswith(NAME_SUFFIX)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tokens:
    """All terms of all papers as sorted keys (term, row, place, field), and the text alone in its order.

    ``weights`` has the weight of one term in each field of each paper.
    """

    keys: NDArray[np.int64]
    stream: NDArray[np.int64]
    stream_rows: NDArray[np.int64]
    weights: NDArray[np.int64]

    @classmethod
    def of(cls, papers: PaperTerms, rank: NDArray[np.int64]) -> _Tokens:
        import numpy as np

        count, head = len(papers.papers), len(PARTS)
        numbers = np.concatenate([*papers.papers, np.zeros(0, dtype=np.int32)])
        starts = np.cumsum([0, *(len(paper) for paper in papers.papers)])
        lengths = (
            np.array([paper[:head] for paper in papers.papers], dtype=np.int64)
            if count
            else np.zeros((0, head), np.int64)
        )
        fields = len(PARTS) - 1
        section = np.tile(np.arange(-1, fields + 1), count).repeat(np.insert(lengths, 0, head, axis=1).ravel())
        row = np.arange(count).repeat(np.diff(starts))
        place = np.arange(len(numbers)) - starts[row] - head
        # A mark between title, abstract and keywords keeps phrases from crossing; names are counted from their first.
        place += (section > 0).astype(np.int64) + (section > 1)
        names_start = lengths[:, :3].sum(axis=1) + 2
        place -= np.where(section == PARTS.index("names"), names_start[row], 0)
        terms = (section >= 0) & (section < fields) & (numbers != GAP)
        term, row, section = rank[numbers[terms]], row[terms], section[terms]
        place = np.where(section < len(_PLACED), np.minimum(place[terms], _MOST_PLACES), 0)
        text = section < 2
        return cls(
            keys=np.sort(_keys(term, row, place, section)),
            stream=term[text],
            stream_rows=row[text],
            weights=_weights(lengths),
        )


def _added(papers: PaperTerms, tokens: _Tokens, rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the keys of terms that papers get for their equivalents."""
    import numpy as np

    found = agreed_sequences(paper[len(paper) - int(paper[len(PARTS) - 1]) :] for paper in papers.papers)
    ranks = rank.tolist()
    sequences = {tuple(ranks[number] for number in sequence): acronym for sequence, acronym in found.items()}
    row = (1 << _ROW_BITS) - 1
    pairs = tokens.keys >> (_PLACE_BITS + _FIELD_BITS)
    pairs = pairs[np.flatnonzero(np.diff(pairs, prepend=-1))]
    own = ((pairs >> _ROW_BITS) << 32) | (pairs & row)
    terms, rows = added_terms(sequences, tokens.stream, tokens.stream_rows, own)
    new = _distinct((terms << 32) | rows)
    if len(own):
        new = new[own[np.minimum(np.searchsorted(own, new), len(own) - 1)] != new]
    return _keys(new >> 32, new & 0xFFFFFFFF, 0, len(_FIELDS) - 1)


def _distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each number once, in order; ``numpy.unique`` takes seconds for a million such numbers."""
    import numpy as np

    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]


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


def _levels(weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the level of each sum of weights: the share w / (w + SATURATION) in sixteenths."""
    import numpy as np

    levels: NDArray[np.int64] = np.clip(LEVELS * weights // (weights + SATURATION), 1, LEVELS - 1)
    return levels
