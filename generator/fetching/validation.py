"""Validate response bodies and read their outline. Bytes in; the number and the ids of the papers, or an error, out.

Every response passes these checks before it is cached, so they are linear in its size: JSON by the standard library,
XML by expat without document types. The parsers of ``sources`` read the papers later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.parsers import expat

from generator.fetching.errors import InvalidResponseError, OtherPaperError
from generator.fetching.xml_outline import XmlOutline
from generator.ids import check_doi, identify

#: Characters of a source's own error message that are shown.
_LONGEST_QUOTE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class AtomPage:
    """One page of an arXiv response: the total number of results, the ids on this page, and arXiv's error messages."""

    total: int
    ids: tuple[str, ...]
    errors: tuple[str, ...]


def validate_hf_day(body: bytes, *, day: date) -> None:
    """Require the daily papers of a day in JSON: a list, or an object with the list under ``data``.

    A server that ignores the date sends its newest list instead. Papers state their day since 2025.
    """
    days = {stated for item in _hf_list(body) if (stated := _hf_day(item))}
    if days and day.isoformat() not in days:
        raise InvalidResponseError(f"the list of another day ({max(days)})")


def count_hf(body: bytes) -> int:
    """The number of papers on a page of the daily papers."""
    return len(_hf_list(body))


def hf_ids(body: bytes) -> tuple[str, ...]:
    """What identifies each paper on a page of the daily papers: its id, else its title, else all of it."""
    return tuple(_hf_id(item) for item in _hf_list(body))


def read_atom(body: bytes) -> AtomPage:
    """The outline of a feed of the arXiv API. Raises ``InvalidResponseError`` for anything else or a damaged one."""
    outline = _FeedOutline()
    try:
        outline.read(body)
    except expat.ExpatError:
        raise InvalidResponseError(describe_instead(body, "a feed of the arXiv API")) from None
    if not outline.total.isdecimal() or len(outline.total) > 9:
        raise InvalidResponseError(describe_instead(body, "a feed of the arXiv API"))
    identified = (identify(name) for name, _ in outline.entries)
    return AtomPage(
        total=int(outline.total),
        ids=tuple(found[1] for found in identified if found),
        errors=tuple(_quoted(summary) for name, summary in outline.entries if "/api/errors" in name),
    )


def validate_atom(body: bytes) -> None:
    """Require a complete feed of the arXiv API, of any length."""
    read_atom(body)


def count_atom(body: bytes) -> int:
    """The number of papers in an arXiv response; error entries do not count."""
    return len(read_atom(body).ids)


def atom_page_validator(start: int, size: int) -> Callable[[bytes], None]:
    """Require the page from ``start`` on to be as full as arXiv's own total says; now and then one is not."""

    def validate(body: bytes) -> None:
        page = read_atom(body)
        expected = min(size, max(page.total - start, 0))
        if not page.errors and len(page.ids) < expected:
            raise InvalidResponseError(f"{len(page.ids)} papers on a page that should have {expected}")

    return validate


def validate_csl(body: bytes, *, doi: str) -> None:
    """Require one work in CSL JSON, and that its DOI, if it states one, is ``doi``."""
    work = _json(body, "a work in CSL JSON")
    if not isinstance(work, dict) or not work.get("title"):
        raise InvalidResponseError("JSON that describes no work")
    if work.get("DOI") and _doi(str(work["DOI"])) != _doi(doi):
        raise OtherPaperError(f"the work with another DOI, {_quoted(str(work['DOI']))}")


def validate_bibtex(body: bytes) -> None:
    """Require a body that begins and ends like a BibTeX entry."""
    if not body.lstrip().startswith(b"@") or not body.rstrip().endswith(b"}"):
        raise InvalidResponseError(describe_instead(body, "a BibTeX entry"))


class _FeedOutline(XmlOutline):
    """The total of an Atom feed, and each entry's id and summary."""

    def __init__(self) -> None:
        super().__init__()
        self.total = ""
        self.entries: list[tuple[str, str]] = []
        self._entry: dict[str, str] = {}

    def leave(self, path: list[str], text: str) -> None:
        match path:
            case ["feed", "totalResults"]:
                self.total = text
            case ["feed", "entry", "id" | "summary" as field]:
                self._entry[field] = text
            case ["feed", "entry"]:
                self.entries.append((self._entry.get("id", ""), self._entry.get("summary", "")))
                self._entry = {}


def _hf_list(body: bytes) -> list[Any]:
    found = _json(body, "the list of papers in JSON")
    if isinstance(found, dict) and isinstance(found.get("error"), str):
        raise InvalidResponseError(f"an error instead of papers: {_quoted(found['error'])}")
    papers = found.get("data") if isinstance(found, dict) else found
    if not isinstance(papers, list):
        raise InvalidResponseError("JSON that is not a list of papers")
    return papers


def _hf_id(item: object) -> str:
    paper = item.get("paper") if isinstance(item, dict) else None
    if isinstance(paper, dict):
        return str(paper.get("id") or paper.get("title") or paper)
    return str(item)


def _hf_day(item: object) -> str:
    paper = item.get("paper") if isinstance(item, dict) else None
    for level in (paper, item):
        stated = level.get("submittedOnDailyAt") if isinstance(level, dict) else None
        if isinstance(stated, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", stated):
            return stated[:10]
    return ""


def _doi(text: str) -> str:
    try:
        return check_doi(text)
    except ValueError:
        return text


def _json(body: bytes, what: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidResponseError(describe_instead(body, what)) from None


def _quoted(text: str) -> str:
    """A source's own words for a terminal: one line of printable characters, not too long."""
    printable = "".join(character if character.isprintable() else " " for character in text[: 2 * _LONGEST_QUOTE])
    return " ".join(printable.split())[:_LONGEST_QUOTE]


def describe_instead(body: bytes, expected: str) -> str:
    """What came instead of what was expected."""
    start = body[:200].lstrip().lower()
    if not start:
        return f"an empty response instead of {expected}"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"a web page instead of {expected}"
    return f"something damaged or cut off instead of {expected}"
