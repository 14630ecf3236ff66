"""The words and short phrases of papers, and which papers mention each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

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
_JOINTS = (" ", "-")
_Role = Literal["none", "head", "part", "term"]


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

    A term is a word of a subject, or two or three words that say something, of which the last may be a usual head.
    """
    forms = [word_of(word) for word in words]
    roles = [_role(form) for form in forms]
    joined = [word.endswith(_JOINTS) for word in words]
    for start, role in enumerate(roles):
        if role == "term":
            yield forms[start], start, start + 1
        if role in ("none", "head") or not joined[start] or start + 1 == len(roles) or roles[start + 1] == "none":
            continue
        pair = f"{forms[start]} {forms[start + 1]}"
        yield pair, start, start + 2
        if roles[start + 1] == "head" or not joined[start + 1] or start + 2 == len(roles):
            continue
        if roles[start + 2] != "none":
            yield f"{pair} {forms[start + 2]}", start, start + 3


@lru_cache(maxsize=65_536)
def _role(form: str) -> _Role:
    """Return what a word can be: a term of its own, a part of a phrase, only the head of a phrase, or none of these."""
    if len(form) < 2 or form.isdigit():
        return "none"
    if form in STOP_WORDS:
        return "head" if form in _HEADS else "none"
    learned = shipped_topic_words().words.get(form)
    # A word that is not known is a new one.
    alone = learned is None or max(learned.weights) * (learned.rarity - _USUAL_RARITY) >= _MIN_WEIGHT
    return "term" if alone else "part"


def _spelled(words: Sequence[str]) -> str:
    """Join words as they are spelled; a first capital may be that of a sentence or a title."""
    spelled = "".join(words).rstrip("- ").split(" ")
    return " ".join(word.lower() if word[1:].lower() == word[1:] else word for word in spelled)
