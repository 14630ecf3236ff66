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
    r"""Text for a terminal: characters that a terminal obeys or hides become escapes such as ``\u001b``; lines stay."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
