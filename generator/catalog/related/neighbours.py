"""Nearest neighbours among vectors of whole numbers: of all papers, or in a large archive of those in near cells.

Papers are compared in chunks, and ties go to the lower row. See ``vectors`` for why dot products are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator.batches import Named, RunBatches, run_here
from generator.catalog.related.cell_search import nearest_in_cells
from generator.catalog.related.cells import Cells
from generator.catalog.related.dot_products import CHUNK, DotProducts
from generator.catalog.related.ranked import EMPTY
from generator.catalog.related.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows that are searched together: a multiple of what fits into such a chunk takes no longer.
_BATCH = 2_000
#: Rows that are searched in cells together: most cells are visited by some of them, each of which takes some time.
_BATCH_IN_CELLS = 20_000
#: Columns per group. Only groups with a high maximum are searched.
_GROUP = 64


@dataclass(frozen=True)  # without slots, which do not allow cached properties
class _Search:
    """A search for the ``count`` nearest rows; ``products`` are made in each process that searches."""

    vectors: Vectors
    count: int
    cells: Cells | None

    @cached_property
    def products(self) -> DotProducts:
        """The dot products."""
        return DotProducts(self.vectors)


def nearest_rows(
    vectors: Vectors,
    rows: NDArray[np.int64],
    count: int,
    run: RunBatches = run_here,
    *,
    cells: Cells | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return, for each of ``rows``, its ``count`` nearest other rows, nearest first, and their dot products.

    Without ``cells``, all papers are compared.

    Both results have the shape (len(rows), count). Only positive dot products count; empty places have ``EMPTY`` and 0.
    Ties are in the order of rows.
    """
    import numpy as np

    size = _BATCH_IN_CELLS if cells else _BATCH
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    batches = ([Named(f"rows from {part[0]}", part)] for part in parts)
    found = [_empty(0, count), *run(_search_rows, _Search(vectors, count, cells), batches)]
    return np.concatenate([near for near, _ in found]), np.concatenate([dots for _, dots in found])


def _empty(rows: int, count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    import numpy as np

    return np.full((rows, count), EMPTY, dtype=np.int32), np.zeros((rows, count), dtype=np.int32)


def _search_rows(search: _Search, parts: Sequence[NDArray[np.int64]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the nearest rows of one part of the rows."""
    import numpy as np

    (rows,), products = parts, search.products
    if search.cells:
        return nearest_in_cells(products, search.cells, rows, search.count)
    near, dots = _empty(len(rows), search.count)
    groups = -(-products.size // _GROUP)
    size = max(1, CHUNK // (groups * _GROUP))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        found = np.zeros((len(chunk), groups * _GROUP), dtype=np.float32)  # the last columns are padding
        found[:, : products.size] = products.between(chunk)
        found[np.arange(len(chunk)), chunk] = 0
        _take_best(found, near[start : start + size], dots[start : start + size])
    return near, dots


def nearest_of(
    vectors: Vectors, others: NDArray[np.int64], count: int, *, cells: Cells | None = None
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the nearest of some other rows for every row, and their dot products, as ``nearest_rows`` does."""
    import numpy as np

    products = DotProducts(vectors)
    width = min(count, len(others))
    near = np.full((products.size, width), EMPTY, dtype=np.int32)
    dots = np.zeros((products.size, width), dtype=np.int32)
    size = max(1, CHUNK // max(1, len(others)))
    for start in range(0, products.size, size):
        rows = np.arange(start, min(start + size, products.size))
        found = products.between(rows, others)
        if cells:
            found[~cells.compared(rows, others)] = 0
        order = np.argsort(-found, axis=1, kind="stable")[:, :width]
        best = np.take_along_axis(found, order, axis=1)
        near[rows] = np.where(best > 0, others[order], EMPTY)
        dots[rows] = np.maximum(best, 0)
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
