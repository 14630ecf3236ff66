"""Tables: CSV, TSV, JSON lists and JSON lines, with one paper in each row or object.

The headings of ``shared/headings.py`` say which columns hold which fields; ``columns`` overrides it, as in
``{"title": "paper_title"}``. Headings are compared without case, spaces and punctuation. A JSON object with a ``key``
is a record that a digest exported.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from itertools import islice

from generator.errors import DigestifError, Place
from generator.model import Parsed
from generator.sources.digestif_export import fill_exported
from generator.sources.shared.author_rows import gather_authors
from generator.sources.shared.collector import Collector
from generator.sources.shared.csv_rows import CsvRow, delimiter_of, read_rows
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.headings import HEADINGS, Columns, Preset, find_preset, map_columns, normal_heading
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.json_items import JsonItem, first_item, gather_json, refuse_error_answer, walk_json
from generator.sources.shared.json_shapes import completed_from, flat_row, is_extra, rows_of_columns, unread_of_text
from generator.sources.shared.row import Cell, fill_row
from generator.sources.shared.translated_fields import GENERATED, fill_translations
from generator.sources.shared.values import read_day, short
from generator.text.lines import split_lines
from generator.text.markup.titles import without_catalogue_signs

SOURCE = "table"
_MAX_COLUMNS = 500
#: Objects that are looked at to tell a list of papers from another list.
_SAMPLE = 20
_MAX_NAMED = 40
#: Lines above the headings, such as a banner and a date of export, among which a message looks for the headings.
_MAX_LINES_ABOVE = 20
_NAME_FIELD = (
    "name the field that holds titles, as in --column title=headline, or keep a map of the fields in "
    "content/sources.yaml (digestif sources --help shows one)"
)
#: Databases and tools whose tables have family names first.
_FAMILY_FIRST = frozenset({"zotero", "scopus", "web-of-science"})


def parse_table(raw: bytes, *, name: str, columns: Columns | None = None, preset: Preset | None = None) -> Parsed:
    """The papers of a table. ``columns`` maps fields to headings, or to the names of JSON members.

    ``preset`` has the headings of a database or tool; without it, one of ``PRESETS`` may be recognised. Raises
    DigestifError where ``columns`` has an unknown field, or a heading that is not in the table.
    """
    collector = Collector(preset.name if preset and preset.is_source else SOURCE, name=name)
    text = collector.read(raw)
    columns = columns or {}
    _check_fields(columns)
    if text.lstrip()[:1] in ("[", "{"):
        _gather_objects(collector, text, columns, preset)
    elif text.lstrip().startswith("<"):
        found = f"this is a web page or XML, not a table: {short(' '.join(text.split()))}"
        collector.refuse("web-page", found, fix="export the list as CSV, JSON, RIS or BibTeX, or fetch the file again")
    elif text.strip():
        _gather_rows(collector, text, columns, preset)
    if preset is not None and preset.is_source:
        _note_missing_columns(collector, columns, preset)
    return collector.parsed()


def headings_of(text: str) -> tuple[str, ...]:
    """The headings of a table, or the names of the first JSON object's members; none for a text without lines."""
    text = text.lstrip()
    if text[:1] in ("[", "{"):
        item = first_item(text)
        return tuple(flat_row(item)) if isinstance(item, dict) else ()
    lines = text.split("\n", 2) if text else []
    at = 1 if lines and _is_delimiter_line(lines[0]) else 0
    return tuple(next(read_rows(lines, at, delimiter_of(lines[at]))).cells) if len(lines) > at else ()


def looks_like_table(text: str) -> bool:
    """Whether the first line has a heading for titles and another one, or the first JSON object has a title."""
    if text[:1] in ("[", "{"):
        item = first_item(text)
        return isinstance(item, dict) and _has_title(item, {}, None)
    lines = text.lstrip("\n").split("\n", 2)
    line = lines[1] if _is_delimiter_line(lines[0]) and len(lines) > 1 else lines[0]
    headings = next(read_rows([line], 0, delimiter_of(line))).cells
    named = map_columns(headings, {}, preset=find_preset(headings))
    return "title" in named and len(named) > 1


