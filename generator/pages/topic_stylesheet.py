"""The style sheet of the topics' colours (assets/topics.css), so that no page needs a style of its own."""

from __future__ import annotations

from generator.catalog.topics.topic_set import TopicSet


def topics_css(topic_set: TopicSet) -> str:
    """One class per topic, ``t-`` and its id, that sets the custom property ``--dg-topic`` to the topic's colour."""
    return "".join(f".t-{topic.id}{{--dg-topic:{topic.colour}}}\n" for topic in topic_set.topics)
