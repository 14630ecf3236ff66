"""Similarities and rows as single numbers, so that sorting them orders papers by similarity and equal ones by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Row or column number of an empty place in an array.
EMPTY = -1
#: The highest row: a similarity, which is a whole number below 2**24, has the bits above it.
MOST_ROWS = (1 << 22) - 1


def ranked(similarities: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers for the similarities of papers (rows) to other ``rows`` (columns): higher is nearer."""
    numbers: NDArray[np.int64] = similarities.astype("int64")
    numbers <<= MOST_ROWS.bit_length()
    numbers += MOST_ROWS - rows
    return numbers


def take_best(numbers: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Return the ``count`` highest numbers of each row, the highest first."""
    import numpy as np

    least = numbers.shape[1] - count
    best = np.partition(numbers, least, axis=1)[:, least:] if least > 0 else numbers
    return np.sort(best, axis=1)[:, ::-1]


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers that are sorted in each row with 0 in place of those that are there before."""
    import numpy as np

    repeated = np.zeros(numbers.shape, dtype=np.bool_)
    repeated[:, 1:] = numbers[:, 1:] == numbers[:, :-1]
    return np.where(repeated, 0, numbers)


def rows_of(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the rows and the similarities; of numbers without a positive similarity, ``EMPTY`` and 0."""
    import numpy as np

    similarities = (numbers >> MOST_ROWS.bit_length()).astype(np.int32)
    rows = (MOST_ROWS - (numbers & MOST_ROWS)).astype(np.int32)
    return np.where(similarities > 0, rows, EMPTY), np.maximum(similarities, 0)
