"""Which papers are the same: every file of tests/cases/identity is a case."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.identity import IdentityIndex, free_key, new_key
from generator.model import SourceMetadata
from tests.importing.import_samples import metadata

CASES = sorted((Path(__file__).parent.parent / "cases" / "identity").glob("*.yml"))


def load(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def described(entry: dict[str, Any]) -> SourceMetadata:
    more = {name: entry[name] for name in ("published", "venue") if name in entry}
    paper = metadata(entry["title"], ids=entry.get("ids", {}), authors=entry.get("authors", ()))
    return SourceMetadata.model_validate(paper.model_dump() | more)


def index_of(known: list[dict[str, Any]]) -> IdentityIndex:
    index = IdentityIndex()
    for entry in known:
        index.add_paper(entry["key"], described(entry), curated=entry.get("by") == "curator")
    return index


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in CASES])
def test_identity(file: Path) -> None:
    case = load(file)
    assert set(case) == {"why", "known", "papers"}
    index = index_of(case["known"])
    for paper in case["papers"]:
        fresh = described(paper)
        assert index.find(fresh) == (paper["same_as"] or None), paper


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(CASES))
def test_the_order_of_keys_changes_no_answer(random: Random, file: Path) -> None:
    case = load(file)
    known = list(case["known"])
    random.shuffle(known)
    index = index_of(known)
    for paper in case["papers"]:
        fresh = described(paper)
        assert index.find(fresh) == (paper["same_as"] or None)


@pytest.mark.parametrize(
    ("known", "listed", "same"),
    [
        ("Ada Lovelace", "A. K. Lovelace", True),
        ("José Muñoz", "Munoz, J.", True),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr.", True),
        ("Plato", "Plato", True),
        ("李 明", "李明", True),
        ("Ada Lovelace", "Bo Lovelace", False),
    ],
)
def test_a_common_author_is_found_in_other_spellings(known: str, listed: str, same: bool) -> None:
    index = index_of([{"key": "survey", "title": "Survey", "authors": [known]}])
    assert index.find(metadata("Survey", authors=[listed])) == ("survey" if same else None)


def test_keys_of_new_records() -> None:
    assert new_key(metadata("A Title", arxiv="2401.10000"), set()) == "2401.10000"
    assert new_key(metadata("A Title", ids={"doi": "10.48550/arXiv.2401.10000"}), set()) == "2401.10000"
    assert new_key(metadata("A Title"), set()) == "a-title"
    assert new_key(metadata("A Title"), {"a-title"}) == "a-title-2"
    assert free_key("a-title", {"a-title", "a-title-2"}) == "a-title-3"
    first = new_key(metadata("模型"), set())
    assert (first, new_key(metadata("莫型"), {first})) == ("mo-xing", "mo-xing-2")
