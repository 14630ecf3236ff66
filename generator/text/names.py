"""People's names and other words, folded so that one spelling finds another."""

from __future__ import annotations

import re
import unicodedata

# Letters that have no decomposition in Unicode and that people still type without their stroke.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ŋ": "n"}
)


def fold(text: str) -> str:
    """Text without case and accents, as in ``jose munoz`` for ``José Muñoz``; compatibility forms become plain."""
    if text.isascii():
        return text.lower()
    marks_off = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", marks_off.casefold().translate(_STROKES))


# Particles that belong to the family name when they stand before it, in lower case as people print them.
_PARTICLE = re.compile(
    r"al|ap|bin|da|das|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|ten|ter|van|vom|von|zu|zum|zur"
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))


def display(name: str) -> str:
    """The name as a page prints it, given names first: ``Lovelace, Ada`` becomes ``Ada Lovelace``."""
    given, family, suffix = _parts(name)
    return " ".join(part for part in (given, family, suffix) if part)


def family_name(name: str) -> str:
    """The family name with its particles (``van der Berg``), for sorting; a name of one word is all family name."""
    return _parts(name)[1]


def name_key(name: str) -> str:
    """What the spellings of one author share: family name and first initial, folded, as in ``munoz j``.

    ``José Muñoz``, ``Munoz, J.`` and ``J. Muñoz`` have one key, and so may two people: it confirms that two records
    are of one paper, it does not tell people apart.
    """
    given, family, _ = _parts(name)
    words = "".join(c if c.isalnum() else " " for c in re.sub("['’]", "", fold(family))).split()
    initial = next((c for c in fold(given) if c.isalnum()), "")
    return " ".join((*words, initial)) if initial else " ".join(words)


def _parts(name: str) -> tuple[str, str, str]:
    """Given names, family name, suffix."""
    pieces = [" ".join(piece.split()) for piece in name.split(",")]
    suffix = next((piece for piece in pieces[1:] if _is_suffix(piece)), "")
    pieces = [pieces[0], *(piece for piece in pieces[1:] if piece != suffix)]
    if len(pieces) > 1:
        return " ".join(piece for piece in pieces[1:] if piece), pieces[0], suffix
    words = pieces[0].split()
    if not suffix and len(words) > 2 and _is_suffix(words[-1]):
        suffix = words.pop()
    start = max(0, len(words) - 1)
    while start > 1 and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:]), suffix


def _is_suffix(word: str) -> bool:
    return word.lower().rstrip(".") in _SUFFIXES
