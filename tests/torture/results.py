"""Figures of a run for the table of docs/security.md: a test adds them, ``python -m tests.torture.table`` shows them.

A row is a line of JSON. Several tests, in several processes, may add to the same row: figures of one name are summed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

#: The file that ``make torture`` names. Without it, nothing is kept: ``make test`` tries a sample only.
VARIABLE = "DIGESTIF_TORTURE_RESULTS"


def record(part: str, row: str, **figures: int) -> None:
    """Add figures, such as ``tried=2000, executed=0``, to a row of a part of the table."""
    file = os.environ.get(VARIABLE)
    if file:
        line = json.dumps({"part": part, "row": row, "figures": figures}, ensure_ascii=False)
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        # One short write to the end of a file: lines of two processes do not mix.
        with path.open("a", encoding="utf-8") as lines:
            lines.write(f"{line}\n")


def read_results(file: Path) -> dict[str, dict[str, dict[str, int]]]:
    """The figures of a run by part and row, in the order of their first appearance."""
    parts: dict[str, dict[str, dict[str, int]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        figures = parts.setdefault(entry["part"], {}).setdefault(entry["row"], {})
        for name, count in entry["figures"].items():
            figures[name] = figures.get(name, 0) + count
    return parts
