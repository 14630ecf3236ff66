"""Vectors of papers in, one small file out: the latent space of related papers, for search by meaning.

The browser needs no vectors of words: a query means what the papers with most of its words are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.build.search.cards import deflated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The first dimensions, which differ most; more would cost more bytes than they add.
DIMENSIONS = 48
#: Coordinates of a vector of length 1 become whole numbers from -7 to 7.
_SCALE, _LARGEST = 20, 7


def meaning_file(keys: Sequence[str], vectors: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Return the vectors of papers: the number of dimensions, then two coordinates a byte, dimension by dimension.

    Papers without a vector have zeros.
    """
    import numpy as np

    size = min(DIMENSIONS, max((len(vector) for vector in vectors.values()), default=0))
    matrix = np.zeros((len(keys), size), dtype=np.float64)
    for row, key in enumerate(keys):
        if key in vectors:
            matrix[row] = vectors[key][:size]
    lengths = np.sqrt((matrix * matrix).sum(axis=1, keepdims=True))
    unit = np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 0)
    whole = np.clip(np.rint(np.round(unit * _SCALE, 6)), -_LARGEST, _LARGEST).astype(np.int64) + _LARGEST + 1
    column = whole.T.ravel()
    padded = np.append(column, np.zeros(len(column) % 2, dtype=np.int64))
    return deflated(bytes([size]) + (padded[::2] << 4 | padded[1::2]).astype(np.uint8).tobytes())
