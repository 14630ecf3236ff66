"""The text formats of PubMed (``PMID- 30000001``) and of Web of Science (``PT J``): a tag, its value, wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from generator.model import Parsed
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.headings import PRESETS
from generator.sources.shared.row import Cell, fill_row
from generator.sources.table import parse_table
from generator.text.markup.titles import without_catalogue_signs

_PUBMED_TAG = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
_WOS_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|$)")
# Tags of groups that are authors beside people.
_GROUPS = ("CN", "CA")
_PUBMED_START = re.compile(r"(?:^|\n)PMID- ?\d+", re.ASCII)
_WOS_START = re.compile(r"^FN [^\n]*\n+VR |^PT [A-Z]\n(?:[A-Z][A-Z0-9] |   )")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Format:
    """A format: its first tag of a record, and the tags that hold each field, the one that counts most first."""

    source: str
    first: str
    tag: re.Pattern[str]
    tags: Mapping[str, tuple[str, ...]]
    #: Tags that can be repeated, or that have one item in each line.
    lists: frozenset[str]
    #: Tags of the file or of the end of a record.
    frame: frozenset[str] = frozenset()


_PUBMED = _Format(
    source="pubmed",
    first="PMID",
    tag=_PUBMED_TAG,
    tags=MappingProxyType(
        {
            "title": ("TI", "BTI", "TT"),
            "authors": ("FAU", "AU", "CN"),
            "abstract": ("AB", "OAB"),
            "venue": ("JT", "TA", "BTI"),
            "kind": ("PT",),
            "volume": ("VI",),
            "number": ("IP",),
            "pages": ("PG",),
            "publisher": ("PB",),
            "published": ("DP", "DEP"),
            "keywords": ("OT", "MH"),
            "doi": ("LID", "AID"),
        }
    ),
    lists=frozenset({"FAU", "AU", "CN", "OT", "MH", "LID", "AID", "PT"}),
)
_WOS = _Format(
    source="web-of-science",
    first="PT",
    tag=_WOS_TAG,
    tags=MappingProxyType(
        {
            "title": ("TI",),
            "authors": ("AF", "AU", "CA"),
            "abstract": ("AB",),
            "venue": ("SO", "CT"),
            "kind": ("DT",),
            "volume": ("VL",),
            "number": ("IS",),
            "pages": ("AR",),
            "first page": ("BP",),
            "last page": ("EP",),
            "publisher": ("PU",),
            "published": ("PY", "PD", "EA"),
            "keywords": ("DE", "ID"),
            "categories": ("WC",),
            "doi": ("DI",),
        }
    ),
    lists=frozenset({"AF", "AU", "CA"}),
    frame=frozenset({"FN", "VR", "ER", "EF"}),
)


def parse_pubmed(raw: bytes, *, name: str) -> Parsed:
    """The papers of PubMed's text format, or of a table that PubMed wrote."""
    return _parse(raw, name=name, form=_PUBMED)


def parse_web_of_science(raw: bytes, *, name: str) -> Parsed:
    """The papers of the plain text of Web of Science, or of its table."""
    return _parse(raw, name=name, form=_WOS)


def looks_like_pubmed(text: str) -> bool:
    """Whether the text begins with a PubMed id."""
    return _PUBMED_START.match(text) is not None


def looks_like_web_of_science(text: str) -> bool:
    """Whether the text begins with the name and version of the format, or with a record."""
    return _WOS_START.match(text) is not None


def _parse(raw: bytes, *, name: str, form: _Format) -> Parsed:
    collector = Collector(form.source, name=name)
    text = collector.read(raw)
    begin = text.lstrip()
    if begin and not (looks_like_pubmed(begin) or looks_like_web_of_science(begin)):
        return parse_table(raw, name=name, preset=PRESETS[form.source])
    cursor = Cursor(text, file=name)
    for start, verbatim in _records(text, form):
        fields = _fields(verbatim, form)
        collector.add(partial(_fill, fields=fields, form=form), place=cursor.place(start), verbatim=verbatim)
    return collector.parsed()


def _records(text: str, form: _Format) -> Iterator[tuple[int, str]]:
    """Offset and text of each record."""
    separator = r"-" if form is _PUBMED else r" "
    starts = [found.start() for found in re.finditer(rf"^{form.first} ?{separator}", text, re.MULTILINE)]
    for start, end in pairwise([*starts, len(text)]):
        yield start, text[start:end].strip("\n")


def _fields(record: str, form: _Format) -> dict[str, list[str]]:
    """The values of each tag; a line that begins with blanks goes on, or is the next item of a list."""
    fields: dict[str, list[str]] = {}
    last = ""
    for line in record.split("\n"):
        found = None if line[:1] == " " else form.tag.match(line)
        if found and found[1] not in form.frame:
            last = found[1]
            fields.setdefault(last, []).append((found[2] or "").strip())
        elif found:
            last = ""
        elif last and line.strip():
            if form is _WOS and last in form.lists:
                fields[last].append(line.strip())
            else:
                fields[last][-1] = f"{fields[last][-1]} {line.strip()}"
    return fields


def _fill(draft: PaperDraft, fields: Mapping[str, list[str]], form: _Format) -> None:
    row = {
        name: [Cell(value=_value(fields[tag], name, tag, form), heading=tag) for tag in tags if fields.get(tag)]
        for name, tags in form.tags.items()
    }
    row["authors"] = _authors(row["authors"], form)
    read = fill_row(draft, row, family_first=True)
    for tag in sorted(read.intersection((*form.tags["title"], *form.tags["abstract"]))):
        draft.note_repeated(tag, fields[tag])
    draft.note_fields(fields, read={*read, *form.tags["authors"]})


def _authors(cells: Sequence[Cell], form: _Format) -> list[Cell]:
    """The first form of the names, followed by groups, which have a tag of their own."""
    groups = [cell for cell in cells if cell.heading in _GROUPS]
    people = [cell for cell in cells if cell not in groups][:1]
    names = [name for cell in (*people, *groups) if isinstance(cell.value, list) for name in cell.value]
    return [Cell(value=names, heading=cell.heading) for cell in (*people, *groups)[:1]]


def _value(values: Sequence[str], name: str, tag: str, form: _Format) -> object:
    if name == "doi" and form is _PUBMED:
        # ``10.1234/pm.2 [doi]`` beside ``S0140-6736(23)00001-1 [pii]``
        return next((value.removesuffix("[doi]").strip() for value in values if value.endswith("[doi]")), "")
    if name == "keywords" and form is _PUBMED:
        return [value.replace("*", "") for value in values]  # it marks the main subjects
    if name == "title" and form is _PUBMED:
        return without_catalogue_signs(values[0])
    return list(values) if tag in form.lists else values[0]
