"""The figures of a run become the tables of docs/security.md."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.torture.counted import ROWS, row_of
from tests.torture.payloads import chosen, corpus
from tests.torture.results import VARIABLE, read_failures, read_results, record, record_failure
from tests.torture.table import COLUMNS, PAGE, main, written

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


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page with a place for one part, and a run with figures for it."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "results.jsonl"))
    record("Text", "Pages", tried=1_000, executed=0)
    record("Text", "E-mails to readers", tried=3)
    page = tmp_path / "security.md"
    page.write_text(MARKED)
    return page


def test_a_whole_run_is_shown_and_written_into_the_page(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--whole"], page=page) == 0
    assert "| Pages | 1,000 | 0 |" in page.read_text()
    assert capsys.readouterr().out == (
        "\nText                Tried  Executed\nPages               1,000         0\n"
        "E-mails to readers      3         –\n\nUpdated security.md\n"
    )


def test_a_part_of_a_run_is_shown_and_leaves_the_page_alone(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], page=page) == 0
    assert page.read_text() == MARKED
    assert capsys.readouterr().out.endswith("\n\nsecurity.md was not changed: this was a part of a run\n")


def test_failures_are_listed_below_the_table_and_leave_the_page_alone(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_failure("tests/b.py::test_two[x]", "AssertionError: one is not two")
    record_failure("tests/a.py", "SyntaxError: invalid syntax")
    assert main(["--whole", "--status", "1"], page=page) == 1
    assert page.read_text() == MARKED
    out = capsys.readouterr().out
    assert "Pages               1,000         0\n" in out
    assert out.endswith(
        "2 cases failed:\n  tests/a.py\n    SyntaxError: invalid syntax\n"
        "  tests/b.py::test_two[x]\n    AssertionError: one is not two\n"
        "security.md was not changed: only a whole run without failures is written into it\n"
    )


def test_a_run_that_ended_early_shows_what_it_has(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--whole", "--status", "2"], page=page) == 2
    assert page.read_text() == MARKED
    out = capsys.readouterr().out
    assert "Pages               1,000" in out
    assert "pytest ended early, with status 2" in out


def test_without_figures_there_is_no_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "results.jsonl"))
    assert main(["--whole"]) == 2
    assert capsys.readouterr().err == f"No figures: set {VARIABLE} to the file that the tests of a run wrote\n"


FAILING = """
import pytest

def test_good(): pass
def test_bad(): raise ValueError("one\\ntwo")
@pytest.fixture
def broken(): raise OSError("no fixture")
def test_without_a_fixture(broken): pass
"""


def test_every_test_that_fails_is_noted_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_cases.py").write_text(FAILING)
    (tmp_path / "test_unreadable.py").write_text("import nothing_of_the_kind\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    results = tmp_path / "results.jsonl"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.torture.counted", "--continue-on-collection-errors"]
    environment = {**os.environ, VARIABLE: str(results), "PYTHONPATH": str(TESTS.parent)}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run([*command, str(tmp_path)], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    failures = read_failures(results)
    reason = failures.pop("test_unreadable.py")
    assert reason
    assert failures == {
        "test_cases.py::test_bad": "ValueError: one",
        "test_cases.py::test_without_a_fixture": "OSError: no fixture",
    }


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
