"""Topic words of a digest's own, from the records to which people assigned topics, and what they improve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.catalog.topics.classifier import Classifier, choose
from generator.catalog.topics.learning import FOLDS, Example, learn_topic_words
from generator.catalog.topics.topic_words import TopicWords
from generator.model import Paper

#: With fewer labelled papers, a comparison is chance.
MIN_LABELLED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalWords:
    """Topic words of a digest, and the F1 of its labelled papers without them (``before``) and with them (``after``).

    Both are from cross-validation: no paper was classified by words that were learned from its own topics.
    """

    words: TopicWords
    labelled: int
    before: float
    after: float


def learn_local_words(papers: Mapping[str, Paper], classifier: Classifier) -> LocalWords:
    """Learn topic words from the papers, by key. ``classifier`` gives topics to those without topics from people."""
    guesses = [_guess(key, paper, classifier) for key, paper in sorted(papers.items())]
    named = {key: _topics_of_people(paper, classifier) for key, paper in papers.items() if paper.topics}
    labelled = [replace(guess, topics=named[guess.key], guessed=False) for guess in guesses if named.get(guess.key)]
    topics = classifier.topic_set.by_id
    after: dict[str, tuple[str, ...]] = {}
    for fold in range(FOLDS) if len(labelled) >= MIN_LABELLED else ():
        known = [example for example in labelled if example.fold != fold]
        words = learn_topic_words([*known, *_without(guesses, known)], topics)
        corrected = Classifier(classifier.topic_set, words)
        for example in labelled:
            if example.fold == fold:
                after[example.key] = _classify(example.title, example.abstract, corrected)
    before = {guess.key: guess.topics for guess in guesses}
    return LocalWords(
        words=learn_topic_words([*labelled, *_without(guesses, labelled)], topics),
        labelled=len(labelled),
        before=_f1(labelled, before),
        after=_f1(labelled, after),
    )


def _guess(key: str, paper: Paper, classifier: Classifier) -> Example:
    topics = _classify(paper.title, paper.abstract, classifier)
    return Example(key=key, title=paper.title, abstract=paper.abstract, topics=topics, guessed=True)


def _classify(title: str, abstract: str, classifier: Classifier) -> tuple[str, ...]:
    return tuple(total.topic for total in choose(classifier.totals(title, abstract)))


def _topics_of_people(paper: Paper, classifier: Classifier) -> tuple[str, ...]:
    found = (classifier.topic_set.find(name) for name in paper.topics or ())
    return tuple(dict.fromkeys(topic.id for topic in found if topic is not None))


def _without(guesses: Sequence[Example], known: Sequence[Example]) -> list[Example]:
    keys = {example.key for example in known}
    return [guess for guess in guesses if guess.key not in keys]


def _f1(labelled: Sequence[Example], found: Mapping[str, tuple[str, ...]]) -> float:
    """Return the micro-averaged F1 of the topics found; 0 without any."""
    both = sum(len({*example.topics} & {*found.get(example.key, ())}) for example in labelled)
    total = sum(len(example.topics) + len(found.get(example.key, ())) for example in labelled)
    return 2 * both / total if total else 0.0
