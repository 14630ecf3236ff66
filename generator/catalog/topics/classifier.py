"""Which topics a paper has, and why: people's word first, then what its source implies, then the words it uses.

The classifier is a sum that a curator can follow. Each phrase of ``content/topics.yaml`` counts its weight
for the title, and its weight, growing slowly with each further mention, for the abstract; within a
topic a longer phrase hides the shorter ones inside it ("multimodal language model" is no "language model").
A topic whose sum reaches ``THRESHOLD`` is given, unless the paper's best topic outweighs it by far; the best
one is given in any case.

Labels that people gave are not learned from: corrections from words (shrunken log odds, topics with 20 examples)
moved micro-F1 from 0.880 to 0.885 at best in five-fold cross-validation on 288 labelled papers, which is within
its noise, and a paper's topics would then hang on every other record. ``topic_gaps`` shows where people and words
disagree instead, so that the phrases are mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from generator.catalog.topics.phrases import PhraseList, Word, comparable_words, split_words
from generator.catalog.topics.topic_set import Topic, TopicSet
from generator.model import Paper

#: The figures below were chosen by cross-validation on labelled papers.
TITLE = 2.5
REPEAT = 0.4
THRESHOLD = 4.4
#: A title alone has less to say: its words need not add up to as much.
TITLE_ALONE = 2.5
SHARE = 0.3
#: What the classifier gives at most; with what a source implies a paper has at most one more.
MOST = 4
MOST_IMPLIED = 5
#: Scores of what was not weighed but said: a reader's order needs a number.
CERTAIN = 1.0

By = Literal["people", "source", "words"]
SAID = "said by a person"


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicAssignment:
    """A topic given to a paper, and why. ``score`` counts in thresholds: from 1 on the words alone suffice.

    ``evidence`` is for a reader, the weightiest first: "robot arm", "cs.RO", "said by a person".
    """

    topic: str
    score: float
    evidence: tuple[str, ...] = ()
    by: By = "words"


@dataclass(frozen=True, kw_only=True, slots=True)
class PhraseMatch:
    """A phrase that counted: how much, in thresholds, and where, in characters of the title and the abstract."""

    phrase: str
    weight: float
    title: tuple[tuple[int, int], ...] = ()
    abstract: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicScore:
    """A topic weighed by a paper's words: the sum in thresholds and its parts, the weightiest first."""

    topic: str
    score: float
    hits: tuple[PhraseMatch, ...]


class _Part(NamedTuple):
    """A phrase that counted, in the order of parts: what counts most first, ties in the order of phrases."""

    order: float
    phrase: str
    weight: float
    number: int


class PhraseTotal(NamedTuple):
    """A ``TopicScore`` that does not tell where its phrases stand."""

    topic: str
    score: float
    parts: list[_Part]


