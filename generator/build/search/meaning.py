"""Terms of papers in, files for search by meaning out: a vector for each paper, and one for each word of a query.

A paper means the sum of its words. A page loads the vectors of all papers, a few bytes each, and those of the words of
the query, which are in files of ranges of words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.build.search.cards import deflated
from generator.build.search.encoded import EncodedParts
from generator.build.search.paper_terms import PARTS, PaperTerms
from generator.text.word_vectors import TITLE_WEIGHT, WordVectors, shipped_word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Words in a file: with fewer, the list of files is longer; with more, each word of a query costs more.
WORDS_IN_FILE = 96
#: Weights of words in a paper are rounded to multiples of 1 / 16, so that sums are exact.
_UNIT = 16
#: Papers whose vectors are kept together from build to build.
_AT_ONCE = 120
#: Above this size, which 26,000 papers have, no page loads the vectors of papers unless its reader asks for them.
_MOST_BYTES_UNASKED = 500_000
#: Where four levels are in a byte.
_SHIFTS = (6, 4, 2, 0)


def word_files(table: WordVectors) -> tuple[str, list[bytes]]:
    """Return the first word of each file, in a text, and the files: their words in a line, then the bytes of each."""
    packed = table.packed()
    starts = range(0, len(table.words), WORDS_IN_FILE)
    firsts = " ".join(table.words[start] for start in starts)
    files = [
        deflated(f"{' '.join(table.words[start : start + WORDS_IN_FILE])}\n".encode() + rows.tobytes())
        for start, rows in ((start, packed[start : start + WORDS_IN_FILE]) for start in starts)
    ]
    return firsts, files


def meaning_file(vectors: bytes, unknown: bytes, *, folder: str, firsts: str) -> bytes:
    """Return the vectors of papers after a line of JSON that says where those of words are.

    A paper without known words has no vector, which the line says.
    """
    line = {
        "dimensions": shipped_word_vectors().dimensions,
        "folder": folder,
        "firsts": firsts,
        "unknown": [row for row, is_unknown in enumerate(unknown) if is_unknown],
    }
    return deflated(json.dumps(line, separators=(",", ":")).encode() + b"\n" + vectors)


def paper_vectors(papers: PaperTerms, table: WordVectors, parts: EncodedParts) -> tuple[bytes, bytes]:
    """Return the vectors of all papers, and a byte for each paper, 1 where it has no known word.

    A coordinate is one of four levels, and four are in a byte. ``parts`` has the vectors of the last build.
    """
    texts, values = _Texts.of(papers, table.words), table.values()
    vectors, unknown = [], b""
    for start in range(0, len(papers), _AT_ONCE):
        some = texts.of_papers(start, start + _AT_ONCE)
        found = parts.part(
            "meaning", (some.columns.tobytes(), some.lengths.tobytes()), partial(_packed, some, table, values)
        )
        size = len(some.lengths) * table.dimensions // 4
        vectors.append(found[:size])
        unknown += found[size:]
    return b"".join(vectors), unknown


def is_on_request(meaning: bytes) -> bool:
    """Whether the vectors of papers are too large for a page to load them unasked."""
    return len(meaning) > _MOST_BYTES_UNASKED


@dataclass(frozen=True, kw_only=True, slots=True)
class _Texts:
    """The known words of papers, as columns of the table: those of the titles and abstracts of all papers in order.

    ``lengths``, (papers, 2), has how many words a title and an abstract have; unknown ones count, and have column -1.
    """

    columns: NDArray[np.int16]
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, papers: PaperTerms, words: Sequence[str]) -> _Texts:
        import numpy as np

        column = {word: number for number, word in enumerate(words)}
        column_of = np.array([column.get(term, -1) for term in papers.terms], dtype=np.int16)
        lengths = papers.lengths()[:, :2]
        starts = papers.starts[:-1] + len(PARTS)
        ends = starts + lengths.sum(axis=1)
        texts = [papers.numbers[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        return cls(columns=column_of[np.concatenate([*texts, np.zeros(0, dtype=np.int32)])], lengths=lengths)

    def of_papers(self, start: int, end: int) -> _Texts:
        """Return those of some papers."""
        first = int(self.lengths[:start].sum())
        own = self.lengths[start:end]
        return _Texts(columns=self.columns[first : first + int(own.sum())], lengths=own)


def _packed(texts: _Texts, table: WordVectors, values: NDArray[np.int64]) -> bytes:
    """Return the vectors of papers, and then a byte for each, 1 where it has no known word.

    ``values`` are the vectors of all words, (words, dimensions).
    """
    import numpy as np

    sums = _sums(texts, values)
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    unit = np.divide(sums, lengths, out=np.zeros(sums.shape), where=lengths > 0)
    levels = np.clip(np.floor((unit - table.center) / table.step), -2, 1).astype(np.int64) + 2
    quads = levels.reshape(len(levels), table.dimensions // 4, 4) << _SHIFTS
    vectors: NDArray[np.uint8] = quads.sum(axis=2).astype(np.uint8)
    return vectors.tobytes() + bytes((lengths[:, 0] == 0).tolist())


def _sums(texts: _Texts, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of the vectors of each paper's words, (papers, dimensions): whole numbers, so it is exact.

    A word counts by the logarithm of how often the paper has it.
    """
    import numpy as np

    sizes = texts.lengths.ravel()
    rows = np.repeat(np.arange(len(sizes)) // 2, sizes)
    times = np.repeat(np.tile([TITLE_WEIGHT, 1], len(texts.lengths)), sizes)
    known = texts.columns >= 0
    pairs, pair_of = np.unique(rows[known] * len(values) + texts.columns[known], return_inverse=True)
    counts = np.bincount(pair_of, times[known]).astype(np.int64)
    logarithms = np.log(np.arange(1, counts.max(initial=0) + 1))
    weights = np.rint(_UNIT * (1 + np.append([0.0], logarithms)[counts])).astype(np.int64)
    row_of, first = np.unique(pairs // len(values), return_index=True)
    sums = np.zeros((len(texts.lengths), values.shape[1]), dtype=np.int64)
    if len(first):
        sums[row_of] = np.add.reduceat(weights[:, None] * values[pairs % len(values)], first)
    return sums
