"""Postings in, files out: each has the terms of a range, so that a query reads a file for each word.

A file of terms is, deflated:
    number of terms
    for each term: length of the beginning that it shares with the term before, bytes of the rest, rest (UTF-8), papers
    codes of its postings, term after term: the gap to the row before, and the rank of the level by frequency; names and
    identifiers have no levels
Numbers are in the variable-length format of LEB128, seven bits a byte. A file of places has, for the same postings, the
codes of the number of places (1 for none and 0 for one, which is the most frequent) and of the gaps between these.
``search-postings.js`` reads both.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING

from generator.build.search.bits import code_lengths, gap_widths, pack
from generator.build.search.postings import LEVELS, Postings, is_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A file ends with the term with which it reaches so many bytes, and more in larger archives: small files make a query
#: light, and many files make the manifest heavy. A term that has more bytes has a file of its own.
_FILE_BYTES, _PAPERS_A_BYTE = 3_000, 20
#: Estimated bits of a term itself.
_TERM_BITS = 44
#: Postings with the same number of places, up to this one, have codes of the same width: the more, the closer they are.
_PLACE_CLASSES = 6
_WIDEST = 16
#: The largest number that is one byte in LEB128.
_ONE_BYTE = 0x7F


@dataclass(frozen=True, kw_only=True, slots=True)
class TermFiles:
    """The files by number; ``firsts`` has a text for each that is above all terms before and not above its own.

    ``ranks`` are levels, the most frequent first, and ``rank_width`` is the width of their codes. ``place_widths`` are
    those of places in texts and in names, by the number of places of the term in the paper.
    """

    firsts: tuple[str, ...]
    terms: tuple[bytes, ...]
    places: tuple[bytes, ...]
    ranks: tuple[int, ...]
    rank_width: int
    place_widths: tuple[tuple[int, ...], tuple[int, ...]]


def make_term_files(postings: Postings) -> TermFiles:
    """Return the files of all terms."""
    import numpy as np

    text = np.array([is_text(term) for term in postings.terms], dtype=bool)
    counts = np.diff(postings.starts)
    term = np.arange(len(counts)).repeat(counts)
    ranks, rank, rank_width = _ranks(postings.levels, text[term])
    codes = _Codes(
        numbers=np.stack((_gaps(postings), rank), axis=1),
        widths=np.stack((gap_widths(max(postings.papers, 1), counts)[term], np.full(len(term), rank_width)), axis=1),
        used=np.stack((np.ones(len(term), dtype=bool), text[term]), axis=1),
    )
    places = _place_codes(postings, text[term])
    firsts, terms, place_files = [], [], []
    for start, end in _ranges(postings, codes):
        before = postings.terms[start - 1] if start else ""
        firsts.append(_separator(before, postings.terms[start]))
        rows = slice(int(postings.starts[start]), int(postings.starts[end]))
        terms.append(_deflated(_dictionary(postings.terms[start:end], counts[start:end]), codes.packed(rows)))
        place_files.append(places.packed(rows))
    return TermFiles(
        firsts=tuple(firsts),
        terms=tuple(terms),
        places=tuple(place_files),
        ranks=ranks,
        rank_width=rank_width,
        place_widths=places.by_count,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Codes:
    """Two numbers for each posting and the widths of their codes; those not ``used`` have no code."""

    numbers: NDArray[np.int64]
    widths: NDArray[np.int64]
    used: NDArray[np.bool_]

    def lengths(self) -> NDArray[np.int64]:
        """Return the bits of each posting."""
        import numpy as np

        return np.asarray((code_lengths(self.numbers, self.widths) * self.used).sum(axis=1))

    def packed(self, rows: slice) -> bytes:
        """Return the codes of some postings."""
        used = self.used[rows].ravel()
        return pack(self.numbers[rows].ravel()[used], self.widths[rows].ravel()[used])


@dataclass(frozen=True, kw_only=True, slots=True)
class _PlaceCodes:
    """The codes of places; those of posting n are from ``starts[n]`` to ``starts[n + 1]``.

    ``by_count`` are the widths in texts and in names by the number of places.
    """

    numbers: NDArray[np.int64]
    widths: NDArray[np.int64]
    starts: NDArray[np.int64]
    by_count: tuple[tuple[int, ...], tuple[int, ...]]

    def packed(self, rows: slice) -> bytes:
        """Return the codes of the places of some postings."""
        codes = slice(int(self.starts[rows.start]), int(self.starts[rows.stop]))
        return pack(self.numbers[codes], self.widths[codes])


def _gaps(postings: Postings) -> NDArray[np.int64]:
    """Return for each posting how many papers are between it and the one before of the same term."""
    import numpy as np

    gaps = np.diff(postings.rows, prepend=-1) - 1
    firsts = postings.starts[:-1]
    gaps[firsts] = postings.rows[firsts]
    return gaps


def _ranks(levels: NDArray[np.int64], text: NDArray[np.bool_]) -> tuple[tuple[int, ...], NDArray[np.int64], int]:
    """Return the levels by frequency, the rank of each posting's level, and the width that makes their codes short."""
    import numpy as np

    times = np.bincount(levels[text], minlength=LEVELS)
    ranks = np.lexsort((np.arange(LEVELS), -times))
    rank = np.argsort(ranks)[levels]
    in_text = rank[text]
    sums = [int(code_lengths(in_text, np.full(len(in_text), width)).sum()) for width in range(3)]
    return tuple(ranks.tolist()), rank, sums.index(min(sums))


