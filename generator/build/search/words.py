"""Text as the words that the search index holds; ``search-words.js`` in the theme does the same with a query.

Pagefind's own splitting drops what papers are named by (``C++`` becomes ``c``, ``2.68×`` and ``268`` are one word,
a Chinese title is a single word), and its query side cannot be told otherwise. So both sides make plain words of
letters and digits first, and Pagefind only stems and stores them. ``tests/cases/search/words.yml`` holds the two
implementations together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from generator.text.folding import fold

#: Prefixes that no word begins with: they keep names and identifiers apart from the words of a text.
NAME_PREFIX = "qz"
ID_PREFIX = "qi"

#: Left out on both sides: they are in every paper, and their lists of positions outweigh all other words.
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
# Han, kana and their marks: written without spaces, so every character is a word and a run of them a phrase.
_CJK = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SINGLE_GREEK = re.compile("(?<![\u03b1-\u03c9])[\u03b1-\u03c9](?![\u03b1-\u03c9])")
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=[^\W_])['\u2019\u02bc](?=[^\W_])"), ""),  # don't, Newton's
    (re.compile(r"(?<=[a-z0-9])\+\+(?![^\W_])"), "plusplus"),  # C++
    (re.compile(r"(?<![^\W_])([a-z])#(?![^\W_])"), r"\1sharp"),  # C#
    (re.compile(r"(?<![^\W_])([a-z])\*(?![^\W_])"), r"\1star"),  # A*
    (re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"), ""),  # 10,000
    (re.compile(r"(?<=[0-9])\.(?=[0-9])"), "d"),  # 2.68 is not 268
    (re.compile(r"\u00d7|(?<=[0-9])x(?![^\W\d_])"), " x "),  # 2.68×, 2.68x, 16x16
    (re.compile(f"([{_CJK}])"), r" \1 "),
)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[(\[\"]*[A-Za-z-]+[.,;:?!)\]\"]*")
_ONE_WORD = re.compile(r"[^\w]*[A-Za-z]?[a-z]*[^\w]*")
_JOINED = re.compile(r"[^\W_]+(?:[-\u2010-\u2013_/][^\W_]+)+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_PART = 3
#: Chunks of text whose words are remembered; a hundred thousand of them take some 30 MB.
_REMEMBERED = 100_000


def words(text: str) -> list[str]:
    """The words of a text in their order, folded, common ones left out: ``γ-MoD in C++`` is gamma, mod, cplusplus."""
    return [word for word in all_words(text) if word not in COMMON]


def all_words(text: str) -> list[str]:
    """The words of a text in their order, folded, common ones included."""
    return [word for chunk in text.split() for word in _words_of(chunk)]


def other_spellings(text: str) -> list[str]:
    """Words under which a text may be sought and that ``words`` does not give, in their order, each once.

    ``self-supervised`` is also sought as selfsupervised, ``FlashAttention`` as flash attention.
    """
    return list(dict.fromkeys(other for chunk in text.split() for other in _others_of(chunk)))


def name_words(name: str) -> list[str]:
    """An author's name for ``author:``, each word marked as a name."""
    return [NAME_PREFIX + word for word in all_words(name)]


def id_word(identifier: str) -> str:
    """An identifier as one word: its letters and digits, marked; ``2412.11360`` is ``qi241211360``."""
    return ID_PREFIX + "".join(_WORD.findall(fold(identifier)))


# No rule looks beyond a blank, and few chunks between blanks are new: most of an archive's words are made once.
@lru_cache(maxsize=_REMEMBERED)
def _words_of(chunk: str) -> tuple[str, ...]:
    """The words of a text without blanks."""
    if _PLAIN.fullmatch(chunk):  # most chunks: nothing in them is told by another sign
        return tuple(_WORD.findall(chunk.lower()))
    plain = _SINGLE_GREEK.sub(lambda letter: _GREEK[letter[0]], _folded(chunk))
    for pattern, instead in _STEPS:
        plain = pattern.sub(instead, plain)
    return tuple(_WORD.findall(plain))


@lru_cache(maxsize=_REMEMBERED)
def _others_of(chunk: str) -> tuple[str, ...]:
    """Other spellings of what stands in a text without blanks."""
    if _ONE_WORD.fullmatch(chunk):
        return ()
    found = ["".join(_words_of(joined)) for joined in _JOINED.findall(chunk)]
    for word in _WORD.findall(chunk):
        parts = _CAMEL.split(word)
        if len(parts) > 1 and all(len(part) >= _SHORTEST_PART for part in parts):
            found += [fold(part) for part in parts]
    return tuple(word for word in found if word and word not in COMMON)


def _folded(text: str) -> str:
    """Folded, and without marks that have no combining class: Pagefind drops those as well."""
    folded = fold(text)
    return folded if folded.isascii() else "".join(c for c in folded if unicodedata.category(c)[0] != "M")
