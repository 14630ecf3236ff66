"""Compares titles that are not the same: a corrected or shortened title, or that of another paper."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from generator.ids import normal_title
from generator.text.folding import fold

#: Titles with less in common than both of these are those of different works.
_COMMON_WORDS = 0.5
_COMMON_LETTERS = 0.6
_SUBTITLE = re.compile(r"(?P<title>.*?\S)(?:\s*:\s+|\s+[-–—|]+\s+|(?<=[?!.])\s+)(?P<subtitle>\S.*)", re.DOTALL)
#: Numbers and words that tell the parts and versions of a work apart.
_PART = re.compile(r"\w*\d\w*|[ivx]+|part|parts|vol|volume|chapter|section|version|edition|supplement|appendix")


def are_clearly_different(one: str, other: str) -> bool:
    """Return whether two titles have too little in common for one of them to be a new form of the other."""
    words, others = _long_words(one), _long_words(other)
    fewest = min(len(words), len(others))
    if fewest and len(words & others) >= _COMMON_WORDS * fewest:
        return False
    left, right = normal_title(one), normal_title(other)
    return SequenceMatcher(None, left, right, autojunk=False).ratio() < _COMMON_LETTERS


def main_title(title: str) -> str:
    """Return a title without its subtitle, ``normal_title`` of it; empty without a subtitle, or if that names a part.

    In "Things: A Survey", it is "Things"; "Things: Part II" is another work than "Things".
    """
    found = _SUBTITLE.fullmatch(title)
    if found is None or all(_PART.fullmatch(word) for word in re.findall(r"\w+", fold(found["subtitle"]))):
        return ""
    return normal_title(found["title"])


def _long_words(title: str) -> frozenset[str]:
    """Return the words of four letters and more; all words of a title without these."""
    words = re.findall(r"\w+", fold(title))
    return frozenset([word for word in words if len(word) >= 4] or words)
