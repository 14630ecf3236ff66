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
``search-postings.js`` reads both.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from os.path import commonprefix
from typing import TYPE_CHECKING

from generator.build.search.bits import code_lengths, gap_widths, pack
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
#: Postings with the same number of places, up to this one, have codes of gaps of the same width: the more places, the
#: closer they are. In texts the widths are always these, which are the best ones for abstracts; in names they are the
#: best ones of the archive, since subjects differ in how many authors a paper has.
_TEXT_WIDTHS = (0, 6, 5, 5, 4, 4)
_PLACE_CLASSES = len(_TEXT_WIDTHS)
#: Widths of the codes of how many usual postings follow, and of the number of places of an exception.
_RUN_WIDTH, _COUNT_WIDTH = 3, 0
#: Larger numbers of places are never the usual one.
_MOST_USUAL = 15
_WIDEST = 16
#: Postings of which the sizes of files are computed at once.
_AT_ONCE = 1 << 16
#: The largest number that is one byte in LEB128.
_ONE_BYTE = 0x7F


@dataclass(frozen=True, kw_only=True, slots=True)
class TermFiles:
    """The files by number; ``firsts`` has a text for each that is above all terms before and not above its own.

    ``ranks`` are levels, the most frequent first, and ``rank_width`` is the width of their codes. ``place_widths`` are
    those of places in texts and in names, by the number of places of the term in the paper. ``usual_places`` has the
    most frequent number of places for each level; it is 1 for names, and 0 for identifiers.
    """

    firsts: tuple[str, ...]
    terms: tuple[bytes, ...]
    places: tuple[bytes, ...]
    ranks: tuple[int, ...]
    rank_width: int
    place_widths: tuple[tuple[int, ...], tuple[int, ...]]
    usual_places: tuple[int, ...]


