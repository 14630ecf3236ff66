"""The figures of a run become the tables of docs/security.md."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from tests.torture.counted import ROWS, row_of
from tests.torture.payloads import chosen, corpus
from tests.torture.results import VARIABLE, read_results, record
from tests.torture.table import COLUMNS, PAGE, written

TESTS = Path(__file__).parents[1]
MARKED = "# Security\n\n<!-- begin: Text -->\nold\n<!-- end: Text -->\n\nMore.\n"


def test_figures_of_several_tests_are_summed_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "run" / "results.jsonl"
    monkeypatch.setenv(VARIABLE, str(file))
    record("Text", "Pages", tried=1_000, executed=0)
    record("Text", "Feeds", tried=3, lost=0)
    record("Text", "Pages", tried=1_500, executed=0)
    page = written(MARKED, read_results(file), day=date(2026, 11, 30), versions="Python 3.11 and PyYAML 6")
    assert page == (
        "# Security\n\n<!-- begin: Text -->\n\n30 November 2026, with Python 3.11 and PyYAML 6.\n\n"
        "| | Tried | Executed | Lost |\n|---|---:|---:|---:|\n| Pages | 2,500 | 0 | – |\n| Feeds | 3 | – | 0 |\n\n"
        "<!-- end: Text -->\n\nMore.\n"
    )


def test_a_part_without_a_place_or_a_column_is_an_error() -> None:
    with pytest.raises(ValueError, match="no place for Files"):
        written(MARKED, {"Files": {"x": {"tried": 1}}}, day=date(2026, 1, 1), versions="")
    with pytest.raises(ValueError, match="without a column: guessed"):
        written(MARKED, {"Text": {"x": {"guessed": 1}}}, day=date(2026, 1, 1), versions="")


def test_tests_are_counted_in_the_row_of_their_file() -> None:
    assert row_of("tests/yaml/test_suite.py::test_kind[tab]") is ROWS[0]
    assert row_of("tests/yaml/test_suite.py::test_the_list_of_kinds_is_readable") is None
    for row in ROWS:
        assert row.words.rstrip("[") in (TESTS / row.file).read_text(encoding="utf-8"), f"{row.file} has no {row.words}"


def test_every_part_has_a_place_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for part in {row.part for row in ROWS}:
        assert part in written(page, {part: {"x": {"tried": 1}}}, day=date(2026, 1, 1), versions="")


def test_without_a_file_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    record("Text", "Pages", tried=1)
    assert list(tmp_path.iterdir()) == []


def test_the_page_shows_a_run_of_the_whole_corpus_in_which_nothing_ran() -> None:
    text = PAGE.read_text(encoding="utf-8")
    table = text.partition("<!-- begin: Text -->")[2].partition("<!-- end: Text -->")[0]
    head, _, *rows = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("|"))
    names = [name.strip() for name in head]
    assert len(rows) > 15
    assert {row[names.index("Executed")].strip() for row in rows} <= {"0", "–"}
    assert {row[names.index("Lost")].strip() for row in rows} <= {"0", "–"}


def test_the_corpus_is_large_and_a_sample_has_every_kind() -> None:
    payloads = corpus()
    assert len(payloads) >= 2_000
    assert [payload.number for payload in payloads] == list(range(len(payloads)))
    sample = chosen("60")
    assert len(sample) < 80
    assert {payload.kind for payload in sample} == {payload.kind for payload in payloads}
    assert sum(payload.marker in payload.text for payload in payloads) > 2_000


def test_every_figure_that_a_test_records_has_a_column() -> None:
    names = {
        keyword.arg
        for file in (TESTS / "torture").glob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
        for keyword in call.keywords
    }
    assert {"tried", "whole", "lost"} <= names - {None} <= COLUMNS.keys()
