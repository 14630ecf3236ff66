"""Figures of a run for the table of docs/security.md: a test adds them, ``python -m tests.torture.table`` shows them.

A row is a line of JSON, and so is a case that failed. Several tests, in several processes, may add to the same row:
figures of one name are summed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

#: The file that ``make torture`` names. Without it, nothing is kept: ``make test`` tries a sample only.
VARIABLE = "DIGESTIF_TORTURE_RESULTS"


def record(part: str, row: str, **figures: int) -> None:
    """Add figures, such as ``tried=2000, executed=0``, to a row of a part of the table."""
    _append({"part": part, "row": row, "figures": figures})


def record_failure(case: str, reason: str) -> None:
    """Add a case that failed, and one line that says why."""
    _append({"failed": case, "reason": reason})


def _append(entry: Mapping[str, object]) -> None:
    file = os.environ.get(VARIABLE)
    if file:
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        # One short write to the end of a file: lines of two processes do not mix.
        with path.open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(entry)}\n")


def read_results(file: Path) -> dict[str, dict[str, dict[str, int]]]:
    """The figures of a run by part and row, in the order of their first appearance."""
    parts: dict[str, dict[str, dict[str, int]]] = {}
    for entry in _entries(file):
        if "failed" in entry:
            continue
        figures = parts.setdefault(entry["part"], {}).setdefault(entry["row"], {})
        for name, count in entry["figures"].items():
            figures[name] = figures.get(name, 0) + count
    return parts


def read_failures(file: Path) -> dict[str, str]:
    """The cases of a run that failed, each with one line that says why."""
    return {entry["failed"]: entry["reason"] for entry in _entries(file) if "failed" in entry}


def _entries(file: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())
