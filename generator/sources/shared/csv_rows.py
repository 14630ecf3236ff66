"""Rows of CSV with their own lines: a row that cannot be read spoils no other."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Each fault is looked for over as much text as the longest cell may have; a file of nothing else must not take hours.
_MAX_FAULTS = 100
_QUOTES = "expected quotation marks around a cell to be closed, and those within it to be doubled"
_CELLS = "expected as many cells as headings; a cell that holds the separating sign stands in quotation marks"


@dataclass(frozen=True, kw_only=True, slots=True)
class CsvRow:
    """A row's cells, its first line from 1, and its own text; ``fault`` and ``fix`` say why it cannot be read."""

    cells: list[str]
    line: int
    verbatim: str
    fault: str = ""
    fix: str = ""


def delimiter_of(heading_line: str) -> str:
    """The sign that parts the headings: a tab, a semicolon or a comma, whichever is there most."""
    return max("\t;,", key=lambda sign: (heading_line.count(sign), sign == ","))


def read_rows(lines: Sequence[str], at: int, delimiter: str) -> Iterator[CsvRow]:
    """Rows from line ``at`` (from 0) on, the headings first.

    After a row that cannot be read, everything up to the next row with as many cells as headings is given up with
    it: half of a cell must not become a paper. Blank lines are no rows.
    """
    width, faults = 0, 0
    while at < len(lines):
        row, end = _read_row(lines, at, delimiter)
        if row.fault and faults < _MAX_FAULTS:
            faults += 1
            end = _next_good(lines, at + 1, delimiter, width)
            row = CsvRow(cells=[], line=at + 1, verbatim="".join(lines[at:end]), fault=row.fault, fix=row.fix)
        elif row.fault:
            rest = "".join(lines[at:])
            yield CsvRow(cells=[], line=at + 1, verbatim=rest, fault="more faults than a table has", fix=_QUOTES)
            return
        width = width or len(row.cells)
        if row.cells and not row.fault and len(row.cells) != width:
            fault = f"{len(row.cells)} cells under {width} headings"
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
        return CsvRow(
            cells=[], line=at + 1, verbatim=lines[at], fault=f"the row cannot be read: {error}", fix=_QUOTES
        ), at + 1
    end = at + reader.line_num
    return CsvRow(cells=cells, line=at + 1, verbatim="".join(lines[at:end])), end


def _from(lines: Sequence[str], at: int) -> Iterator[str]:
    """Lines from ``at`` on, without a copy of them."""
    return (lines[index] for index in range(at, len(lines)))


def _next_good(lines: Sequence[str], at: int, delimiter: str, width: int) -> int:
    """The next line on which a row of the right width begins, or the end."""
    while at < len(lines):
        row, _ = _read_row(lines, at, delimiter)
        if len(row.cells) == width and not row.fault:
            return at
        at += 1
    return at
