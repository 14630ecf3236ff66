"""The judged queries are sound, and the measures of rankings are those of the literature."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest

from generator.pages.views.search import search_records
from tests.bench.search.bm25 import PlainBM25
from tests.bench.search.judged_set import QUESTIONS, load_judged
from tests.bench.search.known_items import known_items
from tests.bench.search.measures import ndcg, precision
from tests.search.small_archive import small_catalog

JUDGED = load_judged()
QUERIES = (*JUDGED, *load_judged(QUESTIONS))
RECORDS = tuple(search_records(small_catalog()))


def test_there_are_enough_queries_of_each_kind_in_both_halves() -> None:
    kinds = Counter(query.kind for query in JUDGED)
    assert len(JUDGED) >= 100
    assert min(kinds.values()) >= 8
    for held_out in (True, False):
        assert {query.kind for query in JUDGED if query.is_held_out is held_out} == set(kinds)
    assert 0.4 <= sum(query.is_held_out for query in JUDGED) / len(JUDGED) <= 0.6


def test_each_query_is_judged_once() -> None:
    assert [name for name, count in Counter(query.id for query in JUDGED).items() if count > 1] == []
    assert [text for text, count in Counter(query.query for query in JUDGED).items() if count > 1] == []
    assert all(query.grades and set(query.grades.values()) <= {1, 2, 3} for query in QUERIES)


def test_queries_about_one_thing_are_in_one_half() -> None:
    one, other = (next(query for query in QUERIES if query.id == name) for name in ("rag", "rag-expanded"))
    assert one.is_held_out == other.is_held_out
    assert replace(one, id="rag-anything").is_held_out == one.is_held_out


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["a", "b", "c"], 1.0),
        (["b", "a"], (3 + 7 / math.log2(3)) / (7 + 3 / math.log2(3) + 1 / 2)),
        (["x"] * 10 + ["a"], 0.0),
        ([], 0.0),
    ],
)
def test_ndcg(keys: list[str], expected: float) -> None:
    assert ndcg(keys, {"a": 3, "b": 2, "c": 1}) == pytest.approx(expected)


def test_precision_counts_the_grades_2_and_3_among_as_many_results_as_there_are_good_papers() -> None:
    assert precision(["a", "x", "b", "y"], {"a": 3, "b": 2, "c": 1}) == 0.5
    assert precision(["a", "x", "b", "y", "z"], dict.fromkeys("abcdef", 3)) == 0.4
    assert precision(["c"], {"c": 1}) == 0.0


def test_plain_bm25_prefers_rare_words_and_short_texts() -> None:
    found = PlainBM25(RECORDS).search("robot thought filler")
    assert found[0] == "2507.10001"
    assert "hostile" not in found


def test_known_items_ask_for_the_rarest_words() -> None:
    items = known_items(RECORDS)
    assert dict(items.titles)["2507.10001"] == "A Walking Robot That Learns to Fall"
    assert dict(items.of_titles)["2507.10001"] == "Fall Learns Robot"
    assert len(items.of_abstracts) == len(RECORDS)
