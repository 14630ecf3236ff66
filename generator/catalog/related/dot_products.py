"""Dot products of the vectors of papers, computed in chunks that fit into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.related.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Dot products in memory at once: 16 million float32 are 64 MB.
CHUNK = 16_000_000
#: Words of more than this share of the papers are multiplied as a dense matrix, which is faster for them.
_DENSE_SHARE = 0.05


class DotProducts:
    """Dot products of papers with papers: of the dense part of their vectors, and of their rare words."""

    def __init__(self, vectors: Vectors) -> None:
        import numpy as np

        words = vectors.words
        in_papers = np.bincount(words.indices, minlength=words.shape[1])
        frequent = in_papers > _DENSE_SHARE * words.shape[0]
        by_column = words.tocsc()
        self._dense = np.hstack((vectors.subjects, by_column[:, frequent].toarray()))
        self._rare = by_column[:, ~frequent & (in_papers > 1)].tocsr()
        self._rare_by_word = self._rare.T.tocsr()
        self.size = words.shape[0]

    def between(self, rows: NDArray[np.int64], others: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Return the dot products of some rows with others, or with all, (rows, others)."""
        import numpy as np

        if others is None:
            dense, rare = self._dense, self._rare_by_word
        else:
            dense, rare = self._dense[others], self._rare[others].T.tocsr()
        products = (self._rare[rows] @ rare).toarray()
        products += self._dense[rows] @ dense.T
        return np.asarray(products, dtype=np.float32)
