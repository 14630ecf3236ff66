"""What the formats of reference managers share: names with the family name first, dates in parts, mixed keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.ids import IdKind, identify
from generator.sources.shared.draft import PaperDraft

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_JOURNAL = re.compile(r"(?:arxiv|corr|eprint|preprint)\b.*", re.IGNORECASE)
_ARXIV_ID = re.compile(
    r"\b(?:arxiv:\s*|abs/)(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)", re.IGNORECASE
)


def month_number(month: object) -> str:
    """The number of a month that is a number, a name or the beginning of one; empty for anything else."""
    text = str(month or "").strip().lower()
    if text.isdecimal():
        return text
    return str(_MONTHS.index(text[:3]) + 1) if text[:3] in _MONTHS else ""


def split_keywords(text: str) -> list[str]:
    """Keywords out of one text, at semicolons, or at commas where it has none."""
    return [word.strip() for word in text.split(";" if ";" in text else ",") if word.strip()]


def add_venue(draft: PaperDraft, venue: str, field: str) -> None:
    """The venue, unless it only says that the paper is on arXiv; the id that stands there becomes the paper's."""
    named = _ARXIV_ID.search(venue)
    if named and _ARXIV_JOURNAL.match(venue):
        draft.set_id("arxiv", named[1], field)
    if not _ARXIV_JOURNAL.fullmatch(venue.strip()):
        draft.set_line("venue", venue, field)


def add_address(draft: PaperDraft, address: str, field: str) -> None:
    """An address that may be an identifier, a PDF or a page."""
    path = address.split("?")[0].lower()
    draft.set_link("pdf" if path.endswith(".pdf") else "page", address, field)


def add_identifiers(draft: PaperDraft, values: Iterable[tuple[str, str]]) -> None:
    """Identifiers out of fields (path and value) that hold one of several kinds; what is none is left alone."""
    for field, value in values:
        found: tuple[IdKind, str] | None = identify(value)
        if found:
            draft.set_id(found[0], value if found[0] == "arxiv" and _bare_arxiv(value) else found[1], field)


def _bare_arxiv(value: str) -> bool:
    """Whether the value is the id itself, whose version is worth keeping."""
    return not value.lower().startswith("http")
