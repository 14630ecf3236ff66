"""Phrases of the topics file as a paper writes them: "LLMs" for "llm", "capability" for "capabilit*"."""

from __future__ import annotations

import re
from functools import lru_cache

_STEM, _GAP = "*", "..."
#: Endings that the topics file does not tell apart.
_PLURAL = "(?:s|es)?"
_SPACES = r"[\s-]*"
_BETWEEN = r"\s(?:\S+\s){0,4}"  # as the phrases of the topics file have it
#: Letters that match others in ASCII where case is ignored, and whose small letters are others or several.
_OTHER_CASES = re.compile("[İıſ]")
_SENTENCE_END = (".", "!", "?", ":")


def as_written(phrase: str, title: str, abstract: str) -> str:
    """Return the first place of the abstract, else of the title, that has a phrase; the plain phrase where none has.

    Capitals of titles and of the beginnings of sentences are not kept, those within a word are.
    """
    found = _find(phrase, abstract)
    if found:
        before = abstract[: found.start()].rstrip()
        begins = not before or before.endswith(_SENTENCE_END)
        return " ".join(_lowered(word) if begins and not place else word for place, word in enumerate(found[0].split()))
    found = _find(phrase, title)
    if found:
        return " ".join(map(_lowered, found[0].split()))
    return phrase.replace(f" {_GAP} ", " … ").replace(_STEM, "")


def _find(phrase: str, text: str) -> re.Match[str] | None:
    """Search for a phrase, only where its first word is: that takes a tenth of the time."""
    pattern, beginning = _pattern(phrase), phrase.partition(" ")[0].removesuffix(_STEM).lower()
    if not beginning.isascii() or not (text.isascii() or _OTHER_CASES.search(text) is None):
        return pattern.search(text)
    lowered = text.lower()
    at = lowered.find(beginning)
    while at >= 0:
        if found := pattern.match(text, at):
            return found
        at = lowered.find(beginning, at + 1)
    return None


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = (_SPACES.join(map(_word, part.split())) for part in phrase.split(f" {_GAP} "))
    return re.compile(rf"(?<!\w){_BETWEEN.join(parts)}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word.removesuffix(_STEM)) + (r"\w*" if word.endswith(_STEM) else _PLURAL)


def _lowered(word: str) -> str:
    """Return a word in small letters, unless capitals belong to it, as in "LLMs"; "Text-to-Image" has none."""
    parts = word.split("-")
    return "-".join([part.lower() if part[1:] == part[1:].lower() else part for part in parts])
