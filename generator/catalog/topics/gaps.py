"""What the topics file does not cover, and where it and people disagree: proposals for its next change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalog.related.vectors import tells_apart
from generator.catalog.topics.classifier import Classifier, TopicAssignment, assign_topics
from generator.catalog.topics.phrases import Word, split_words
from generator.model import Paper

#: A paper whose only topic reaches less than this share of the threshold is as good as uncovered.
WEAK = 0.5
#: A phrase is proposed when so many uncovered papers have it.
LEAST_PAPERS = 2
_LONGEST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicProposal:
    """A phrase that no topic knows yet, and how many uncovered papers have it."""

    phrase: str
    papers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """Keys of papers without a topic and with a doubtful one, in order, and phrases that would cover some of them."""

    without: tuple[str, ...]
    doubtful: tuple[str, ...]
    proposals: tuple[TopicProposal, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A paper that people labelled and the words would label otherwise: topics missed, and topics too many."""

    key: str
    missed: tuple[str, ...]
    surplus: tuple[str, ...]


def find_gaps(
    papers: Mapping[str, Paper], assigned: Mapping[str, tuple[TopicAssignment, ...]], *, most: int = 20
) -> Gaps:
    """The papers (by key) that the topics do not cover, and up to ``most`` phrases that several of them share."""
    without = tuple(key for key in sorted(papers) if not assigned.get(key))
    doubtful = tuple(key for key in sorted(papers) if _is_doubtful(assigned.get(key, ())))
    texts = ((papers[key].title, papers[key].abstract) for key in (*without, *doubtful))
    return Gaps(without=without, doubtful=doubtful, proposals=_proposals(texts, most))


def find_disagreements(papers: Mapping[str, Paper], classifier: Classifier) -> tuple[Disagreement, ...]:
    """Where a person's topics are not what source and words would have given, in order of keys."""
    found = []
    for key, paper in sorted(papers.items()):
        if paper.topics is None:
            continue
        people = {one.topic for one in assign_topics(paper, classifier)}
        words = {one.topic for one in assign_topics(paper.model_copy(update={"topics": None}), classifier)}
        if people != words:
            missed, surplus = (
                tuple(topic for topic in classifier.topic_set.by_id if topic in some)
                for some in (people - words, words - people)
            )
            found.append(Disagreement(key=key, missed=missed, surplus=surplus))
    return tuple(found)


def _is_doubtful(given: tuple[TopicAssignment, ...]) -> bool:
    return len(given) == 1 and given[0].by == "words" and given[0].score < WEAK


def _proposals(texts: Iterable[tuple[str, str]], most: int) -> tuple[TopicProposal, ...]:
    """Phrases of one to three words by the number of papers that have them; a part of a longer one is left out."""
    papers: Counter[str] = Counter()
    for title, abstract in texts:
        papers.update({phrase for text in (title, abstract) for phrase in _phrases(split_words(text))})
    frequent = sorted(
        ((phrase, count) for phrase, count in papers.items() if count >= LEAST_PAPERS),
        key=lambda one: (-one[1], -one[0].count(" "), one[0]),
    )
    kept: list[TopicProposal] = []
    for phrase, count in frequent:
        if not any(f" {phrase} " in f" {other.phrase} " and other.papers >= count for other in kept):
            kept.append(TopicProposal(phrase=phrase, papers=count))
    return tuple(kept[:most])


def _phrases(words: list[Word]) -> Iterator[str]:
    plain = [word.word for word in words]
    for first in range(len(plain)):
        for last in range(first + 1, min(first + _LONGEST, len(plain)) + 1):
            run = plain[first:last]
            if all(map(tells_apart, run)):
                yield " ".join(run)
