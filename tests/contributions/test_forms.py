"""Forms: every case of tests/cases/forms has a site's content and a form, and the changed files and the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.content import check_content
from generator.contributions.addition_form import Lookup, wanted_paper
from generator.contributions.apply import apply_form
from generator.contributions.forms import Form, read_form
from generator.contributions.validation import content_after
from generator.model import SourceMetadata
from generator.store.apply import apply_changes
from generator.store.content import Content
from generator.store.load import load_content

CASES = sorted((Path(__file__).parent.parent / "cases" / "forms").glob("*.yml"))
TODAY = date(2025, 8, 1)
RECORD = "title: B\ndate: 2025-07-31\n"
FIELDS = {"why", "content", "form", "found", "not_found", "after", "title", "report"}


def files(site: Path) -> dict[str, str]:
    found = (file for file in (site / "content").rglob("*") if file.is_file())
    return {file.relative_to(site / "content").as_posix(): file.read_text() for file in found}


def write_content(site: Path, content: dict[str, str]) -> None:
    for path, text in content.items():
        file = site / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_form(file: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(file.read_text())
    assert set(case) <= FIELDS, file.name
    write_content(tmp_path, case["content"])
    content = load_content(tmp_path)
    assert content.problems == ()
    found = SourceMetadata.model_validate(case["found"]) if "found" in case else None
    lookup = Lookup(metadata=found, reason=case.get("not_found", ""))
    form = read_form(case["form"].encode())
    result = apply_form(form, content, today=TODAY, lookup=lookup)
    apply_changes(tmp_path, result.steps)
    expected = case["content"] | case.get("after", {})
    assert files(tmp_path) == {path: text for path, text in expected.items() if text is not None}
    assert result.report == case["report"]
    assert bool(result.steps) == ("after" in case)
    assert any(problem.severity == "error" for problem in result.problems) != bool(result.steps)
    assert load_content(tmp_path).problems == ()
    assert result.title == case.get("title", "")
    assert bool(result.title) == ("after" in case)
    assert not ({"found", "not_found"} & case.keys() and not wanted_paper(form))


LINES = st.text(max_size=40)


@settings(max_examples=60, deadline=None)
@given(name=LINES, description=LINES, phrases=st.lists(LINES, max_size=4))
def test_a_topic_that_a_form_adds_passes_the_checks(name: str, description: str, phrases: list[str]) -> None:
    answers = {"name": name.strip(), "description": description.strip(), "phrases": "\n".join(phrases).strip()}
    check_outcome(Form(kind="topic", answers=answers), Content())


@settings(max_examples=60, deadline=None)
@given(title=LINES, authors=LINES, abstract=LINES, links=LINES, topics=LINES, venue=LINES)
def test_a_record_that_a_form_adds_passes_the_checks(**answers: str) -> None:
    stripped = {name: answer.strip() for name, answer in answers.items()}
    check_outcome(Form(kind="add", answers={"paper": "https://example.org/paper", **stripped}), Content())


def check_outcome(form: Form, content: Content) -> None:
    result = apply_form(form, content, today=TODAY)
    assert result.steps or any(problem.severity == "error" for problem in result.problems)
    if result.steps:
        after = check_content(content_after(content, result.steps), today=TODAY)
        assert [problem for problem in after if problem.severity == "error"] == []


def test_a_record_with_errors_cannot_be_fixed_with_a_form(tmp_path: Path) -> None:
    write_content(tmp_path, {"papers/2025/07/31/a.yaml": "title: [\n"})
    form = Form(kind="fix", answers={"key": "a", "title": "A Title"})
    result = apply_form(form, load_content(tmp_path), today=TODAY)
    assert "Record to fix: the record a has errors\n  ask the curator to run digestif check\n" in result.report


def test_errors_in_other_files_do_not_stop_a_form(tmp_path: Path) -> None:
    write_content(tmp_path, {"papers/2025/07/31/a.yaml": "title: [\n", "papers/2025/07/31/b.yaml": RECORD})
    form = Form(kind="fix", answers={"key": "b", "title": "A Title"})
    assert len(apply_form(form, load_content(tmp_path), today=TODAY).steps) == 1


def test_a_topics_file_with_errors_gets_no_more_topics(tmp_path: Path) -> None:
    write_content(tmp_path, {"topics.yaml": "robotics: {name: Robotics}\n"})
    form = Form(kind="topic", answers={"name": "Sensing", "description": "Sensors."})
    result = apply_form(form, load_content(tmp_path), today=TODAY)
    assert result.steps == ()
    assert "Description: missing" in result.report
