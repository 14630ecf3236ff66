"""Commands about topics: list, explain, gaps, learn."""

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
    why_not,
)
from generator.catalog.topics.classifier_files import read_classifier
from generator.catalog.topics.gaps import find_disagreements, find_gaps
from generator.catalog.topics.local_words import MIN_LABELLED, learn_local_words
from generator.catalog.topics.topic_words import ANY_PAPER, dump_topic_words, shipped_topic_words
from generator.cli.shared.lock import writer_lock
from generator.cli.shared.output import echo
from generator.cli.shared.parameters import DRY_RUN
from generator.errors import DigestifError
from generator.model import Record
from generator.settings import uses_topic_words
from generator.store.apply import apply_changes
from generator.store.changes import FileWrite
from generator.store.content import TOPIC_WORDS_FILE
from generator.store.load import load_valid_content
from generator.text.counts import counted

#: Topic words that ``explain`` lists for a topic; the rest is one line.
_MOST_WORDS = 8
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
    source's categories imply, then those found in the title and abstract: by the phrases of the topics file, corrected
    by the weights of all words that Digestif has learned.

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

    KEY is the last part of the page's address. The topic with the best score is always assigned, up to three more need
    a score of 1 and 30% of the best one's. Topics from people or from the source's categories need no score. A score is
    the sum of its lines: phrases of content/topics.yaml in quotes, then words with learned weights.

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
        echo(f"\nnot assigned: {score.topic}  {score.score:.2f}  {why_not(score, record.paper, explained)}")
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


@topics.command()
@DRY_RUN
@click.pass_obj
def learn(site: Path, dry_run: bool) -> None:
    """Learn weights of words from the topics that people assigned.

    Reads the records with topics and writes content/topic-words.tsv, which then replaces the weights that come with
    Digestif. Papers without assigned topics take part with those that the classifier gives them. The file is written
    only if it improves the topics of the labelled papers, measured by cross-validation. Run the command again after
    assigning more topics. Delete the file to return to the weights that come with Digestif.

    Example: digestif topics learn --dry-run
    """
    with writer_lock(site):
        content = load_valid_content(site)
        topic_set = read_classifier(content, use_words=False).topic_set
        papers = {key: record.paper for key, record in content.library.records.items()}
        found = learn_local_words(papers, Classifier(topic_set, shipped_topic_words()))
        if found.labelled < MIN_LABELLED:
            raise DigestifError(
                f"{counted(found.labelled, 'record')} with assigned topics: too few to learn from",
                fix=f"assign topics in the field topics of at least {MIN_LABELLED} records",
            )
        echo(f"F1 of {counted(found.labelled, 'paper')} with assigned topics: {found.before:.2f} → {found.after:.2f}")
        if found.after <= found.before:
            echo(f"No improvement: {TOPIC_WORDS_FILE} was not written")
            return
        if not dry_run:
            old_hash = content.hashes.get(TOPIC_WORDS_FILE, "")
            raw = dump_topic_words(found.words)
            apply_changes(site, [FileWrite(file=TOPIC_WORDS_FILE, content=raw, old_hash=old_hash)])
    echo(f"{'Would write' if dry_run else 'Wrote'} {TOPIC_WORDS_FILE}: {counted(len(found.words.words), 'word')}")


def _disagreement(key: str, missed: tuple[str, ...], extra: tuple[str, ...]) -> str:
    parts = [f"misses {', '.join(missed)}"] if missed else []
    parts += [f"adds {', '.join(extra)}"] if extra else []
    return f"{key} has topics set by people; the classifier {' and '.join(parts)}"


def _evidence(score: TopicScore) -> Iterator[str]:
    for hit in score.matches:
        places = [f"title, character {at + 1}" for at, _ in hit.title]
        places += [f"abstract, character {at + 1}" for at, _ in hit.abstract]
        yield f"{hit.weight:+.2f}  {hit.phrase!r} ({'; '.join(places)})"
    words = [part for part in score.words if part[0] != ANY_PAPER]
    for word, weight in words[:_MOST_WORDS]:
        yield f"{weight:+.2f}  word {word}"
    others = words[_MOST_WORDS:]
    if others:
        yield f"{sum(weight for _, weight in others):+.2f}  {counted(len(others), 'other word')}"
    for word, weight in score.words:
        if word == ANY_PAPER:
            yield f"{weight:+.2f}  any paper"


def _classify(site: Path) -> _Classified:
    content = load_valid_content(site)
    records = content.library.records
    classifier = read_classifier(content, use_words=uses_topic_words(site))
    assigned = {key: assign_topics(record.paper, classifier) for key, record in records.items()}
    return _Classified(records=records, classifier=classifier, assigned=assigned)


COMMANDS = (topics,)
