"""The frequent words and names of an archive: postings in, one file out.

A page loads it to complete the first letters of a word, and to correct words that no paper has.
"""

from __future__ import annotations

import json

from generator.build.search.cards import deflated
from generator.build.search.postings import Postings, is_text
from generator.text.search_words import ID_PREFIX, NAME_SUFFIX

#: More words make better corrections, and cost every reader who mistypes one some four bytes each.
_MOST_WORDS, _MOST_NAMES = 4000, 1500
_LEAST_LETTERS = 2


def frequent_terms(postings: Postings) -> bytes:
    """Return ``words`` and ``names``, each a text of terms in order, and the numbers of their papers."""
    import numpy as np

    counts = np.diff(postings.starts).tolist()
    known = list(zip(postings.terms, counts, strict=True))
    words = [(term, count) for term, count in known if is_text(term) and _is_word(term)]
    names = [
        (term.removesuffix(NAME_SUFFIX), count)
        for term, count in known
        if term.endswith(NAME_SUFFIX) and not term.startswith(ID_PREFIX) and len(term) > _LEAST_LETTERS
    ]
    found = {"words": _most(words, _MOST_WORDS), "names": _most(names, _MOST_NAMES)}
    return deflated(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


def _is_word(term: str) -> bool:
    return len(term) >= _LEAST_LETTERS and not term[0].isdigit()


def _most(terms: list[tuple[str, int]], most: int) -> list[object]:
    chosen = sorted(sorted(terms, key=lambda item: (-item[1], item[0]))[:most])
    return [" ".join(term for term, _ in chosen), [count for _, count in chosen]]
