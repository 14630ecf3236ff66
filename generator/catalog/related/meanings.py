"""Papers as sums of the vectors of their words, which relate papers that say the same thing in other words.

The vectors of words come with Digestif (``text.word_vectors``) and are the same for every archive, so the meaning of a
paper depends on its own text alone.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from generator.text.search_terms import term_of
from generator.text.search_words import all_words
from generator.text.word_vectors import TITLE_WEIGHT, WordVectors, shipped_word_vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from generator.catalog.related.vectors import WordCounts

#: Weights of words in a paper are rounded to multiples of 1 / 16, so that sums are exact.
_UNIT = 16


def paper_meanings(counts: WordCounts) -> NDArray[np.float64]:
    """Return what papers mean, (papers, coordinates), beyond what all papers have in common.

    Rows have length 1, except for those of papers without a known word, which are zeros.
    """
    import numpy as np

    table = shipped_word_vectors()
    weights = (TITLE_WEIGHT * counts.titles + counts.abstracts) @ _known_words(counts.spellings, table)
    logarithms = 1 + np.log(np.arange(1, weights.data.max(initial=0) + 1))
    weights.data = np.rint(_UNIT * np.append([0.0], logarithms))[weights.data]
    sums = weights @ table.values().astype(np.float64)
    known = (np.diff(weights.indptr) > 0)[:, None]
    return _unit(np.where(known, _unit(sums) - table.center, 0))


def _known_words(spellings: tuple[str, ...], table: WordVectors) -> csr_matrix:
    """Return how many times each spelling has each word of the table, (spellings, words): "fine-tuning" has two."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = {word: column for column, word in enumerate(table.words)}
    columns = [
        [numbers[term] for term in map(term_of, all_words(spelling)) if term in numbers] for spelling in spellings
    ]
    ends = np.cumsum([0, *map(len, columns)])
    cells = np.fromiter(chain.from_iterable(columns), dtype=np.int32, count=ends[-1])
    return csr_matrix((np.ones_like(cells), cells, ends), shape=(len(spellings), len(table.words)))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows with length 1; those of zeros stay."""
    import numpy as np

    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9))
