"""What a page has to show of a text, and whether it does: the text itself, letter for letter."""

from __future__ import annotations

import re
import unicodedata

from generator.text.markup.formulas import find_formulas

#: HTML shows each run of these as one space, and texts have no others: control characters are refused.
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def spaced(text: str) -> str:
    """Text in NFC with single spaces, as a page shows it."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def shows(shown: str, text: str, *, prose: bool = False) -> bool:
    """Whether a page's text is a record's text. Of prose with formulas, which are drawn, everything else."""
    if not prose or ("$" not in text and "\\" not in text):
        return spaced(shown) == spaced(text)
    return _contains_in_order(spaced(shown), between_formulas(text))


def between_formulas(text: str) -> list[str]:
    """The texts before, between and after formulas, with dollar signs that are none."""
    text, pieces, done = unicodedata.normalize("NFC", text), [], 0
    for formula in find_formulas(text):
        pieces.append(text[done : formula.start])
        done = formula.end
    pieces.append(text[done:])
    return [spaced(piece.replace("\\$", "$")) for piece in pieces]


def _contains_in_order(shown: str, pieces: list[str]) -> bool:
    at = 0
    for piece in pieces:
        found = shown.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
