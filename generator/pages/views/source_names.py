"""Names of sources for readers."""

from __future__ import annotations

_NAMES = {"hf-json": "Hugging Face daily papers", "hf-page": "Hugging Face daily papers (page)", "arxiv": "arXiv"}


def source_name(source: str) -> str:
    """Return what readers know a source as; a source without such a name keeps its own."""
    return _NAMES.get(source, source)