def _check_fields(columns: Columns) -> None:
    for field in columns:
        if field not in HEADINGS:
            close = get_close_matches(field, HEADINGS, n=1)
            suggestion = f"did you mean {close[0]}? " if close else ""
            raise DigestifError(
                f"columns: {field!r} is not a field of a table", fix=f"{suggestion}use one of {', '.join(HEADINGS)}"
            )


def _is_delimiter_line(line: str) -> bool:
    """Whether it is the line ``sep=;``, with which Excel names the delimiter."""
    return line.strip().strip('"').lower().startswith("sep=") and len(line.strip().strip('"')) <= len("sep=;")


def _gather_rows(collector: Collector, text: str, columns: Columns, preset: Preset | None) -> None:
    lines = split_lines(text, keep_ends=True)
    first = next(index for index, line in enumerate(lines) if line.strip())
    if _is_delimiter_line(lines[first]) and first + 1 < len(lines):
        first += 1
    rows = read_rows(lines, first, delimiter_of(lines[first]))
    heading = next(rows)
    preset = preset or find_preset(heading.cells)
    # A file from the quarantine repeats the headings for each of its rows.
    papers = [row for row in rows if row.cells != heading.cells and row.verbatim.strip()]
    gathered = None if "authors" in columns else gather_authors(heading.cells, papers)
    headings = gathered.headings if gathered else heading.cells
    places = map_columns(headings, columns, preset=preset)
    if "title" not in places:
        _refuse_headings(collector, lines, first, heading.cells, preset)
        return
    collector.note_fields(_filled(heading.cells, papers), read=gathered.read if gathered else ())
    papers = gathered.rows if gathered else papers
    if "date" in places and "date" not in columns and not _has_days(papers, places["date"]):
        places = {**places, "published": (*places.get("published", ()), *places["date"])}
        del places["date"]
    used: set[str] = set()
    is_turned = _has_family_first(papers, places.get("authors", ()), preset)
    for row in papers:
        place = Place(file=collector.name, line=row.line, column=1)
        verbatim = heading.verbatim.rstrip("\n") + "\n" + row.verbatim
        if row.fault:
            collector.quarantine("bad-row", row.fault, place=place, verbatim=verbatim, fix=row.fix)
        else:
            fill = partial(_fill_cells, values=row.cells, headings=headings, places=places, preset=preset)
            collector.add(
                partial(_fill_row, fill=partial(fill, family_first=is_turned), used=used),
                place=place,
                verbatim=verbatim,
            )
    collector.note_fields(dict.fromkeys((name for name in heading.cells if name in used), 0), read=used)


def _fill_row(draft: PaperDraft, *, fill: Callable[[PaperDraft], frozenset[str]], used: set[str]) -> None:
    """Set the draft's fields, and add the headings of the cells that count to those of the other rows."""
    used |= fill(draft)


def _filled(headings: Sequence[str], rows: Iterable[CsvRow]) -> dict[str, int]:
    """The number of cells under each heading that are not empty; of columns with one heading, the first is read."""
    names = [
        f"{heading}[{earlier}]" if (earlier := headings[:index].count(heading)) else heading
        for index, heading in enumerate(headings)
    ]
    counts = dict.fromkeys(names, 0)
    for row in rows:
        if not row.fault:
            for name, cell in zip(names, row.cells, strict=True):
                counts[name] += bool(cell)
    return counts


def _has_days(rows: Iterable[CsvRow], indexes: Sequence[int]) -> bool:
    """Whether a column holds days only, so that it can be that of digests; otherwise it is the date of publication."""
    texts = [row.cells[index].strip() for row in rows if not row.fault for index in indexes]
    return all(read_day(text) is not None for text in texts if text)


