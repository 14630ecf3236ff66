"""The examples of the search page find papers, also where names of topics are translated."""

from __future__ import annotations

from datetime import date

import pytest

from generator.catalog.catalog import build_catalog
from generator.catalog.topics.classifier import TopicAssignment
from generator.catalog.topics.topic_set import Topic, make_topic_set
from generator.language.words import in_language
from generator.model import Library, Paper, Record
from generator.pages.routes import SEARCH
from generator.pages.site import plan_site
from generator.settings import Settings

ROBOTICS = TopicAssignment(topic="robotics", score=1.0, evidence=("robotics",), by="words")


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Robotics for All", ["robotics", '"robotics"']),
        ("en", "Robots for All", ["robotics"]),
        ("de", "Robotics for All", ["robotics", '"robotics"']),
        ("de", "Robotik für alle", ["robotik", '"robotik"']),
        ("de", "Robots for All", ["robotics"]),
    ],
)
def test_the_first_examples_are_words_of_papers(language: str, title: str, expected: list[str]) -> None:
    record = Record(key="a", file="content/papers/a.yaml", paper=Paper(title=title, date=date(2025, 7, 31)))
    library = Library(records={"a": record}, mentions={}, notes={}, removed={})
    topics = make_topic_set([Topic(id="robotics", name="Robotics", description="What moves.")])
    with in_language(language):
        catalog = build_catalog(library, topics, {"a": (ROBOTICS,)}, {})
        [page] = [page for page in plan_site(catalog, Settings(title="A")) if page.address == SEARCH]
        text = page.text
    queries = ["robotics", '"robotics"', "robotik", '"robotik"']
    links = {query: f'href="?q={query.replace(chr(34), "%22")}"' for query in queries}
    assert [query for query in queries if links[query] in text] == expected
