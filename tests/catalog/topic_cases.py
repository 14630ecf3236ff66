"""The topics of this repository, test cases from data files, and papers with a title and an abstract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from generator.catalog.topics.classifier import Classifier
from generator.catalog.topics.topic_set import TopicSet
from generator.catalog.topics.topics_file import parse_topics
from generator.model import Paper

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
Case = dict[str, str]

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared with real inputs is missing")


def read_cases(folder: str, *, fields: set[str]) -> list[object]:
    """Return the cases of tests/cases/topics/<folder> as test parameters; a field that no test reads is an error."""
    return list(_read_cases(ROOT / "tests" / "cases" / "topics" / folder, fields))


def _read_cases(folder: Path, fields: set[str]) -> Iterator[object]:
    files = sorted(folder.iterdir())
    assert files, f"{folder} holds no case"
    for file in files:
        assert file.suffix == ".yml", f"{file} is not a case file"
        cases = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for number, case in enumerate(cases, 1):
            unread = set(case) - fields - {"why"}
            assert not unread, f"{file}: case {number}: nothing reads {sorted(unread)}"
            yield pytest.param(case, id=f"{file.stem}-{number}")


@cache
def shipped_topics() -> TopicSet:
    """Read content/topics.yaml of this repository, which must have no problems."""
    topic_set, problems = parse_topics((ROOT / "content" / "topics.yaml").read_bytes(), file="content/topics.yaml")
    assert [str(problem) for problem in problems] == []
    return topic_set


@cache
def shipped_classifier() -> Classifier:
    """Make the classifier of the topics of this repository."""
    return Classifier(shipped_topics())


def small_classifier(topics: str) -> Classifier:
    """Make a classifier from the text of a topics file."""
    topic_set, problems = parse_topics(topics.encode(), file="content/topics.yaml")
    assert not problems
    return Classifier(topic_set)


def a_paper(title: str, abstract: str = "", **fields: object) -> Paper:
    """Make a paper of an arbitrary day."""
    return Paper.model_validate({"title": title, "abstract": abstract, "date": date(2025, 7, 31), **fields})
