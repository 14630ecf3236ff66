"""Nearest neighbours among vectors of whole numbers, by exhaustive search.

The result is exact: all pairs are compared, in chunks, and ties go to the lower row. See ``vectors`` for why the dot
products themselves are exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Row or column number of an empty place in an array.
EMPTY = -1

#: Dot products in memory at once: 16 million float32 are 64 MB.
_CHUNK = 16_000_000
#: Columns per group. Only groups with a high maximum are searched.
_GROUP = 64


def nearest_rows(
    vectors: NDArray[np.float32], rows: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return, for each of ``rows``, its ``count`` nearest other rows, nearest first, and their dot products.

    ``vectors`` has the shape (papers, dimensions); both results have the shape (len(rows), count). Only positive dot
    products count; empty places have ``EMPTY`` and 0. Ties are in the order of rows.
    """
    import numpy as np

    near = np.full((len(rows), count), EMPTY, dtype=np.int32)
    dots = np.zeros((len(rows), count), dtype=np.int32)
    if not len(rows) or not vectors.shape[1]:
        return near, dots
    groups = -(-len(vectors) // _GROUP)
    columns = np.zeros((groups * _GROUP, vectors.shape[1]), dtype=np.float32)  # the last columns are padding
    columns[: len(vectors)] = vectors
    size = max(1, _CHUNK // len(columns))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        products = vectors[chunk] @ columns.T
        products[np.arange(len(chunk)), chunk] = 0
        _take_best(products, near[start : start + size], dots[start : start + size])
    return near, dots


def _take_best(products: NDArray[np.float32], near: NDArray[np.int32], dots: NDArray[np.int32]) -> None:
    """Write the columns with the largest values of each row to ``near``, and the values to ``dots``."""
    import numpy as np

    count = near.shape[1]
    groups = products.shape[1] // _GROUP
    # The columns of a group are ``groups`` apart, so that the maxima are computed on contiguous memory.
    maxima = products.reshape(len(products), _GROUP, groups).max(axis=1)
    least = np.ones(len(products), dtype=np.float32)
    if groups > count:  # ``count`` groups have a maximum of at least this, so the best ``count`` values do
        least = np.maximum(np.partition(maxima, groups - count, axis=1)[:, groups - count], least)
    row, group = np.nonzero(maxima >= least[:, None])
    column = group[:, None] + groups * np.arange(_GROUP)
    value = products[row[:, None], column]
    high = value >= least[row, None]
    row, column, value = np.repeat(row, high.sum(axis=1)), column[high], value[high]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    # Rank within the row: values of a row are contiguous after sorting.
    place = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    kept = place < count
    near[row[kept], place[kept]] = column[kept]
    dots[row[kept], place[kept]] = value[kept]


def merge_nearest(
    near: NDArray[np.int32],
    dots: NDArray[np.int32],
    more_near: NDArray[np.int32],
    more_dots: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Merge two lists of neighbours of each row, without common neighbours, as if they had been found together.

    ``near`` and ``dots`` have the shape (rows, count), as the results; ``more_near`` and ``more_dots`` any width.
    """
    import numpy as np

    count = near.shape[1]
    both = np.concatenate((near, more_near), axis=1)
    values = np.concatenate((dots, more_dots), axis=1)
    order = np.lexsort((both, -values), axis=1)[:, :count]
    return np.take_along_axis(both, order, axis=1), np.take_along_axis(values, order, axis=1)
