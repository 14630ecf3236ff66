"""Text in, words of the search index out; ``search-words.js`` in the theme does the same with a query.

Words are what papers are named by: ``C++`` is not ``c``, ``2.68×`` is not ``268``, and each pair of characters of a
Chinese title is a word. ``tests/cases/search/words.yml`` tests both implementations.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.text.folding import fold
from generator.text.search_scripts import (
    KANA_MARKS,
    divide,
    ends_of,
    is_cjk_word,
    plain_letters,
    whole_name,
)

#: No word of a text has these signs, so the index can hold names and identifiers among the words. A name follows the
#: same word of texts, in the same file.
NAME_SUFFIX = "@"
ID_PREFIX = "#"

#: Left out of index and queries: every paper has them, and their lists of positions exceed those of all other words.
COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "was",
        "we",
        "were",
        "which",
        "with",
    ]
)

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
)
#: Names of Greek letters: a letter that stands alone becomes one of these words.
GREEK_NAMES = frozenset(_GREEK.values())
_SINGLE_GREEK = re.compile("(?<![\u03b1-\u03c9])[\u03b1-\u03c9](?![\u03b1-\u03c9])")
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\W_])['\u2019\u02bc](?=[^\W_])"), ""),  # don't, Newton's
    (re.compile(r"(?<=[a-z0-9])\+\+(?![^\W_])"), "plusplus"),  # C++
    (re.compile(r"(?<![^\W_])([a-z])#(?![^\W_])"), r"\1sharp"),  # C#
    (re.compile(r"(?<![^\W_])([a-z])\*(?![^\W_])"), r"\1star"),  # A*
    (re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"), ""),  # 10,000
    (re.compile(r"(?<=[0-9])\.(?=[0-9])"), "d"),  # 2.68 is not 268
    (re.compile(r"\u00d7|(?<=[0-9])x(?![^\W\d_])"), " x "),  # 2.68×, 2.68x, 16x16
)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[(\[\"]*[A-Za-z-]+[.,;:?!)\]\"]*")
# Neither looks twice at a character: of an abstract that is one word of 49,000 letters, that took minutes.
_ONE_WORD = re.compile(r"[^\w]*+[A-Za-z]?[a-z]*+[^\w]*")
_JOINED = re.compile(r"(?<![^\W_])[^\W_]++(?:[-\u2010-\u2013_/][^\W_]++)+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_PART = 3
#: Chunks of text whose words are cached; a hundred thousand of them take some 30 MB.
_CACHED = 100_000


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, without common ones: ``γ-MoD in C++`` is gamma, mod, cplusplus."""
    return [word for word in all_words(text) if word not in COMMON]


def all_words(text: str) -> list[str]:
    """Return the folded words of a text in order, common ones included."""
    return [word for chunk in text.split() for word in _words_of(chunk)]


def joined_words(chunk: str) -> list[tuple[str, list[str]]]:
    """Return the compounds in a text without spaces: each as one word, with its parts.

    ``self-supervised`` is also selfsupervised, and ``FlashAttention`` is also flash and attention.
    """
    if _ONE_WORD.fullmatch(chunk):
        return []
    found = []
    for joined in _JOINED.findall(chunk):
        parts = [word for word in _words_of(joined) if word not in COMMON]
        if len(parts) > 1 and (joined.isascii() or not any(map(is_cjk_word, parts))):
            found.append(("".join(_words_of(joined)), parts))
    for word in _WORD.findall(chunk):
        parts = [fold(part) for part in _CAMEL.split(word)]
        if len(parts) > 1 and all(len(part) >= _SHORTEST_PART for part in parts):
            found.append((fold(word), parts))
    return found


def name_words(name: str) -> list[str]:
    """Return the words of an author's name, with the suffix of names; of 王小明 also 小明 and 明."""
    if name.isascii():
        return [word + NAME_SUFFIX for word in all_words(name)]
    return [end + NAME_SUFFIX for word in _words_of_name(name) for end in ends_of(word)]


def wanted_name_words(name: str) -> list[str]:
    """Return the words that a reader wants to find in a name, with the suffix of names."""
    return [word + NAME_SUFFIX for word in _words_of_name(name)]


def _words_of_name(name: str) -> list[str]:
    return [word for chunk in whole_name(name).split() for word in _WORD.findall(_plain(chunk))]


def id_word(identifier: str) -> str:
    """Return an identifier as one word with the prefix of identifiers: ``2412.11360`` is ``#241211360``."""
    return ID_PREFIX + "".join(_WORD.findall(fold(identifier)))


# No rule looks beyond a space, and few chunks between spaces are new: most words of an archive are made once.
@lru_cache(maxsize=_CACHED)
def _words_of(chunk: str) -> tuple[str, ...]:
    """Return the words of a text without spaces."""
    if _PLAIN.fullmatch(chunk):  # most chunks: no sign in them has a meaning
        return tuple(_WORD.findall(chunk.lower()))
    plain = _plain(chunk)
    return tuple(_WORD.findall(plain if plain.isascii() else divide(plain)))


def _plain(chunk: str) -> str:
    """Return a text in folded letters and digits, with words for signs that have a meaning."""
    plain = _SINGLE_GREEK.sub(lambda letter: _GREEK[letter[0]], _folded(chunk))
    for pattern, replacement in _STEPS:
        plain = pattern.sub(replacement, plain)
    return plain


def _folded(text: str) -> str:
    """Fold a text, and remove marks that have no combining class."""
    folded = fold(text, keep=KANA_MARKS)
    if folded.isascii():
        return folded
    # Cherokee folds to capitals, which the page's script knows as small letters.
    return plain_letters("".join(c for c in folded if unicodedata.category(c)[0] != "M").lower())
