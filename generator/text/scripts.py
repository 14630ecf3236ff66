"""The language of a title, as far as its letters tell: screen readers choose a voice by the ``lang`` attribute."""

from __future__ import annotations

import unicodedata
from collections import Counter

from generator.language.words import current_language

#: Scripts by the first word of the names of their letters, with the language that uses each. A script of several
#: languages has the tag for an undetermined one (RFC 5646, section 2.2.1), which is better than English.
_LANGUAGES = {
    "ARABIC": "und-Arab",
    "ARMENIAN": "hy",
    "CJK": "zh",
    "CYRILLIC": "und-Cyrl",
    "DEVANAGARI": "und-Deva",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "THAI": "th",
}


def language_of(text: str) -> str:
    """Return the BCP 47 tag of a text in another language than the site's, as far as its letters tell; else empty.

    Texts in Latin letters are in English, on a site in another language: papers are.
    """
    site, found = current_language(), language_of_letters(text)
    if site.is_source:
        return found
    return "" if found == site.script != "" else found or "en"


def language_of_letters(text: str) -> str:
    """Return the BCP 47 tag of a text that is mostly in another script than Latin; empty if none is known.

    Japanese has Chinese letters, so a few kana are enough for it. Single Greek letters are symbols.
    """
    if text.isascii():  # most are, and cards of many pages have them
        return ""
    letters = [unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()]
    counts = Counter(_LANGUAGES[script] for script in letters if script in _LANGUAGES)
    if 2 * counts.total() <= len(letters):
        return ""
    language = min(counts, key=lambda tag: (-counts[tag], tag))
    return "ja" if language == "zh" and counts["ja"] else language
