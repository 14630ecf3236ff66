"""Which papers are one paper: every file of tests/cases/identity is a case."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.identity import IdentityIndex, free_key, new_key
from tests.importing.import_samples import said

CASES = sorted((Path(__file__).parent.parent / "cases" / "identity").glob("*.yml"))


def load(case: Path) -> Any:
    return yaml.load(case.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def index_of(known: list[dict[str, Any]]) -> IdentityIndex:
    index = IdentityIndex()
    for one in known:
        paper = said(one["title"], ids=one.get("ids", {}), authors=one.get("authors", ()))
        by_people = one.get("by") == "people"
        index.add(one["key"], title=paper.title, ids=paper.ids, authors=paper.authors, by_people=by_people)
    return index


@pytest.mark.parametrize("case", [pytest.param(case, id=case.stem) for case in CASES])
def test_identity(case: Path) -> None:
    told = load(case)
    assert set(told) == {"why", "known", "papers"}
    index = index_of(told["known"])
    for paper in told["papers"]:
        fresh = said(paper["title"], ids=paper.get("ids", {}), authors=paper.get("authors", ()))
        assert index.find(fresh) == (paper["same_as"] or None), paper


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(CASES))
def test_the_order_of_learning_changes_no_answer(random: Random, case: Path) -> None:
    told = load(case)
    known = list(told["known"])
    random.shuffle(known)
    index = index_of(known)
    for paper in told["papers"]:
        fresh = said(paper["title"], ids=paper.get("ids", {}), authors=paper.get("authors", ()))
        assert index.find(fresh) == (paper["same_as"] or None)


def test_keys_of_new_records() -> None:
    assert new_key(said("A Title", arxiv="2401.10000"), set()) == "2401.10000"
    assert new_key(said("A Title", ids={"doi": "10.48550/arXiv.2401.10000"}), set()) == "2401.10000"
    assert new_key(said("A Title"), set()) == "a-title"
    assert new_key(said("A Title"), {"a-title"}) == "a-title-2"
    assert free_key("a-title", {"a-title", "a-title-2"}) == "a-title-3"
