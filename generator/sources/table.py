"""Tables: CSV, TSV and JSON lines, one paper a row, by a map of columns.

Headings are compared without case, blanks and signs. ``HEADINGS`` is the default map; ``columns`` overrules it,
as in ``{"title": "paper_title"}``.
Lists (authors, keywords, categories) are parted by ``|`` or ``;``,
authors also by commas.
A line of JSON with a ``key`` is a record that a digest exported, and is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import partial

from generator.errors import DigestifError, Place
from generator.model import Parsed
from generator.sources.digestif_export import fill_exported
from generator.sources.shared.collector import Collector
from generator.sources.shared.csv_rows import delimiter_of, read_rows
from generator.sources.shared.draft import ID_KINDS, LINK_KINDS, PaperDraft, Unreadable
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.values import short
from generator.text.lines import split_lines
from generator.text.names import parse_name

SOURCE = "table"

#: Each field with the headings under which tables have it, the field's own name first.
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
_LISTS = ("authors", "keywords", "categories")
_MAX_COLUMNS = 500
Columns = Mapping[str, str]


def parse_table(raw: bytes, *, name: str, columns: Columns | None = None) -> Parsed:
    """A table of papers. ``columns`` says which heading (or JSON field) holds a field, for those that it names.

    Raises DigestifError where ``columns`` names a field that there is not, or a heading that the table has not.
    """
    harvest = Collector(SOURCE, name=name)
    text = harvest.read(raw)
    _check_fields(columns or {})
    if text[:1] in ("[", "{"):
        gather_json(harvest, text, partial(_fill_object, columns=columns or {}))
    elif text.strip():
        _gather_rows(harvest, text, columns or {})
    return harvest.parsed()


def looks_like_table(text: str) -> bool:
    """Whether the first line has a heading for titles and another, or the first JSON item has a title and a key."""
    if text[:1] in ("[", "{"):
        item = first_item(text)
        return isinstance(item, dict) and "title" in {_folded(str(name)) for name in item}
    line = text.lstrip("\n").partition("\n")[0]
    named = _map_columns(next(read_rows([line], 0, delimiter_of(line))).cells, {})
    return "title" in named and len(named) > 1


def _check_fields(columns: Columns) -> None:
    for field in columns:
        if field not in HEADINGS:
            close = get_close_matches(field, HEADINGS, n=1)
            meant = f"did you mean {close[0]}? " if close else ""
            raise DigestifError(
                f"columns: {field!r} is no field of a table", fix=f"{meant}known are {', '.join(HEADINGS)}"
            )


def _map_columns(headings: Sequence[str], columns: Columns) -> dict[str, int]:
    """Which column holds each field. Raises DigestifError for a heading of ``columns`` that is not there."""
    places: dict[str, int] = {}
    for index, heading in reversed(list(enumerate(headings))):
        places[_folded(heading)] = index
    found: dict[str, int] = {}
    for field, usual in HEADINGS.items():
        if field in columns:
            if _folded(columns[field]) not in places:
                fix = f"its headings are {', '.join(map(short, headings[:40]))}"
                raise DigestifError(f"columns: no heading {short(columns[field])} in the table, for {field}", fix=fix)
            found[field] = places[_folded(columns[field])]
            continue
        known = next((places[_folded(heading)] for heading in usual if _folded(heading) in places), None)
        if known is not None:
            found[field] = known
    taken = {found[field] for field in columns}
    return {field: index for field, index in found.items() if field in columns or index not in taken}


def _folded(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).lower()


def _gather_rows(harvest: Collector, text: str, columns: Columns) -> None:
    lines = split_lines(text, keep_ends=True)
    first = next(index for index, line in enumerate(lines) if line.strip())
    rows = read_rows(lines, first, delimiter_of(lines[first]))
    heading = next(rows)
    places = _map_columns(heading.cells, columns)
    if "title" not in places:
        fix = "expected a first line with a heading title, or a map of columns that names one, as in title=paper_title"
        harvest.refuse("no-headings", "no column holds titles", fix=fix)
        return
    names = {field: heading.cells[index] for field, index in places.items()}
    for row in rows:
        # A quarantine of several rows repeats the headings with each.
        if row.cells == heading.cells or not row.verbatim.strip():
            continue
        place = Place(file=harvest.name, line=row.line, column=1)
        verbatim = heading.verbatim.rstrip("\n") + "\n" + row.verbatim
        if row.fault:
            harvest.quarantine("bad-row", row.fault, place=place, verbatim=verbatim, fix=row.fix)
        else:
            cells = {field: row.cells[index] for field, index in places.items()}
            harvest.add(partial(_fill, cells=cells, names=names), place=place, verbatim=verbatim)


def _fill_object(draft: PaperDraft, value: object, columns: Columns) -> None:
    if not isinstance(value, dict):
        raise Unreadable("no-item", f"{short(value)} is not a paper", fix="expected an object with the paper's fields")
    if isinstance(value.get("key"), str) and not columns:
        fill_exported(draft, value)
        return
    flat = _flattened(value)
    headings = list(flat)[:_MAX_COLUMNS]
    # JSON leaves out what is empty, so a field that is not there is no mistake in the map.
    there = {_folded(heading) for heading in headings}
    places = _map_columns(headings, {field: said for field, said in columns.items() if _folded(said) in there})
    cells = {field: flat[headings[index]] for field, index in places.items()}
    _fill(draft, cells=cells, names={field: headings[index] for field, index in places.items()})


def _flattened(value: Mapping[str, object]) -> dict[str, object]:
    """The object's fields, with those of ``ids`` and ``links`` beside them."""
    flat = {str(name): field for name, field in value.items()}
    for name in ("ids", "links"):
        inner = flat.get(name)
        if isinstance(inner, dict):
            flat = {str(key): field for key, field in inner.items()} | flat
    return flat


def _fill(draft: PaperDraft, cells: Mapping[str, object], names: Mapping[str, str]) -> None:
    """Put a row into the draft; ``names`` are its fields' own headings, for messages."""
    draft.set_title(cells.get("title"), names.get("title", "title"))
    draft.set_abstract(cells.get("abstract"), names.get("abstract", ""))
    lists = {field: _listed(draft, cells.get(field), names.get(field, "")) for field in _LISTS}
    for index, author in enumerate(_given_first(lists["authors"])):
        _add_author(draft, author, f"{names['authors']}[{index}]")
    for kind in ID_KINDS:
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


def _listed(draft: PaperDraft, value: object, field: str) -> list[object]:
    """A list out of a cell: at bars where it has one, else at semicolons; JSON may give a list already."""
    if isinstance(value, str):
        return [part.strip() for part in value.split("|" if "|" in value else ";") if part.strip()]
    return draft.items(value, field)


def _given_first(authors: list[object]) -> list[object]:
    """Names parted by commas as a list; names of which every one has a comma begin with the family name."""
    if len(authors) == 1 and isinstance(authors[0], str):
        names = [name.strip() for name in authors[0].split(",")]
        if all(" " in name for name in names):
            return list(names)
    if all(isinstance(author, str) and author.count(",") == 1 for author in authors):
        return [parse_name(str(author)).display for author in authors]
    return authors


def _add_author(draft: PaperDraft, author: object, field: str) -> None:
    if isinstance(author, dict):
        name = author.get("name")
        draft.add_author(name, f"{field}.name", orcid=author.get("orcid"), affiliation=author.get("affiliation"))
    else:
        draft.add_author(author, field)
