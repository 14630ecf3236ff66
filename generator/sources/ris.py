"""RIS, an export format of reference managers: lines with a tag of two letters, two spaces, a dash and a value.

A reader of our own: the rispy library keeps one value of a tag that is repeated, takes a wrapped line that looks like a
tag for one, and loses the paragraphs of abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from generator.errors import Problem
from generator.kinds import INSTITUTIONAL
from generator.model import PaperKind, Parsed
from generator.sources.shared.citations import add_addresses, add_identifiers, add_note, add_venue
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.kinds import page_range
from generator.sources.shared.read_fields import ReadFields
from generator.text.dates import read_date
from generator.text.markup.html import read_html

SOURCE = "ris"
_START = re.compile(r"^[ \t]*TY  ?-", re.MULTILINE)
_END = re.compile(r"^[ \t]*ER  ?-.*$", re.MULTILINE)
_LOOSE_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9])  ?- ?(.*)$")
_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9])  - ?(.*)$")
_STRICT_START = re.compile(r"^[ \t]*TY  -", re.MULTILINE)
_LOST_FIELD = re.compile(r"^[ \t]*(?!EF)[A-Z][A-Z0-9]  - ?\S", re.MULTILINE)
# The tags of the specification, and those of Ovid, PubMed, Scopus and Web of Science.
_KNOWN_TAGS = """
    TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CL CN CP CT CY DA DB DI DO DP ED EP ET ER H1 H2 ID
    IP IS J1 J2 JA JF JN JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NO NV OP PB PM PP PT PY RD RI RN RP SE SF SL
    SN SO SP SR ST SV T1 T2 T3 TA TI TT U1 U2 U3 U4 U5 UR VL VO WP WT WV Y1 Y2 YR
