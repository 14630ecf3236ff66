"""Commands on topics: list, explain, gaps."""

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
from generator.errors import DigestifError
from generator.model import Record
from generator.store.content import TOPICS_FILE
from generator.store.load import load_valid_content

MOST_PAPERS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shelf:
    """A site's records with their topics."""

    records: Mapping[str, Record]
    classifier: Classifier
    assigned: Mapping[str, tuple[TopicAssignment, ...]]


@click.group()
def topics() -> None:
    """See which topics papers have, and why.

    Topics stand in content/topics.yaml, which people change by pull request. A person's topics in a record always
    win; then what the source's own categories imply; then the words of title and abstract.
    """


@topics.command(name="list")
@click.pass_obj
def list_topics(site: Path) -> None:
    """Every topic with its number of papers, and what it is for."""
    shelf = _open(site)
    topic_set = shelf.classifier.topic_set
    width = max((len(topic.id) for topic in topic_set.topics), default=0)
    for name, number in count_topics(shelf.assigned, topic_set).items():
        click.echo(f"{number:>6,}  {name:<{width}}  {topic_set.by_id[name].description}")
    without = sum(not given for given in shelf.assigned.values())
    click.echo(f"{without:>6,}  without a topic, of {len(shelf.records):,} papers")


@topics.command()
@click.argument("key")
@click.pass_obj
def explain(site: Path, key: str) -> None:
    """Why a paper has its topics: evidence and score of each, and the next two that were not given.

    KEY is the last part of the page's address, as in 2412.11360. A score of 1 is what the words of a paper must
    reach; what a person or the source says needs no score.
    """
    shelf = _open(site)
    record = shelf.records.get(key)
    if record is None:
        close = get_close_matches(key, sorted(shelf.records), n=1)
        hint = f"did you mean {close[0]}?" if close else "it is the last part of the page's address"
        raise DigestifError(f"there is no record {key!r}", fix=hint)
    explained = explain_topics(record.paper, shelf.classifier)
    click.echo(record.paper.title)
    for given in explained.assigned:
        click.echo(f"\n{given.topic}  {given.score:.2f}  {_BY[given.by]}")
        weighed = explained.scores.get(given.topic)
        for line in _hits(weighed) if weighed else (", ".join(given.evidence),):
            click.echo(f"  {line}")
    if not explained.assigned:
        click.echo("\nno topic: add topics to the record, or phrases to content/topics.yaml")
    for score in explained.next:
        click.echo(f"\nnot given: {score.topic}  {score.score:.2f}")
        for line in _hits(score):
            click.echo(f"  {line}")


@topics.command()
@click.pass_obj
def gaps(site: Path) -> None:
    """Papers without a topic, and the frequent phrases among them as proposals.

    Also told: papers whose topic is doubtful, and where people and the words disagree.
    """
    shelf = _open(site)
    papers = {key: record.paper for key, record in shelf.records.items()}
    found = find_gaps(papers, shelf.assigned)
    click.echo(
        f"{len(found.without):,} of {len(papers):,} papers have no topic, {len(found.doubtful):,} a doubtful one"
    )
    for heading, keys in (("without a topic", found.without), ("doubtful", found.doubtful)):
        for key in keys[:MOST_PAPERS]:
            click.echo(f"  {heading}: {key}  {papers[key].title}")
        if len(keys) > MOST_PAPERS:
            click.echo(f"  … and {len(keys) - MOST_PAPERS:,} more")
    if found.proposals:
        click.echo("phrases that several of them share, for content/topics.yaml:")
    for proposal in found.proposals:
        click.echo(f"  {proposal.papers:>4,}  {proposal.phrase}")
    for one in find_disagreements(papers, shelf.classifier):
        missed = f" misses {', '.join(one.missed)}" if one.missed else ""
        surplus = f" adds {', '.join(one.extra)}" if one.extra else ""
        click.echo(
            f"a person labelled {one.key}; the program alone{missed}{' and' * bool(missed and surplus)}{surplus}"
        )


_BY = {"people": "assigned by a person", "source": "implied by the source", "words": "found in the words"}


def _hits(score: TopicScore) -> Iterator[str]:
    for hit in score.matches:
        places = [f"title, character {at + 1}" for at, _ in hit.title]
        places += [f"abstract, character {at + 1}" for at, _ in hit.abstract]
        yield f"{hit.weight:+.2f}  {hit.phrase!r} ({'; '.join(places)})"


def _open(site: Path) -> _Shelf:
    content = load_valid_content(site)
    library = content.library
    classifier = Classifier(read_topics(content.topics, file=TOPICS_FILE))
    assigned = {key: assign_topics(record.paper, classifier) for key, record in library.records.items()}
    return _Shelf(records=library.records, classifier=classifier, assigned=assigned)


COMMANDS = (topics,)
