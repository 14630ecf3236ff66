"""Cases of the sources: tests/cases/<source>/<case>.yml has a file's text and the result of its parser.

``columns`` and ``file`` are optional; ``papers`` have only the fields that differ from those of an empty paper.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.model import Parsed, SourceMetrics, SourcePaper

ROOT = Path(__file__).parents[2]
SHARED = ROOT / ".." / "shared"
FIELDS = {"why", "file", "columns", "raw", "papers", "problems", "quarantined", "day_hint"}

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real inputs, is not here")


def read_cases(source: str) -> list[Any]:
    """The cases of a source as test parameters; a field that no test reads fails the run."""
    folder = ROOT / "tests" / "cases" / source.replace("-", "_")
    files = sorted(folder.iterdir())
    assert files, f"{folder} holds no case"
    return [pytest.param(_read_case(file), id=file.stem) for file in files]


def _read_case(file: Path) -> dict[str, Any]:
    assert file.suffix == ".yml", f"{file} is not a case file"
    case: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert set(case) <= FIELDS, f"{file}: nothing reads {sorted(set(case) - FIELDS)}"
    assert {"why", "raw"} <= set(case), f"{file}: expected why and raw"
    return case


def described(parsed: Parsed) -> dict[str, Any]:
    """The result of a parser, in the form of a case."""
    parts = {
        "papers": [_paper(paper) for paper in parsed.papers],
        "problems": [str(problem) for problem in parsed.problems],
        "quarantined": [{"problem": str(item.problem), "verbatim": item.verbatim} for item in parsed.quarantined],
        "day_hint": parsed.day_hint,
    }
    return {name: value for name, value in parts.items() if value}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """The expected result of a case, in the same form."""
    return {name: case[name] for name in ("papers", "problems", "quarantined", "day_hint") if case.get(name)}


def _paper(paper: SourcePaper) -> dict[str, Any]:
    plain: dict[str, Any] = paper.metadata.model_dump(mode="json", exclude_defaults=True)
    plain["at"] = f"{paper.place.line}:{paper.place.column}"
    plain["rank"] = paper.rank
    if paper.day:
        plain["day"] = paper.day.isoformat()
    facts = {each.name: getattr(paper.metrics, each.name) for each in fields(SourceMetrics)}
    metrics = {name: value for name, value in facts.items() if value not in (None, ())}
    if metrics:
        plain["facts"] = metrics
    if paper.curated:
        plain["people"] = {name: value for name, value in asdict(paper.curated).items() if value not in (None, "", ())}
    texts: dict[str, Any] = _as_text(plain)
    return texts


def _as_text(value: Any) -> Any:
    """Every scalar as text, as in the cases."""
    if isinstance(value, dict):
        return {name: _as_text(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(part) for part in value]
    return value.isoformat() if isinstance(value, date) else str(value)
