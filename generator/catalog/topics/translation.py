"""Topics of a new digest in the language of the site: what its topics file has as it came is translated."""

from __future__ import annotations

from dataclasses import replace

from generator.catalog.topics.topic_set import Topic, TopicSet, make_topic_set
from generator.language.words import current_language, pgettext


def translated_topics(topic_set: TopicSet) -> TopicSet:
    """Return topics with translated names and descriptions; those that a digest wrote itself stay.

    A topic can still be found by the name in the file. ``tests/tools/catalogs.py`` takes the messages from the topics
    file of a new digest.
    """
    return topic_set if current_language().is_source else make_topic_set(map(_translated, topic_set.topics))


def _translated(topic: Topic) -> Topic:
    name, description = pgettext("topic", topic.name), pgettext("topic", topic.description)
    aliases = topic.aliases if name == topic.name else (topic.name, *topic.aliases)
    return replace(topic, name=name, description=description, aliases=aliases)
