"""Postings in, files out: each has the terms of a range, so that a query reads a file for each word.

A file of terms is, deflated:
    number of terms
    for each term: length of the beginning that it shares with the term before, bytes of the rest, rest (UTF-8), papers
    codes of its postings, term after term: the gap to the row before, and the rank of the level by frequency; names and
    identifiers have no levels
Numbers are in the variable-length format of LEB128, seven bits a byte. A file of places has, for the same postings, the
codes of the gaps between places. How many places there are is usually clear from the level, because a word with more
places weighs more. So only exceptions are written: before the first posting, and after each exception, how many usual
ones follow; and before the places of an exception how many these are, where the usual number is left out of the count.
``search-postings.js`` reads the first, ``search-places.js`` the second.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.build.search.bits import code_lengths, gap_widths, pack
from generator.build.search.coding import PLACE_CLASSES, Coding, place_gaps
from generator.build.search.encoded import EncodedParts
from generator.build.search.postings import LEVELS, Postings, is_text
from generator.text.search_words import ID_PREFIX

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Bytes of a file at most, and more in larger archives: small files make a query light, and many files make the
#: manifest heavy. A term that has more bytes has a file of its own.
_FILE_BYTES, _PAPERS_A_BYTE = 2_200, 20
#: Estimated bits of a term itself.
_TERM_BITS = 44
#: Widths of the codes of how many usual postings follow, and of the number of places of an exception.
_RUN_WIDTH, _COUNT_WIDTH = 3, 0
#: Postings of which the sizes of files are computed at once.
_AT_ONCE = 1 << 16
#: The largest number that is one byte in LEB128.
_ONE_BYTE = 0x7F


@dataclass(frozen=True, kw_only=True, slots=True)
class TermFiles:
    """The files by number; ``firsts`` has a text for each that is above all terms before and not above its own."""

    firsts: tuple[str, ...]
    terms: tuple[bytes, ...]
    places: tuple[bytes, ...]
    coding: Coding


def make_term_files(postings: Postings, parts: EncodedParts) -> TermFiles:
    """Return the files of all terms; ``parts`` has those of the last build."""
    encoder = _Encoder.of(postings)
    firsts, terms, places = [], [], []
    for start, end in _ranges(encoder):
        firsts.append(_separator(postings.terms[start - 1] if start else "", postings.terms[start]))
        terms.append(parts.part("terms", encoder.made_from(start, end), lambda: encoder.terms(start, end)))  # noqa: B023  # called at once
        places.append(parts.part("places", encoder.places_made_from(start, end), lambda: encoder.places(start, end)))  # noqa: B023
    return TermFiles(firsts=tuple(firsts), terms=tuple(terms), places=tuple(places), coding=encoder.coding)


def newest_term_files(postings: Postings, firsts: Sequence[str], coding: Coding) -> tuple[list[bytes], list[bytes]]:
    """Return the files of terms and of places of the newest papers, one for each of the ranges that begin so."""
    encoder = _Encoder.of(postings, coding)
    terms = [_order(term) for term in postings.terms]
    cuts = [0, *(bisect_left(terms, _order(first)) for first in firsts[1:]), len(terms)]
    ranges = list(pairwise(cuts))
    return [encoder.terms(*own) for own in ranges], [encoder.places(*own) for own in ranges]


def _order(term: str) -> bytes:
    return term.encode("utf-16-be")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Encoder:
    """Encodes the postings of a range of terms.

    Of each term, ``counts`` has the papers, ``widths`` the width of the codes of gaps, and ``text`` whether it has
    levels. ``rank_of`` has the rank of each level.
    """

    postings: Postings
    counts: NDArray[np.int64]
    widths: NDArray[np.int64]
    text: NDArray[np.bool_]
    coding: Coding
    rank_of: NDArray[np.int64]

    @classmethod
    def of(cls, postings: Postings, coding: Coding | None = None) -> _Encoder:
        """Return an encoder with the best coding, if none is given."""
        import numpy as np

        text = np.array([is_text(term) for term in postings.terms], dtype=bool)
        counts = np.diff(postings.starts)
        coding = coding or Coding.of(postings, text.repeat(counts))
        return cls(
            postings=postings,
            counts=counts,
            widths=gap_widths(max(postings.papers, 1), counts),
            text=text,
            coding=coding,
            rank_of=np.argsort(coding.ranks),
        )

    def bits(self, start: int, end: int) -> NDArray[np.int64]:
        """Return the bits of the postings of each term."""
        import numpy as np

        own = self._own(start, end)
        counts = self.counts[start:end]
        lengths = code_lengths(self._gaps(start, end), self.widths[start:end].repeat(counts))
        of_level = code_lengths(self.rank_of, np.full(LEVELS, self.coding.rank_width))
        lengths += of_level[self.postings.levels[own]] * self.text[start:end].repeat(counts)
        return np.add.reduceat(lengths, self.postings.starts[start:end] - own.start)

    def made_from(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return all that decides the file of terms."""
        own = self._own(start, end)
        return (
            " ".join(self.postings.terms[start:end]).encode(),
            self.counts[start:end].tobytes(),
            self.widths[start:end].tobytes(),
            self.postings.rows[own].tobytes(),
            self.postings.levels[own].tobytes(),
            bytes((*self.coding.ranks, self.coding.rank_width)),
        )

    def terms(self, start: int, end: int) -> bytes:
        """Return the file of terms."""
        import numpy as np

        if start == end:
            return _deflated(bytes(1))
        counts = self.counts[start:end]
        gaps, text = self._gaps(start, end), self.text[start:end].repeat(counts)
        used = np.stack((np.ones(len(gaps), dtype=bool), text), axis=1).ravel()
        numbers = np.stack((gaps, self.rank_of[self.postings.levels[self._own(start, end)]]), axis=1).ravel()
        rank_widths = np.full(len(gaps), self.coding.rank_width)
        widths = np.stack((self.widths[start:end].repeat(counts), rank_widths), axis=1).ravel()
        return _deflated(_dictionary(self.postings.terms[start:end], counts), pack(numbers[used], widths[used]))

    def places_made_from(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return all that decides the file of places."""
        place_counts, places = self._places(start, end)
        usual, widths = self._usual(start, end), bytes(self.coding.name_widths)
        text, counts = self.text[start:end], self.counts[start:end]
        return text.tobytes(), counts.tobytes(), place_counts.tobytes(), places.tobytes(), usual.tobytes(), widths

    def places(self, start: int, end: int) -> bytes:
        """Return the file of places: of each posting the gaps, after its number of places if it is an exception."""
        import numpy as np

        if start == end:
            return b""
        counts, places = self._places(start, end)
        usual = self._usual(start, end)
        exception = counts != usual
        begins = np.append(True, exception[:-1])  # a run of usual postings
        heads = begins + exception.astype(np.int64)
        posting = np.arange(len(counts)).repeat(counts)
        firsts = np.cumsum(heads + counts) - counts  # the first gap of each posting, after its heads
        numbers = np.empty(len(posting) + int(heads.sum()), dtype=np.int64)
        widths = np.empty(len(numbers), dtype=np.int64)
        ends = np.append(np.flatnonzero(exception), len(counts))
        runs = np.flatnonzero(begins)
        numbers[(firsts - heads)[runs]] = ends[: len(runs)] - runs
        widths[(firsts - heads)[runs]] = _RUN_WIDTH
        numbers[(firsts - 1)[exception]] = (counts - (counts > usual))[exception]
        widths[(firsts - 1)[exception]] = _COUNT_WIDTH
        at = firsts[posting] + np.arange(len(posting)) - (np.cumsum(counts) - counts)[posting]
        numbers[at] = place_gaps(counts, places)
        classes = np.minimum(counts, PLACE_CLASSES - 1)
        text = self.text[start:end].repeat(self.counts[start:end])
        of_text, of_name = (np.array(own)[classes] for own in self.coding.place_widths)
        widths[at] = np.where(text, of_text, of_name)[posting]
        return pack(numbers, widths)

    def _usual(self, start: int, end: int) -> NDArray[np.int64]:
        """Return the usual number of places of each posting."""
        import numpy as np

        counts = self.counts[start:end]
        of_name = np.array([not term.startswith(ID_PREFIX) for term in self.postings.terms[start:end]], dtype=np.int64)
        of_level = np.array(self.coding.usual_places, dtype=np.int64)[self.postings.levels[self._own(start, end)]]
        usual: NDArray[np.int64] = np.where(self.text[start:end].repeat(counts), of_level, of_name.repeat(counts))
        return usual

    def _own(self, start: int, end: int) -> slice:
        return slice(int(self.postings.starts[start]), int(self.postings.starts[end]))

    def _places(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
        """Return how many places each posting has, and all their places."""
        own = self._own(start, end)
        first, last = self.postings.place_starts[[own.start, own.stop]].tolist()
        return self.postings.place_counts[own].astype("int64"), self.postings.places[first:last]

    def _gaps(self, start: int, end: int) -> NDArray[np.int64]:
        """Return for each posting how many papers are between it and the one before of the same term."""
        import numpy as np

        own = self._own(start, end)
        rows = self.postings.rows[own].astype(np.int64)
        gaps = np.diff(rows, prepend=-1) - 1
        firsts = self.postings.starts[start:end] - own.start
        gaps[firsts] = rows[firsts]
        return gaps


def _ranges(encoder: _Encoder) -> Iterator[tuple[int, int]]:
    """Yield the first and the last but one term of each file."""
    postings = encoder.postings
    most = 8 * (_FILE_BYTES + postings.papers // _PAPERS_A_BYTE)
    start, filled = 0, 0
    for term, size in enumerate(_bits_of_terms(encoder)):
        if term > start and filled + size + _TERM_BITS > most:
            yield start, term
            start, filled = term, 0
        filled += size + _TERM_BITS
    if start < len(postings.terms):
        yield start, len(postings.terms)


def _bits_of_terms(encoder: _Encoder) -> Iterator[int]:
    import numpy as np

    starts = encoder.postings.starts
    cuts = np.searchsorted(starts, np.arange(0, starts[-1], _AT_ONCE)).tolist()
    for start, end in pairwise(sorted({*cuts, len(starts) - 1})):
        yield from encoder.bits(start, end).tolist()


def _separator(before: str, first: str) -> str:
    """Return the shortest beginning of ``first`` that is above ``before``."""
    return first[: _shared(before, first) + 1]


def _shared(one: str, other: str) -> int:
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def _dictionary(terms: Sequence[str], counts: NDArray[np.int64]) -> bytes:
    written = bytearray(_leb128(len(terms)))
    before = ""
    for term, count, shared in zip(terms, counts.tolist(), _all_shared(terms), strict=True):
        rest = term[shared:].encode()
        lengths = shared if before.isascii() else len(before[:shared].encode()), len(rest)
        if max(*lengths, count) <= _ONE_BYTE:
            written += bytes(lengths) + rest + bytes((count,))
        else:
            written += _leb128(lengths[0]) + _leb128(lengths[1]) + rest + _leb128(count)
        before = term
    return bytes(written)


def _all_shared(terms: Sequence[str]) -> list[int]:
    """Return how many letters each term shares with the one before."""
    import numpy as np

    letters = np.array(terms, dtype=np.str_)[:, None].view(np.uint32)
    differs = letters[1:] != letters[:-1]  # at one letter at least, because no term is there twice
    return [0, *differs.argmax(axis=1).tolist()]


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
