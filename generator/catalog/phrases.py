"""Where the phrases of a list stand in a text: words made comparable, then one walk over the text.

Words are compared without case, accents, plural and spelling variants, so that a curator writes a phrase once:
"fine-tuning method" also finds "Fine-tuning methods", "finetuning method" and "fine tuning methods".
A phrase may end a word with ``*`` (any ending) and have one ``...`` between words (up to four words of one sentence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

#: How many words may stand at the ``...`` of a phrase: "introduce a large and diverse benchmark".
GAP = 4
#: Words whose phrases are remembered; enough for the language of an archive, and no more than some megabytes.
_REMEMBERED = 100_000

_WORD = re.compile(r"[^\W_]+|[.!?;:]")
_ENDS = frozenset(".!?;:")
#: Prefixes that authors join to the next word or do not: multi-modal, multimodal.
_PREFIXES = frozenset({"fine", "multi", "pre", "semi", "non", "over", "co", "spatio", "neuro", "mis"})
#: Those that are also written apart and are no words of their own: "fine tuning", but not "over time".
_LOOSE_PREFIXES = frozenset({"fine", "multi", "pre", "semi", "non", "spatio", "neuro"})
_SPELLINGS = (
    (re.compile(r"isations?$"), "ization"),
    (re.compile(r"(quant|optim|general|summar|regular|token|minim|maxim|normal|factor)is(e|ed|er|ing)$"), r"\1iz\2"),
    (re.compile(r"^behaviour"), "behavior"),
    (re.compile(r"^(model|label)l(ing|ed)$"), r"\1\2"),
)
#: Endings of words that look like plurals and are not: loss, corpus, analysis, bias.
_SINGULAR_ENDS = ("ss", "us", "is", "ias")
_SHORT = frozenset({"has", "was", "gas", "its", "does"})


class Word(NamedTuple):
    """A comparable word and where it stands in the text, in characters; ``word`` is empty at a sentence's end."""

    word: str
    start: int
    end: int


class Found(NamedTuple):
    """A phrase of the list (by its number) and the words it covers, ``first`` to before ``last``."""

    phrase: int
    first: int
    last: int


@lru_cache(maxsize=65_536)
def comparable(word: str) -> str:
    """The word without case, accents, plural and British endings."""
    word = word.lower()
    if not word.isascii():
        folded = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in folded if not unicodedata.combining(letter))
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 2 and word.endswith("s") and word not in _SHORT and not word.endswith(_SINGULAR_ENDS):
        return word[:-1]
    return word


def split_words(text: str) -> list[Word]:
    """The text's words in order, with an empty one at each end of a sentence."""
    words: list[Word] = []
    prefix: Word | None = None
    for match in _WORD.finditer(text):
        found, (start, end) = match[0], match.span()
        if found in _ENDS:
            # "1.5" and "e.g.," end no sentence; a missed end costs nothing, a wrong one splits a phrase.
            if end == len(text) or text[end].isspace():
                words.append(Word("", start, end))
            prefix = None
        elif prefix is not None and _joined(text[prefix.end : start], prefix.word):
            words[-1] = Word(comparable(prefix.word + found), prefix.start, end)
            prefix = None
        else:
            word = Word(comparable(found), start, end)
            words.append(word)
            prefix = word if word.word in _PREFIXES else None
    return words


def _joined(between: str, prefix: str) -> bool:
    return between == "-" or (between == " " and prefix in _LOOSE_PREFIXES)


class _Step(NamedTuple):
    """One phrase as words to be met in order; ``gap`` is the index of the word after the ``...``, or 0."""

    number: int
    words: tuple[str, ...]
    gap: int


class _Starts(NamedTuple):
    """The phrases that begin with one word: of that word alone, by their second word, and those to be tried."""

    alone: tuple[_Step, ...]
    before: dict[str, list[_Step]]
    any: tuple[_Step, ...]


