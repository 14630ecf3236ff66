"""Files as people really have them: tests/cases/imports/<case>.yml says what each must become.

``file`` is an input in tests/cases/imports/files, ``source`` what it is recognised as. ``papers`` lists the papers in
their order, each with the fields that matter for the case; a field may be ``{either: [first, second]}`` where more than
one reading is right, and ``absent`` names the fields that a paper must not have. ``problems`` are parts of messages, in
their order; where it is missing, problems do not matter, and ``problems: []`` allows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.ids import paper_key
from generator.model import Parsed, SourcePaper
from generator.sources.registry import detect_source, parse

CASES = Path(__file__).parents[1] / "cases" / "imports"
FILES = CASES / "files"
FIELDS = {"why", "file", "source", "papers", "problems", "quarantined"}


def read_case(path: Path) -> dict[str, Any]:
    """A case; a field that no test reads fails the run."""
    case: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert set(case) <= FIELDS, f"{path}: nothing reads {sorted(set(case) - FIELDS)}"
    assert {"why", "file", "source"} <= set(case), f"{path}: expected why, file and source"
    return case


def read_file(case: Mapping[str, Any]) -> Parsed:
    """The file of a case, read as the source that it is recognised as."""
    raw = (FILES / case["file"]).read_bytes()
    source = detect_source(raw, name=case["file"])
    assert source == case["source"]
    return parse(case["source"], raw, name=case["file"])


def described(paper: SourcePaper) -> dict[str, Any]:
    """All that cases may say about a paper, as text."""
    metadata = paper.metadata
    plain: dict[str, Any] = metadata.model_dump(mode="json", exclude_defaults=True)
    plain["authors"] = [author.name for author in metadata.authors]
    plain["affiliations"] = [author.affiliation or "" for author in metadata.authors]
    plain["orcids"] = [author.orcid or "" for author in metadata.authors]
    plain["paragraphs"] = metadata.abstract.split("\n\n")
    plain["day"] = paper.day.isoformat() if paper.day else ""
    plain["key"] = paper_key(arxiv=metadata.ids.arxiv, doi=metadata.ids.doi, title=metadata.title)
    plain["version"] = str(paper.metrics.version or "")
    return plain


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """What a paper has in another way than expected."""
    missed = [f"{name} should be absent: {found[name]!r}" for name in expected.get("absent", ()) if found.get(name)]
    for name, value in expected.items():
        if name == "absent":
            continue
        right = value["either"] if isinstance(value, dict) and set(value) == {"either"} else [value]
        if found.get(name) not in right:
            missed.append(f"{name}: {found.get(name)!r}, expected {' or '.join(map(repr, right))}")
    return missed


PATHS = sorted(CASES.glob("*.yml"))


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_a_real_file_becomes_the_papers_of_its_case(path: Path) -> None:
    case = read_case(path)
    parsed = read_file(case)
    papers = [described(paper) for paper in parsed.papers]
    if "papers" in case:
        assert len(papers) == len(case["papers"]), [paper["title"] for paper in papers]
        missed = [
            f"paper {number}: {difference}"
            for number, (expected, found) in enumerate(zip(case["papers"], papers, strict=True), 1)
            for difference in differences(expected, found)
        ]
        assert not missed, "\n".join(missed)
    assert len(parsed.quarantined) == int(case.get("quarantined", 0))
    if "problems" in case:
        problems = [str(problem) for problem in (*parsed.problems, *(item.problem for item in parsed.quarantined))]
        assert len(problems) == len(case["problems"]), problems
        for part, problem in zip(case["problems"], problems, strict=True):
            assert part in problem


def test_every_file_belongs_to_a_case() -> None:
    assert {path.name for path in FILES.iterdir()} == {read_case(path)["file"] for path in PATHS}
