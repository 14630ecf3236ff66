"""Every item of a file is accounted for: it is a paper, is set aside, or the report says why there are none."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.importing.listing import ParsedFile
from generator.importing.plan import plan_import
from generator.importing.report import FileFields, ImportReport, render_import_report
from generator.model import Parsed
from generator.sources.registry import detect_source, parse
from generator.store.content import Content

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FOLDERS = (
    ROOT / "tests/cases/imports/files",
    *(SAMPLES / name for name in ("imports", "csv", "hf-daily", "arxiv-atom")),
)
FILES = [file for folder in FOLDERS if folder.is_dir() for file in sorted(folder.iterdir()) if file.is_file()]

#: What begins an item of each format, for a count that shares no code with the parsers.
BEGINNINGS = {
    "bibtex": r"(?im)^\s*@(?!string|comment|preamble)\w+\s*[{(]",
    "ris": r"(?im)^\s*TY {1,2}-",
    "pubmed": r"(?m)^PMID-",
    "web-of-science": r"(?m)^PT ",
    "arxiv": r"<(?:entry|item)[ >]",
}
LISTS = ("papers", "results", "notes", "data", "dailyPapers")


def items_of(source: str, text: str) -> int:
    """The number of items in a text."""
    if source in BEGINNINGS:
        return len(re.findall(BEGINNINGS[source], text))
    if text.lstrip()[:1] in "[{":
        return json_items(text)
    lines = [line for line in re.split(r"\r\n?|\n", text) if line.strip()]
    if lines[0].lower().startswith("sep="):
        del lines[0]
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=max(",;\t", key=lines[0].count)))
    return len(rows) - 1


def json_items(text: str) -> int:
    try:
        value: Any = json.loads(text)
    except json.JSONDecodeError:
        return len(text.splitlines())
    while isinstance(value, dict):
        inner = next((value[name] for name in (*LISTS, "result", "hits", "hit") if name in value), None)
        if inner is None:
            return 1
        value = inner
    return len(value)


def imported(file: Path) -> tuple[Parsed, ImportReport]:
    """What a file becomes in an empty digest."""
    raw = file.read_bytes()
    source = detect_source(raw, name=file.name)
    assert source is not None
    parsed = parse(source, raw, name=file.name)
    plan = plan_import(Content(), [ParsedFile(name=file.name, parsed=parsed)], day=date(2025, 6, 13))
    return parsed, plan.report


@pytest.mark.parametrize("file", [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in FILES])
def test_the_counts_of_a_real_file_add_up(file: Path) -> None:
    parsed, report = imported(file)
    counted = len(parsed.papers) + len(parsed.quarantined)
    assert report.counts.read == counted
    assert report.counts.set_aside >= len(parsed.quarantined)
    assert str(report.counts) in render_import_report(report)
    if not counted:
        assert parsed.problems or items_of(parsed.source, file.read_text(encoding="utf-8")) == 0
        return
    told = [problem for problem in parsed.problems if problem.code in ("volume", "source-error")]
    assert counted + len(told) == items_of(parsed.source, file.read_text(encoding="utf-8-sig"))


@pytest.mark.parametrize("file", [pytest.param(file, id=f"{file.parent.name}/{file.name}") for file in FILES])
def test_every_import_says_which_fields_it_read(file: Path) -> None:
    parsed, report = imported(file)
    if parsed.papers:
        (fields,) = report.fields
        assert fields.read
        assert not set(fields.read) & {name for name, _ in fields.unread}
        assert str(fields) in render_import_report(report).splitlines()


def test_unread_fields_have_their_numbers_and_empty_columns_are_counted() -> None:
    fields = FileFields(
        file="f.csv", source="table", read=("title",), unread=(("b", 1), ("c", 0), ("a", 1), ("d", 1200))
    )
    assert str(fields) == "f.csv: read title; not read: d (1,200), a (1), b (1); 1 empty column"
    assert str(FileFields(file="f", source="ris", read=(), unread=(("N1", 2),))) == "f: read nothing; not read: N1 (2)"


def test_the_fields_of_many_files_are_joined_by_source() -> None:
    def listed(number: int, source: str) -> ParsedFile:
        text = b"TY  - JOUR\nTI  - T\nSN  - 1\nER  -\n" if source == "ris" else b"title,room\nA,4\n"
        return ParsedFile(name=f"{number}", parsed=parse(source, text, name=f"{number}"))

    files = [listed(number, "ris" if number < 4 else "table") for number in range(6)]
    plan = plan_import(Content(), files, day=date(2025, 6, 13))
    lines = render_import_report(plan.report).splitlines()
    assert "4 files (ris): read TI; not read: SN (4)" in lines
    assert "2 files (table): read title; not read: room (2)" in lines