def _place_codes(postings: Postings, text: NDArray[np.bool_]) -> _PlaceCodes:
    """Return the codes of all places: their number, and then the gaps, of each posting."""
    import numpy as np

    counts = postings.place_counts
    posting = np.arange(len(counts)).repeat(counts)
    first = np.cumsum(counts) - counts
    gaps = np.diff(postings.places, prepend=-1) - 1
    firsts = first[counts > 0]
    gaps[firsts] = postings.places[firsts]
    starts = np.append(first + np.arange(len(counts)), len(posting) + len(counts))
    numbers = np.empty(len(posting) + len(counts), dtype=np.int64)
    widths = np.zeros(len(numbers), dtype=np.int64)
    numbers[starts[:-1]] = np.where(counts < 2, 1 - counts, counts)  # one place is the most frequent number
    gaps = np.maximum(gaps, 0)
    classes = np.minimum(counts, _PLACE_CLASSES - 1)[posting]
    in_texts = _best_widths(gaps[text[posting]], classes[text[posting]])
    in_names = _best_widths(gaps[~text[posting]], classes[~text[posting]])
    at = np.arange(len(posting)) + posting + 1
    numbers[at] = gaps
    widths[at] = np.where(text[posting], np.array(in_texts)[classes], np.array(in_names)[classes])
    return _PlaceCodes(numbers=numbers, widths=widths, starts=starts, by_count=(in_texts, in_names))


def _best_widths(numbers: NDArray[np.int64], classes: NDArray[np.int64]) -> tuple[int, ...]:
    """Return for each class of numbers the width that makes their codes shortest."""
    import numpy as np

    size = int(numbers.max(initial=0)) + 1
    times = np.bincount(classes * size + numbers, minlength=_PLACE_CLASSES * size).reshape(_PLACE_CLASSES, size)
    bits = [times @ ((np.arange(size) >> width) + 1 + width) for width in range(_WIDEST)]
    return tuple(np.argmin(bits, axis=0).tolist())


def _ranges(postings: Postings, codes: _Codes) -> Iterator[tuple[int, int]]:
    """Yield the first and the last but one term of each file."""
    import numpy as np

    bits = np.add.reduceat(codes.lengths(), postings.starts[:-1]) if len(postings.terms) else np.zeros(0)
    most = 8 * (_FILE_BYTES + postings.papers // _PAPERS_A_BYTE)
    start, filled = 0, 0
    for term, size in enumerate(bits.tolist()):
        if size > most and term > start:
            yield start, term
            start, filled = term, 0
        filled += size + _TERM_BITS
        if filled > most:
            yield start, term + 1
            start, filled = term + 1, 0
    if start < len(postings.terms):
        yield start, len(postings.terms)


def _separator(before: str, first: str) -> str:
    """Return the shortest beginning of ``first`` that is above ``before``."""
    return first[: _shared(before, first) + 1]


def _shared(one: str, other: str) -> int:
    return len(commonprefix((one, other)))  # noqa: RUF071  # compares letters, as is wanted


def _dictionary(terms: Sequence[str], counts: NDArray[np.int64]) -> bytes:
    written = bytearray(_leb128(len(terms)))
    before = ""
    for term, count in zip(terms, counts.tolist(), strict=True):
        shared = _shared(before, term)
        rest = term[shared:].encode()
        lengths = len(before[:shared].encode()), len(rest)
        if max(*lengths, count) <= _ONE_BYTE:
            written += bytes(lengths) + rest + bytes((count,))
        else:
            written += _leb128(lengths[0]) + _leb128(lengths[1]) + rest + _leb128(count)
        before = term
    return bytes(written)


def _leb128(number: int) -> bytes:
    written = bytearray()
    while number > _ONE_BYTE:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def _deflated(*parts: bytes) -> bytes:
    """Deflate parts, each with statistics of its own: codes of postings can hardly be compressed further."""
    stream = zlib.compressobj(zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    written = b"".join(stream.compress(part) + stream.flush(zlib.Z_SYNC_FLUSH) for part in parts[:-1])
    return written + stream.compress(parts[-1]) + stream.flush()
