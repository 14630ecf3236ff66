"""Assigns topics to papers, with the evidence: first what people decided, then what the source implies, then words.

The score of a topic is a sum that a curator can follow. A phrase of ``content/topics.yaml`` that is found in the title
adds its weight times ``TITLE_FACTOR``; one that is found n times in the abstract adds its weight times n to the power
``REPEAT_EXPONENT``. Within a topic a longer phrase hides the shorter ones in it: "multimodal language model" does not
count as "language model". The sum is divided by a threshold. Topic words (``topic_words``) then correct the scores of
topics that have a phrase in the paper. A score of 1 is enough for a topic. The best topic is assigned whatever its
score; others need a score of 1 and a share of the best one's.

A paper's topics do not depend on other records: what is learned from them is written to a file by
``digestif topics learn`` and changes only with that file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from generator.catalog.topics.phrases import PhraseList, Word, comparable_words, split_words
from generator.catalog.topics.topic_set import Topic, TopicSet, folded_name
from generator.catalog.topics.topic_words import NO_TOPIC_WORDS, TopicWords, WordScorer
from generator.language.words import gettext_noop
from generator.model import Paper

# The constants were chosen by cross-validation on labelled papers.
#: Factor of a phrase's weight in the title.
TITLE_FACTOR = 2.5
#: Exponent of the number of times that the abstract has a phrase.
REPEAT_EXPONENT = 0.4
#: Sum of weights that is enough for a topic without topic words, which is a score of 1.
THRESHOLD = 4.4
#: The same for a paper without an abstract, because its few words cannot add up to as much.
TITLE_THRESHOLD = 2.5
#: Factor of the phrases in the score of a topic that has topic words.
PHRASE_SHARE = 0.6
#: Least share of the best topic's score that another topic needs.
MIN_SHARE = 0.3
#: Most topics of a paper from words alone, and together with those that the source implies.
MAX_FROM_WORDS = 4
MAX_TOPICS = 5
#: Score of a topic that people assigned or the source implies.
FULL_SCORE = 1.0

Basis = Literal["people", "source", "words"]
BY_PEOPLE = gettext_noop("assigned by a person")


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicAssignment:
    """A topic of a paper. A ``score`` of 1 or more means that the words alone are enough for the topic.

    ``evidence`` is what the topic was assigned for, the strongest first: "robot arm", "cs.RO", "assigned by a person".
    """

    topic: str
    score: float
    evidence: tuple[str, ...] = ()
    by: Basis = "words"


@dataclass(frozen=True, kw_only=True, slots=True)
class PhraseMatch:
    """A phrase in a paper: what it adds to the score, and its spans in the title and the abstract, in characters."""

    phrase: str
    weight: float
    title: tuple[tuple[int, int], ...] = ()
    abstract: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicScore:
    """The score of a topic for a paper's words, and what it is the sum of, the strongest first.

    That is ``matches`` of phrases, and ``words`` with what they add.
    """

    topic: str
    score: float
    matches: tuple[PhraseMatch, ...]
    words: tuple[tuple[str, float], ...] = ()


class _Part(NamedTuple):
    """What a phrase adds to a score. Parts sort by their absolute weight, largest first, then by phrase."""

    order: float
    phrase: str
    weight: float
    number: int


class PhraseTotal(NamedTuple):
    """A ``TopicScore`` without the spans of its phrases and without its words."""

    topic: str
    score: float
    parts: list[_Part]


#: For each phrase, by number, its spans in a text: index of the first word and index after the last.
_Spans = dict[int, list[tuple[int, int]]]
Scored = TypeVar("Scored", TopicScore, PhraseTotal)


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """Why a paper has its topics: the assignments, the scores by topic, and the two best topics not assigned."""

    assigned: tuple[TopicAssignment, ...]
    scores: Mapping[str, TopicScore]
    next: tuple[TopicScore, ...]


class Classifier:
    """A topic set with its phrases indexed, and topic words; make one for many papers."""

    def __init__(self, topic_set: TopicSet, topic_words: TopicWords = NO_TOPIC_WORDS) -> None:
        self.topic_set = topic_set
        self.topic_words = topic_words
        self._categories = _categories(topic_set.topics)
        self._order = {topic.id: position for position, topic in enumerate(topic_set.topics)}
        self._column = {topic: column for column, topic in enumerate(topic_words.topics)}
        self._phrases = [
            (topic.id, phrase, weight * (PHRASE_SHARE if topic.id in self._column else 1.0))
            for topic in topic_set.topics
            for phrase, weight in topic.phrases.items()
        ]

    # Made when needed: in a build, that is in a second process.
    @cached_property
    def _list(self) -> PhraseList:
        return PhraseList(phrase for _, phrase, _ in self._phrases)

    @cached_property
    def _words(self) -> WordScorer | None:
        return WordScorer(self.topic_words) if self.topic_words.words else None

    def scores(self, title: str, abstract: str) -> tuple[TopicScore, ...]:
        """Return every topic with a positive score, the best first, ties in the order of the topics file."""
        title_words, abstract_words = split_words(title), split_words(abstract)
        plain_title, plain_abstract = [word.word for word in title_words], [word.word for word in abstract_words]
        in_title, in_abstract = self._spans(plain_title), self._spans(plain_abstract)
        words = self._words.scores(plain_title, plain_abstract) if self._words else []

        def match(part: _Part) -> PhraseMatch:
            return PhraseMatch(
                phrase=part.phrase,
                weight=part.weight,
                title=_in_characters(in_title.get(part.number, ()), title_words),
                abstract=_in_characters(in_abstract.get(part.number, ()), abstract_words),
            )

        def score(total: PhraseTotal) -> TopicScore:
            return TopicScore(
                topic=total.topic,
                score=total.score,
                matches=tuple(map(match, total.parts)),
                words=self._words.parts(plain_title, plain_abstract, total.topic) if self._words else (),
            )

        return tuple(map(score, self._totals(in_title, in_abstract, words, _threshold(abstract))))

    def totals(self, title: str, abstract: str) -> list[PhraseTotal]:
        """Return the same as ``scores`` without spans and words, in half the time."""
        title_words, abstract_words = comparable_words(title), comparable_words(abstract)
        in_title, in_abstract = self._spans(title_words), self._spans(abstract_words)
        words = self._words.scores(title_words, abstract_words) if self._words else []
        return self._totals(in_title, in_abstract, words, _threshold(abstract))

    def _totals(
        self, in_title: _Spans, in_abstract: _Spans, words: Sequence[float], threshold: float
    ) -> list[PhraseTotal]:
        parts: dict[str, list[_Part]] = {}
        for number in in_title.keys() | in_abstract.keys():
            topic, phrase, weight = self._phrases[number]
            if not weight:
                continue
            factor = TITLE_FACTOR if number in in_title else 0.0
            spans = in_abstract.get(number)
            if spans:
                factor += len(spans) ** REPEAT_EXPONENT if len(spans) > 1 else 1.0
            added = weight * factor / threshold
            if added:
                parts.setdefault(topic, []).append(_Part(-abs(added), phrase, added, number))
        totals = []
        for topic, of_topic in parts.items():
            of_topic.sort()  # a fixed order of addition, so that the last bit of a sum is always the same
            phrases = sum([part.weight for part in of_topic])
            score = round(phrases + (words[self._column[topic]] if words and topic in self._column else 0.0), 4)
            if round(phrases, 4) > 0 and score > 0:
                totals.append(PhraseTotal(topic, score, of_topic))
        totals.sort(key=lambda total: (-total.score, self._order[total.topic]))
        return totals

    def _spans(self, words: Sequence[str]) -> _Spans:
        """Return the spans of each phrase where no longer phrase of the same topic covers it."""
        spans: _Spans = {}
        covered: dict[str, int] = {}
        for number, first, last in self._list.find(words):
            topic = self._phrases[number][0]
            if last > covered.get(topic, 0):
                covered[topic] = last
                spans.setdefault(number, []).append((first, last))
        return spans

    def implied(self, paper: Paper) -> dict[str, str]:
        """Return the topics that a paper's categories and keywords imply, each with the first that implies it."""
        topics: dict[str, str] = {}
        for category in (*paper.categories, *paper.keywords):
            folded = folded_name(category)
            # "cs.RO" is also in the family "cs.*".
            families = (folded, *(f"{folded[:dot]}.*" for dot, character in enumerate(folded) if character == "."))
            for name in families:
                for topic in self._categories.get(name, ()):
                    topics.setdefault(topic, category)
        return topics


