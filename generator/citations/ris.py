"""RIS: a tag of two letters, two blanks, a dash, a blank and a value on each line, with CRLF between lines.

Tags: RIS Format Specifications, Research Information Systems (2011). The types are those that Zotero and EndNote read:
they have no type for a preprint, which becomes an unpublished work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.citations.citation import Citation, Kind

_TYPES: Mapping[Kind, str] = {"preprint": "UNPB", "journal": "JOUR", "conference": "CPAPER", "other": "GEN"}
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
    yield "T2", citation.venue
    if citation.arxiv:
        yield "PB", "arXiv" if citation.kind == "preprint" else ""
        yield "AN", f"arXiv:{citation.arxiv}"
    yield "DO", citation.doi
    yield "UR", citation.url
    yield "L1", citation.pdf
    yield from (("KW", keyword) for keyword in citation.keywords)
    yield "AB", _paragraphs(citation.abstract)
    yield "N1", citation.status


def _paragraphs(text: str) -> str:
    """Return a text of several lines; a line that looks like a tag is joined to the line before it."""
    return _LIKE_A_TAG.sub(" ", text).replace("\n", "\r\n")
