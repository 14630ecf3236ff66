"""Where a paper appeared, as its page says it: "Journal of Falls, 12 (3), 230–265"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.citations.citation import Citation
from generator.model import PaperKind

#: Words before the venue of the kinds that a reader would not expect.
_LABELS: Mapping[PaperKind, str] = MappingProxyType(
    {
        "chapter": "chapter in",
        "book": "book,",
        "thesis": "thesis,",
        "report": "report,",
        "dataset": "dataset,",
        "software": "software,",
    }
)


def publication_fact(citation: Citation) -> tuple[str, str]:
    """Return label and text; the text is empty where nothing is known but the kind of a preprint or an article."""
    label = f"{citation.genre}," if citation.genre else _LABELS.get(citation.kind, "")
    text = ", ".join(part for part in (citation.venue, _place(citation), citation.publisher) if part)
    return (label, text) if text else ("", label.removesuffix(",").removesuffix(" in"))


def _place(citation: Citation) -> str:
    """Return volume, issue and pages, as in ``12 (3), 230–265``, or the number of a report."""
    issue = citation.number if citation.kind == "report" or not citation.volume else f"({citation.number})"
    numbers = " ".join(part for part in (citation.volume, issue if citation.number else "") if part)
    return ", ".join(part for part in (numbers, citation.pages.replace("-", "–")) if part)
