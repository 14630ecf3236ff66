"""What commands that choose papers share: the catalog without related papers, and a topic named by an option."""

from __future__ import annotations

from datetime import date

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.digests.published import shown_digests
from generator.catalog.people.people_file import parse_people
from generator.catalog.topics.classifier import assign_topics
from generator.catalog.topics.classifier_files import read_classifier
from generator.catalog.topics.topic_set import Topic, TopicSet
from generator.checks.digests import read_digests
from generator.errors import DigestifError
from generator.store.content import PEOPLE_FILE, Content


def plain_catalog(content: Content, *, use_words: bool, today: date, lead_language: str = "") -> Catalog:
    """Return the catalog without related papers, which take longest to find; digests are those published today.

    ``lead_language`` is that of the translations that lead, for what readers see; data have the originals.
    """
    classifier = read_classifier(content, use_words=use_words)
    library, topic_set = content.library, classifier.topic_set
    topics = {key: assign_topics(record.paper, classifier) for key, record in library.records.items()}
    people = parse_people(content.people, file=PEOPLE_FILE, renamed=content.renamed).people
    shown = shown_digests(read_digests(content).digests, today=today)
    return build_catalog(
        library, topic_set, topics, {}, listed_people=people, digests=shown.digests, lead_language=lead_language
    )


def named_topic(topic_set: TopicSet, name: str) -> Topic | None:
    """Return the topic with an id or a name, in any case; None for an empty name. Raises DigestifError without one."""
    if not name:
        return None
    for topic in topic_set.topics:
        if name.casefold() in (topic.id.casefold(), topic.name.casefold()):
            return topic
    ids = ", ".join(topic.id for topic in topic_set.topics) or "none: content/topics.yaml is empty"
    raise DigestifError(f"--topic {name}: unknown topic", fix=f"the topics of this digest are {ids}")
