"""The JSON Schema that editors use agrees with the reader."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from generator.model import Paper
from generator.records.canonical import dump_record, paper_plain
from generator.records.json_schema import paper_json_schema
from generator.records.read import read_record
from generator.yaml.reader import read_yaml
from tests.records.record_cases import cases

ROOT = Path(__file__).parents[2]
FILE = "content/papers/2025/07/31/2401.10000.yaml"
SCHEMA = json.loads(paper_json_schema())
WHOLE: dict[str, Any] = {
    "title": "On Computable Numbers",
    "date": "2025-07-31",
    "authors": [{"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097", "affiliation": "London"}, {"name": "B"}],
    "abstract": "One.\n\nTwo.",
    "ids": {"arxiv": "hep-th/9901001", "doi": "10.1145/abc", "acl": "P19-1234", "openreview": "rJl-b3RcF7"},
    "links": {"pdf": "https://example.org/a.pdf", "more": ["https://example.org/b"]},
    "topics": ["robotics"],
    "published": "2024-01-01",
    "status": "withdrawn",
    "summary": {"text": "Short.", "model": "A", "date": "2025-08-01"},
    "translations": {"zh-Hant-TW": {"title": "一", "abstract": "二", "by": "B", "model": "M", "date": "2025-08-01"}},
    "aliases": ["an-old-key"],
}


def _schema_errors(value: object) -> list[str]:
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(value)]


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert paper_json_schema().endswith("}\n")


def test_the_committed_schema_is_current() -> None:
    committed = ROOT / "content/schema/paper.schema.json"
    assert committed.read_text(encoding="utf-8") == paper_json_schema(), "run make docs"


def test_every_field_is_described() -> None:
    fields = {
        **SCHEMA["properties"],
        **SCHEMA["properties"]["ids"]["properties"],
        **SCHEMA["properties"]["links"]["properties"],
    }
    assert all(field["description"] for field in fields.values())


def test_the_schema_accepts_what_the_reader_accepts() -> None:
    assert _schema_errors(paper_plain(Paper.model_validate(WHOLE))) == []
    assert _schema_errors({"title": "A", "date": "2025-07-31", "venue": None, "authors": ["Ada"], "ids": None}) == []


@pytest.mark.parametrize("case", cases("broken_records"))
def test_the_schema_and_the_reader_refuse_the_same_shapes(case: dict[str, Any]) -> None:
    document = read_yaml(case["file"].encode(), file=FILE)
    if document.problems:
        return  # editors report these with their own YAML reader
    read = read_record(case["file"].encode(), file=FILE)
    shape = {"schema-missing", "schema-empty", "schema-field", "schema-type", "schema-date", "schema-record"}
    wrong = any(problem.code in shape for problem in read.problems)
    refused = bool(_schema_errors(document.value))
    assert refused or not wrong
    assert not refused or read.record is None


def test_a_record_can_be_pickled() -> None:
    raw = dump_record(Paper.model_validate(WHOLE), file=FILE)
    read = read_record(raw, file=FILE)
    assert read.record is not None
    assert pickle.loads(pickle.dumps(read)) == read


def test_ten_thousand_records_are_read_in_seconds() -> None:
    raw = dump_record(Paper.model_validate(WHOLE | {"abstract": "A sentence of an abstract. " * 50}), file=FILE)
    best = min(_seconds(raw) for _ in range(5))
    # It takes half a millisecond; a busy machine takes longer.
    assert best < 0.003, f"{best * 1000:.2f} ms a record"


def _seconds(raw: bytes) -> float:
    begun = time.process_time()
    for _ in range(100):
        read_record(raw, file=FILE)
    return (time.process_time() - begun) / 100