#: Of most words: no phrase begins with them.
_NOTHING = _Starts((), {}, ())


class PhraseList:
    """Phrases made ready for search. ``find`` takes time in proportion to the text, not to the list."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: dict[str, list[_Step]] = {}
        self._stems: dict[str, list[_Step]] = {}
        for number, phrase in enumerate(phrases):
            words, gap = _phrase_words(phrase)
            if words:
                starts = self._stems if words[0].endswith("*") else self._whole
                starts.setdefault(words[0].rstrip("*"), []).append(_Step(number, words, gap))
        self._known: dict[str, _Starts] = {}

    def find(self, words: list[Word]) -> list[Found]:
        """Every place of every phrase, in the text's order."""
        plain = [word.word for word in words]
        following = (*plain[1:], "")
        found: list[Found] = []
        for first, word in enumerate(plain):
            starts = self._known.get(word) or self._starting(word)
            if starts is _NOTHING:
                continue
            found += [Found(step.number, first, first + 1) for step in starts.alone]
            for step in (*starts.before.get(following[first], ()), *starts.any):
                last = _match(step, plain, first)
                if last:
                    found.append(Found(step.number, first, last))
        return found

    def _starting(self, word: str) -> _Starts:
        """The phrases that may start with this word; remembered, because texts repeat their words."""
        steps = list(self._whole.get(word, ()))
        for length in range(1, len(word) + 1):
            steps += self._stems.get(word[:length], ())
        starts = _Starts(tuple(step for step in steps if len(step.words) == 1), {}, ()) if steps else _NOTHING
        for step in steps:
            if len(step.words) > 1 and step.gap != 1 and not step.words[1].endswith("*"):
                starts.before.setdefault(step.words[1], []).append(step)
            elif len(step.words) > 1:
                starts = starts._replace(any=(*starts.any, step))
        if len(self._known) < _REMEMBERED:
            self._known[word] = starts
        return starts


def _phrase_words(phrase: str) -> tuple[tuple[str, ...], int]:
    head, _, tail = phrase.partition("...")
    before = _pattern_words(head)
    after = _pattern_words(tail)
    return before + after, len(before) if after else 0


def _pattern_words(text: str) -> tuple[str, ...]:
    words = []
    for word in split_words(text):
        starred = text[word.end : word.end + 1] == "*"
        # A stem is no whole word, so it has no plural to take off: "trajector*", "physic*".
        words.append(text[word.start : word.end].lower() + "*" if starred else word.word)
    return tuple(word for word in words if word)


def _match(step: _Step, plain: list[str], first: int) -> int:
    """One past the phrase's last word when it stands at ``first``, else 0."""
    if not step.gap:
        return _run(step.words, 1, len(step.words), plain, first + 1)
    at = _run(step.words, 1, step.gap, plain, first + 1)
    if not at:
        return 0
    for start in range(at, min(at + GAP + 1, len(plain))):
        if not plain[start]:
            return 0
        last = _run(step.words, step.gap, len(step.words), plain, start)
        if last:
            return last
    return 0


def _run(words: tuple[str, ...], start: int, stop: int, plain: list[str], at: int) -> int:
    for wanted in words[start:stop]:
        if at >= len(plain):
            return 0
        word = plain[at]
        if wanted != word and not (wanted[-1] == "*" and word and word.startswith(wanted[:-1])):
            return 0
        at += 1
    return at


def phrase_form(phrase: str) -> str:
    """The form in which two spellings of one phrase are the same; empty when it has no word."""
    words, gap = _phrase_words(phrase)
    return " ".join((*words[:gap], "...", *words[gap:])) if gap else " ".join(words)


def count_forms(phrases: Iterable[str]) -> Mapping[str, list[str]]:
    """The spellings of each form, in their order; more than one means the same phrase twice."""
    forms: dict[str, list[str]] = {}
    for phrase in phrases:
        forms.setdefault(phrase_form(phrase), []).append(phrase)
    return forms
