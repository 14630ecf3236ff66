"""The export as a table, for spreadsheets and data frames: one row per record.

Cells that a spreadsheet would take for a formula begin with an apostrophe (OWASP, "CSV Injection"); imports remove it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from generator.exports.selection import Selection
from generator.kinds import kind_of
from generator.model import Record

#: Headings that imports read, in the order of the columns; the value of each is a field of a record.
_PUBLICATION = ("volume", "number", "pages", "publisher", "genre")
_IDS = ("arxiv", "doi", "acl", "openreview")
_LINKS = ("page", "pdf", "code", "project", "data", "demo", "model", "video", "slides")
_HEADINGS = (
    *("key", "title", "authors", "date", "published", "updated", "kind", "venue", *_PUBLICATION),
    *(*_IDS, "assigned topics", "keywords"),
    *("categories", "status", *_LINKS, "comment", "note", "abstract"),
)
_TRANSLATED = ("title", "abstract")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def export_csv(selection: Selection) -> Iterator[str]:
    """Yield the row of headings, and a row for each record; lists are separated by semicolons.

    Each language into which one of the records is translated has a column of titles and one of abstracts at the end.
    """
    languages = sorted({tag for record in selection.records for tag in record.paper.translations})
    translated = tuple(f"{part} ({tag})" for tag in languages for part in _TRANSLATED)
    headings = (*_HEADINGS, *translated)
    yield _line(dict(zip(headings, headings, strict=True)))
    for record in selection.records:
        row = _row(record, "; ".join(selection.topics.get(record.key, ())))
        yield _line(row | dict.fromkeys(translated, "") | _translations(record))


def _row(record: Record, topics: str) -> dict[str, str]:
    paper = record.paper
    return {
        "key": record.key,
        "title": paper.title,
        "authors": "; ".join(author.name for author in paper.authors),
        "date": paper.date.isoformat(),
        "published": str(paper.published or ""),
        "updated": str(paper.updated or ""),
        "kind": kind_of(paper),
        "venue": paper.venue or "",
        **{name: getattr(paper.publication, name) or "" for name in _PUBLICATION},
        **{name: getattr(paper.ids, name) or "" for name in _IDS},
        "assigned topics": topics,
        "keywords": "; ".join(paper.keywords),
        "categories": "; ".join(paper.categories),
        "status": paper.status,
        **{name: getattr(paper.links, name) or "" for name in _LINKS},
        "comment": paper.comment or "",
        "note": paper.note,
        "abstract": paper.abstract,
    }


def _translations(record: Record) -> dict[str, str]:
    return {
        f"{part} ({tag})": getattr(translation, part) or ""
        for tag, translation in record.paper.translations.items()
        for part in _TRANSLATED
    }


def _line(row: Mapping[str, str]) -> str:
    cells = io.StringIO()
    csv.writer(cells).writerow([f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell for cell in row.values()])
    return cells.getvalue()
