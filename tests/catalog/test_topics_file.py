"""The topics file: every problem has its place and a fix, and faulty parts do not remove the rest."""

from __future__ import annotations

import pytest

from generator.catalog.topics.colours import MIN_CONTRAST, PAGE_BACKGROUNDS, contrast, oklch_hex, topic_hue
from generator.catalog.topics.topics_file import parse_topics
from tests.catalog.topic_cases import Case, read_cases, shipped_topics


@pytest.mark.parametrize("case", read_cases("files", fields={"topics", "ids", "phrases", "problems"}))
def test_a_problem_has_its_place_and_the_rest_of_the_file_is_used(case: Case) -> None:
    topic_set, problems = parse_topics(case["topics"].encode(), file="content/topics.yaml")
    assert "".join(f"{problem}\n" for problem in problems) == case["problems"]
    assert [topic.id for topic in topic_set.topics] == case["ids"].split()
    if "phrases" in case:
        assert list(topic_set.topics[0].phrases) == [case["phrases"]]


def test_the_topics_of_this_repository_are_complete() -> None:
    topics = shipped_topics().topics
    assert len(topics) == 28
    assert [topic.id for topic in topics][:3] == [
        "large-language-models",
        "vision-language-models",
        "reinforcement-learning",
    ]
    for topic in topics:
        assert topic.name != topic.id
        assert topic.description.endswith(".")
        assert len(topic.phrases) > 40
        assert any(weight >= 1.5 for weight in topic.phrases.values())


def test_every_colour_is_unique_and_has_enough_contrast_on_both_backgrounds() -> None:
    colours = [topic.colour for topic in shipped_topics().topics]
    assert len(set(colours)) == len(colours)
    for colour in colours:
        assert all(contrast(colour, background) >= MIN_CONTRAST for background in PAGE_BACKGROUNDS), colour


def test_a_topic_without_a_colour_has_the_default_of_its_position() -> None:
    topic_set, problems = parse_topics(b"one: {name: One, description: First.}\n", file="content/topics.yaml")
    assert not problems
    assert topic_set.topics[0].colour == topic_hue(0)
    assert len({topic_hue(position) for position in range(28)}) == 28
    assert topic_hue(28) == topic_hue(0)


def test_contrast_and_conversion_of_colours_follow_their_definitions() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert oklch_hex(1, 0, 0) == "#ffffff"
    assert oklch_hex(0.5, 0, 0) == "#636363"
    assert oklch_hex(0.628, 0.25, 29.23) == "#fc170f"  # the red corner of sRGB is (0.628, 0.2577, 29.23)


def test_a_topic_is_found_by_id_name_or_alias_in_any_case() -> None:
    topic_set = shipped_topics()
    for name in ("robotics", "Robotics", "robot  learning", "ROBOTS"):
        topic = topic_set.find(name)
        assert topic is not None
        assert topic.id == "robotics"
    assert topic_set.find("cooking") is None
