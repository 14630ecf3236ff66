"""Acronyms that a text defines, as in "mixture of experts (MoE)" and "MoE (mixture of experts)".

The method is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text", 2003: each letter of the acronym is found in the words beside it, from the last to the first, and the first
letter begins a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.text.search_words import COMMON, all_words

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)?s?")
_SHORTEST, _LONGEST = 2, 8
_MOST_WORDS = 6
_BEFORE = 120  # characters


def definitions(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each acronym, folded and joined, with the folded words that define it, common ones left out."""
    for found in _IN_BRACKETS.finditer(text):
        inside = found[1]
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if _is_acronym(inside):
            yield from _defined(inside, before.split())
        elif _is_acronym(last := (before.split() or [""])[-1].strip(",;:")):
            words = inside.split()
            if len(words) <= _MOST_WORDS:
                yield from _defined(last, words, whole=True)


def _is_acronym(text: str) -> bool:
    capitals = sum(letter.isupper() for letter in text)
    return _SHORTEST <= len(text) <= _LONGEST + 1 and bool(_ACRONYM.fullmatch(text)) and capitals >= _SHORTEST


def _defined(acronym: str, words: list[str], *, whole: bool = False) -> Iterator[tuple[str, list[str]]]:
    letters = [letter.lower() for letter in acronym.removesuffix("s") if letter.isalnum()]
    long = _matching_end(letters, words[-min(len(letters) + 5, 2 * len(letters)) :])
    if long is None or (whole and len(long) != len(words)):
        return
    folded = [word for word in all_words(" ".join(long)) if word not in COMMON]
    short = "".join(all_words(acronym.removesuffix("s")))
    if short and short not in folded and 1 < len(folded) <= _MOST_WORDS:
        yield short, folded


def _matching_end(letters: list[str], words: list[str]) -> list[str] | None:
    """Return the shortest end of the words that has all letters in order, the first one at the start of a word."""
    text = " ".join(words).lower()
    place = len(text)
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (text[place] == letters[index] and (index or _begins_word(text, place))):
            place -= 1
        if place < 0:
            return None
    return text[place:].split()


def _begins_word(text: str, place: int) -> bool:
    return place == 0 or not text[place - 1].isalnum()
