"""The nearest rows of a table of whole-number vectors: exact, in chunks, ties to the lower row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Similarities that are held at once: 16 million float32 are 64 MB.
_CHUNK = 16_000_000
#: Columns are first compared in groups of so many; only groups with a high peak are looked into.
_GROUP = 64
NOBODY = -1


def nearest_rows(
    vectors: NDArray[np.float32], rows: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each of ``rows`` its ``count`` nearest other rows, nearest first, and their dot products.

    ``(len(rows), count)`` both; a place that nobody takes holds ``NOBODY`` and 0. Dot products of 0 or less are
    no nearness. Equal ones come in the order of rows, so the rows should be in the order of keys.
    """
    import numpy as np

    near = np.full((len(rows), count), NOBODY, dtype=np.int32)
    dots = np.zeros((len(rows), count), dtype=np.int32)
    if not len(rows) or not vectors.shape[1]:
        return near, dots
    groups = -(-len(vectors) // _GROUP)
    columns = np.zeros((groups * _GROUP, vectors.shape[1]), dtype=np.float32)  # the last ones are nobody's
    columns[: len(vectors)] = vectors
    size = max(1, _CHUNK // len(columns))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        products = vectors[chunk] @ columns.T
        products[np.arange(len(chunk)), chunk] = 0
        _take_best(products, near[start : start + size], dots[start : start + size])
    return near, dots


def _take_best(products: NDArray[np.float32], near: NDArray[np.int32], dots: NDArray[np.int32]) -> None:
    """Write each row's best columns into ``near`` and their values into ``dots``."""
    import numpy as np

    count = near.shape[1]
    groups = products.shape[1] // _GROUP
    # A group's columns stand that many apart, so that its peaks are found by whole rows of memory.
    peaks = products.reshape(len(products), _GROUP, groups).max(axis=1)
    bar = np.ones(len(products), dtype=np.float32)
    if groups > count:  # the best ``count`` are not below the peaks of so many groups
        bar = np.maximum(np.partition(peaks, groups - count, axis=1)[:, groups - count], bar)
    row, group = np.nonzero(peaks >= bar[:, None])
    column = group[:, None] + groups * np.arange(_GROUP)
    value = products[row[:, None], column]
    high = value >= bar[row, None]
    row, column, value = np.repeat(row, high.sum(axis=1)), column[high], value[high]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    # The place of each within its row: rows are contiguous now.
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
    """The best of two lists of each row, as if they had been found together; no column stands in both."""
    import numpy as np

    count = near.shape[1]
    both = np.concatenate((near, more_near), axis=1)
    values = np.concatenate((dots, more_dots), axis=1)
    order = np.lexsort((both, -values), axis=1)[:, :count]
    return np.take_along_axis(both, order, axis=1), np.take_along_axis(values, order, axis=1)
