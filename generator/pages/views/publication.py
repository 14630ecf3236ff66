"""Where a paper appeared, as its page says it: "Journal of Falls, 12 (3), 230–265"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.citations.citation import Citation
from generator.language.words import gettext, gettext_noop
from generator.model import PaperKind

#: What to say of the kinds that a reader would not expect, with and without a venue.
_KINDS: Mapping[PaperKind, tuple[str, str]] = MappingProxyType(
    {
        "chapter": (gettext_noop("chapter in %(venue)s"), gettext_noop("chapter")),
        "book": (gettext_noop("book, %(venue)s"), gettext_noop("book")),
        "thesis": (gettext_noop("thesis, %(venue)s"), gettext_noop("thesis")),
        "report": (gettext_noop("report, %(venue)s"), gettext_noop("report")),
        "dataset": (gettext_noop("dataset, %(venue)s"), gettext_noop("dataset")),
        "software": (gettext_noop("software, %(venue)s"), gettext_noop("software")),
    }
)


def publication_fact(citation: Citation) -> str:
    """Return kind, venue, place and publisher; empty where nothing is known but that it is a preprint or an article."""
    venue = ", ".join(part for part in (citation.venue, _place(citation), citation.publisher) if part)
    if citation.genre:
        return f"{citation.genre}, {venue}" if venue else citation.genre
    if citation.kind not in _KINDS:
        return venue
    with_venue, alone = _KINDS[citation.kind]
    return gettext(with_venue, venue=venue) if venue else gettext(alone)


def _place(citation: Citation) -> str:
    """Return volume, issue and pages, as in ``12 (3), 230–265``, or the number of a report."""
    issue = citation.number if citation.kind == "report" or not citation.volume else f"({citation.number})"
    numbers = " ".join(part for part in (citation.volume, issue if citation.number else "") if part)
    return ", ".join(part for part in (numbers, citation.pages.replace("-", "–")) if part)
