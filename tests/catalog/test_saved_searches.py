"""The file of saved searches: every problem has its place and a fix, and faulty searches do not remove the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no type hints

from generator.catalog.saved_searches import MAX_SEARCHES, parse_saved_searches, searches_json_schema
from generator.catalog.topics.topic_set import make_topic_set
from tests.search.small_archive import TOPICS

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "saved_searches" / "faults.yml").read_text(encoding="utf-8")
)
FILE = "content/feeds.yaml"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_a_problem_has_its_place_and_the_other_searches_are_used(case: dict[str, Any]) -> None:
    searches, problems = parse_saved_searches(case["feeds"].encode(), file=FILE, topics=make_topic_set(TOPICS))
    assert "".join(f"{problem}\n" for problem in problems) == case["problems"]
    assert [search.id for search in searches] == case["ids"].split()


def test_a_site_without_topics_knows_none() -> None:
    raw = b"robots: {name: Robots, query: 'topic:anything'}\n"
    assert parse_saved_searches(raw, file=FILE, topics=None)[1] == ()


def test_searches_are_limited() -> None:
    raw = "".join(f"s{number}: {{name: One, query: robot}}\n" for number in range(MAX_SEARCHES + 2)).encode()
    searches, problems = parse_saved_searches(raw, file=FILE, topics=None)
    assert len(searches) == MAX_SEARCHES
    assert [str(problem).split("\n")[0] for problem in problems] == [
        f"{FILE}:{MAX_SEARCHES + 1}:1: s{MAX_SEARCHES}: more than {MAX_SEARCHES} saved searches"
    ]


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    validator = Draft202012Validator(json.loads(searches_json_schema()))
    for case in CASES:
        try:
            value = yaml.safe_load(case["feeds"])
        except yaml.YAMLError:
            continue
        searches, _ = parse_saved_searches(case["feeds"].encode(), file=FILE, topics=None)
        if searches and not case["problems"]:
            assert validator.is_valid(value), case["why"]
    assert not validator.is_valid({"Robots & code": {"name": "Robots", "query": "robot"}})
    assert not validator.is_valid({"robots": {"name": "Robots"}})
