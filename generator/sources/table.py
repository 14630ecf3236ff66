"""Tables: CSV, TSV and JSON lines, with one paper in each row.

``HEADINGS`` says which columns hold which fields; ``columns`` overrides it, as in ``{"title": "paper_title"}``.
Headings are compared without case, spaces and punctuation. Lists (authors, keywords, categories) are separated by ``|``
or ``;``, authors also by commas. A JSON object with a ``key`` is a record that a digest exported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import partial

from generator.errors import DigestifError, Place
from generator.ids import ID_CHECKS
from generator.model import Parsed
from generator.sources.digestif_export import fill_exported
from generator.sources.shared.collector import Collector
from generator.sources.shared.csv_rows import delimiter_of, read_rows
from generator.sources.shared.draft import LINK_KINDS, PaperDraft
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.values import short
from generator.text.lines import split_lines

SOURCE = "table"

#: The fields of a table, each with its usual headings; the first one is the field's own name.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "paper title", "name"),
    "authors": ("authors", "author", "author names"),
    "abstract": ("abstract", "summary", "tldr"),
    "arxiv": ("arxiv", "arxiv id", "arxiv_id"),
    "doi": ("doi",),
    "acl": ("acl", "acl id", "anthology id"),
    "openreview": ("openreview", "openreview id", "forum"),
    "page": ("page", "url", "link", "paper url", "website"),
    "pdf": ("pdf", "pdf url", "paper pdf", "pdf link"),
    "code": ("code", "code url", "github", "repository"),
    "project": ("project", "project page", "homepage"),
    "data": ("data", "dataset"),
    "demo": ("demo",),
    "model": ("model",),
    "video": ("video", "video url"),
    "slides": ("slides",),
    "venue": ("venue", "conference", "journal", "booktitle"),
    "date": ("date", "day", "digest date"),
    "published": ("published", "publication date", "submitted"),
    "updated": ("updated",),
    "comment": ("comment", "comments"),
    "keywords": ("keywords", "keyword", "tags", "topics", "subjects"),
    "categories": ("categories", "category"),
}
_LISTS = ("keywords", "categories")
_MAX_COLUMNS = 500
Columns = Mapping[str, str]


def parse_table(raw: bytes, *, name: str, columns: Columns | None = None) -> Parsed:
    """The papers of a table. ``columns`` maps fields to headings, or to the names of JSON members.

    Raises DigestifError where ``columns`` has an unknown field, or a heading that is not in the table.
    """
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    _check_fields(columns or {})
    if text[:1] in ("[", "{"):
        gather_json(collector, text, partial(_fill_object, columns=columns or {}))
    elif text.strip():
        _gather_rows(collector, text, columns or {})
    return collector.parsed()


def looks_like_table(text: str) -> bool:
    """Whether the first line has a heading for titles and another one, or the first JSON object has a title."""
    if text[:1] in ("[", "{"):
        item = first_item(text)
        return isinstance(item, dict) and "title" in {_normal_heading(str(name)) for name in item}
    line = text.lstrip("\n").partition("\n")[0]
    named = _map_columns(next(read_rows([line], 0, delimiter_of(line))).cells, {})
    return "title" in named and len(named) > 1


def _check_fields(columns: Columns) -> None:
    for field in columns:
        if field not in HEADINGS:
            close = get_close_matches(field, HEADINGS, n=1)
            suggestion = f"did you mean {close[0]}? " if close else ""
            raise DigestifError(
                f"columns: {field!r} is not a field of a table", fix=f"{suggestion}use one of {', '.join(HEADINGS)}"
            )


def _map_columns(headings: Sequence[str], columns: Columns) -> dict[str, int]:
    """The number of the column that holds each field. Raises DigestifError for a heading that is not in the table."""
    places: dict[str, int] = {}
    for index, heading in reversed(list(enumerate(headings))):
        places[_normal_heading(heading)] = index
    found: dict[str, int] = {}
    for field, usual in HEADINGS.items():
        if field in columns:
            if _normal_heading(columns[field]) not in places:
                fix = f"the table's headings are {', '.join(map(short, headings[:40]))}"
                raise DigestifError(f"columns: the table has no heading {short(columns[field])} (for {field})", fix=fix)
            found[field] = places[_normal_heading(columns[field])]
            continue
        known = next(
            (places[_normal_heading(heading)] for heading in usual if _normal_heading(heading) in places), None
        )
        if known is not None:
            found[field] = known
    taken = {found[field] for field in columns}
    return {field: index for field, index in found.items() if field in columns or index not in taken}


def _normal_heading(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


def _gather_rows(collector: Collector, text: str, columns: Columns) -> None:
    lines = split_lines(text, keep_ends=True)
    first = next(index for index, line in enumerate(lines) if line.strip())
    rows = read_rows(lines, first, delimiter_of(lines[first]))
    heading = next(rows)
    places = _map_columns(heading.cells, columns)
    if "title" not in places:
        fix = "name the column in the first line title, or give its heading with --column title=paper_title"
        collector.refuse("no-headings", "no column with titles", fix=fix)
        return
    names = {field: heading.cells[index] for field, index in places.items()}
    for row in rows:
        # A file from the quarantine repeats the headings for each of its rows.
        if row.cells == heading.cells or not row.verbatim.strip():
            continue
        place = Place(file=collector.name, line=row.line, column=1)
        verbatim = heading.verbatim.rstrip("\n") + "\n" + row.verbatim
        if row.fault:
            collector.quarantine("bad-row", row.fault, place=place, verbatim=verbatim, fix=row.fix)
        else:
            cells = {field: row.cells[index] for field, index in places.items()}
            collector.add(partial(_fill, cells=cells, names=names), place=place, verbatim=verbatim)


def _fill_object(draft: PaperDraft, value: object, columns: Columns) -> None:
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not a paper", fix="expected an object with the paper's fields")
    if isinstance(value.get("key"), str) and not columns:
        fill_exported(draft, value)
        return
    flat = _flatten(value)
    headings = list(flat)[:_MAX_COLUMNS]
    # JSON objects may leave out empty members, so that a missing one is not a mistake in ``columns``.
    present = {_normal_heading(heading) for heading in headings}
    places = _map_columns(
        headings, {field: heading for field, heading in columns.items() if _normal_heading(heading) in present}
    )
    cells = {field: flat[headings[index]] for field, index in places.items()}
    _fill(draft, cells=cells, names={field: headings[index] for field, index in places.items()})


def _flatten(value: Mapping[str, object]) -> dict[str, object]:
    """The object's members, and those of its ``ids`` and ``links``."""
    flat = {str(name): field for name, field in value.items()}
    for name in ("ids", "links"):
        inner = flat.get(name)
        if isinstance(inner, dict):
            flat = {str(key): field for key, field in inner.items()} | flat
    return flat


