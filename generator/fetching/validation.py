"""What an answer must look like before it counts as one, and how many papers it holds. Bytes in, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import feedparser

from generator.fetching.client import UnusableError
from generator.ids import identify


@dataclass(frozen=True, kw_only=True, slots=True)
class AtomPage:
    """A page of arXiv's answers: how many papers there are in all, the ids on this page, and arXiv's complaints."""

    total: int
    ids: tuple[str, ...]
    errors: tuple[str, ...]


def check_hf(body: bytes) -> None:
    """A list, or an object with the list under ``data``."""
    _hf_list(body)


def count_hf(body: bytes) -> int:
    """How many papers a page of the daily papers lists."""
    return len(_hf_list(body))


def read_atom(body: bytes) -> AtomPage:
    """arXiv's answer in its outline. Raises ``UnusableError`` when it is no whole feed of the API."""
    # Bytes alone would be tried as a file's name first.
    found = feedparser.parse(BytesIO(body))
    total = str(found.feed.get("opensearch_totalresults", ""))
    if found.bozo or not total.isdecimal():
        raise UnusableError(_instead(body, "a feed of the arXiv API"))
    entries = found.entries
    errors = tuple(str(entry.get("summary", "")) for entry in entries if "/api/errors" in entry.get("id", ""))
    named = (identify(entry.get("id", "")) for entry in entries)
    return AtomPage(total=int(total), ids=tuple(name[1] for name in named if name), errors=errors)


def check_atom(body: bytes) -> None:
    """A whole feed of the API, of any length."""
    read_atom(body)


def count_atom(body: bytes) -> int:
    """How many papers an answer of arXiv holds; complaints are none."""
    return len(read_atom(body).ids)


def atom_page_check(start: int, size: int) -> Callable[[bytes], None]:
    """A check that the page from ``start`` on is as full as arXiv's own total says: now and then one is not."""

    def check(body: bytes) -> None:
        page = read_atom(body)
        expected = min(size, max(page.total - start, 0))
        if not page.errors and len(page.ids) < expected:
            raise UnusableError(f"{len(page.ids)} papers where its own count promises {expected}")

    return check


def check_csl(body: bytes) -> None:
    """One work in CSL JSON."""
    found = _json(body, "a work in CSL JSON")
    if not isinstance(found, dict) or not found.get("title"):
        raise UnusableError("JSON that describes no work")


def check_bibtex(body: bytes) -> None:
    """A file that begins with a BibTeX entry."""
    if not body.lstrip().startswith(b"@") or not body.rstrip().endswith(b"}"):
        raise UnusableError(_instead(body, "a BibTeX entry"))


def _hf_list(body: bytes) -> list[Any]:
    found = _json(body, "the list of papers in JSON")
    if isinstance(found, dict) and isinstance(found.get("error"), str):
        raise UnusableError(f"an error instead of papers: {found['error'][:200]!r}")
    papers = found.get("data") if isinstance(found, dict) else found
    if not isinstance(papers, list):
        raise UnusableError("JSON that is not a list of papers")
    return papers


def _json(body: bytes, what: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UnusableError(_instead(body, what)) from None


def _instead(body: bytes, what: str) -> str:
    """What came in place of what was asked for, in words."""
    start = body[:200].lstrip().lower()
    if not start:
        return f"nothing where {what} was expected"
    if start.startswith((b"<!doctype html", b"<html")):
        return f"a web page where {what} was expected"
    return f"something broken or cut off where {what} was expected"