def _has_family_first(rows: Iterable[CsvRow], indexes: Sequence[int], preset: Preset | None) -> bool:
    """Whether the table has family names first: a list of it is "Example, Ada; Sample, Bo", or its database does."""
    if preset is not None and preset.name in _FAMILY_FIRST:
        return True
    lists = [row.cells[index].split(";") for row in rows if not row.fault for index in indexes]
    stated = [names for names in lists if len(names) > 1]
    if not any(all(name.count(",") == 1 for name in names) for names in stated):
        return False
    # "Ada Example, Bo Sample" in another row shows that commas separate people, too.
    pairs = [names[0].split(",") for names in lists if len(names) == 1 and names[0].count(",") == 1]
    return not any(len(first.split()) > 1 and len(second.split()) > 1 for first, second in pairs)


def _refuse_headings(
    collector: Collector, lines: Sequence[str], at: int, headings: Sequence[str], preset: Preset | None
) -> None:
    """Say that no column holds titles: the headings are in a later line, or have other names."""
    found = f"no column holds titles: the first line has the headings {_listed(headings)}"
    later = _later_headings(lines, at + 1, preset)
    if later is None:
        collector.refuse("no-headings", found, fix=_name_titles(headings))
        return
    above = "line 1" if later.line == 2 else f"lines 1 to {later.line - 1}"
    fix = f"delete {above}: the headings seem to be in line {later.line}, {_listed(later.cells)}"
    collector.refuse("no-headings", found, fix=fix)


def _later_headings(lines: Sequence[str], at: int, preset: Preset | None) -> CsvRow | None:
    """The first of the lines from ``at`` on that has a heading for titles and one for another field."""
    for index in range(at, min(len(lines), at + _MAX_LINES_ABOVE)):
        row = next(read_rows(lines[index : index + 1], 0, delimiter_of(lines[index])), None)
        if row is None or row.fault:
            continue
        named = map_columns(row.cells, {}, preset=preset or find_preset(row.cells))
        if "title" in named and len(named) > 1:
            return replace(row, line=index + 1)
    return None


def _listed(headings: Sequence[str]) -> str:
    shown = ", ".join(short(heading) for heading in headings[:_MAX_NAMED])
    return f"{shown} and {len(headings) - _MAX_NAMED:,} more" if len(headings) > _MAX_NAMED else shown


def _name_titles(headings: Sequence[str]) -> str:
    """How to name the column of titles; the heading that looks most like one is the example."""
    words = ("title", "name", "")
    filled = [heading for heading in headings if heading.strip()]
    likely = next((heading for word in words for heading in filled if word in heading.lower()), "Paper Title")
    return (
        "if these are not the headings, delete the lines above the headings; else name the column, as in "
        f'--column title="{likely}", or keep a map of the columns in content/sources.yaml '
        "(digestif sources --help shows one)"
    )


def _gather_objects(collector: Collector, text: str, columns: Columns, preset: Preset | None) -> None:
    items = list(islice(walk_json(text, file=collector.name), _SAMPLE))
    read = [item for item in items if isinstance(item, JsonItem)]
    if len(read) == len(items) == 1 and (by_columns := rows_of_columns(read[0].value)):
        _gather_objects(collector, json.dumps(by_columns, ensure_ascii=False), columns, preset)
        return
    objects = [item.value for item in read if isinstance(item.value, dict) and item.value]
    if objects and not any(_has_title(value, columns, preset) for value in objects):
        is_single = len(items) == 1 and not read[0].path
        if is_single and refuse_error_answer(collector, objects[0]):
            return
        names = list(dict.fromkeys(str(name) for value in objects for name in value))[:_MAX_NAMED]
        found = f"no list of papers found; the file has the fields {', '.join(map(short, names))}"
        collector.refuse("no-papers", found, fix=_NAME_FIELD)
        if is_single:
            return
    gather_json(collector, text, partial(_fill_object, columns=columns, preset=preset), is_extra=is_extra)


