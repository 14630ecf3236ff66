"""Finds the phrases of a list in a text, in one pass over the text's words.

Words are compared without case, accents, plurals and variants of spelling, so that a curator writes a phrase once:
"fine-tuning method" also finds "Fine-tuning methods", "finetuning method" and "fine tuning methods". A word of a
phrase may end with ``*`` (any ending), and a phrase may have one ``...`` (up to four words of the same sentence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

#: Most words in the place of ``...``: "introduce ... benchmark" finds "introduce a large and diverse benchmark".
MAX_GAP = 4
#: Most words in a cache: enough for the vocabulary of an archive, and only some megabytes.
_MAX_CACHED = 100_000

#: A word with a single hyphen or space after it, or the end of a sentence. The periods of "1.5" and "e.g.," end none: a
#: missed end does no harm, while a wrong one splits a phrase.
_TOKEN = re.compile(r"[^\W_]+(?:[- ](?=[^\W_]))?|[.!?;:](?!\S)")
_JOINTS = "- "
_ENDS = frozenset(".!?;:")
#: Comparable form of a prefix before it is joined to the next word; no comparable form contains a hyphen.
_PREFIX = "-"
#: Prefixes that are written with and without a hyphen: multi-modal, multimodal.
_PREFIXES = frozenset({"fine", "multi", "pre", "semi", "non", "over", "co", "spatio", "neuro", "mis"})
#: Prefixes that are also written as a word: "fine tuning". Others are words themselves: "over time".
_LOOSE_PREFIXES = frozenset({"fine", "multi", "pre", "semi", "non", "spatio", "neuro"})
_SPELLINGS = (
    (re.compile(r"isations?$"), "ization"),
    (re.compile(r"(quant|optim|general|summar|regular|token|minim|maxim|normal|factor)is(e|ed|er|ing)$"), r"\1iz\2"),
    (re.compile(r"^behaviour"), "behavior"),
    (re.compile(r"^(model|label)l(ing|ed)$"), r"\1\2"),
)
#: Endings of words that look like plurals but are not: loss, corpus, analysis, bias, dynamics.
_SINGULAR_ENDS = ("ss", "us", "is", "ias", "ics")
#: Plurals with such an ending.
_PLURALS = frozenset({"metrics", "topics", "critics", "heuristics", "characteristics", "clinics", "fabrics", "comics"})
#: Words that would become another word: new, a Gaussian process, radar.
_NOT_PLURALS = frozenset(
    {"does", "gas", "goods", "gps", "has", "ios", "its", "lens", "means", "news", "odds", "ros", "sars", "was"}
)


class Word(NamedTuple):
    """A comparable word and its span in the text, in characters; ``word`` is empty for the end of a sentence."""

    word: str
    start: int
    end: int


#: Number of a phrase, index of its first word in the text, and index after its last word.
PhraseSpan = tuple[int, int, int]


@lru_cache(maxsize=65_536)
def comparable(word: str) -> str:
    """Return a word in lower case without accents, plural ending and British spelling."""
    word = word.lower()
    if not word.isascii():
        folded = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in folded if not unicodedata.combining(letter))
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    if len(word) < 3 or not word.endswith("s") or word in _NOT_PLURALS:
        return word
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word if word.endswith(_SINGULAR_ENDS) and word not in _PLURALS else word[:-1]


Result = TypeVar("Result")


class _Cache(dict[str, Result]):
    """Results of a function for the first ``_MAX_CACHED`` texts; a lookup is faster than that of ``lru_cache``."""

    def __init__(self, function: Callable[[str], Result]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, text: str) -> Result:
        result = self._function(text)
        if len(self) < _MAX_CACHED:
            self[text] = result
        return result


def _form(spelling: str) -> str:
    """Return the comparable form: empty for the end of a sentence, ``_PREFIX`` for a prefix of the next word."""
    if spelling in _ENDS:
        return ""
    first, _, rest = spelling.rstrip(_JOINTS).replace(" ", "-").partition("-")
    word = comparable(first)
    if rest:
        return comparable(word + rest)
    prefixes = _PREFIXES if spelling[-1] == "-" else _LOOSE_PREFIXES if spelling[-1] == " " else ()
    return _PREFIX if word in prefixes else word


_FORMS = _Cache(_form)


def spelled_words(text: str) -> list[str]:
    """Return the words of a text as it spells them, with the ends of sentences among them.

    A spelling may include the hyphen or space after it. ``word_of`` gives its comparable form.
    """
    return _spelled(text)[0]


def word_of(spelling: str) -> str:
    """Return the comparable form of one of ``spelled_words``; empty for the end of a sentence."""
    return _FORMS[spelling]


def comparable_words(text: str) -> list[str]:
    """Return the comparable words of a text, with an empty one for each end of a sentence."""
    return _spelled(text)[1]


def _spelled(text: str) -> tuple[list[str], list[str]]:
    """Return ``spelled_words`` and ``comparable_words``, which have the same length."""
    tokens = _TOKEN.findall(text)
    forms = list(map(_FORMS.__getitem__, tokens))
    if _PREFIX not in forms:
        return tokens, forms
    spellings: list[str] = []
    words: list[str] = []
    start = 0
    for prefix in [index for index, form in enumerate(forms) if form == _PREFIX]:
        if prefix >= start:  # otherwise it was joined to the prefix before it
            joined = tokens[prefix] + tokens[prefix + 1]
            spellings += [*tokens[start:prefix], joined]
            words += [*forms[start:prefix], _FORMS[joined]]
            start = prefix + 2
    return spellings + tokens[start:], words + forms[start:]


def split_words(text: str) -> list[Word]:
    """Return ``comparable_words`` with their spans in the text; it takes twice the time."""
    starts = (match.start() for match in _TOKEN.finditer(text))
    words: list[Word] = []
    end = 0
    for spelling, word in zip(*_spelled(text), strict=True):
        start = next(start for start in starts if start >= end)  # skips the second part of a joined word
        end = start + len(spelling)
        words.append(Word(word, start, start + len(spelling.rstrip(_JOINTS))))
    return words


class _Pattern(NamedTuple):
    """The words of a phrase; ``gap`` is the index of the word after ``...``, or 0."""

    number: int
    words: tuple[str, ...]
    gap: int


class _Candidates(NamedTuple):
    """The phrases that begin with a certain word.

    ``single`` are the numbers of the phrases that are this word; ``by_second`` the longer ones to try if a certain word
    follows, and ``others`` those to try if any other word follows.
    """

    single: list[int]
    by_second: dict[str, list[_Pattern]]
    others: list[_Pattern]


#: Candidates for most words: no phrase begins with them.
_NO_CANDIDATES = _Candidates([], {}, [])


class PhraseList:
    """Phrases indexed by their first word. The time of ``find`` grows with the text, not with the list."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_stem: dict[str, list[_Pattern]] = {}
        for number, phrase in enumerate(phrases):
            words, gap = _phrase_words(phrase)
            if words:
                index = self._by_stem if words[0].endswith("*") else self._by_word
                index.setdefault(words[0].rstrip("*"), []).append(_Pattern(number, words, gap))
        self._candidates = _Cache(self._candidates_for)

    def find(self, words: Sequence[str]) -> list[PhraseSpan]:
        """Return all matches in comparable words, by their first word, longer ones before shorter ones."""
        matches: list[PhraseSpan] = []
        following = (*words[1:], "")
        for first, candidates in enumerate(map(self._candidates.__getitem__, words)):
            if candidates is _NO_CANDIDATES:
                continue
            longer = [
                (pattern.number, first, end)
                for pattern in candidates.by_second.get(following[first], candidates.others)
                if (end := _match_end(pattern, words, first))
            ]
            if len(longer) > 1:
                longer.sort(key=_longest_first)
            matches += longer
            if candidates.single:
                matches += [(number, first, first + 1) for number in candidates.single]
        return matches

    def _candidates_for(self, word: str) -> _Candidates:
        patterns = list(self._by_word.get(word, ()))
        for length in range(1, len(word) + 1):
            patterns += self._by_stem.get(word[:length], ())
        if not patterns:
            return _NO_CANDIDATES
        single = sorted(pattern.number for pattern in patterns if len(pattern.words) == 1)
        longer = [pattern for pattern in patterns if len(pattern.words) > 1]
        others = [pattern for pattern in longer if pattern.gap == 1 or pattern.words[1].endswith("*")]
        by_second: dict[str, list[_Pattern]] = {}
        for pattern in longer:
            if pattern not in others:
                by_second.setdefault(pattern.words[1], list(others)).append(pattern)
        return _Candidates(single, by_second, others)


