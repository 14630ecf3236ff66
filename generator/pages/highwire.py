"""Highwire Press tags, with which Zotero, other reference managers and Google Scholar save a paper from its page.

Rules: Google Scholar's "Inclusion Guidelines for Webmasters", and Zotero's translator "Embedded Metadata" (version of
June 2024), which tests repeat in ``tests/pages/embedded_metadata.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from generator.citations.citation import Citation
from generator.model import PaperKind
from generator.text.people.names import PersonName

#: The tag with the venue of each kind, from which Zotero knows the kind.
_VENUE_TAGS: Mapping[PaperKind, str] = MappingProxyType(
    {
        "article": "citation_journal_title",
        "conference": "citation_conference_title",
        "chapter": "citation_inbook_title",
        "thesis": "citation_dissertation_institution",
        "report": "citation_technical_report_institution",
    }
)
#: Zotero's own names of the kinds, for papers without such a tag.
_ITEM_TYPES: Mapping[PaperKind, str] = MappingProxyType(
    {
        "article": "journalArticle",
        "conference": "conferencePaper",
        "chapter": "bookSection",
        "book": "book",
        "thesis": "thesis",
        "report": "report",
        "preprint": "preprint",
        "dataset": "dataset",
        "software": "computerProgram",
        "other": "document",
    }
)
#: Zotero's fields for what a thesis or a report calls itself.
_GENRES: Mapping[PaperKind, str] = MappingProxyType({"thesis": "z:thesisType", "report": "z:reportType"})


def highwire_tags(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield names and values; values may be empty. Names that begin with ``z:`` are Zotero's."""
    for author in citation.authors:
        yield "citation_author", _author(author)
    if citation.published:
        yield "citation_publication_date", str(citation.published).replace("-", "/")
    yield from _publication(citation)
    yield "citation_doi", citation.doi
    yield "citation_arxiv_id", citation.arxiv
    yield "citation_pdf_url", citation.pdf
    yield "citation_keywords", "; ".join(citation.keywords)


def _author(name: PersonName) -> str:
    """Return the name as indexes print it; one of a group ends in a comma.

    Without a comma, Zotero takes the last word of "Qwen Team" for a family name. It removes the one at the end. It
    drops what follows a second comma, so that "Jr." stands after the given names.
    """
    if name.given:
        given = f"{name.given} {name.suffix}" if name.suffix else name.given
        return f"{name.family_with_particle}, {given}"
    whole = name.last_first.replace(",", "")
    return f"{whole}," if " " in whole else whole


def _publication(citation: Citation) -> Iterator[tuple[str, str]]:
    kind = citation.kind
    if kind in _VENUE_TAGS and citation.venue:
        yield _VENUE_TAGS[kind], citation.venue
    else:
        yield "z:itemType", _ITEM_TYPES[kind]
    if kind == "book":
        yield "citation_series_title", citation.venue
    if kind == "preprint":
        yield "z:repository", citation.issued_by
        yield "z:archiveID", f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    yield "citation_volume", citation.volume
    yield "citation_technical_report_number" if kind == "report" else "citation_issue", citation.number
    first, *last = citation.pages.split("-")
    yield "citation_firstpage", first
    yield "citation_lastpage", last[-1] if last else ""
    yield "citation_publisher", citation.publisher if kind in _VENUE_TAGS or kind == "book" else _issuer(citation)
    yield _GENRES.get(kind, ""), citation.genre


def _issuer(citation: Citation) -> str:
    return "" if citation.kind == "preprint" else citation.issued_by
