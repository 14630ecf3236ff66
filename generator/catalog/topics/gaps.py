"""Papers that the topics file does not cover, phrases that would cover them, and disagreements with people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.catalog.related.vectors import is_significant
from generator.catalog.topics.classifier import Classifier, TopicAssignment, assign_topics
from generator.catalog.topics.phrases import Word, split_words
from generator.model import Paper

#: A paper whose only topic has a lower score than this is doubtful.
MIN_SCORE = 0.5
#: Least papers without a topic that must share a phrase for it to be proposed.
MIN_PAPERS = 2
_MAX_WORDS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class PhraseProposal:
    """A phrase for the topics file, and how many papers without a topic or with a doubtful one have it."""

    phrase: str
    papers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """Keys of papers without a topic and with a doubtful one, in order, and phrases that several of them share."""

    without: tuple[str, ...]
    doubtful: tuple[str, ...]
    proposals: tuple[PhraseProposal, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Disagreement:
    """A paper with topics from people that source and words would not assign (``missed``), or others (``extra``)."""

    key: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]


def find_gaps(
    papers: Mapping[str, Paper], assigned: Mapping[str, tuple[TopicAssignment, ...]], *, most: int = 20
) -> Gaps:
    """Find the papers, by key, without a clear topic, and up to ``most`` phrases that several of them share."""
    without = tuple(key for key in sorted(papers) if not assigned.get(key))
    doubtful = tuple(key for key in sorted(papers) if _is_doubtful(assigned.get(key, ())))
    texts = ((papers[key].title, papers[key].abstract) for key in (*without, *doubtful))
    return Gaps(without=without, doubtful=doubtful, proposals=_proposals(texts, most))


def find_disagreements(papers: Mapping[str, Paper], classifier: Classifier) -> tuple[Disagreement, ...]:
    """Find the papers whose topics from people differ from those of source and words, in the order of keys."""
    disagreements = []
    for key, paper in sorted(papers.items()):
        if paper.topics is None:
            continue
        people = {one.topic for one in assign_topics(paper, classifier)}
        words = {one.topic for one in assign_topics(paper.model_copy(update={"topics": None}), classifier)}
        if people != words:
            missed, extra = (
                tuple(topic for topic in classifier.topic_set.by_id if topic in topics)
                for topics in (people - words, words - people)
            )
            disagreements.append(Disagreement(key=key, missed=missed, extra=extra))
    return tuple(disagreements)


def _is_doubtful(topics: tuple[TopicAssignment, ...]) -> bool:
    return len(topics) == 1 and topics[0].by == "words" and topics[0].score < MIN_SCORE


def _proposals(texts: Iterable[tuple[str, str]], most: int) -> tuple[PhraseProposal, ...]:
    """Return phrases of one to three words by their number of papers, without parts of phrases that are as frequent."""
    papers: Counter[str] = Counter()
    for title, abstract in texts:
        papers.update({phrase for text in (title, abstract) for phrase in _phrases(split_words(text))})
    frequent = sorted(
        ((phrase, count) for phrase, count in papers.items() if count >= MIN_PAPERS),
        key=lambda one: (-one[1], -one[0].count(" "), one[0]),
    )
    kept: list[PhraseProposal] = []
    for phrase, count in frequent:
        if not any(f" {phrase} " in f" {other.phrase} " and other.papers >= count for other in kept):
            kept.append(PhraseProposal(phrase=phrase, papers=count))
    return tuple(kept[:most])


def _phrases(words: list[Word]) -> Iterator[str]:
    """Yield all runs of one to three significant words."""
    text = [word.word for word in words]
    for first in range(len(text)):
        for end in range(first + 1, min(first + _MAX_WORDS, len(text)) + 1):
            run = text[first:end]
            if all(map(is_significant, run)):
                yield " ".join(run)
