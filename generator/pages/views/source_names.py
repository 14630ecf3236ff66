"""Names of sources for readers."""

from __future__ import annotations

_NAMES = {
    "hf-json": "Hugging Face daily papers",
    "hf-page": "Hugging Face daily papers (page)",
    "arxiv": "arXiv",
    "pubmed": "PubMed",
    "web-of-science": "Web of Science",
    "bibtex": "BibTeX file",
    "csl-json": "CSL-JSON file",
    "ris": "RIS file",
    "table": "Table",
}


def source_name(source: str) -> str:
    """Return what readers know a source as; a source without such a name keeps its own."""
    return _NAMES.get(source, source)
