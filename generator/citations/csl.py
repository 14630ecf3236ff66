"""CSL-JSON, the exchange format of citation processors, Zotero and Pandoc.

Fields and types: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.citations.citation import Citation, Kind
from generator.text.people.names import PersonName

_TYPES: Mapping[Kind, str] = {
    "preprint": "article",
    "journal": "article-journal",
    "conference": "paper-conference",
    "other": "document",
}


def csl_item(citation: Citation, *, label: str = "") -> dict[str, Any]:
    """Return the CSL item of a paper as JSON types; unknown fields are left out.

    ``label`` is the item's id, where it differs from the citation's. A preprint is an article with arXiv as publisher,
    as in Zotero's exports.
    """
    published = citation.published
    parts = [published.year, published.month, published.day] if published else []
    fields = {
        "id": label or citation.label,
        "type": _TYPES[citation.kind],
        "title": citation.title,
        "author": [_name(author) for author in citation.authors],
        "issued": {"date-parts": [[part for part in parts if part]]} if parts else None,
        "container-title": citation.venue,
        "publisher": "arXiv" if citation.kind == "preprint" else "",
        "number": f"arXiv:{citation.arxiv}" if citation.arxiv else "",
        "DOI": citation.doi,
        "URL": citation.url,
        "abstract": citation.abstract,
        "keyword": "; ".join(citation.keywords),
        "note": citation.status,
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: PersonName) -> dict[str, str]:
    if not name.given:
        return {"literal": name.display}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