#: For each phrase, by its number, its places: the first word and the one after the last.
_Places = dict[int, list[tuple[int, int]]]
Weighed = TypeVar("Weighed", TopicScore, PhraseTotal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why a paper has its topics: each given one with its words, and the next two that were not given."""

    given: tuple[TopicAssignment, ...]
    weighed: Mapping[str, TopicScore]
    next: tuple[TopicScore, ...]


class Classifier:
    """A topic set made ready to weigh papers; make one for many papers."""

    def __init__(self, topic_set: TopicSet) -> None:
        self.topic_set = topic_set
        self._phrases = [
            (topic.id, phrase, weight) for topic in topic_set.topics for phrase, weight in topic.phrases.items()
        ]
        self._list = PhraseList(phrase for _, phrase, _ in self._phrases)
        self._categories = _categories(topic_set.topics)
        self._order = {topic.id: position for position, topic in enumerate(topic_set.topics)}

    def weigh(self, title: str, abstract: str) -> tuple[TopicScore, ...]:
        """Every topic that the words speak for, the best first; ties in the order of the topics file."""
        title_words, abstract_words = split_words(title), split_words(abstract)
        in_title = self._places([word.word for word in title_words])
        in_abstract = self._places([word.word for word in abstract_words])

        def told(part: _Part) -> PhraseMatch:
            return PhraseMatch(
                phrase=part.phrase,
                weight=part.weight,
                title=_spans(in_title.get(part.number, ()), title_words),
                abstract=_spans(in_abstract.get(part.number, ()), abstract_words),
            )

        return tuple(
            TopicScore(topic=one.topic, score=one.score, hits=tuple(map(told, one.parts)))
            for one in self._sums(in_title, in_abstract, _enough(abstract))
        )

    def sums(self, title: str, abstract: str) -> list[PhraseTotal]:
        """What ``weigh`` gives, in half the time, without the places."""
        in_title, in_abstract = self._places(comparable_words(title)), self._places(comparable_words(abstract))
        return self._sums(in_title, in_abstract, _enough(abstract))

    def _sums(self, in_title: _Places, in_abstract: _Places, enough: float) -> list[PhraseTotal]:
        parts: dict[str, list[_Part]] = {}
        for number in in_title.keys() | in_abstract.keys():
            topic, phrase, weight = self._phrases[number]
            times = len(in_abstract.get(number, ()))
            counted = weight * (TITLE * (number in in_title) + (times**REPEAT if times else 0.0)) / enough
            if counted:
                parts.setdefault(topic, []).append(_Part(-abs(counted), phrase, counted, number))
        sums = []
        for topic, here in parts.items():
            here.sort()
            total = round(sum([part.weight for part in here]), 4)
            if total > 0:
                sums.append(PhraseTotal(topic, total, here))
        sums.sort(key=lambda one: (-one.score, self._order[one.topic]))
        return sums

    def _places(self, words: Sequence[str]) -> _Places:
        """Where each phrase counts: within a topic no longer one covers it."""
        places: _Places = {}
        reach: dict[str, int] = {}
        for number, first, last in self._list.find(words):
            topic = self._phrases[number][0]
            if last > reach.get(topic, 0):
                reach[topic] = last
                places.setdefault(number, []).append((first, last))
        return places

    def implied(self, paper: Paper) -> dict[str, str]:
        """Topics that the source's own classes and keywords imply, each with the first that does."""
        topics: dict[str, str] = {}
        for said in (*paper.categories, *paper.keywords):
            folded = " ".join(said.casefold().split())
            families = (folded, *(folded[:at] + ".*" for at, sign in enumerate(folded) if sign == "."))
            for name in families:
                for topic in self._categories.get(name, ()):
                    topics.setdefault(topic, said)
        return topics


def _categories(topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    implied: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        for category in topic.categories:
            name = " ".join(category.casefold().split())
            implied[name] = (*implied.get(name, ()), topic.id)
    return implied


def _enough(abstract: str) -> float:
    return THRESHOLD if abstract.strip() else TITLE_ALONE


def _spans(places: Iterable[tuple[int, int]], words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    """Places in words as places in characters."""
    return tuple((words[first].start, words[last - 1].end) for first, last in places)


def choose(scores: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Those of the weighed topics, best first, that a paper is given: one at least where any word speaks for one."""
    if not scores:
        return ()
    enough = max(1.0, SHARE * scores[0].score)
    return tuple(score for score in scores[:MOST] if score is scores[0] or score.score >= enough)


def assign_topics(paper: Paper, classifier: Classifier) -> tuple[TopicAssignment, ...]:
    """The paper's topics, the main one first. A person's list is final, an empty list included."""
    if paper.topics is not None:
        return _said(paper.topics, classifier.topic_set)
    return _decide(classifier.implied(paper), choose(classifier.sums(paper.title, paper.abstract)))


def _said(names: Iterable[str], topic_set: TopicSet) -> tuple[TopicAssignment, ...]:
    """People may write an id, a name or an alias; what is none of them is for ``digestif check`` to tell."""
    found = dict.fromkeys(topic.id for name in names if (topic := topic_set.find(name)) is not None)
    return tuple(TopicAssignment(topic=topic, score=CERTAIN, evidence=(SAID,), by="people") for topic in found)


def _decide(implied: Mapping[str, str], chosen: tuple[PhraseTotal, ...]) -> tuple[TopicAssignment, ...]:
    """Implied topics and chosen ones together, by score; what a source implies is never the one to go."""
    given = {
        score.topic: TopicAssignment(topic=score.topic, score=score.score, evidence=_evidence(score))
        for score in chosen
    }
    for topic, said in implied.items():
        words = given.get(topic)
        score = max(CERTAIN, words.score) if words else CERTAIN
        evidence = (said, *words.evidence) if words else (said,)
        given[topic] = TopicAssignment(topic=topic, score=score, evidence=evidence, by="source")
    ranked = sorted(given.values(), key=lambda one: -one.score)
    if len(ranked) > MOST_IMPLIED:
        kept = sorted(ranked, key=lambda one: (one.by != "source", -one.score))[:MOST_IMPLIED]
        ranked = sorted(kept, key=lambda one: -one.score)
    return tuple(ranked)


def _evidence(chosen: PhraseTotal) -> tuple[str, ...]:
    """Up to four phrases as the topics file writes them, the weightiest first."""
    return tuple(part.phrase for part in chosen.parts if part.weight > 0)[:4]


def explain_topics(paper: Paper, classifier: Classifier) -> Explanation:
    """Everything that decided: for ``digestif topics explain``."""
    given = assign_topics(paper, classifier)
    scores = classifier.weigh(paper.title, paper.abstract)
    taken = {one.topic for one in given}
    return Explanation(
        given=given,
        weighed={score.topic: score for score in scores},
        next=tuple(score for score in scores if score.topic not in taken)[:2],
    )


def count_topics(assigned: Mapping[str, tuple[TopicAssignment, ...]], topic_set: TopicSet) -> dict[str, int]:
    """Papers of each topic, in the order of the topics file, topics without papers included."""
    counts = Counter(one.topic for given in assigned.values() for one in given)
    return {topic.id: counts[topic.id] for topic in topic_set.topics}
