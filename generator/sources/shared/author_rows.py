"""Tables that do not have the authors of a paper in one cell: numbered columns, or a row for each author.

EasyChair has the columns ``author 1``, ``author 2`` and so on; HotCRP's file of authors has a row for each author, with
the paper's number and title repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.sources.shared.csv_rows import CsvRow
from generator.sources.shared.headings import normal_heading

_NUMBERED = re.compile(r"author(?:name)?(\d{1,3})")
#: The columns of HotCRP's file, of which the first two say which paper it is.
_HOTCRP = ("paper", "title", "first", "last")


@dataclass(frozen=True, kw_only=True, slots=True)
class GatheredAuthors:
    """A table with a last column of authors, and the headings from which they are."""

    headings: list[str]
    rows: list[CsvRow]
    read: frozenset[str]


def gather_authors(headings: Sequence[str], rows: Iterable[CsvRow]) -> GatheredAuthors | None:
    """The table with one column of authors, which is named ``authors``; None where it is of another kind."""
    names = [normal_heading(heading) for heading in headings]
    numbered = sorted((int(found[1]), at) for at, name in enumerate(names) if (found := _NUMBERED.fullmatch(name)))
    if numbered and "authors" not in names:
        columns = [at for _, at in numbered]
        listed = [_with_authors(row, [row.cells[at] for at in columns if not row.fault]) for row in rows]
        return GatheredAuthors(
            headings=[*headings, "authors"], rows=listed, read=frozenset(headings[at] for at in columns)
        )
    if set(_HOTCRP) <= set(names) and "authors" not in names:
        return _join_rows(headings, names, rows)
    return None


def _with_authors(row: CsvRow, authors: Iterable[str]) -> CsvRow:
    if row.fault:
        return row
    return replace(row, cells=[*row.cells, "; ".join(author for each in authors if (author := each.strip()))])


def _join_rows(headings: Sequence[str], names: Sequence[str], rows: Iterable[CsvRow]) -> GatheredAuthors:
    """One row for each paper, at the place of its first one; a row that cannot be read stays."""
    papers: dict[object, tuple[CsvRow, list[str]]] = {}
    paper, first, last = (names.index(name) for name in ("paper", "first", "last"))
    place = names.index("affiliation") if "affiliation" in names else None
    for row in rows:
        key = row.line if row.fault else row.cells[paper]
        row_of_paper, authors = papers.setdefault(key, (row, []))
        if not row.fault:
            affiliation = row.cells[place].strip() if place is not None else ""
            name = f"{row.cells[first]} {row.cells[last]}".strip()
            authors.append(f"{name} ({affiliation})" if affiliation and name else name)
            if row is not row_of_paper:
                papers[key] = (replace(row_of_paper, verbatim=row_of_paper.verbatim + row.verbatim), authors)
    read = {headings[at] for at in (paper, first, last, place) if at is not None}
    joined = [_with_authors(row, authors) for row, authors in papers.values()]
    return GatheredAuthors(headings=[*headings, "authors"], rows=joined, read=frozenset(read))
