"""CSV as rows with their line numbers; a row that cannot be read does not cost the others."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# After each malformed row, the next good one is searched for over as much text as the longest cell may have.
_MAX_FAULTS = 100
# Parts of Python's messages, and their meaning.
_FAULTS = {
    "expected after": "text after the closing quotation mark of a cell",
    "unexpected end": "a cell with quotation marks that are not closed",
    "field larger": "a cell of more than 131,072 characters",
}
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")
_QUOTES = "close the quotation marks around each cell, and double those within it"
_CELLS = "expected as many cells as headings; put a cell that contains the delimiter in quotation marks"


@dataclass(frozen=True, kw_only=True, slots=True)
class CsvRow:
    """A row's cells, its first line (from 1), and its own text; ``fault`` and ``fix`` say why it cannot be read."""

    cells: list[str]
    line: int
    verbatim: str
    fault: str = ""
    fix: str = ""


def delimiter_of(heading_line: str) -> str:
    """The delimiter of the headings: a tab, a semicolon or a comma, whichever is most frequent."""
    return max("\t;,", key=lambda sign: (heading_line.count(sign), sign == ","))


def read_rows(lines: Sequence[str], at: int, delimiter: str) -> Iterator[CsvRow]:
    """The rows from line ``at`` (from 0) on, beginning with the headings. Blank lines are skipped.

    A row that cannot be read includes everything up to the next row with as many cells as headings, so that no part
    of a cell becomes a paper.
    """
    width, faults = 0, 0
    while at < len(lines):
        row, end = _read_row(lines, at, delimiter)
        if row.fault and faults < _MAX_FAULTS:
            faults += 1
            end = _next_good(lines, at + 1, delimiter, width)
            row = CsvRow(cells=[], line=at + 1, verbatim="".join(lines[at:end]), fault=row.fault, fix=row.fix)
        elif row.fault:
            fault = f"more than {_MAX_FAULTS} malformed rows: the rest of the file was not read"
            yield CsvRow(cells=[], line=at + 1, verbatim="".join(lines[at:]), fault=fault, fix=_QUOTES)
            return
        width = width or len(row.cells)
        if row.cells and not row.fault and len(row.cells) != width:
            fault = f"{_counted(len(row.cells), 'cell')} for {_counted(width, 'heading')}"
            row = CsvRow(cells=row.cells, line=row.line, verbatim=row.verbatim, fault=fault, fix=_CELLS)
        if row.verbatim.strip():
            yield row
        at = end


def _read_row(lines: Sequence[str], at: int, delimiter: str) -> tuple[CsvRow, int]:
    """The row that begins on a line, and the line after its last."""
    reader = csv.reader(_from(lines, at), delimiter=delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        fault = next((words for part, words in _FAULTS.items() if part in str(error)), f"malformed row: {error}")
        return CsvRow(cells=[], line=at + 1, verbatim=lines[at], fault=fault, fix=_QUOTES), at + 1
    end = at + reader.line_num
    return CsvRow(cells=[_without_guard(cell) for cell in cells], line=at + 1, verbatim="".join(lines[at:end])), end


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    """The lines from ``at`` on, without copying the list."""
    return (lines[index] for index in range(at, len(lines)))


def _next_good(lines: Sequence[str], at: int, delimiter: str, width: int) -> int:
    """The next line on which a row of the right width begins, or the end."""
    while at < len(lines):
        row, _ = _read_row(lines, at, delimiter)
        if len(row.cells) == width and not row.fault:
            return at
        at += 1
    return at


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _without_guard(cell: str) -> str:
    """Remove the apostrophe with which exports keep a spreadsheet from taking a text for a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell
