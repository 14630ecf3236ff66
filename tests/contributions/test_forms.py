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
from generator.contributions.apply import apply_form
from generator.contributions.forms.addition import Lookup, wanted_paper
from generator.contributions.forms.form import Form, Kind, read_form
from generator.contributions.forms.validation import content_after
from generator.files.hashing import hash_bytes
from generator.model import SourceMetadata
from generator.records.read import read_record
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
@given(query=LINES, name=LINES, description=LINES)
def test_a_search_that_a_form_adds_passes_the_checks(**answers: str) -> None:
    check_outcome(Form(kind="follow", answers={name: answer.strip() for name, answer in answers.items()}), Content())


@settings(max_examples=60, deadline=None)
@given(title=LINES, authors=LINES, abstract=LINES, links=LINES, topics=LINES, venue=LINES)
def test_a_record_that_a_form_adds_passes_the_checks(**answers: str) -> None:
    stripped = {name: answer.strip() for name, answer in answers.items()}
    check_outcome(Form(kind="add", answers={"paper": "https://example.org/paper", **stripped}), Content())


ANSWERS = st.one_of(
    LINES, st.sampled_from(["-", "None", "2412.11360", "arxiv: 2412.1136v1", "Ada, Alan", "1. Ada Lovelace (A)"])
)
OTHERS = {"paper", "digest", "published", "status", "ids", "reason", "other", "version", "title", "authors", "topics"}


@settings(max_examples=100, deadline=None)
@given(
    kind=st.sampled_from(["fix", "add", "remove"]),
    key=st.sampled_from(["a", "A", "b", "x"]),
    answers=st.dictionaries(st.sampled_from(sorted(OTHERS)), ANSWERS, max_size=4),
)
def test_a_form_changes_content_soundly_or_says_why_not(kind: Kind, key: str, answers: dict[str, str]) -> None:
    files = {f"content/papers/2025/07/31/{name}.yaml": f"title: {name}\ndate: 2025-07-31\n".encode() for name in "ab"}
    records = [read_record(raw, file=file).record for file, raw in files.items()]
    content = Content(
        records=tuple(record for record in records if record is not None),
        raw=files,
        hashes={file: hash_bytes(raw) for file, raw in files.items()},
    )
    stripped = {name: answer.strip() for name, answer in answers.items() if answer.strip()}
    check_outcome(Form(kind=kind, answers={"key": key, **stripped}), content)


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
