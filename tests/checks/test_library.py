"""What `digestif check` reports: broken records, records that contradict each other, unexpected files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from generator.checks.library import check_library, find_blocking_problems, locate_problems
from generator.checks.report import render_problems
from generator.errors import Place, Problem
from generator.model import Ids, Record, Removed
from generator.records.read import assemble_library, read_record
from generator.store.content import Content
from tests.records.record_cases import cases

TOPICS = ("large-language-models", "reasoning", "robotics")
TODAY = date(2025, 8, 1)


def _check(files: dict[str, str], *, removed: tuple[Removed, ...] = (), notes: dict[date, str] | None = None) -> str:
    """The whole report on some files, as a terminal shows it."""
    records: list[Record] = []
    problems: list[Problem] = []
    for file, text in files.items():
        read = read_record(text.encode(), file=file)
        problems += read.problems
        if read.record is not None:
            records.append(read.record)
    library = assemble_library(records, mentions={}, notes=notes or {}, removed=removed)
    found = check_library(records, library, topics=TOPICS, today=TODAY)
    problems += locate_problems(found, lambda file: files[file].encode())
    return render_problems(problems, records=len(files))


@pytest.mark.parametrize("case", cases("broken_records"))
def test_a_broken_record(case: dict[str, Any]) -> None:
    file = case.get("path") or "content/papers/2025/07/31/2401.10000.yaml"
    assert _check({file: case["file"]}) == case["says"]


@pytest.mark.parametrize("case", cases("checks"))
def test_records_together(case: dict[str, Any]) -> None:
    removed = tuple(Removed(key=key, reason=reason) for key, reason in case.get("removed", {}).items())
    notes = {date.fromisoformat(day): note for day, note in case.get("notes", {}).items()}
    assert _check(case["files"], removed=removed, notes=notes) == case["says"]


def test_the_order_of_files_changes_no_problem() -> None:
    case = next(case.values[0] for case in cases("checks") if case.id == "same-title-and-author")
    assert isinstance(case, dict)
    assert _check(dict(reversed(case["files"].items()))) == case["says"]


def _content(files: dict[str, str], *, removed: tuple[Removed, ...] = ()) -> Content:
    read = [read_record(text.encode(), file=file) for file, text in files.items()]
    return Content(
        records=tuple(each.record for each in read if each.record),
        removed={each.key: each for each in removed},
        raw={file: text.encode() for file, text in files.items()},
        problems=tuple(problem for each in read for problem in each.problems),
    )


BLOCKING = ["alias-of-another", "alias-that-was-removed", "removed", "same-key-on-two-days"]


@pytest.mark.parametrize("case", cases("checks"))
def test_a_build_stops_where_it_would_drop_a_page(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    removed = tuple(Removed(key=key, reason=reason) for key, reason in case.get("removed", {}).items())
    found = find_blocking_problems(_content(case["files"], removed=removed))
    blocks = request.node.callspec.id in BLOCKING
    assert bool(found) == blocks
    assert all(str(problem) in case["says"] for problem in found)


def test_a_build_stops_at_a_record_that_cannot_be_read() -> None:
    file = "content/papers/2025/07/31/a.yaml"
    assert [str(problem) for problem in find_blocking_problems(_content({file: "title: A\n"}))] == [
        f"{file}:1:1: date: missing\n  write it like date: 2025-07-31"
    ]


def test_without_a_topics_file_any_topic_is_allowed() -> None:
    paper = read_record(b"title: A\ndate: 2025-07-31\ntopics: [botany]\n", file="content/papers/2025/07/31/a.yaml")
    assert paper.record is not None
    library = assemble_library([paper.record], mentions={}, notes={}, removed=())
    assert check_library([paper.record], library, topics=None, today=TODAY) == ()


def test_a_problem_outside_yaml_files_keeps_its_place() -> None:
    problem = Problem(place=Place(file="content/notes/2025-07-31.md"), code="note-link", found="x")
    assert locate_problems([problem], lambda file: b"") == (problem,)


def test_a_library_is_in_order_and_takes_the_first_of_two_files_with_one_key() -> None:
    raw = b"title: A\ndate: 2025-07-31\n"
    records = [read_record(raw, file=f"content/{name}.yaml").record for name in ("b/k", "a/k", "a/a")]
    gone = Removed(key="z", reason="asked for", ids=Ids())
    notes = {date(2025, 7, 31): "later", date(2025, 7, 30): "sooner"}
    library = assemble_library([record for record in records if record], mentions={}, notes=notes, removed=[gone])
    assert [record.file for record in library.records.values()] == ["content/a/a.yaml", "content/a/k.yaml"]
    assert list(library.notes) == [date(2025, 7, 30), date(2025, 7, 31)]
    assert library.removed == {"z": gone}
