"""Whole numbers in, bits out: Golomb-Rice codes (Golomb, "Run-length encodings", 1966), many numbers at once.

A number n in a code of width k is n >> k zeros, a one, and the lowest k bits. For the gaps between the papers of a word
that is within a twentieth of the entropy, without tables that a browser must load. ``search-bits.js`` reads the codes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def code_lengths(numbers: NDArray[np.int64], widths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bits the code of each number has."""
    return (numbers >> widths) + 1 + widths


def pack(numbers: NDArray[np.int64], widths: NDArray[np.int64]) -> bytes:
    """Return the codes of the numbers one after another, filled up with zeros to a whole byte."""
    import numpy as np

    ends = np.cumsum(code_lengths(numbers, widths))
    bits = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    tails = widths + 1  # the bits after the zeros
    values = (1 << widths) | (numbers & ((1 << widths) - 1))
    tail_ends = np.cumsum(tails)
    left = (tail_ends.repeat(tails) - 1) - np.arange(int(tail_ends[-1]) if len(ends) else 0)
    bits[(ends - 1).repeat(tails) - left] = (values.repeat(tails) >> left) & 1
    return np.packbits(bits).tobytes()


def gap_widths(rows: int, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the width of the codes of gaps, where each of some words is in ``counts`` of ``rows`` papers.

    The best width is the logarithm of ln 2 times the mean gap; in whole numbers, so that a browser finds the same.
    """
    import numpy as np

    gaps = np.maximum(rows * 7 // (counts * 10), 1)
    return np.asarray(np.frexp(gaps.astype(np.float64))[1] - 1, dtype=np.int64)
