"""A row of a table, or a flat JSON object, as the fields of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from generator.ids import ID_CHECKS
from generator.kinds import INSTITUTIONAL
from generator.sources.shared.citations import add_addresses, add_identifiers, add_note, add_venue
from generator.sources.shared.draft import LINK_KINDS, PaperDraft, PublicationPart
from generator.sources.shared.json_shapes import author_entries, text_of, unread_of_authors
from generator.sources.shared.kinds import named_kind, page_range
from generator.sources.shared.python_repr import read_written_list
from generator.sources.shared.values import is_placeholder, read_day
from generator.text.markup.html import read_html, read_html_line

#: What pandas, databases and people write where there is no value.
_EMPTY = frozenset({"nan", "none", "nat", "null", "n/a", "<na>", "[]", "{}", "-", "--", "undefined"})
_CATEGORY = re.compile(r"[a-z][a-z-]*(?:\.[A-Za-z][A-Za-z-]*)?")

_CITATION = re.compile(r"[^;]{3,200}?\. (\d{4}(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)[;:.]")


# Fields of which the first filled cell counts and the others say something else. The others of authors and venues are
# the same names in another form.
_ONE_CELL = frozenset({"title", "abstract", "comment", "keywords", "categories", "date"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A value and the heading of its column, for messages."""

    value: object
    heading: str


Row = Mapping[str, Sequence[Cell]]


def fill_row(draft: PaperDraft, row: Row, *, family_first: bool = False) -> frozenset[str]:
    """Set the draft's fields from a row: for each field the cells that can hold it, the one that counts most first.

    Returns the headings of the cells that count.
    """
    title = next(iter(_filled(row, "title") or row.get("title", ())), Cell(value=None, heading="title"))
    draft.set_title(_line(text_of(title.value)), title.heading)
    for cell in _filled(row, "abstract"):
        text = text_of(cell.value)
        draft.set_abstract(read_html(text) if isinstance(text, str) else text, cell.heading)
        break
    for cell in _filled(row, "authors"):
        draft.add_authors(_authors(draft, cell), cell.heading, family_first=family_first)
        break
    for cell in _filled(row, "groups"):
        draft.add_authors(_authors(draft, cell), cell.heading, family_first=True)
    _fill_ids_and_links(draft, row)
    for cell in _filled(row, "venue"):
        add_venue(draft, str(_line(text_of(cell.value)) or ""), cell.heading)
        break
    unused = _fill_publication(draft, row)
    for cell in _filled(row, "comment"):
        text = text_of(cell.value)
        add_note(draft, read_html(text), cell.heading) if isinstance(text, str) else None
        break
    for cell in _filled(row, "status"):
        draft.set_status(text_of(cell.value), cell.heading)
    for cell in _filled(row, "keywords"):
        draft.set_lines("keywords", split_cell(draft, cell), cell.heading)
        break
    for cell in _filled(row, "categories"):
        draft.set_lines("categories", _split_categories(split_cell(draft, cell)), cell.heading)
        break
    _fill_dates(draft, row)
    return _used(row) - unused


def _used(row: Row) -> frozenset[str]:
    """The headings of the cells that count, and of those that say the same."""
    used = {cell.heading for field in row if field not in _ONE_CELL for cell in row[field] if not _is_elsewhere(cell)}
    for cells in (_filled(row, field) for field in _ONE_CELL):
        used |= {cell.heading for cell in cells if cell.value == cells[0].value}
    return frozenset(used)


def _fill_publication(draft: PaperDraft, row: Row) -> frozenset[str]:
    """Set kind, volume, issue, pages and publisher; returns the headings of the cells that say nothing of the kind."""
    unused = {cell.heading for cell in row.get("kind", ())}
    kind = None
    for cell in _filled(row, "kind"):
        values = cell.value if isinstance(cell.value, list) else [text_of(cell.value)]
        kind = named_kind(word for text in values if isinstance(text, str) for word in re.split("[;,|]", text))
        if kind is not None:
            draft.set_kind(kind)
            unused.remove(cell.heading)
            break
    for part in get_args(PublicationPart):
        for cell in _filled(row, part) if part != "genre" or kind in INSTITUTIONAL else ():
            draft.set_publication(part, _line(text_of(cell.value)), cell.heading)
    first, last = (
        next((str(text_of(cell.value) or "") for cell in _filled(row, name)), "")
        for name in ("first page", "last page")
    )
    draft.set_publication("pages", page_range(first, last), "pages")
    return frozenset(unused if kind in INSTITUTIONAL else unused | {cell.heading for cell in row.get("genre", ())})


