"""Writes the figures of a run into docs/security.md: ``python -m tests.torture.table`` after the tests of a run.

The file that DIGESTIF_TORTURE_RESULTS names has the figures, as ``tests.torture.results`` writes them. A part of the
table that the run has no figures for stays as it is, so that the parts can run one after another.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from tests.conftest import CHROMIUM
from tests.torture.results import VARIABLE, read_results

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
PACKAGES = {"mkdocs": "MkDocs", "mkdocs-material": "Material for MkDocs", "pyyaml": "PyYAML"}
#: The columns of a part, in this order; one without figures is left out.
COLUMNS = {
    "pages": "Pages",
    "tried": "Tried",
    "executed": "Executed",
    "shown": "Letter for letter",
    "accepted": "Accepted",
    "repaired": "Repaired",
    "refused": "Refused",
    "whole": "Whole",
    "kept": "As promised",
    "lost": "Lost",
}
_Rows = Mapping[str, Mapping[str, int]]


def written(page: str, parts: Mapping[str, _Rows], *, day: date, versions: str) -> str:
    """The page with the tables of these parts; what stands between other marks stays. A part needs its two marks."""
    for part, rows in parts.items():
        begin, end = f"<!-- begin: {part} -->", f"<!-- end: {part} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page has no place for {part}: it needs the lines {begin} and {end}")
        before, _, rest = page.partition(begin)
        table = "\n".join((begin, "", f"{day.day} {day:%B %Y}, with {versions}.", "", *_table(rows), "", end))
        page = before + table + rest.partition(end)[2]
    return page


def _table(rows: _Rows) -> Iterator[str]:
    shown = [name for name in COLUMNS if any(name in figures for figures in rows.values())]
    unknown = {name for figures in rows.values() for name in figures} - COLUMNS.keys()
    if unknown:
        raise ValueError(f"figures without a column: {', '.join(sorted(unknown))}")
    yield f"| | {' | '.join(COLUMNS[name] for name in shown)} |"
    yield f"|---|{'---:|' * len(shown)}"
    for row, figures in rows.items():
        cells = (f"{figures[name]:,}" if name in figures else "–" for name in shown)
        yield f"| {row} | {' | '.join(cells)} |"


def versions() -> str:
    """The versions of what the run used, in words."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), "")
    chromium = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout if found else ""
    number = re.search(r"\d[\d.]+", chromium)
    names = [f"Python {platform.python_version()}", *([f"Chromium {number[0]}"] if number else [])]
    names += [f"{name} {version(package)}" for package, name in PACKAGES.items()]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def main() -> None:
    file = os.environ.get(VARIABLE)
    if not file or not Path(file).is_file():
        sys.exit(f"No figures: set {VARIABLE} to the file that the tests of a run wrote")
    page = PAGE.read_text(encoding="utf-8")
    day = datetime.now(UTC).date()
    PAGE.write_text(written(page, read_results(Path(file)), day=day, versions=versions()), encoding="utf-8")
    print(f"Updated {PAGE.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
