"""The text of a paper in, the few words and phrases out that say best what it is about: "reward model", "RLHF".

They depend on that paper alone, so that a new paper changes those of no other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nsmallest

from generator.catalog.related.stop_words import STOP_WORDS
from generator.catalog.related.telling_words import JOINING_WORDS, NEVER_FIRST, NEVER_LAST, joins, telling_words
from generator.catalog.topics.phrases import comparable
from generator.catalog.topics.topic_words import shipped_topic_words
from generator.text.search_scripts import is_cjk_word
from generator.text.search_terms import term_of
from generator.text.search_words import COMMON, all_words

#: How many times a word of the title counts.
TITLE_WEIGHT = 3
#: How often a phrase must be in the abstract, unless it is in the title.
_MIN_PHRASE = 2
#: A phrase counts by this share of the rarities of its words, which are rarely together by chance.
_PHRASE_SHARE = 0.7
_LONGEST = 24
#: Parts of longer phrases that say nothing alone.
_HALVES = frozenset({("large", "language"), ("language", "large")})
#: What stands before a hyphen and says nothing alone.
_PREFIXES = frozenset({"co", "cross", "inter", "intra", "multi", "non", "post", "pre", "re", "semi", "sub", "un"})
_ENDS = re.compile(r"[.,;:?!)\]]['\"\u2019\u201d]?$")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_CACHED = 100_000


@dataclass(frozen=True, kw_only=True, slots=True)
class _Word:
    """A word: its term and spelling, the sign before it, and whether it can stand alone, begin or end a phrase."""

    term: str
    spelling: str
    sign: str
    rarity: float
    tells: bool
    first: bool
    last: bool


def telling_terms(title: str, abstract: str, most: int) -> tuple[str, ...]:
    """Return up to ``most`` words and phrases of two words, the most telling first; acronyms keep their capitals."""
    words: dict[str, _Word] = {}
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    signs: dict[tuple[str, str], str] = {}
    for text, weight in ((title, TITLE_WEIGHT), (abstract, 1)):
        before = None
        for piece in text.split():
            for word in _words(piece):
                if word is None:
                    before = None
                    continue
                words.setdefault(word.term, word)
                if word.tells:
                    singles[word.term] += weight
                if before and word.last and before.first and (before.tells or word.tells):
                    pairs[before.term, word.term] += weight
                    signs.setdefault((before.term, word.term), word.sign)
                before = word
    best = [(-(1 + math.log(count)) * words[term].rarity, words[term].spelling) for term, count in singles.items()]
    for (first, last), count in pairs.items():
        if count >= _MIN_PHRASE and (first, last) not in _HALVES:
            value = (1 + math.log(count)) * _PHRASE_SHARE * (words[first].rarity + words[last].rarity)
            best.append((-value, signs[first, last].join((words[first].spelling, words[last].spelling))))
    return tuple(spelling for _, spelling in nsmallest(most, best))


@lru_cache(maxsize=_CACHED)
def _words(piece: str) -> tuple[_Word | None, ...]:
    """Return the words in a text without spaces; None where a phrase cannot go on."""
    spelled = _EDGES.sub("", piece)
    found = all_words(piece)
    words = [
        _word(word, spelled if len(found) == 1 else word, "-" if place else " ") for place, word in enumerate(found)
    ]
    return (*words, None) if _ENDS.search(piece) else tuple(words)


def _word(word: str, spelled: str, sign: str) -> _Word | None:
    """Return what is known of a word, or None if it is part of no telling term, as a pair of Chinese characters."""
    if is_cjk_word(word):
        return None
    form = comparable(word)
    tells = _tells(form) and word not in _PREFIXES and 1 < len(word) <= _LONGEST and not word[0].isdigit()
    if word in COMMON or form == "of" or not (tells or word in _PREFIXES or joins(form) or form in JOINING_WORDS):
        return None
    is_acronym = sum(letter.isupper() for letter in spelled) > 1 and spelled.isalnum()
    return _Word(
        term=term_of(word),
        spelling=_singular(spelled) if is_acronym else term_of(word),
        sign=sign,
        rarity=_rarity(form),
        tells=tells,
        first=form not in NEVER_FIRST,
        last=form not in NEVER_LAST,
    )


def _singular(acronym: str) -> str:
    return acronym[:-1] if acronym.endswith("s") and acronym[:-1].isupper() else acronym


@lru_cache(maxsize=_CACHED)
def _tells(form: str) -> bool:
    return form not in STOP_WORDS and bool(telling_words([form])[0])


def _rarity(form: str) -> float:
    known = shipped_topic_words().words.get(form)
    return known.rarity if known else _rarest()


@cache
def _rarest() -> float:
    return max(word.rarity for word in shipped_topic_words().words.values())
