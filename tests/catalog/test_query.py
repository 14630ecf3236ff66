"""The query language of the search page, in Python: the same parts of a query, and the same papers."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.query.matcher import find_entries
from generator.catalog.query.parser import Filter, Term, parse_query
from tests.search.small_archive import small_catalog

CASES = Path(__file__).parents[1] / "cases" / "search"
QUERIES = json.loads((CASES / "queries.json").read_text(encoding="utf-8"))
RESULTS = yaml.load((CASES / "results.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # all values are texts
CATALOG = small_catalog()


def term_parts(term: Term) -> list[str]:
    return [
        term.kind,
        *(["exact"] * term.exact),
        *(["optional"] * term.optional),
        *(["not"] * term.excluded),
        *term.words,
    ]


def filter_parts(wanted: Filter) -> list[str]:
    return [wanted.kind, *(["not"] * wanted.excluded), wanted.value]


@pytest.mark.parametrize("case", QUERIES, ids=[case["why"] for case in QUERIES])
def test_parts_of_a_query(case: dict[str, Any]) -> None:
    query = parse_query(case["query"])
    assert [term_parts(term) for term in query.terms] == case["terms"]
    assert [filter_parts(wanted) for wanted in query.filters] == case.get("filters", [])
    assert list(query.problems) == case.get("problems", [])
    assert query.is_asking == bool(case["terms"] or case.get("filters"))


@pytest.mark.parametrize("case", RESULTS, ids=[case["query"] for case in RESULTS])
def test_papers_that_a_query_finds(case: dict[str, Any]) -> None:
    assert [entry.key for entry in find_entries(CATALOG, parse_query(case["query"]))] == case["keys"]


@given(st.text())
def test_every_text_is_a_query(text: str) -> None:
    assert set(find_entries(CATALOG, parse_query(text))) <= set(CATALOG.entries)


@pytest.mark.parametrize(
    "piece", [" ", "\n", '"', "a", "a-", "a.", "/", "arxiv.org/", "10.48550/arxiv.", "-", "author:", "1"]
)
def test_a_long_query_is_parsed_at_once(piece: str) -> None:
    began = time.perf_counter()
    parse_query(piece * 100_000)
    assert time.perf_counter() - began < 1
