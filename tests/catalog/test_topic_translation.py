"""Topics of a new digest are in the language of the site, and can be found by both names."""

from __future__ import annotations

from gettext import NullTranslations

import pytest

from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.catalog.topics.translation import translated_topics
from generator.language import words
from generator.language.languages import language_named
from tests.catalog.topic_cases import shipped_topics
from tests.tools.catalogs import extract_messages

OWN = make_topic_set([Topic(id="robotics", name="Robotics", description="What moves.", aliases=("Robots",))])


class German(NullTranslations):
    """A catalog with the name of one topic."""

    def pgettext(self, context: str, message: str) -> str:
        return {("topic", "Robotics"): "Robotik"}.get((context, message), message)


def test_english_topics_are_those_of_the_file() -> None:
    assert translated_topics(OWN) is OWN


def test_what_has_a_translation_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_active", (language_named("de"), German()))
    topic_set = translated_topics(OWN)
    [topic] = topic_set.topics
    assert (topic.name, topic.description, topic.aliases) == ("Robotik", "What moves.", ("Robotics", "Robots"))
    assert topic_set.find("robotik") == topic_set.find("Robotics") == topic_set.find("robots") == topic


def test_the_catalogs_have_the_topics_of_a_new_digest() -> None:
    catalog = extract_messages()
    for topic in shipped_topics().topics:
        assert catalog.get(topic.name, "topic"), topic.name
        assert catalog.get(topic.description, "topic"), topic.description
