"""The frequent words and names of an archive, and words that it does not have: postings in, a file of each out.

A page loads the first to complete the first letters of a word, and to correct words that no paper has; and the second
before it corrects one, because most of these are spelled right.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.build.search.cards import deflated
from generator.build.search.postings import is_text
from generator.build.search.usual_acronyms import unused_acronyms
from generator.text.search_scripts import is_cjk_word
from generator.text.search_words import ID_PREFIX, NAME_SUFFIX
from generator.text.word_vectors import shipped_word_vectors

#: More words make better corrections, and cost every reader who mistypes one some four bytes each.
_MOST_WORDS, _MOST_NAMES = 4000, 1500
_LEAST_LETTERS = 2


def frequent_terms(counts: Mapping[str, int]) -> bytes:
    """Return ``words`` and ``names``, each a text of terms in order, and the numbers of their papers; and ``acronyms``.

    These are usual ones that no paper has in either form, with their words. ``counts`` are the papers of all terms.
    """
    words: list[tuple[str, int]] = []
    names: list[tuple[str, int]] = []
    for term, count in _most_frequent(counts):
        if is_text(term):
            if len(words) < _MOST_WORDS and _is_word(term):
                words.append((term, count))
        elif len(names) < _MOST_NAMES and not term.startswith(ID_PREFIX) and len(term) > _LEAST_LETTERS:
            names.append((term.removesuffix(NAME_SUFFIX), count))
        elif len(words) == _MOST_WORDS and len(names) == _MOST_NAMES:
            break
    found = {"words": _listed(words), "names": _listed(names), "acronyms": unused_acronyms(counts)}
    return deflated(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode())


def spelled_words(terms: Iterable[str]) -> bytes:
    """Return the words of the shipped word vectors that no paper has, as a text in order: they are spelled right."""
    absent = sorted(set(shipped_word_vectors().words).difference(terms))
    return deflated(json.dumps(" ".join(absent), ensure_ascii=False).encode())


def _most_frequent(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield all terms, the most frequent first; of equal ones, the first in order."""
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for term, count in counts.items():
        by_count[count].append(term)
    for count in sorted(by_count, reverse=True):
        for term in sorted(by_count[count]):
            yield term, count


def _is_word(term: str) -> bool:
    return len(term) >= _LEAST_LETTERS and not term[0].isdigit() and not is_cjk_word(term)


def _listed(chosen: list[tuple[str, int]]) -> list[object]:
    """Return the terms as a text in their order, and the numbers of their papers."""
    chosen.sort()
    return [" ".join(term for term, _ in chosen), [count for _, count in chosen]]
