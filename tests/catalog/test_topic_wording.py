"""Reasons of topics are written as papers write them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generator.catalog.topics.wording import as_written

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "topics" / "wording.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["phrase"])
def test_a_phrase_is_shown_as_the_paper_writes_it(case: dict[str, str]) -> None:
    assert as_written(case["phrase"], case.get("title", ""), case.get("abstract", "")) == case["shown"]
