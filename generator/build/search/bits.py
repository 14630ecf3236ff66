"""Whole numbers in, bits out: Golomb-Rice codes (Golomb, "Run-length encodings", 1966), many numbers at once.

A number n in a code of width k is n >> k zeros, a one, and the lowest k bits. For the gaps between the papers of a word
that is within a twentieth of the entropy, without tables that a browser must load. ``search-bits.js`` reads the codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = 32
_WORD_SHIFT = 5


def code_lengths(numbers: NDArray[np.int64], widths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bits the code of each number has."""
    return (numbers >> widths) + 1 + widths


def pack(numbers: NDArray[np.int64], widths: NDArray[np.int64]) -> bytes:
    """Return the codes of the numbers one after another, filled up with zeros to a whole byte."""
    import numpy as np

    ends = np.cumsum(code_lengths(numbers, widths))
    size = int(ends[-1]) if len(ends) else 0
    tails = widths + 1  # the bits after the zeros
    values = (1 << widths) | (numbers & ((1 << widths) - 1))
    places = ends - tails
    word = places >> _WORD_SHIFT
    # A tail is in two words of 32 bits. No bit is in two tails, so their sum has the bits of all.
    doubles = values.astype(np.uint64) << (2 * _WORD - (places & (_WORD - 1)) - tails).astype(np.uint64)
    words = np.bincount(word, doubles >> np.uint64(_WORD), minlength=size // _WORD + 2)
    words += np.bincount(word + 1, doubles & np.uint64((1 << _WORD) - 1), minlength=len(words))
    return words.astype(">u4").tobytes()[: -(-size // 8)]


def gap_widths(rows: int, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the width of the codes of gaps, where each of some words is in ``counts`` of ``rows`` papers.

    The best width is the logarithm of ln 2 times the mean gap; in whole numbers, so that a browser finds the same.
    """
    import numpy as np

    gaps = np.maximum(rows * 7 // (counts * 10), 1)
    return np.asarray(np.frexp(gaps.astype(np.float64))[1] - 1, dtype=np.int64)