def _fill(draft: PaperDraft, cells: Mapping[str, object], names: Mapping[str, str]) -> None:
    """Set the draft's fields from the cells of a row; ``names`` are their headings, for messages."""
    draft.set_title(cells.get("title"), names.get("title", "title"))
    draft.set_abstract(cells.get("abstract"), names.get("abstract", ""))
    draft.add_authors(cells.get("authors"), names.get("authors", "authors"))
    lists = {field: _split_cell(draft, cells.get(field), names.get(field, "")) for field in _LISTS}
    for kind in ID_CHECKS:
        draft.set_id(kind, cells.get(kind), names.get(kind, ""))
    for link in LINK_KINDS:
        draft.set_link(link, cells.get(link), names.get(link, ""))
    draft.set_line("venue", cells.get("venue"), names.get("venue", ""))
    draft.set_line("comment", cells.get("comment"), names.get("comment", ""))
    draft.set_lines("keywords", lists["keywords"], names.get("keywords", ""))
    draft.set_lines("categories", lists["categories"], names.get("categories", ""))
    draft.set_digest_day(draft.day(cells.get("date"), names.get("date", "")))
    draft.set_date("published", cells.get("published"), names.get("published", ""))
    draft.set_date("updated", cells.get("updated"), names.get("updated", ""))


def _split_cell(draft: PaperDraft, value: object, field: str) -> list[object]:
    """A cell as a list, split at bars where it has one, else at semicolons; in JSON it may be a list already."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|" if "|" in value else ";") if part.strip()]
    return draft.items(value, field)