def _longest_first(span: PhraseSpan) -> tuple[int, int]:
    number, _, end = span
    return -end, number


def _phrase_words(phrase: str) -> tuple[tuple[str, ...], int]:
    """Return the words of a phrase and the index of the word after ``...``, or 0."""
    head, _, tail = phrase.partition("...")
    before = _pattern_words(head)
    after = _pattern_words(tail)
    return before + after, len(before) if after else 0


def _pattern_words(text: str) -> tuple[str, ...]:
    words = []
    for word in split_words(text):
        is_stem = text[word.end : word.end + 1] == "*"
        # A stem stays as it is: it has no plural ending ("trajector*", "physic*").
        words.append(text[word.start : word.end].lower() + "*" if is_stem else word.word)
    return tuple(word for word in words if word)


def _match_end(pattern: _Pattern, text: Sequence[str], first: int) -> int:
    """Return the index after the last word of a match whose first word is at ``first``; 0 if there is none."""
    if not pattern.gap:
        return _run_end(pattern.words, 1, len(pattern.words), text, first + 1)
    head_end = _run_end(pattern.words, 1, pattern.gap, text, first + 1)
    if not head_end:
        return 0
    for start in range(head_end, min(head_end + MAX_GAP + 1, len(text))):
        if not text[start]:
            return 0  # a gap does not go beyond the end of a sentence
        end = _run_end(pattern.words, pattern.gap, len(pattern.words), text, start)
        if end:
            return end
    return 0


def _run_end(words: tuple[str, ...], start: int, stop: int, text: Sequence[str], at: int) -> int:
    """Return the index in ``text`` after ``words[start:stop]``, which must begin at ``at``; 0 if they do not."""
    for wanted in words[start:stop]:
        if at >= len(text):
            return 0
        word = text[at]
        if wanted != word and not (wanted[-1] == "*" and word and word.startswith(wanted[:-1])):
            return 0
        at += 1
    return at


def phrase_form(phrase: str) -> str:
    """Return the form that all spellings of a phrase share; empty for a phrase without words."""
    words, gap = _phrase_words(phrase)
    return " ".join((*words[:gap], "...", *words[gap:])) if gap else " ".join(words)


def count_forms(phrases: Iterable[str]) -> Mapping[str, list[str]]:
    """Group spellings by their form, in their order; a group of two or more is the same phrase repeated."""
    forms: dict[str, list[str]] = {}
    for phrase in phrases:
        forms.setdefault(phrase_form(phrase), []).append(phrase)
    return forms
