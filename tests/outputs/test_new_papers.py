"""The files with which browsers find new papers say what the site has, and change only where papers do."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import xor
from typing import Any

import pytest

from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library, Paper, Record
from generator.outputs.new_papers import key_hash, plan_new_papers

FIRST = date(2025, 1, 1)


def catalog(days: Iterable[tuple[str, date]]) -> Catalog:
    records = {key: Record(key=key, file=f"{key}.yaml", paper=Paper(title=key, date=day)) for key, day in days}
    library = Library(records=records, mentions={}, notes={}, removed={})
    return build_catalog(library, make_topic_set(()), dict.fromkeys(records, ()), dict.fromkeys(records, ()))


def written(papers: Catalog) -> dict[str, Any]:
    return {file.path: json.loads(file.render()) for file in plan_new_papers(papers)}


def sums(hashes: str) -> list[int]:
    return [int.from_bytes(urlsafe_b64decode(hashes[place : place + 4]), "big") for place in range(0, len(hashes), 4)]


# As in tests/javascript/visits.test.js.
@pytest.mark.parametrize(("key", "expected"), [("2412.11360", 15886757), ("a", 8434099)])
def test_a_key_has_the_hash_that_browsers_make(key: str, expected: int) -> None:
    assert key_hash(key) == expected


def test_the_files_have_each_paper_and_agree() -> None:
    files = written(catalog([("2501.1", FIRST), ("2501.2", FIRST), ("2401.1", date(2024, 12, 31))]))
    assert sorted(files) == [
        "new-papers/2024-12-31.json",
        "new-papers/2024.json",
        "new-papers/2025-01-01.json",
        "new-papers/2025.json",
        "new-papers/index.json",
    ]
    index = files["new-papers/index.json"]
    assert list(index["years"]) == ["2024", "2025"]
    for day, hashes in index["days"].items():
        keys = files[f"new-papers/{day}.json"]
        count, total = files[f"new-papers/{day[:4]}.json"][day]
        assert sorted(map(key_hash, keys)) == sorted(sums(hashes))
        assert count == len(keys)
        assert sums(total) == [reduce(xor, map(key_hash, keys))]
    assert files["new-papers/2025-01-01.json"] == ["2501.1", "2501.2"]


def test_days_and_years_belong_to_the_part_of_their_year() -> None:
    planned = list(plan_new_papers(catalog([("2501.1", FIRST), ("2401.1", date(2024, 12, 31))])))
    assert {file.path.removeprefix("new-papers/"): file.year for file in planned} == {
        "2024-12-31.json": 2024,
        "2024.json": 2024,
        "2025-01-01.json": 2025,
        "2025.json": 2025,
        "index.json": None,
    }


def test_a_late_paper_changes_its_day_and_year_and_no_other() -> None:
    papers = [("2501.1", FIRST), ("2501.2", FIRST + timedelta(1)), ("2401.1", date(2024, 12, 31))]
    before = written(catalog(papers))
    after = written(catalog([*papers, ("2401.2", date(2024, 12, 31))]))
    assert {path for path in after if after[path] != before.get(path)} == {
        "new-papers/2024-12-31.json",
        "new-papers/2024.json",
        "new-papers/index.json",
    }


def test_the_index_stays_small_however_many_papers_a_day_has() -> None:
    many = [(f"2501.{day}.{number}", FIRST + timedelta(day)) for day in range(30) for number in range(400)]
    files = written(catalog(many))
    assert list(files["new-papers/index.json"]["days"]) == ["2025-01-30"]
    few = [(f"2501.{day}", FIRST + timedelta(day)) for day in range(30)]
    assert len(written(catalog(few))["new-papers/index.json"]["days"]) == 14


def test_a_site_without_papers_has_an_empty_index() -> None:
    assert written(catalog([])) == {"new-papers/index.json": {"version": 1, "years": {}, "days": {}}}
