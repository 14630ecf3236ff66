"""Vectors of words, which say what words mean: words that are used alike have vectors that point the same way.

They come with Digestif and are the same for every archive, so the vector of a paper, the sum of those of its words,
depends on that paper alone. ``tests/tools/word_vectors.py`` makes the table and says from what.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TABLE = "word_vectors.bin"
#: How many times each word of a title counts.
TITLE_WEIGHT = 3
LARGEST_SCALE = 255


@dataclass(frozen=True, kw_only=True, slots=True)
class WordVectors:
    """Vectors of ``words``, which are in order: a coordinate is ``scale`` · (2 · ``level`` - 7), its level 0 to 7.

    A rare word has a longer vector. ``center`` is the mean of the vectors of papers, which have length 1, and ``step``
    how far a coordinate is from it on average.
    """

    words: tuple[str, ...]
    scales: NDArray[np.int64]
    levels: NDArray[np.int64]
    center: NDArray[np.float64]
    step: float

    @property
    def dimensions(self) -> int:
        """Return the number of coordinates, which is even."""
        return len(self.center)

    def values(self) -> NDArray[np.int64]:
        """Return all coordinates, (words, dimensions)."""
        return self.scales[:, None] * (2 * self.levels - 7)

    def packed(self) -> NDArray[np.uint8]:
        """Return the bytes of each word, (words, 1 + dimensions / 2): its scale, then two levels a byte."""
        import numpy as np

        pairs = self.levels[:, ::2] << 4 | self.levels[:, 1::2]
        return np.concatenate((self.scales[:, None], pairs), axis=1).astype(np.uint8)


@cache
def shipped_word_vectors() -> WordVectors:
    """Return the word vectors that come with Digestif."""
    return load_word_vectors(files(__package__).joinpath(TABLE).read_bytes())


def dump_word_vectors(table: WordVectors) -> bytes:
    """Return a table as bytes: a line of JSON, a line with the words, and the bytes of each word, compressed."""
    head = json.dumps({"center": table.center.tolist(), "step": table.step})
    lines = f"{head}\n{' '.join(table.words)}\n".encode()
    return zlib.compress(lines + table.packed().tobytes(), zlib.Z_BEST_COMPRESSION)


def load_word_vectors(raw: bytes) -> WordVectors:
    """Return what ``dump_word_vectors`` was given."""
    import numpy as np

    line, words, rest = zlib.decompress(raw).split(b"\n", 2)
    head = json.loads(line)
    rows = np.frombuffer(rest, dtype=np.uint8).reshape(-1, 1 + len(head["center"]) // 2).astype(np.int64)
    levels = np.stack((rows[:, 1:] >> 4, rows[:, 1:] & 15), axis=2).reshape(len(rows), -1)
    return WordVectors(
        words=tuple(words.decode().split(" ")),
        scales=rows[:, 0],
        levels=levels,
        center=np.array(head["center"]),
        step=head["step"],
    )