def _categories(topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    implied: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        for category in topic.categories:
            name = folded_name(category)
            implied[name] = (*implied.get(name, ()), topic.id)
    return implied


def _threshold(abstract: str) -> float:
    return THRESHOLD if abstract.strip() else TITLE_THRESHOLD


def _in_characters(spans: Iterable[tuple[int, int]], words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    """Convert spans of words to spans of characters."""
    return tuple((words[first].start, words[last - 1].end) for first, last in spans)


def choose(scores: Sequence[Scored]) -> tuple[Scored, ...]:
    """Return the scores, of those given best first, that are enough for a topic; the best one always is."""
    if not scores:
        return ()
    enough = max(1.0, MIN_SHARE * scores[0].score)
    return tuple(score for score in scores[:MAX_FROM_WORDS] if score is scores[0] or score.score >= enough)


def assign_topics(paper: Paper, classifier: Classifier) -> tuple[TopicAssignment, ...]:
    """Return the topics of a paper, the main one first. A list in the record is final, even an empty one."""
    if paper.topics is not None:
        return _by_people(paper.topics, classifier.topic_set)
    return _combined(classifier.implied(paper), choose(classifier.totals(paper.title, paper.abstract)))


def _by_people(names: Iterable[str], topic_set: TopicSet) -> tuple[TopicAssignment, ...]:
    """Assign the topics of a record, by id, name or alias; unknown ones are left to ``digestif check``."""
    topics = dict.fromkeys(topic.id for name in names if (topic := topic_set.find(name)) is not None)
    return tuple(TopicAssignment(topic=topic, score=FULL_SCORE, evidence=(BY_PEOPLE,), by="people") for topic in topics)


def _combined(implied: Mapping[str, str], chosen: tuple[PhraseTotal, ...]) -> tuple[TopicAssignment, ...]:
    """Combine the topics that the source implies with those of words, by score; of too many, those of words go."""
    assignments = {
        total.topic: TopicAssignment(topic=total.topic, score=total.score, evidence=_evidence(total))
        for total in chosen
    }
    for topic, category in implied.items():
        words = assignments.get(topic)
        score = max(FULL_SCORE, words.score) if words else FULL_SCORE
        evidence = (category, *words.evidence) if words else (category,)
        assignments[topic] = TopicAssignment(topic=topic, score=score, evidence=evidence, by="source")
    ranked = sorted(assignments.values(), key=lambda one: -one.score)
    if len(ranked) > MAX_TOPICS:
        kept = sorted(ranked, key=lambda one: (one.by != "source", -one.score))[:MAX_TOPICS]
        ranked = sorted(kept, key=lambda one: -one.score)
    return tuple(ranked)


def _evidence(total: PhraseTotal) -> tuple[str, ...]:
    """Return up to four phrases as the topics file writes them, the strongest first."""
    return tuple(part.phrase for part in total.parts if part.weight > 0)[:4]


def explain_topics(paper: Paper, classifier: Classifier) -> Explanation:
    """Explain the topics of a paper, for ``digestif topics explain``."""
    assigned = assign_topics(paper, classifier)
    scores = classifier.scores(paper.title, paper.abstract)
    topics = {one.topic for one in assigned}
    return Explanation(
        assigned=assigned,
        scores={score.topic: score for score in scores},
        next=tuple(score for score in scores if score.topic not in topics)[:2],
    )


def why_not(score: TopicScore, paper: Paper, explained: Explanation) -> str:
    """Return why a paper did not get a topic, to complete "not assigned: "."""
    if paper.topics is not None:
        return "the topics are set in the record"
    best = max(found.score for found in explained.scores.values())
    if score.score < 1:
        return f"the score is below 1; {best:.2f} is the best one" if best >= 1 else "the score is below 1"
    if score.score < MIN_SHARE * best:
        return f"the score is below {MIN_SHARE:.0%} of the best one, {best:.2f}"
    return f"{MAX_FROM_WORDS} topics from words have better scores"


def count_topics(assigned: Mapping[str, tuple[TopicAssignment, ...]], topic_set: TopicSet) -> dict[str, int]:
    """Count the papers of each topic, in the order of the topics file, including topics without papers."""
    counts = Counter(one.topic for assignments in assigned.values() for one in assignments)
    return {topic.id: counts[topic.id] for topic in topic_set.topics}
