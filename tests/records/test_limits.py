"""Limits of records: what exceeds one is refused by the reader, by editors and before anything is written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from generator.model import Paper, SourceMetadata
from generator.records.canonical import dump_record, paper_plain
from generator.records.json_schema import paper_json_schema
from generator.records.limits import MAX_ITEMS, MAX_LENGTHS, exceeded_limits
from generator.records.read import read_record

FILE = "content/papers/2025/07/31/2401.10000.yaml"
VALID: dict[str, Any] = {"title": "A", "date": "2025-07-31"}
TOO_MUCH: dict[str, tuple[dict[str, Any], str]] = {
    "title": ({"title": "x" * 1_000_000}, "title: has 1,000,000 characters: shorten it to at most 2,000"),
    "abstract": ({"abstract": "x " * 150_000}, "abstract: has 299,999 characters: shorten it to at most 50,000"),
    "authors": ({"authors": [{"name": "A"}] * 25_000}, "authors: has 25,000 items: use at most 10,000"),
    "author": ({"authors": [{"name": "A" * 501}]}, "authors[0]: has 501 characters: shorten it to at most 500"),
    "note": ({"note": "x" * 20_001}, "note: has 20,001 characters: shorten it to at most 20,000"),
    "keyword": ({"keywords": ["a", "b" * 501]}, "keywords[1]: has 501 characters: shorten it to at most 500"),
    "summary": (
        {"summary": {"text": "x" * 50_001}},
        "summary.text: has 50,001 characters: shorten it to at most 50,000",
    ),
    "translated title": (
        {"translations": {"zh": {"title": "x" * 2_001}}},
        "translations.zh.title: has 2,001 characters: shorten it to at most 2,000",
    ),
    "translated abstract": (
        {"translations": {"zh": {"abstract": "x" * 50_001}}},
        "translations.zh.abstract: has 50,001 characters: shorten it to at most 50,000",
    ),
    "translations": (
        {"translations": {f"zh-x-{number}": {"title": "A"} for number in range(51)}},
        "translations: has 51 items: use at most 50",
    ),
    "invisible translation": (
        {"translations": {"zh": {"title": "\u200b"}}},
        "translations.zh.title: contains only invisible characters: replace it with visible text",
    ),
    "first year": ({"date": "0001-01-01"}, "date: the year 0001 is not supported: use a year from 1600 to 2199"),
    "last year": ({"updated": "9999-12-31"}, "updated: the year 9999 is not supported: use a year from 1600 to 2199"),
    "zero width": (
        {"title": "\u200b\u2060"},
        "title: contains only invisible characters: replace it with visible text",
    ),
    "fillers": (
        {"authors": [{"name": "\u3164"}]},
        "authors[0]: contains only invisible characters: replace it with visible text",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_each_limit_is_named(name: str) -> None:
    fields, expected = TOO_MUCH[name]
    assert [str(limit) for limit in exceeded_limits(Paper.model_validate(VALID | fields))] == [expected]


@pytest.mark.parametrize("name", TOO_MUCH)
def test_the_reader_refuses_what_exceeds_a_limit(name: str) -> None:
    fields, _ = TOO_MUCH[name]
    read = read_record(dump_record(Paper.model_validate(VALID | fields), file=FILE), file=FILE)
    assert read.record is None


def test_a_source_may_send_as_much_as_a_record_may_hold() -> None:
    assert exceeded_limits(SourceMetadata(title="A")) == ()
    assert [limit.path for limit in exceeded_limits(SourceMetadata(title="x" * 2_001))] == [("title",)]


def test_many_authors_with_affiliations_exceed_the_size_of_a_record() -> None:
    authors = [{"name": f"Ada Example {n}", "affiliation": "University of London"} for n in range(5_000)]
    exceeded = [str(limit) for limit in exceeded_limits(Paper.model_validate(VALID | {"authors": authors}))]
    assert exceeded == [
        "authors: the record would have 324,005 bytes, 323,899 of them in this field (5,000 items): "
        "shorten it to at most 262,144, for example with less in authors.affiliation",
        "authors: the record would have 25,007 values, 25,002 of them in this field (5,000 items): "
        "use at most 20,000, for example with less in authors.affiliation",
    ]


def test_the_largest_field_of_a_large_record_is_named() -> None:
    translations = {tag: {"title": "T", "abstract": "x" * 45_000} for tag in ("de", "fr", "es", "it", "pt", "ja")}
    (exceeded,) = exceeded_limits(Paper.model_validate(VALID | {"translations": translations}))
    assert exceeded.path == ("translations",)
    assert exceeded.found.endswith("of them in this field (6 items)")


@pytest.mark.parametrize("name", [name for name in TOO_MUCH if "invisible" not in TOO_MUCH[name][1]])
def test_editors_know_lengths_numbers_and_years(name: str) -> None:
    plain = paper_plain(Paper.model_validate(VALID | TOO_MUCH[name][0]))
    assert list(Draft202012Validator(json.loads(paper_json_schema())).iter_errors(plain))


def sized(field: str) -> st.SearchStrategy[int]:
    return st.sampled_from([0, 1, MAX_LENGTHS[field] - 1, MAX_LENGTHS[field], MAX_LENGTHS[field] + 1])


@settings(deadline=None, max_examples=30)
@given(
    title=sized("title"),
    abstract=sized("abstract"),
    note=sized("note"),
    character=st.sampled_from("a'\"é名\U0001f600\u200b"),
    authors=st.sampled_from([0, 1, 3_000, MAX_ITEMS["authors"], MAX_ITEMS["authors"] + 1]),
    affiliation=st.sampled_from(["", "x", "University of London" * 4]),
    day=st.dates(min_value=date(1500, 1, 1), max_value=date(2300, 1, 1)),
)
def test_what_exceeds_no_limit_is_read_again(
    title: int, abstract: int, note: int, character: str, authors: int, affiliation: str, day: date
) -> None:
    author = {"name": "Ada"} | ({"affiliation": affiliation} if affiliation else {})
    paper = Paper.model_validate(
        {
            "title": character * max(title, 1),
            "abstract": character * abstract,
            "note": character * note,
            "authors": [author] * authors,
            "date": day,
        }
    )
    read = read_record(dump_record(paper, file=FILE), file=FILE)
    assert (exceeded_limits(paper) == ()) == (read.record is not None)
    if read.record is not None:
        assert read.record.paper == paper
