"""Where the phrases of a list stand in a text: words made comparable, then one walk over the text.

Words are compared without case, accents, plural and spelling variants, so that a curator writes a phrase once:
"fine-tuning method" also finds "Fine-tuning methods", "finetuning method" and "fine tuning methods".
A phrase may end a word with ``*`` (any ending) and have one ``...`` between words (up to four words of one sentence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

#: How many words may stand at the ``...`` of a phrase: "introduce a large and diverse benchmark".
GAP = 4
#: Words of which something is remembered; enough for the language of an archive, and no more than some megabytes.
_REMEMBERED = 100_000

#: A word with the hyphen or space that alone parts it from the next, or a sentence's end. "1.5" and "e.g.," end no
#: sentence; a missed end costs nothing, a wrong one splits a phrase.
_TOKEN = re.compile(r"[^\W_]+(?:[- ](?=[^\W_]))?|[.!?;:](?!\S)")
_JOINTS = "- "
_ENDS = frozenset(".!?;:")
#: In the place of a prefix's comparable form, until it is joined to the next word; no word has a hyphen.
_OPEN = "-"
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


#: A phrase of the list, by its number, and the words it covers: the first and the one after the last.
Found = tuple[int, int, int]


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


Made = TypeVar("Made")


class _Remembered(dict[str, Made]):
    """What a function makes of texts, made once for each of the first ``_REMEMBERED``, because texts repeat words."""

    def __init__(self, make: Callable[[str], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Made:
        made = self._make(text)
        if len(self) < _REMEMBERED:
            self[text] = made
        return made


def _form(spelling: str) -> str:
    """The comparable form: empty for a sentence's end, ``_OPEN`` for a prefix that belongs to the next word."""
    if spelling in _ENDS:
        return ""
    first, _, rest = spelling.rstrip(_JOINTS).replace(" ", "-").partition("-")
    word = comparable(first)
    if rest:
        return comparable(word + rest)
    joins = _PREFIXES if spelling[-1] == "-" else _LOOSE_PREFIXES if spelling[-1] == " " else ()
    return _OPEN if word in joins else word


_FORMS = _Remembered(_form)


def spelled_words(text: str) -> list[str]:
    """The text's words in order, as it spells them; a sentence's end is one of them.

    A spelling may end in the hyphen or space before the next word. ``word_of`` makes it comparable.
    """
    return _spelled(text)[0]


def word_of(spelling: str) -> str:
    """The comparable form of one of ``spelled_words``; empty for a sentence's end."""
    return _FORMS[spelling]


def comparable_words(text: str) -> list[str]:
    """The text's words in order, made comparable, with an empty one at each end of a sentence."""
    return _spelled(text)[1]


def _spelled(text: str) -> tuple[list[str], list[str]]:
    """``spelled_words`` and ``comparable_words``, which are of one length."""
    tokens = _TOKEN.findall(text)
    forms = list(map(_FORMS.__getitem__, tokens))
    if _OPEN not in forms:
        return tokens, forms
    spellings: list[str] = []
    words: list[str] = []
    start = 0
    for at in [at for at, form in enumerate(forms) if form == _OPEN]:
        if at >= start:  # else it is joined to the prefix before it
            joined = tokens[at] + tokens[at + 1]
            spellings += [*tokens[start:at], joined]
            words += [*forms[start:at], _FORMS[joined]]
            start = at + 2
    return spellings + tokens[start:], words + forms[start:]


def split_words(text: str) -> list[Word]:
    """What ``comparable_words`` gives, with places: for where a reader is told of them."""
    places = (match.start() for match in _TOKEN.finditer(text))
    words: list[Word] = []
    reach = 0
    for spelling, word in zip(*_spelled(text), strict=True):
        start = next(place for place in places if place >= reach)  # a joined word's second half is passed over
        reach = start + len(spelling)
        words.append(Word(word, start, start + len(spelling.rstrip(_JOINTS))))
    return words


class _Step(NamedTuple):
    """One phrase as words to be met in order; ``gap`` is the index of the word after the ``...``, or 0."""

    number: int
    words: tuple[str, ...]
    gap: int


class _Starts(NamedTuple):
    """The phrases that begin with one word: the numbers of those of that word alone, and the longer ones to be tried,
    before certain second words and before any other."""

    alone: list[int]
    before: dict[str, list[_Step]]
    otherwise: list[_Step]


#: Of most words: no phrase begins with them.
_NOTHING = _Starts([], {}, [])


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
        self._starts = _Remembered(self._starting)

    def find(self, words: Sequence[str]) -> list[Found]:
        """Every place of every phrase in a text's comparable words, by its first word, longer ones before shorter."""
        found: list[Found] = []
        following = (*words[1:], "")
        for first, starts in enumerate(map(self._starts.__getitem__, words)):
            if starts is _NOTHING:
                continue
            longer = [
                (step.number, first, last)
                for step in starts.before.get(following[first], starts.otherwise)
                if (last := _match(step, words, first))
            ]
            if len(longer) > 1:
                longer.sort(key=_longest_first)
            found += longer
            if starts.alone:
                found += [(number, first, first + 1) for number in starts.alone]
        return found

    def _starting(self, word: str) -> _Starts:
        """The phrases that may start with this word."""
        steps = list(self._whole.get(word, ()))
        for length in range(1, len(word) + 1):
            steps += self._stems.get(word[:length], ())
        if not steps:
            return _NOTHING
        alone = sorted(step.number for step in steps if len(step.words) == 1)
        longer = [step for step in steps if len(step.words) > 1]
        otherwise = [step for step in longer if step.gap == 1 or step.words[1].endswith("*")]
        before: dict[str, list[_Step]] = {}
        for step in longer:
            if step not in otherwise:
                before.setdefault(step.words[1], list(otherwise)).append(step)
        return _Starts(alone, before, otherwise)


def _longest_first(found: Found) -> tuple[int, int]:
    number, _, last = found
    return -last, number


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


def _match(step: _Step, plain: Sequence[str], first: int) -> int:
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


def _run(words: tuple[str, ...], start: int, stop: int, plain: Sequence[str], at: int) -> int:
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
