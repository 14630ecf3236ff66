"""Text in any script in, a part of an address out: ``da-yu-yan-mo-xing`` for 大语言模型."""

from __future__ import annotations

import unicodedata

from slugify import slugify

_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴパピプペポ"
_SYLLABLES = (
    "ga", "gi", "gu", "ge", "go", "za", "ji", "zu", "ze", "zo", "da", "ji", "zu", "de", "do", "ba", "bi", "bu", "be",
    "bo", "vu", "pa", "pi", "pu", "pe", "po",
)  # fmt: skip
#: Letters that python-slugify loses, or for which it puts a hyphen: kana whose mark is no accent (it reads モデル as
#: moteru), and letters without a sound of their own in Arabic and Hebrew, whose words then are consonants alone. Arabic
#: vowel signs are left out: it reads the sign for a double consonant as w.
_READ_AS = str.maketrans(
    dict(zip(_VOICED, _SYLLABLES, strict=True))
    | {chr(ord(kana) - 0x60): syllable for kana, syllable in zip(_VOICED, _SYLLABLES, strict=True)}
    | dict.fromkeys("اأآٱعىةאע", "a")
    | dict.fromkeys(map(chr, range(0x064B, 0x0653)), "")
    | {"إ": "i", "ؤ": "w", "ئ": "y", "ء": "", "ー": "", "\u0640": ""}
)


def with_sounds(text: str) -> str:
    """Return a text in which letters that slugs lose are replaced by those of their sound."""
    return unicodedata.normalize("NFKC", text).translate(_READ_AS)


def readable_slug(text: str, *, max_length: int) -> str:
    """Return words of a-z and digits with hyphens between them, cut at a word; empty for symbols alone.

    A ``max_length`` of 0 sets no limit. HTML entities are text, not markup. Different texts may have the same slug:
    模型 and 莫型 are both ``mo-xing``.
    """
    return slugify(
        with_sounds(text),
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=max_length,
        word_boundary=True,
        save_order=True,
    )
