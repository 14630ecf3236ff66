"""RIS, an export format of reference managers: lines with a tag of two letters, two spaces, a dash and a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import rispy

from generator.errors import Problem
from generator.model import Parsed
from generator.sources.shared.citations import add_address, add_identifiers, add_venue
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.text.names import parse_name

SOURCE = "ris"
_START = re.compile(r"^[ \t]*TY  ?-", re.MULTILINE)
_END = re.compile(r"^[ \t]*ER  ?-.*$", re.MULTILINE)
_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9])  ?- ?", re.MULTILINE)
_TITLES = ("title", "primary_title", "translated_title", "custom3")
_VENUES = ("secondary_title", "alternate_title3", "journal_name", "alternate_title2", "alternate_title1")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """The text of a record and its offset; ``has_end`` where it has an end line (ER)."""

    at: int
    verbatim: str
    has_end: bool


def parse_ris(raw: bytes, *, name: str) -> Parsed:
    """The papers of a RIS file. Text between records is quarantined; a record without an end line is read."""
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    cursor = Cursor(text, file=name)
    for record in _records(text):
        place = cursor.place(record.at)
        if not _START.match(record.verbatim):
            fix = "begin each record with a line TY  - and end it with a line ER  -"
            collector.quarantine("bad-ris", "text outside of a record", place=place, verbatim=record.verbatim, fix=fix)
            continue
        if not record.has_end:
            found = "the record has no end line"
            fix = "end it with a line ER  -"
            collector.note(Problem(place=place, code="bad-ris", found=found, fix=fix, severity="warning"))
        collector.add(partial(_fill, fields=_fields(record.verbatim)), place=place, verbatim=record.verbatim)
    return collector.parsed()


def looks_like_ris(text: str) -> bool:
    """Whether a record begins in the first lines."""
    return bool(_START.search(text[:2000]))


def _records(text: str) -> Iterator[_Record]:
    at = 0
    for start in [*(found.start() for found in _START.finditer(text)), len(text)]:
        if start < at:
            continue
        yield from _outside(text, at, start)
        following = _START.search(text, start + 1)
        limit = following.start() if following else len(text)
        end = _END.search(text, start, limit)
        at = end.end() if end else limit
        record = text[start:at].strip("\n")
        if record.strip():
            yield _Record(
                at=start + len(text[start:at]) - len(text[start:at].lstrip("\n")),
                verbatim=record,
                has_end=end is not None,
            )


def _outside(text: str, start: int, end: int) -> Iterator[_Record]:
    between = text[start:end]
    if between.strip():
        blank = len(between) - len(between.lstrip())
        yield _Record(at=start + blank, verbatim=between.strip(), has_end=False)


def _fields(record: str) -> dict[str, Any]:
    """The fields of one record, by rispy's names.

    rispy needs exactly two spaces after a tag and an end line, which are added here.
    """
    lines = _TAG.sub(lambda tag: f"{tag[1]}  - ", record)
    lines = re.sub(r"^ER  - .*$", "", lines, flags=re.MULTILINE).rstrip() + "\nER  - \n"
    # rispy would split addresses at their semicolons.
    records = rispy.loads(lines, delimiter_tags_mapping={})
    return dict(records[0]) if records else {}


def _fill(draft: PaperDraft, fields: dict[str, Any]) -> None:
    draft.set_title(_first(fields, _TITLES), "TI")
    draft.set_abstract(_first(fields, ("abstract", "notes_abstract")), "AB")
    for index, name in enumerate([*fields.get("first_authors", ()), *fields.get("authors", ())]):
        draft.add_author(parse_name(name).display, f"AU[{index}]")
    draft.set_id("doi", fields.get("doi"), "DO")
    candidates = [
        (tag, fields.get(field, ""))
        for tag, field in (("AN", "accession_number"), ("M3", "type_of_work"), ("M1", "note"))
    ]
    add_identifiers(draft, [(tag, value) for tag, value in candidates if isinstance(value, str)])
    for url in fields.get("urls", ()):
        if url.strip():
            add_address(draft, url.strip(), "UR")
    draft.set_link("pdf", _address(fields.get("file_attachments1")), "L1")
    add_venue(draft, _first(fields, _VENUES), "T2")
    _add_date(draft, fields)
    draft.set_lines("keywords", fields.get("keywords", ()), "KW")
    draft.set_line("comment", " ".join(fields.get("notes", ())), "N1")


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((str(fields[name]) for name in names if fields.get(name)), "")


def _address(value: object) -> str:
    """The address of a file, where it is on the web and not on somebody's disk."""
    return value if isinstance(value, str) and value.startswith("http") else ""


def _add_date(draft: PaperDraft, fields: dict[str, Any]) -> None:
    """Set the date from the most complete of DA, PY and Y1: year, month, day and a remark, separated by slashes."""
    stated = [str(fields[name]) for name in ("date", "year", "publication_year") if fields.get(name)]
    if stated:
        fullest = max(stated, key=lambda text: (len(re.findall(r"\d+", text)), text))
        year, month, day = [*re.split(r"[/-]", fullest), "", ""][:3]
        draft.set_parts_of_date(year.strip(), month.strip(), day.strip(), "PY")
