"""Shows the figures of a run, and writes them into docs/security.md: ``python -m tests.torture.table`` after the tests.

The file that DIGESTIF_TORTURE_RESULTS names has the figures and the cases that failed, as ``tests.torture.results``
writes them. Only a whole run without failures is written into the page.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from tests.conftest import CHROMIUM
from tests.torture.results import VARIABLE, read_failures, read_results

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


def in_terminal(parts: Mapping[str, _Rows]) -> Iterator[str]:
    """The tables of a run in lines of text with aligned columns."""
    for part, rows in parts.items():
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in _table(rows)]
        del cells[1]  # the line below the head
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        cells[0][0] = part
        for name, *figures in cells:
            numbers = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
            yield "  ".join((name.ljust(max(widths[0], len(part))), *numbers))
        yield ""


def main(arguments: Sequence[str] | None = None, *, page: Path = PAGE) -> int:
    """Show what the run tried; returns 0, 1 where a case failed, or 2 where the tests ended early."""
    parser = argparse.ArgumentParser(prog="tests.torture.table")
    parser.add_argument("--status", type=int, default=0, help="what pytest returned")
    parser.add_argument("--whole", action="store_true", help="nothing was left out of the run")
    given = parser.parse_args(arguments)
    file = Path(os.environ.get(VARIABLE, ""))
    if not file.is_file():
        print(f"No figures: set {VARIABLE} to the file that the tests of a run wrote", file=sys.stderr)
        return 2
    parts, failures = read_results(file), read_failures(file)
    print("\n".join(["", *in_terminal(parts)]))
    if failures or given.status:
        print("\n".join(_failed(failures, given.status)))
        print(f"{page.name} was not changed: only a whole run without failures is written into it")
        return 1 if given.status <= 1 else 2
    if not given.whole:
        print(f"{page.name} was not changed: this was a part of a run")
        return 0
    day = datetime.now(UTC).date()
    text = written(page.read_text(encoding="utf-8"), parts, day=day, versions=versions())
    page.write_text(text, encoding="utf-8")
    print(f"Updated {page.name}")
    return 0


def _failed(failures: Mapping[str, str], status: int) -> Iterator[str]:
    yield f"{len(failures):,} {'case' if len(failures) == 1 else 'cases'} failed:"
    for case, reason in sorted(failures.items()):
        yield f"  {case}"
        yield f"    {reason}"
    if status > 1:
        yield f"pytest ended early, with status {status}: its messages are above"


if __name__ == "__main__":
    sys.exit(main())
