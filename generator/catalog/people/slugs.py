"""What identifies a printed name, and the part of an address that is made of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from slugify import slugify

from generator.ids import check_key
from generator.text.folding import fold
from generator.text.search_scripts import KANA_MARKS
from generator.text.slugs import with_sounds

#: Longer names are cut, and get a hash.
_LONGEST = 60
_APOSTROPHES = re.compile(r"['’ʼ`´]")
# Chinese, Japanese and Korean names are written with and without a space between their two parts.
_CJK = re.compile(r"[々〇぀-ヿ㐀-鿿豈-﫿가-힯-]+")


@lru_cache(maxsize=1 << 17)  # a digest has each name several times
def name_key(name: str) -> str:
    """Return what the spellings of one printed name share, as in ``jose-munoz`` for "José Muñoz" and "Jose  Munoz".

    Case, accents, hyphens, dots and spaces make no difference. Two names with other letters or with other initials are
    never one: ``content/people.yaml`` joins them. A name without letters and digits, such as an emoji, is its own key.
    """
    folded = _APOSTROPHES.sub("", fold(name, keep=KANA_MARKS))
    key = "-".join("".join(c if c.isalnum() or _is_vowel(c) else " " for c in folded).split())
    if _CJK.fullmatch(key):
        key = key.replace("-", "")
    return key or unicodedata.normalize("NFC", name.strip())


@lru_cache(maxsize=1 << 17)
def name_slug(key: str) -> str:
    """Return the part of the address of a name with that key: the key itself, or one with a hash, for other scripts.

    Different keys have different slugs: a slug with a dot ends in a hash of the key, and keys that are slugs themselves
    have no dot. So the address of a name never depends on other names.
    """
    if len(key) <= _LONGEST and key.isascii() and _is_address(key):
        return key
    # Only names with marks of kana, which folding removes, are read by sounds: addresses of others are older, and stay.
    sounds = key if fold(key) == key else with_sounds(key)
    readable = slugify(sounds, max_length=_LONGEST, word_boundary=True) or "name"
    if not _is_address(readable):
        readable = f"name-{readable}"
    return f"{readable}.{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@lru_cache(maxsize=1 << 16)  # several parts of a build sort the names
def sort_letters(name: str) -> str:
    """Return a name in the letters a to z and digits, by which an index sorts it; empty for an emoji."""
    return slugify(name, separator="")


def _is_vowel(character: str) -> bool:
    """Whether a character is a sign of a vowel that folding keeps: राम and रामा are two names."""
    if character.isascii() or unicodedata.category(character) not in {"Mc", "Mn"}:
        return False
    return not unicodedata.name(character, "").startswith(("COMBINING", "VARIATION", "MONGOLIAN FREE"))


def _is_address(text: str) -> bool:
    try:
        return check_key(text) == text and "." not in text
    except ValueError:
        return False
