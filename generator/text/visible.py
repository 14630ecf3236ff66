"""Characters that show nothing: spaces, format characters, controls and the few letters that Unicode draws as empty."""

from __future__ import annotations

import unicodedata

# Letters and symbols without ink: Hangul fillers, the Khmer inherent vowels, the blank braille pattern.
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Controls, format characters, unassigned characters, separators, and marks that need a character to sit on.
_INKLESS = frozenset({"Cc", "Cf", "Cn", "Cs", "Zl", "Zp", "Zs", "Me", "Mn"})


def is_visible(text: str) -> bool:
    """Whether a reader sees at least one character of the text."""
    return any(c not in _BLANK and unicodedata.category(c) not in _INKLESS for c in text)


def escape_controls(text: str) -> str:
    r"""Text with escapes such as ``\u001b`` for the characters that a terminal obeys or that hide or reorder text.

    Line breaks stay, and tabs become spaces.
    """
    return "".join(c if c.isprintable() or c == "\n" else " " if c == "\t" else f"\\u{ord(c):04x}" for c in text)