def _has_title(value: dict[str, object], columns: Columns, preset: Preset | None) -> bool:
    if isinstance(value.get("key"), str) and "title" in value:
        return True
    headings = [heading for heading, held in flat_row(value).items() if held][:_MAX_COLUMNS]
    return "title" in map_columns(headings, _present(columns, headings), preset=preset)


def _present(columns: Columns, headings: Sequence[str]) -> dict[str, str]:
    """The columns that an object has: JSON leaves out empty members, so that a missing one is not a mistake."""
    plain = {heading.replace("_", "").replace(" ", "").lower() for heading in headings}
    return {field: name for field, name in columns.items() if name.replace("_", "").replace(" ", "").lower() in plain}


def _fill_object(draft: PaperDraft, value: object, columns: Columns, preset: Preset | None) -> None:
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not a paper", fix="expected an object with the paper's fields")
    flat = flat_row(value)
    if isinstance(flat.get("key"), str) and not columns:
        fill_exported(draft, value)
        return
    headings = list(flat)[:_MAX_COLUMNS]
    preset = preset or find_preset([*headings, *map(str, value)])
    places = map_columns(headings, _present(columns, headings), preset=preset)
    read = _fill_cells(draft, [flat[heading] for heading in headings], headings, places, preset)
    members = completed_from(value)
    people = {headings[index] for field in ("authors", "groups") for index in places.get(field, ())}
    for heading in headings:
        if heading in read and heading not in {*people, *members.values(), GENERATED}:
            draft.note_unread(heading, unread_of_text(flat[heading]))
    filled = (members.get(heading, heading) for heading in headings if flat[heading] not in (None, "", [], {}))
    draft.note_fields(dict.fromkeys(filled), read={members.get(name, name) for name in read})


def _fill_cells(
    draft: PaperDraft,
    values: Sequence[object],
    headings: Sequence[str],
    places: Mapping[str, Sequence[int]],
    preset: Preset | None,
    family_first: bool = False,
) -> frozenset[str]:
    """Set the draft's fields from a row's values; what the row lacks comes from the preset.

    Returns the headings of the values that count.
    """
    separators = preset.separators if preset else {}
    if preset is not None and preset.name == "pubmed":
        titles = places.get("title", ())
        values = [
            without_catalogue_signs(value) if index in titles and isinstance(value, str) else value
            for index, value in enumerate(values)
        ]
    if preset is not None and preset.is_source:
        draft.set_line("venue", preset.venue, "venue")
        draft.set_digest_day(preset.day)
    used = fill_row(
        draft,
        {
            field: [
                Cell(value=_split(values[index], separators.get(field, "")), heading=headings[index])
                for index in indexes
            ]
            for field, indexes in places.items()
        },
        family_first=family_first,
    )
    return used | fill_translations(draft, headings, values, file=draft.place.file)


def _split(value: object, separator: str) -> object:
    """The items of a text that a separator holds apart; without one, the value itself."""
    if not separator or not isinstance(value, str):
        return value
    return [part for each in value.split(separator) if (part := each.strip())]


def _note_missing_columns(collector: Collector, columns: Columns, preset: Preset) -> None:
    """Warn about fields of a curator's source whose columns the file lacks: the export may have changed."""
    present = {normal_heading(heading) for heading in collector.fields}
    usual = map_columns(collector.fields, {}, preset=preset)
    for field, headings in preset.headings.items() if present else ():
        if field in columns or present.intersection(map(normal_heading, headings)):
            continue
        named = " or ".join(short(heading) for heading in headings)
        read = " and ".join(short(collector.fields[index]) for index in usual.get(field, ()))
        outcome = f"was read from {read} instead" if read else "is empty"
        found = f"the table has no column {named}, so the field {field} {outcome}"
        fix = f"if the heading has changed, correct {preset.name}.columns.{field} in content/sources.yaml"
        collector.refuse("no-column", found, fix=fix, severity="warning")
