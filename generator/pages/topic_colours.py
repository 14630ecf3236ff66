"""The topics' colours as a style sheet, so that no page needs a style of its own."""

from __future__ import annotations

import re

from generator.catalog.colours import topic_hue
from generator.catalog.topics.topic_set import TopicSet

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def topics_css(topic_set: TopicSet) -> str:
    """One class a topic, ``t-`` and its id, that sets ``--hue``; a topic without a colour takes its place's hue."""
    return "".join(
        f".t-{topic.id}{{--hue:{topic.colour if _HEX.fullmatch(topic.colour) else topic_hue(place)}}}\n"
        for place, topic in enumerate(topic_set.topics)
    )
