"""One list of problems in three formats; text from records can give no command in any of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.checks.report import Format, exit_code, job_summary, render_problems
from generator.errors import Place, Problem

FILE = "content/papers/2025/07/31/a.yaml"
ERROR = Problem(
    place=Place(file=FILE, line=2, column=7),
    code="schema-date",
    field="date",
    found="'x' is not a date",
    fix="as in 2025-07-31",
)
WARNING = Problem(place=Place(file=FILE), code="w", found="odd", severity="warning")
ADVICE = Problem(
    place=Place(file=FILE, line=1, column=8),
    code="title-full-stop",
    field="title",
    found="100%, a: b",
    fix="c",
    severity="suggestion",
)
ALL = (ERROR, WARNING, ADVICE)


def test_text() -> None:
    assert render_problems(ALL, records=1200) == (
        f"{FILE}: warning: odd\n"
        f"{FILE}:1:8: suggestion: title: 100%, a: b\n  c\n"
        f"{FILE}:2:7: date: 'x' is not a date\n  as in 2025-07-31\n"
        "1 error, 1 warning, 1 suggestion\n"
    )


def test_the_last_line_counts_what_was_found() -> None:
    assert render_problems((), records=1) == "No problems in 1 record\n"
    assert render_problems((ERROR, ERROR), records=9).endswith("\n2 errors\n")
    assert render_problems([ADVICE] * 9, records=433).endswith("\nNo errors, 9 suggestions\n")
    assert render_problems((WARNING,), records=9).endswith("\nNo errors, 1 warning\n")


def test_json() -> None:
    report = json.loads(render_problems(ALL, records=2, form="json"))
    assert report["counts"] == {"records": 2, "error": 1, "warning": 1, "suggestion": 1}
    assert report["problems"][2] == {
        "severity": "error",
        "code": "schema-date",
        "file": FILE,
        "line": 2,
        "column": 7,
        "field": "date",
        "found": "'x' is not a date",
        "fix": "as in 2025-07-31",
    }
    assert [problem["line"] for problem in report["problems"]] == [None, 1, 2]


def test_github() -> None:
    assert render_problems(ALL, records=1, form="github") == (
        f"::warning file={FILE},title=w::odd\n"
        f"::notice file={FILE},line=1,col=8,title=title::title: 100%25, a: b%0Ac\n"
        f"::error file={FILE},line=2,col=7,title=date::date: 'x' is not a date%0Aas in 2025-07-31\n"
        "1 error, 1 warning, 1 suggestion\n"
    )


def test_names_of_files_cannot_forge_an_annotation() -> None:
    problem = Problem(place=Place(file="a,line=9::x\n::error::b%.yaml"), code="c", found="d\n::stop-commands::e")
    assert render_problems([problem], records=1, form="github").splitlines() == [
        "::error file=a%2Cline=9%3A%3Ax%0A%3A%3Aerror%3A%3Ab%25.yaml,title=c::d%0A::stop-commands::e",
        "1 error",
    ]


@settings(deadline=None)
@given(st.text(), st.sampled_from(["text", "json", "github"]))
def test_no_character_controls_a_terminal(text: str, form: Format) -> None:
    problem = Problem(place=Place(file="a.yaml"), code="c", found=text or "x")
    report = render_problems([problem], records=1, form=form)
    assert all(character.isprintable() or character == "\n" for character in report)
    if form == "github":
        assert report.count("\n") == 2


@settings(deadline=None)
@given(st.text("ab<>&|`*_[]()!#-+~$\\\n@:/'\"", max_size=30))
def test_the_summary_shows_text_as_text(text: str) -> None:
    shown = job_summary([Problem(place=Place(file=text), code="c", found=text or "x", fix=text)], records=1)
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(shown)
    allowed = {"h2", "p", "table", "thead", "tbody", "tr", "th", "td"}
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(shown)
    assert {token.tag for token in tokens if token.tag} <= allowed
    assert page.count("<td>") == 4


def test_the_summary_of_many_is_short() -> None:
    many = job_summary([ERROR] * 300, records=300)
    assert "100 more; to list them, run `digestif check`" in many
    assert many.count("\n| ") == 201


def test_a_clean_summary_has_no_table() -> None:
    assert job_summary((), records=3) == "## Records\n\nNo problems in 3 records\n"


@pytest.mark.parametrize(
    ("problems", "strict", "code"),
    [((), True, 0), ((ADVICE, WARNING), False, 0), ((ADVICE,), True, 1), (ALL, False, 1)],
)
def test_exit_codes(problems: tuple[Problem, ...], strict: bool, code: int) -> None:
    assert exit_code(problems, strict=strict) == code
