"""Commands about topics: list, explain, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click

from generator.catalog.topics.classifier import (
    Classifier,
    TopicAssignment,
    TopicScore,
    assign_topics,
    count_topics,
    explain_topics,
)
from generator.catalog.topics.gaps import find_disagreements, find_gaps
from generator.catalog.topics.topics_file import read_topics
from generator.cli.shared.output import echo
from generator.errors import DigestifError
from generator.model import Record
from generator.store.content import TOPICS_FILE
from generator.store.load import load_valid_content
from generator.text.counts import counted

#: Papers without a topic, or with an uncertain one, that are listed by name.
_MOST_PAPERS = 20
_BASIS = {
    "people": "set in the record",
    "source": "implied by the source's categories",
    "words": "found in the title and abstract",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Classified:
    """A site's records with their topics."""

    records: Mapping[str, Record]
    classifier: Classifier
    assigned: Mapping[str, tuple[TopicAssignment, ...]]


@click.group()
def topics() -> None:
    """Show which topics papers have, and why.

    Topics are defined in content/topics.yaml. Topics that people set in a record come first, then those that the
    source's categories imply, then those found in the title and abstract.

    Example: digestif topics explain 2412.11360
    """


@topics.command(name="list")
@click.pass_obj
def list_topics(site: Path) -> None:
    """List all topics with their numbers of papers.

    Example: digestif topics list
    """
    classified = _classify(site)
    topic_set = classified.classifier.topic_set
    width = max((len(topic.id) for topic in topic_set.topics), default=0)
    for name, number in count_topics(classified.assigned, topic_set).items():
        echo(f"{number:>6,}  {name:<{width}}  {topic_set.by_id[name].description}")
    without = sum(not assigned for assigned in classified.assigned.values())
    echo(f"{without:>6,}  without a topic, of {counted(len(classified.records), 'paper')}")


@topics.command()
@click.argument("key", metavar="KEY")
@click.pass_obj
def explain(site: Path, key: str) -> None:
    """Explain a paper's topics: the evidence for each, and the next two that it did not get.

    KEY is the last part of the page's address. The topic with the best score is always assigned, further ones need a
    score of 1. Topics from people or from the source's categories need no score.

    Example: digestif topics explain 2412.11360
    """
    classified = _classify(site)
    record = classified.records.get(key)
    if record is None:
        close = get_close_matches(key, sorted(classified.records), n=1)
        hint = f"did you mean {close[0]}?" if close else "the key is the last part of the page's address"
        raise DigestifError(f"there is no record {key!r}", fix=hint)
    explained = explain_topics(record.paper, classified.classifier)
    echo(record.paper.title)
    for assigned in explained.assigned:
        echo(f"\n{assigned.topic}  {assigned.score:.2f}  {_BASIS[assigned.by]}")
        scored = explained.scores.get(assigned.topic)
        for line in _evidence(scored) if scored else (", ".join(assigned.evidence),):
            echo(f"  {line}")
    if not explained.assigned:
        echo("\nno topic: add topics to the record, or phrases to content/topics.yaml")
    for score in explained.next:
        echo(f"\nnot assigned: {score.topic}  {score.score:.2f}")
        for line in _evidence(score):
            echo(f"  {line}")


@topics.command()
@click.pass_obj
def gaps(site: Path) -> None:
    """List papers without a topic, and frequent phrases among them.

    Also lists papers with an uncertain topic, and papers for which people and the classifier disagree.

    Example: digestif topics gaps
    """
    classified = _classify(site)
    papers = {key: record.paper for key, record in classified.records.items()}
    found = find_gaps(papers, classified.assigned)
    echo(f"Without a topic: {len(found.without):,} of {counted(len(papers), 'paper')}")
    if found.doubtful:
        echo(f"With an uncertain topic: {len(found.doubtful):,}")
    for heading, keys in (("without a topic", found.without), ("uncertain", found.doubtful)):
        for key in keys[:_MOST_PAPERS]:
            echo(f"  {heading}: {key}  {papers[key].title}")
        if len(keys) > _MOST_PAPERS:
            echo(f"  … and {len(keys) - _MOST_PAPERS:,} more")
    if found.proposals:
        echo("Frequent phrases among them, for content/topics.yaml:")
    for proposal in found.proposals:
        echo(f"  {proposal.papers:>4,}  {proposal.phrase}")
    for disagreement in find_disagreements(papers, classified.classifier):
        echo(_disagreement(disagreement.key, disagreement.missed, disagreement.extra))


def _disagreement(key: str, missed: tuple[str, ...], extra: tuple[str, ...]) -> str:
    parts = [f"misses {', '.join(missed)}"] if missed else []
    parts += [f"adds {', '.join(extra)}"] if extra else []
    return f"{key} has topics set by people; the classifier {' and '.join(parts)}"


def _evidence(score: TopicScore) -> Iterator[str]:
    for hit in score.matches:
        places = [f"title, character {at + 1}" for at, _ in hit.title]
        places += [f"abstract, character {at + 1}" for at, _ in hit.abstract]
        yield f"{hit.weight:+.2f}  {hit.phrase!r} ({'; '.join(places)})"


def _classify(site: Path) -> _Classified:
    content = load_valid_content(site)
    records = content.library.records
    classifier = Classifier(read_topics(content.topics, file=TOPICS_FILE))
    assigned = {key: assign_topics(record.paper, classifier) for key, record in records.items()}
    return _Classified(records=records, classifier=classifier, assigned=assigned)


COMMANDS = (topics,)
