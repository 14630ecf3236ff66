"""Plain BM25 over titles, abstracts and authors: the ranking that search must not fall below.

No stems, no fields, no filters: words in lower case, k1 = 1.2 and b = 0.75 as in Robertson and Zaragoza (2009), and the
inverse document frequency of Lucene, which is never negative. Thirty lines here, because a library would be a
dependency for one table.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from generator.pages.views.search import SearchRecord

_K1, _B = 1.2, 0.75
_WORD = re.compile(r"\w+")


class PlainBM25:
    """An index of some papers."""

    def __init__(self, records: Sequence[SearchRecord]) -> None:
        texts = [f"{record.title} {record.abstract} {' '.join(record.authors)}" for record in records]
        self._keys = [record.key for record in records]
        self._counts = [Counter(_words(text)) for text in texts]
        self._lengths = [counts.total() for counts in self._counts]
        self._mean = sum(self._lengths) / len(records)
        self._papers = Counter(word for counts in self._counts for word in counts)

    def search(self, query: str) -> list[str]:
        """Return the keys of all papers with a word of the query, best first."""
        words = [word for word in _words(query) if word in self._papers]
        scores = {key: self._score(words, place) for place, key in enumerate(self._keys)}
        return sorted((key for key in scores if scores[key] > 0), key=lambda key: (-scores[key], key))

    def _score(self, words: Sequence[str], place: int) -> float:
        counts = self._counts[place]
        norm = _K1 * (1 - _B + _B * self._lengths[place] / self._mean)
        return sum(
            self._rarity(word) * counts[word] * (_K1 + 1) / (counts[word] + norm) for word in words if counts[word]
        )

    def _rarity(self, word: str) -> float:
        papers = self._papers[word]
        return math.log(1 + (len(self._keys) - papers + 0.5) / (papers + 0.5))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
