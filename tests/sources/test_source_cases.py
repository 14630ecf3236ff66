from typing import Any

import pytest

from generator.sources.registry import SOURCES, parse
from tests.sources.source_cases import ROOT, described, expected, read_cases

CASES = [
    pytest.param(source, *case.values, id=f"{source}-{case.id}") for source in SOURCES for case in read_cases(source)
]


@pytest.mark.parametrize(("source", "case"), CASES)
def test_a_file_becomes_the_papers_and_problems_of_its_case(source: str, case: dict[str, Any]) -> None:
    parsed = parse(source, case["raw"].encode(), name=case.get("file", "file"), columns=case.get("columns"))
    assert described(parsed) == expected(case)


@pytest.mark.parametrize(("source", "case"), CASES)
def test_line_breaks_and_byte_order_marks_of_other_systems_change_nothing(source: str, case: dict[str, Any]) -> None:
    raw = b"\xef\xbb\xbf" + case["raw"].replace("\n", "\r\n").encode()
    parsed = parse(source, raw, name=case.get("file", "file"), columns=case.get("columns"))
    assert described(parsed) == expected(case)


def test_every_source_has_cases_and_every_folder_of_cases_has_its_source() -> None:
    folders = {folder.name for folder in (ROOT / "tests" / "cases").iterdir()}
    assert {source.replace("-", "_") for source in SOURCES} <= folders
