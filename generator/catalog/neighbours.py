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
    size = max(1, _CHUNK // max(1, len(vectors)))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        products = vectors[chunk] @ vectors.T
        products[np.arange(len(chunk)), chunk] = 0
        _take_best(products, near[start : start + size], dots[start : start + size])
    return near, dots


def _take_best(products: NDArray[np.float32], near: NDArray[np.int32], dots: NDArray[np.int32]) -> None:
    """Write each row's best columns into ``near`` and their values into ``dots``."""
    import numpy as np

    count = near.shape[1]
    bar = np.maximum(_lower_bound(products, count), 1)
    row, column = np.nonzero(products >= bar[:, None])
    value = products[row, column]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    # The place of each within its row: rows are contiguous now.
    place = np.arange(len(row)) - np.searchsorted(row, row, side="left")
    kept = place < count
    near[row[kept], place[kept]] = column[kept]
    dots[row[kept], place[kept]] = value[kept]


def _lower_bound(products: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """A value for each row that its ``count`` best reach: the count-th best peak of groups of columns."""
    import numpy as np

    columns = products.shape[1]
    groups = columns // _GROUP
    if groups <= 2 * count:
        return np.zeros(len(products), dtype=np.float32)
    peaks = products[:, : groups * _GROUP].reshape(len(products), _GROUP, groups).max(axis=1)
    return np.asarray(np.partition(peaks, groups - count, axis=1)[:, groups - count], dtype=np.float32)


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
