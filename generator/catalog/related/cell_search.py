"""The nearest papers among those that share a cell: see ``cells``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.catalog.related.cells import Cells
from generator.catalog.related.dot_products import CHUNK, DotProducts
from generator.catalog.related.ranked import distinct, ranked, rows_of, take_best

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def nearest_in_cells(
    products: DotProducts, cells: Cells, rows: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return, for each of ``rows``, the ``count`` nearest of the other rows with which it is compared.

    Shapes, order and empty places are those of ``neighbours.nearest_rows``. All rows that visit a cell are compared
    with the papers there at once.
    """
    import numpy as np

    best = np.zeros((len(rows), cells.visited.shape[1], count), dtype=np.int64)
    for cell, visitors, visits in _visits(cells.visited[rows]):
        others = cells.at_home(cell)
        size = max(1, CHUNK // max(1, len(others)))
        for start in range(0, len(visitors), size):
            own = visitors[start : start + size]
            numbers = ranked(products.between(rows[own], others), others)
            numbers[others == rows[own, None]] = 0
            found = take_best(numbers, min(count, len(others)))
            best[own, visits[start : start + size], : found.shape[1]] = found
    merged = np.sort(best.reshape(len(rows), -1), axis=1)
    return rows_of(take_best(distinct(merged), count))


def _visits(visited: NDArray[np.int32]) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Yield each cell that is visited, with the papers that do, and which of a paper's cells it is."""
    import numpy as np

    order = np.argsort(visited.ravel(), kind="stable")
    cells, starts = np.unique(visited.ravel()[order], return_index=True)
    for cell, places in zip(cells.tolist(), np.split(order, starts[1:]), strict=True):
        yield cell, places // visited.shape[1], places % visited.shape[1]
