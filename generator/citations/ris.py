"""RIS: a tag of two letters, two blanks, a dash, a blank and a value on each line, with CRLF between lines.

Tags: RIS Format Specifications, Research Information Systems (2011). The types are those that Zotero and EndNote read:
they have no type for a preprint, which becomes an unpublished work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.citations.citation import Citation
from generator.model import PaperKind

_TYPES: Mapping[PaperKind, str] = {
    "article": "JOUR",
    "conference": "CPAPER",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "preprint": "UNPB",
    "dataset": "DATA",
    "software": "COMP",
    "other": "GEN",
}
_LIKE_A_TAG = re.compile(r"\n+(?=[ \t]*[A-Z][A-Z0-9]  ?-)")


def ris(citation: Citation) -> str:
    """Return the RIS record of a paper, with a line break at its end; unknown fields are left out."""
    lines = (f"{tag}  - {value}" for tag, value in _fields(citation) if value)
    return "\r\n".join([f"TY  - {_TYPES[citation.kind]}", *lines, "ER  - ", ""])


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "ID", citation.label
    yield "TI", citation.title
    yield from (("AU", author.last_first) for author in citation.authors)
    if citation.published:
        year, month, day = citation.published.year, citation.published.month, citation.published.day
        yield "PY", str(year)
        if month:
            yield "DA", f"{year:04}/{month:02}/" + (f"{day:02}/" if day else "/")
    yield from _publication(citation)
    if citation.arxiv:
        yield "AN", f"arXiv:{citation.arxiv}"
    yield "DO", citation.doi
    yield "UR", citation.url
    yield "L1", citation.pdf
    yield from (("KW", keyword) for keyword in citation.keywords)
    yield "AB", _paragraphs(citation.abstract)
    yield "N1", citation.status


def _publication(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield the venue, and where in it the paper is; the number of a report is SN, of a journal's issue IS."""
    yield "T2", citation.container
    yield "VL", citation.volume
    yield "SN" if citation.kind == "report" else "IS", citation.number
    first, *last = citation.pages.split("-")
    yield "SP", first if len(last) == 1 else citation.pages
    yield "EP", last[0] if len(last) == 1 else ""
    yield "PB", citation.issued_by
    yield "M3", citation.genre


def _paragraphs(text: str) -> str:
    """Return a text of several lines; a line that looks like a tag is joined to the line before it."""
    return _LIKE_A_TAG.sub(" ", text).replace("\n", "\r\n")
