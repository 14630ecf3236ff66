"""Cells: which papers are compared with which in a large archive.

Comparing all pairs takes a time that grows with the square of the archive. In an archive of more than ``EXACT_UP_TO``
papers, each of some drawn papers has a cell. A paper is at home in the cells of the drawn papers that are most similar
to it, and it is compared with those papers that are at home in one of the cells nearest to it, which are more. This is
an inverted file with random centres (Sivic and Zisserman, "Video Google", 2003).

Which papers are drawn follows from the keys of the oldest papers, up to the last milestone of the archive's size. So
new papers change no cell, and an incremental build compares the same papers as a clean one. A graph of neighbours, such
as HNSW, depends on the order in which papers were added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isqrt
from typing import TYPE_CHECKING

from generator.catalog.related.dot_products import CHUNK, DotProducts
from generator.catalog.related.ranked import MOST_ROWS, ranked, take_best
from generator.catalog.related.vectors import PaperText, Vectors, draw, milestone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Up to so many papers, all pairs are compared.
EXACT_UP_TO = 40_000
#: Cells of an archive, as a multiple of the square root of its size at the last milestone.
_CELLS = 4
#: Cells in which a paper is at home, and those with whose papers it is compared.
_HOMES, _VISITED = 3, 32


@dataclass(frozen=True)  # without slots, which do not allow cached properties
class Cells:
    """The numbers of ``count`` cells: ``homes`` and ``visited`` of each paper, (papers, cells), nearest first."""

    count: int
    homes: NDArray[np.int32]
    visited: NDArray[np.int32]

    def at_home(self, cell: int) -> NDArray[np.int64]:
        """Return the papers that are at home in a cell."""
        order, starts = self._by_home
        return order[starts[cell] : starts[cell + 1]]

    def compared(self, rows: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of some papers are compared with which others, (rows, others)."""
        import numpy as np

        homes = self.homes[others]
        relevant = np.unique(homes)
        column = np.full(self.count, len(relevant), dtype=np.int64)
        column[relevant] = np.arange(len(relevant))
        visits = np.zeros((len(rows), len(relevant) + 1), dtype=np.bool_)
        visits[np.arange(len(rows))[:, None], column[self.visited[rows]]] = True
        found: NDArray[np.bool_] = np.zeros((len(rows), len(others)), dtype=np.bool_)
        for home in homes.T:
            found |= visits[:, column[home]]
        return found

    @cached_property
    def _by_home(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All papers by their homes, and where those of each cell start."""
        import numpy as np

        order = np.argsort(self.homes.ravel(), kind="stable")
        starts = np.searchsorted(self.homes.ravel()[order], np.arange(self.count + 1))
        return order // self.homes.shape[1], starts


def draw_papers(papers: Sequence[PaperText], sample: Sequence[int]) -> NDArray[np.int64]:
    """Return the rows of the papers that have cells, of those of a sample; none where all pairs are compared."""
    import numpy as np

    if len(papers) <= EXACT_UP_TO:
        return np.zeros(0, dtype=np.int64)
    return np.array(draw(papers, sample, _CELLS * isqrt(milestone(len(papers)))), dtype=np.int64)


def make_cells(vectors: Vectors, drawn: NDArray[np.int64]) -> Cells | None:
    """Return the cells of the drawn papers; None where there are none, and all pairs are compared."""
    import numpy as np

    if not len(drawn):
        return None
    products = DotProducts(vectors)
    numbers = np.arange(len(drawn))
    width = min(_VISITED, len(drawn))
    visited = np.zeros((products.size, width), dtype=np.int32)
    size = max(1, CHUNK // len(drawn))
    for start in range(0, products.size, size):
        rows = np.arange(start, min(start + size, products.size))
        best = take_best(ranked(products.between(rows, drawn), numbers), width)
        visited[rows] = MOST_ROWS - (best & MOST_ROWS)
    return Cells(count=len(drawn), homes=visited[:, :_HOMES], visited=visited)