def make_term_files(postings: Postings, parts: EncodedParts) -> TermFiles:
    """Return the files of all terms; ``parts`` has those of the last build."""
    encoder = _Encoder.of(postings)
    firsts, terms, places = [], [], []
    for start, end in _ranges(encoder):
        firsts.append(_separator(postings.terms[start - 1] if start else "", postings.terms[start]))
        terms.append(parts.part("terms", encoder.made_from(start, end), lambda: encoder.terms(start, end)))  # noqa: B023  # called at once
        places.append(parts.part("places", encoder.places_made_from(start, end), lambda: encoder.places(start, end)))  # noqa: B023
    return TermFiles(
        firsts=tuple(firsts),
        terms=tuple(terms),
        places=tuple(places),
        ranks=encoder.ranks,
        rank_width=encoder.rank_width,
        place_widths=(_TEXT_WIDTHS, encoder.name_widths),
        usual_places=encoder.usual_places,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Encoder:
    """Encodes the postings of a range of terms.

    Of each term, ``counts`` has the papers, ``widths`` the width of the codes of gaps, and ``text`` whether it has
    levels. ``rank_of`` has the rank of each level, and ``name_widths`` are those of places in names.
    """

    postings: Postings
    counts: NDArray[np.int64]
    widths: NDArray[np.int64]
    text: NDArray[np.bool_]
    ranks: tuple[int, ...]
    rank_of: NDArray[np.int64]
    rank_width: int
    name_widths: tuple[int, ...]
    usual_places: tuple[int, ...]

    @classmethod
    def of(cls, postings: Postings) -> _Encoder:
        import numpy as np

        text = np.array([is_text(term) for term in postings.terms], dtype=bool)
        counts = np.diff(postings.starts)
        in_text = text.repeat(counts)
        times = np.bincount(postings.levels[in_text], minlength=LEVELS)
        ranks = np.lexsort((np.arange(LEVELS), -times))
        sums = [int(times[ranks] @ ((np.arange(LEVELS) >> width) + 1 + width)) for width in range(3)]
        return cls(
            postings=postings,
            counts=counts,
            widths=gap_widths(max(postings.papers, 1), counts),
            text=text,
            ranks=tuple(ranks.tolist()),
            rank_of=np.argsort(ranks),
            rank_width=sums.index(min(sums)),
            name_widths=_name_widths(postings, ~in_text),
            usual_places=_usual_places(postings.levels[in_text], postings.place_counts[in_text]),
        )

    def bits(self, start: int, end: int) -> NDArray[np.int64]:
        """Return the bits of the postings of each term."""
        import numpy as np

        own = self._own(start, end)
        counts = self.counts[start:end]
        lengths = code_lengths(self._gaps(start, end), self.widths[start:end].repeat(counts))
        lengths += code_lengths(self.rank_of, np.full(LEVELS, self.rank_width))[self.postings.levels[own]] * self.text[
            start:end
        ].repeat(counts)
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
            bytes((*self.ranks, self.rank_width)),
        )

    def terms(self, start: int, end: int) -> bytes:
        """Return the file of terms."""
        import numpy as np

        counts = self.counts[start:end]
        gaps, text = self._gaps(start, end), self.text[start:end].repeat(counts)
        used = np.stack((np.ones(len(gaps), dtype=bool), text), axis=1).ravel()
        numbers = np.stack((gaps, self.rank_of[self.postings.levels[self._own(start, end)]]), axis=1).ravel()
        widths = np.stack((self.widths[start:end].repeat(counts), np.full(len(gaps), self.rank_width)), axis=1).ravel()
        return _deflated(_dictionary(self.postings.terms[start:end], counts), pack(numbers[used], widths[used]))

    def places_made_from(self, start: int, end: int) -> tuple[bytes, ...]:
        """Return all that decides the file of places."""
        place_counts, places = self._places(start, end)
        usual, widths = self._usual(start, end), bytes(self.name_widths)
        text, counts = self.text[start:end], self.counts[start:end]
        return text.tobytes(), counts.tobytes(), place_counts.tobytes(), places.tobytes(), usual.tobytes(), widths

    def places(self, start: int, end: int) -> bytes:
        """Return the file of places: of each posting the gaps, after its number of places if it is an exception."""
        import numpy as np

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
        numbers[at] = _place_gaps(counts, places)
        classes = np.minimum(counts, _PLACE_CLASSES - 1)
        text = self.text[start:end].repeat(self.counts[start:end])
        widths[at] = np.where(text, np.array(_TEXT_WIDTHS)[classes], np.array(self.name_widths)[classes])[posting]
        return pack(numbers, widths)

    def _usual(self, start: int, end: int) -> NDArray[np.int64]:
        """Return the usual number of places of each posting."""
        import numpy as np

        counts = self.counts[start:end]
        of_name = np.array([not term.startswith(ID_PREFIX) for term in self.postings.terms[start:end]], dtype=np.int64)
        of_level = np.array(self.usual_places, dtype=np.int64)[self.postings.levels[self._own(start, end)]]
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


def _place_gaps(counts: NDArray[np.int64], places: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return for each place how many are between it and the one before of the same posting."""
    import numpy as np

    gaps = np.diff(places.astype(np.int64), prepend=-1) - 1
    firsts = (np.cumsum(counts) - counts)[counts > 0]
    gaps[firsts] = places[firsts]
    return np.maximum(gaps, 0)


def _usual_places(levels: NDArray[np.uint8], place_counts: NDArray[np.int32]) -> tuple[int, ...]:
    """Return the most frequent number of places for each level."""
    import numpy as np

    size = _MOST_USUAL + 1
    pairs = levels.astype(np.int32) * size + np.minimum(place_counts, _MOST_USUAL)
    times = np.bincount(pairs, minlength=LEVELS * size).reshape(LEVELS, size)
    return tuple(np.argmax(times, axis=1).tolist())


def _name_widths(postings: Postings, in_names: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return for each number of places in names the width that makes the codes of their gaps shortest."""
    import numpy as np

    counts = postings.place_counts[in_names].astype(np.int64)
    gaps = _place_gaps(counts, postings.places[in_names.repeat(postings.place_counts)])
    classes = np.minimum(counts, _PLACE_CLASSES - 1).repeat(counts)
    size = int(gaps.max(initial=0)) + 1
    times = np.bincount(classes * size + gaps, minlength=_PLACE_CLASSES * size).reshape(_PLACE_CLASSES, size)
    bits = [times @ ((np.arange(size) >> width) + 1 + width) for width in range(_WIDEST)]
    return tuple(np.argmin(bits, axis=0).tolist())


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
    return len(commonprefix((one, other)))  # noqa: RUF071  # compares letters, as is wanted


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
