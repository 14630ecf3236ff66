"""What the formats of reference managers have in common: months, keywords, venues, and fields of mixed content."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ids import identify
from generator.sources.shared.draft import PaperDraft

#: The beginnings of the English names of months.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_JOURNAL = re.compile(r"(?:arxiv|corr|eprint|preprint)\b.*", re.IGNORECASE)
_ARXIV_ID = re.compile(
    r"\b(?:arxiv:\s*|abs/)(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)", re.IGNORECASE
)


def month_number(month: object) -> str:
    """The number of a month that is a number, a name or the beginning of a name; empty for anything else."""
    text = str(month or "").strip().lower()
    if text.isdecimal():
        return text
    return str(MONTHS.index(text[:3]) + 1) if text[:3] in MONTHS else ""


def split_keywords(text: str) -> list[str]:
    """Keywords from one text, split at semicolons, or at commas where it has no semicolon."""
    return [word.strip() for word in text.split(";" if ";" in text else ",") if word.strip()]


def add_venue(draft: PaperDraft, venue: str, field: str) -> None:
    """Set the venue, unless it only says that the paper is on arXiv; an arXiv id in it becomes the paper's."""
    found = _ARXIV_ID.search(venue)
    if found and _ARXIV_JOURNAL.match(venue):
        draft.set_id("arxiv", found[1], field)
    if not _ARXIV_JOURNAL.fullmatch(venue.strip()):
        draft.set_line("venue", venue, field)


def add_address(draft: PaperDraft, address: str, field: str) -> None:
    """Set an address that may be an identifier, a PDF or a page."""
    path = address.split("?")[0].lower()
    draft.set_link("pdf" if path.endswith(".pdf") else "page", address, field)


def add_identifiers(draft: PaperDraft, values: Iterable[tuple[str, str]]) -> None:
    """Set identifiers from fields (path and value) that may hold one of any kind; other values are ignored."""
    for field, value in values:
        found = identify(value)
        if found:
            kind, identifier = found
            # A bare arXiv id may have a version, which ``identify`` removes.
            is_bare = kind == "arxiv" and not value.lower().startswith("http")
            draft.set_id(kind, value if is_bare else identifier, field)
