"""Names of sources for readers."""

from __future__ import annotations

from generator.language.words import gettext, gettext_noop

_NAMES = {
    "hf-json": gettext_noop("Hugging Face daily papers"),
    "hf-page": gettext_noop("Hugging Face daily papers (page)"),
    "arxiv": "arXiv",
    "pubmed": "PubMed",
    "web-of-science": "Web of Science",
    "bibtex": gettext_noop("BibTeX file"),
    "csl-json": gettext_noop("CSL-JSON file"),
    "ris": gettext_noop("RIS file"),
    "table": gettext_noop("Table"),
}


def source_name(source: str) -> str:
    """Return what readers know a source as; a source without such a name keeps its own."""
    return gettext(_NAMES[source]) if source in _NAMES else source
