"""Text without case and accents, so that one spelling of a word finds another."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose, and that people type without their stroke.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŋ": "n"}
)


def fold(text: str, *, keep: str = "") -> str:
    """The text without case and accents, as in ``jose munoz`` for ``José Muñoz``.

    Compatibility forms become plain letters (``ﬁ`` becomes ``fi``). Combining marks in ``keep`` stay. Folding a folded
    text changes nothing.
    """
    if text.isascii():
        return text.lower()
    unaccented = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c) or c in keep)
    return unicodedata.normalize("NFC", unaccented.casefold().translate(_STROKES))