"""
_KNOWN = frozenset(_KNOWN_TAGS.split())
_LONG_TEXTS = frozenset({"AB", "N2", "N1", "RN", "TI", "T1"})
_TITLES = ("TI", "T1", "TT", "CT")
_VENUES = ("T2", "BT", "JF", "JO", "JN", "JA", "J2", "J1", "C3", "SO", "T3")
# What databases write for a kind; Zotero and EndNote write CONF for papers, and UNPB for preprints.
_KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {
        **dict.fromkeys(("JOUR", "EJOUR", "JFULL", "MGZN", "NEWS", "ABST", "INPR"), "article"),
        **dict.fromkeys(("CONF", "CPAPER"), "conference"),
        **dict.fromkeys(("CHAP", "ECHAP", "ENCYC", "DICT"), "chapter"),
        **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "CLSWK"), "book"),
        **dict.fromkeys(("RPRT", "STAND", "GOVDOC"), "report"),
        **dict.fromkeys(("DATA", "AGGR", "DBASE"), "dataset"),
        "THES": "thesis",
        "UNPB": "preprint",
        "COMP": "software",
    }
)
_SERIAL_NUMBER = re.compile(r"97[89][\d-]{10,}|\d{4}-\d{3}[\dXx]")
_VENUE_TAGS: Mapping[PaperKind, tuple[str, ...]] = MappingProxyType(
    {"thesis": ("PB", *_VENUES), "report": ("PB", *_VENUES), "book": ("T2", "T3")}
)
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """The text of a record and its offset; ``has_end`` where it has an end line (ER)."""

    at: int
    verbatim: str
    has_end: bool


def parse_ris(raw: bytes, *, name: str) -> Parsed:
    """The papers of a RIS file. A record without an end line is read.

    Numbers, headings and links between records, as databases print them, are one suggestion; text with tags is
    quarantined.
    """
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    cursor = Cursor(text, file=name)
    # Where the file writes its tags as the specification says, anything else that looks like a tag is text.
    is_strict = len(_STRICT_START.findall(text)) == len(_START.findall(text))
    tag = _TAG if is_strict else _LOOSE_TAG
    is_told = False
    for record in _records(text):
        place = cursor.place(record.at)
        if not _START.match(record.verbatim):
            if _LOST_FIELD.search(record.verbatim) or not _START.search(text):
                fix = "begin each record with a line TY  - and end it with a line ER  -"
                found = "text outside of a record"
                collector.quarantine("bad-ris", found, place=place, verbatim=record.verbatim, fix=fix)
            elif not is_told:
                is_told = True
                found = "text between records was left out"
                fix = "nothing to do, unless it should be a record: begin that with a line TY  -"
                collector.note(Problem(place=place, code="outside", found=found, fix=fix, severity="suggestion"))
            continue
        if not record.has_end:
            found = "the record has no end line"
            fix = "end it with a line ER  -"
            collector.note(Problem(place=place, code="bad-ris", found=found, fix=fix, severity="warning"))
        collector.add(partial(_fill, stated=_fields(record.verbatim, tag)), place=place, verbatim=record.verbatim)
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
    if re.sub(r"^[ \t]*EF  ?-.*$", "", between, flags=re.MULTILINE).strip():
        blank = len(between) - len(between.lstrip())
        yield _Record(at=start + blank, verbatim=between.strip(), has_end=False)


def _fields(record: str, tag: re.Pattern[str]) -> dict[str, list[str]]:
    """The values of each tag in their order; lines without a tag belong to the value before them."""
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    last = ""
    for line in record.split("\n"):
        found = tag.match(line)
        if found is None or _is_wrapped(found, last):
            if values:
                values[-1] = f"{values[-1]}\n{line.strip()}"
            continue
        last = found[1]
        values = fields.setdefault(last, [])
        values.append(found[2].strip())
    return {name: [value for each in stated if (value := each.strip())] for name, stated in fields.items()}


def _is_wrapped(tag: re.Match[str], last: str) -> bool:
    """Whether a line of a long text only looks like a tag, as in ``AI  - based methods``."""
    return last in _LONG_TEXTS and tag[1] not in _KNOWN and tag[2][:1].islower()


def _fill(draft: PaperDraft, stated: Fields) -> None:
    fields = ReadFields(stated)
    title = _first(fields, _TITLES)
    draft.set_title(read_html(title or _first(fields, ("BT", "ST"))), "TI")
    draft.set_abstract(read_html(_first(fields, ("AB", "N2"))), "AB")
    first, others = fields.get("A1", ()), fields.get("AU", ())  # some databases write the same names under both tags
    names = [*first, *(name for name in others if name not in first)]
    draft.add_authors([" ".join(name.split()) for name in names], "AU", family_first=True)
    for tag in ("DO", "DI"):
        for value in fields.get(tag, ())[:1]:
            draft.set_id("doi", value, tag)
    held = [(tag, value) for tag in ("AN", "M3", "M1", "L3", "C7") for value in fields.peek(tag) or ()]
    fields.read |= add_identifiers(draft, held)
    _add_links(draft, fields)
    _add_publication(draft, fields, has_title=bool(title))
    _add_date(draft, fields)
    keywords = [word for value in (*fields.get("KW", ()), *fields.get("K1", ())) for word in _keywords(value)]
    draft.set_lines("keywords", keywords, "KW")
    add_note(draft, read_html("\n".join(fields.get("N1", ()))), "N1")
    for tag in (*_TITLES, "AB", "N2"):
        draft.note_repeated(tag, stated.get(tag, ()) if tag in fields.read else ())
    draft.note_fields((tag for tag in stated if tag not in ("TY", "ER")), read=fields.read)


def _add_links(draft: PaperDraft, fields: Fields) -> None:
    for tag in ("UR", "LK", "L2"):
        for value in fields.get(tag, ()):
            # An address that is wrapped goes on in the next line; several addresses begin with their scheme.
            add_addresses(draft, re.sub(r"\n(?!https?:|www\.|//)", "", value), tag)
    for value in fields.get("L1", ()):
        # Files on somebody's disk are no links.
        if value.startswith("http"):
            draft.set_link("pdf", value.split()[0], "L1")


def _add_publication(draft: PaperDraft, fields: ReadFields[Sequence[str]], *, has_title: bool) -> None:
    """Set kind, venue and publication; BT is the title of the book itself where there is no other title."""
    kind = _KINDS.get(_first(fields, ("TY",)).upper())
    draft.set_kind(kind)
    stated = _VENUE_TAGS.get(kind, _VENUES) if kind else _VENUES
    tags = stated if has_title else tuple(tag for tag in stated if tag != "BT")
    add_venue(draft, read_html(_first(fields, tags)), "T2")
    draft.set_publication("volume", _first(fields, ("VL",)), "VL")
    if kind == "report" and not _SERIAL_NUMBER.match(next(iter(fields.peek("SN") or ()), "")):
        draft.set_publication("number", _first(fields, ("SN",)), "SN")
    draft.set_publication("number", _first(fields, ("IS",)), "IS")
    if kind not in ("book", "thesis"):  # of these, SP is how many pages there are
        draft.set_publication("pages", page_range(_first(fields, ("SP",)), _first(fields, ("EP",))), "SP")
    if kind in INSTITUTIONAL:
        draft.set_publication("genre", _first(fields, ("M3",)), "M3")
    else:
        draft.set_publication("publisher", read_html(_first(fields, ("PB",))), "PB")


def _keywords(value: str) -> list[str]:
    """The keywords of one line or of wrapped lines, split at semicolons only: names of subjects have commas."""
    words = [word for line in value.split("\n") for word in read_html(line).split(";")]
    return [word.strip() for word in words if word.strip()]


def _first(fields: Fields, tags: tuple[str, ...]) -> str:
    return next((fields[tag][0] for tag in tags if fields.get(tag)), "")


def _add_date(draft: PaperDraft, fields: Fields) -> None:
    """Set the date from PY, else Y1, and from DA, which may lack the year, as in ``MAY 17``."""
    year, day = _first(fields, ("PY", "Y1")), _first(fields, ("DA",))
    draft.set_date("published", year, "PY")
    if day and read_date(day).value is None:
        day = f"{read_date(year).value or ''} {day}"
    draft.set_date("published", day, "DA")
