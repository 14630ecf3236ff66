"""What the formats of reference managers have in common: months, keywords, venues, and fields of mixed content."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ids import identify
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.identifiers import (
    arxiv_in_venue,
    ids_in_note,
    read_arxiv,
    read_doi,
    split_addresses,
    without_ids,
)

#: The beginnings of the English names of months.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_JOURNAL = re.compile(r"(?:arxiv|corr|eprint|e-print|preprint)\b.*", re.IGNORECASE)


def split_keywords(text: str) -> list[str]:
    """Keywords from one text, split at semicolons, or at commas where it has no semicolon."""
    return [word.strip() for word in text.split(";" if ";" in text else ",") if word.strip()]


def add_venue(draft: PaperDraft, venue: str, field: str) -> None:
    """Set the venue, unless it only says that the paper is on arXiv; an arXiv id in it becomes the paper's."""
    is_arxiv = _ARXIV_JOURNAL.fullmatch(venue.strip()) is not None
    if is_arxiv:
        draft.set_id("arxiv", arxiv_in_venue(venue), field)
    else:
        draft.set_line("venue", venue, field)


def add_note(draft: PaperDraft, note: str, field: str) -> None:
    """Set the comment from a note; identifiers in it become the paper's, and "Retracted" on a line its status."""
    first, _, rest = note.strip().partition("\n")
    if first.lower() in ("withdrawn", "retracted"):
        draft.set_status(first.lower(), field)
        note = rest
    for kind, identifier in ids_in_note(note):
        draft.set_id(kind, identifier, field)
    draft.set_line("comment", without_ids(note), field)


def add_addresses(draft: PaperDraft, value: str, field: str) -> None:
    """Set the addresses in a value, each of which may be an identifier, a PDF or a page."""
    for address in split_addresses(value):
        if not address.lower().startswith("http") and (found := identify(address)):
            draft.set_id(*found, field)
            continue
        path = address.split("?")[0].lower()
        draft.set_link("pdf" if path.endswith(".pdf") else "page", address, field)


def add_identifiers(draft: PaperDraft, values: Iterable[tuple[str, str]]) -> set[str]:
    """Set identifiers from fields (path and value) that may hold one of any kind, and return the paths of those.

    Other values are ignored.
    """
    holders = set()
    for field, value in values:
        text = read_arxiv(value)
        text = text if text != value.strip() else read_doi(value)
        found = identify(text)
        if found:
            kind, identifier = found
            # A bare arXiv id may have a version, which ``identify`` removes.
            is_bare = kind == "arxiv" and not text.lower().startswith("http")
            draft.set_id(kind, text if is_bare else identifier, field)
            holders.add(field)
    return holders
