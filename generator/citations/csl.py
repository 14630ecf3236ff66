"""CSL-JSON, the exchange format of citation processors, Zotero and Pandoc.

Fields and types: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.citations.citation import Citation
from generator.model import PaperKind
from generator.text.people.names import PersonName

_TYPES: Mapping[PaperKind, str] = {
    "article": "article-journal",
    "conference": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "preprint": "article",
    "dataset": "dataset",
    "software": "software",
    "other": "document",
}


def csl_item(citation: Citation, *, label: str = "") -> dict[str, Any]:
    """Return the CSL item of a paper as JSON types; unknown fields are left out.

    ``label`` is the item's id, where it differs from the citation's. A preprint is an article with its server as
    publisher and its number, as in Zotero's exports. Of other papers, styles would print an arXiv id as the number of
    an article, or as the place in an archive that holds it, so that it is in the note.
    """
    is_preprint, is_report = citation.kind == "preprint", citation.kind == "report"
    is_in_series = citation.kind in ("book", "chapter")
    on_arxiv = f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    number, also_on = (on_arxiv, "") if is_preprint else (citation.number if is_report else "", on_arxiv)
    published = citation.published
    parts = [published.year, published.month, published.day] if published else []
    fields = {
        "id": label or citation.label,
        "type": _TYPES[citation.kind],
        "title": citation.title,
        "author": [_name(author) for author in citation.authors],
        "issued": {"date-parts": [[part for part in parts if part]]} if parts else None,
        "collection-title" if citation.kind == "book" else "container-title": citation.container,
        "volume": citation.volume,
        "collection-number" if is_in_series else "issue": "" if is_report else citation.number,
        "page": citation.pages,
        "publisher": citation.issued_by,
        "genre": citation.genre,
        "number": number,
        "DOI": citation.doi,
        "URL": citation.url,
        "abstract": citation.abstract,
        "keyword": "; ".join(citation.keywords),
        "note": "\n".join(part for part in (citation.status, also_on) if part),
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
