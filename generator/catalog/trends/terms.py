"""The words and short phrases of papers, and which papers mention each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalog.catalog import Entry
from generator.catalog.related.stop_words import STOP_WORDS
from generator.catalog.topics.phrases import spelled_words, word_of
from generator.catalog.topics.topic_words import shipped_topic_words

#: Words that say nothing alone and end many terms: "reward model", "federated learning".
_HEADS = frozenset(
    (
        *("agent", "algorithm", "attention", "benchmark", "code", "data", "dataset", "embedding", "framework"),
        *("generation", "language", "learning", "loss", "method", "model", "network", "optimization", "policy"),
        *("reasoning", "representation", "system", "task", "training"),
    )
)
#: Least weight for a topic, times the rarity above that of usual words, with which a word says something alone.
_MIN_WEIGHT = 1.5
_USUAL_RARITY = 2.0
#: What is between the words of a phrase; other punctuation parts them.
_JOINTS = " -"
#: What a word can be: nothing, only the last word of a phrase, a part of a phrase, or a term of its own as well.
_NONE, _HEAD, _PART, _TERM = range(4)


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """The terms of a number of ``papers``: for each, in comparable form, the indexes of the papers that mention it."""

    papers: int
    by_term: Mapping[str, Sequence[int]]

    def of(self, rows: Collection[int]) -> Terms:
        """Return the terms of some of the papers."""
        kept = {term: [row for row in papers if row in rows] for term, papers in self.by_term.items()}
        return Terms(papers=len(rows), by_term={term: papers for term, papers in kept.items() if papers})


def read_terms(entries: Sequence[Entry], *, known: Collection[str] | None = None, least_papers: int = 1) -> Terms:
    """Return the terms of the titles and abstracts of papers that at least ``least_papers`` of them mention.

    With ``known``, other terms are left out.
    """
    by_term: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        terms = {term for term, _, _ in _terms(_words(entry))}
        for term in terms if known is None else terms.intersection(known):
            by_term.setdefault(term, []).append(index)
    frequent = {term: papers for term, papers in by_term.items() if len(papers) >= least_papers}
    return Terms(papers=len(entries), by_term=frequent)


def usual_spellings(entries: Sequence[Entry], terms: Collection[str]) -> dict[str, str]:
    """Return the most frequent spelling of terms in papers."""
    spellings: dict[str, Counter[str]] = {term: Counter() for term in terms}
    for entry in entries:
        words = _words(entry)
        for term, start, end in _terms(words):
            if term in spellings:
                spellings[term][_spelled(words[start:end])] += 1
    return {
        term: min(counts.items(), key=lambda item: (-item[1], item[0]))[0]
        for term, counts in spellings.items()
        if counts
    }


def _words(entry: Entry) -> list[str]:
    return spelled_words(f"{entry.paper.title}. {entry.paper.abstract}")


def _terms(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each term in comparable form, with the indexes of its first word and after its last one.

    A term is a word of a subject, or two or three words that say something, of which the last may be a usual head. It
    does not begin inside a compound whose first word says nothing: "context learning" is no term of "in-context
    learning".
    """
    forms = list(map(word_of, words))
    roles = [_ROLES[form] for form in forms]
    last = len(roles) - 1
    for start, role in enumerate(roles):
        if role < _PART or (start and words[start - 1].endswith("-") and roles[start - 1] == _NONE):
            continue
        form = forms[start]
        if role == _TERM:
            yield form, start, start + 1
        second = start + 1
        if start == last or not roles[second] or words[start][-1] not in _JOINTS:
            continue
        pair = f"{form} {forms[second]}"
        yield pair, start, start + 2
        if second < last and roles[second] >= _PART and roles[second + 1] and words[second][-1] in _JOINTS:
            yield f"{pair} {forms[second + 1]}", start, start + 3


class _Roles(dict[str, int]):
    """What each word, in comparable form, can be in a term."""

    def __missing__(self, form: str) -> int:
        self[form] = role = _role(form)
        return role


_ROLES = _Roles()


def _role(form: str) -> int:
    if len(form) < 2 or form.isdigit():
        return _NONE
    if form in STOP_WORDS:
        return _HEAD if form in _HEADS else _NONE
    learned = shipped_topic_words().words.get(form)
    # A word that is not known is a new one.
    alone = learned is None or max(learned.weights) * (learned.rarity - _USUAL_RARITY) >= _MIN_WEIGHT
    return _TERM if alone else _PART


def _spelled(words: Sequence[str]) -> str:
    """Join words as they are spelled; a first capital may be that of a sentence or a title."""
    spelled = "".join(words).rstrip("- ").split(" ")
    return " ".join(word.lower() if word[1:].lower() == word[1:] else word for word in spelled)
