"""Terms of papers in, files for search by meaning out: a vector for each paper, and one for each word of a query.

A paper means the sum of its words. A page loads the vectors of all papers, a few bytes each, and those of the words of
the query, which are in files of ranges of words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from generator.build.search.cards import deflated
from generator.build.search.paper_terms import PARTS, PaperTerms
from generator.build.search.word_vectors import TITLE_WEIGHT, WordVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

#: Words in a file: with fewer, the list of files is longer; with more, each word of a query costs more.
WORDS_IN_FILE = 96
#: Weights of words in a paper are rounded to multiples of 1 / 16, so that sums are exact.
_UNIT = 16
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


def meaning_file(papers: PaperTerms, table: WordVectors, *, folder: str, firsts: str) -> bytes:
    """Return the vectors of papers after a line of JSON that says where those of words are.

    A coordinate is one of four levels, and four are in a byte; a paper without known words has none, which ``unknown``
    lists by row.
    """
    levels, unknown = paper_levels(papers, table)
    line = {"dimensions": table.dimensions, "folder": folder, "firsts": firsts, "unknown": unknown}
    quads = levels.reshape(len(levels), table.dimensions // 4, 4) << _SHIFTS
    text = json.dumps(line, separators=(",", ":")).encode()
    return deflated(text + b"\n" + quads.sum(axis=2).astype("uint8").tobytes())


def paper_levels(papers: PaperTerms, table: WordVectors) -> tuple[NDArray[np.int64], list[int]]:
    """Return the levels of papers' coordinates, 0 to 3, and the rows of papers without known words."""
    import numpy as np

    sums = _weights(papers, table.words) @ table.values()
    lengths = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    unit = np.divide(sums, lengths, out=np.zeros(sums.shape), where=lengths > 0)
    levels = np.clip(np.floor((unit - table.center) / table.step), -2, 1).astype(np.int64) + 2
    return levels, np.flatnonzero(lengths[:, 0] == 0).tolist()


def _weights(papers: PaperTerms, words: Sequence[str]) -> csr_matrix:
    """Return how much each known word counts in each paper, (papers, words), in whole numbers."""
    import numpy as np
    from scipy.sparse import csr_matrix

    column = {word: number for number, word in enumerate(words)}
    column_of = np.array([column.get(term, -1) for term in papers.terms], dtype=np.int64)
    titles, abstracts = zip(*map(_texts, papers.papers), strict=True) if papers.papers else ((), ())
    parts = list(chain.from_iterable(zip(titles, abstracts, strict=True)))
    terms = np.concatenate([*parts, np.zeros(0, dtype=np.int32)])
    sizes = np.array([len(part) for part in parts], dtype=np.int64)
    rows = np.repeat(np.arange(len(parts)) // 2, sizes)
    times = np.repeat(np.tile([TITLE_WEIGHT, 1], len(titles)), sizes)
    columns = column_of[terms]
    known = columns >= 0
    counts = csr_matrix((times[known], (rows[known], columns[known])), shape=(len(titles), len(words)))
    counts.sum_duplicates()
    logarithms = np.log(np.arange(1, counts.data.max(initial=0) + 1))
    counts.data = np.rint(_UNIT * (1 + np.append([0.0], logarithms)[counts.data])).astype(np.int64)
    return counts


def _texts(paper: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the terms of a paper's title and of its abstract."""
    start, title, abstract = len(PARTS), int(paper[0]), int(paper[1])
    return paper[start : start + title], paper[start + title : start + title + abstract]