def split_cell(draft: PaperDraft, cell: Cell) -> list[object]:
    """A cell as a list: as JSON or Python wrote it, else split at bars, semicolons or commas, the first that occurs."""
    value = cell.value
    if isinstance(value, str):
        written = read_written_list(value)
        if written is None:
            text = read_html(value)
            sign = next((sign for sign in "|;,\n" if sign in text), ";")
            return [part.strip() for part in text.split(sign) if part.strip()]
        value = written
    return [text_of(each) for each in draft.items([value] if isinstance(value, dict) else value, cell.heading)]


def _authors(draft: PaperDraft, cell: Cell) -> object:
    """The authors without the numbers that Scopus gives people, and with BibTeX's "and" on one line."""
    value = cell.value
    written = read_written_list(value) if isinstance(value, str) else value
    draft.note_unread(cell.heading, unread_of_authors(written))
    if written is not None and not isinstance(written, str):
        return author_entries(written)
    return re.sub(r"\s+and\s+", " and ", re.sub(r"\s*\(\d{6,}\)", "", str(value)))


def _filled(row: Row, field: str) -> list[Cell]:
    return [cell for cell in row.get(field, ()) if not _is_empty(cell.value)]


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip() or value.strip().lower() in _EMPTY or is_placeholder(value)
    # JSON of pandas has NaN, which is not equal to itself.
    return value is None or value in ([], {}) or value != value


def _line(value: object) -> object:
    return read_html_line(value) if isinstance(value, str) else value


def _fill_ids_and_links(draft: PaperDraft, row: Row) -> None:
    for kind in ID_CHECKS:
        for cell in _filled(row, kind):
            draft.set_id(kind, text_of(cell.value), cell.heading)
            break
    for cell in _filled(row, "page"):
        text = text_of(cell.value)
        if isinstance(text, str) and not _is_elsewhere(cell):
            add_addresses(draft, text, cell.heading)
    for link in LINK_KINDS[1:]:
        for cell in _filled(row, link):
            draft.set_link(link, text_of(cell.value), cell.heading)
            if link != "pdf":  # a PDF on arXiv becomes an identifier, and the next one is the paper's link
                break
    add_identifiers(
        draft, [(cell.heading, str(cell.value)) for cell in _filled(row, "pdf") if isinstance(cell.value, str)]
    )


def _is_elsewhere(cell: Cell) -> bool:
    """Whether the cell leads nowhere: a path within a conference's site, or the address where a meeting was."""
    text = cell.value if isinstance(cell.value, str) else ""
    is_path = text.startswith("/") and not text.startswith("//") and cell.heading.lower().endswith("url")
    return is_path or (cell.heading.lower() == "address" and "://" not in text)


def _split_categories(words: list[object]) -> list[object]:
    """Categories of arXiv are also separated by blanks, as in ``cs.RO stat.ML``."""
    if len(words) == 1 and isinstance(words[0], str):
        parts = words[0].split()
        if all(_CATEGORY.fullmatch(part) for part in parts) and any("." in part or "-" in part for part in parts):
            return list(parts)
    return words


def _cited_date(text: str) -> str:
    """The date in PubMed's citation, as in ``Nat Med. 2019 May 3;25(5):1-9.``; other texts as they are."""
    found = _CITATION.match(text)
    return found[1] if found else text


def _fill_dates(draft: PaperDraft, row: Row) -> None:
    """Set the dates; a year and a part without a year, as in ``MAY 17``, are read together."""
    stated = [(_cited_date(str(text_of(cell.value) or "")), cell.heading) for cell in _filled(row, "published")]
    year = next((text for text, _ in stated if re.fullmatch(r"\s*[0-9]{4}(?:\.0)?\s*", text)), "").removesuffix(".0")
    for cell in _filled(row, "month") if year else ():
        draft.set_parts_of_date(year, text_of(cell.value), "", cell.heading)
    for text, heading in stated:
        is_without_year = year and not re.search(r"[0-9]{4}", text)
        draft.set_date("published", f"{year} {text}" if is_without_year else text.removesuffix(".0"), heading)
    for cell in _filled(row, "updated"):
        draft.set_date("updated", text_of(cell.value), cell.heading)
    for cell in _filled(row, "date"):
        stated_day = text_of(cell.value)
        if isinstance(stated_day, str) and read_day(stated_day) is None:
            draft.set_date("published", stated_day, cell.heading)
        else:
            draft.set_digest_day(draft.day(stated_day, cell.heading))
        break
