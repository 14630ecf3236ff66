"""Division of a feed into the document that readers load again and again, and pages with older items.

A page is cut off when it is full, and then keeps its items while newer ones are added, as RFC 5005 asks of an archive.
Pages begin anew with each year, so that papers that are added to an earlier year change only the pages of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

#: Items of a page.
PAGE = 100

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchivePage(Generic[Item]):
    """A page of older items, newest first. Its id has the year and a number, as in ``2025-1``."""

    year: int
    number: int
    items: tuple[Item, ...]

    @property
    def id(self) -> str:
        """The year and the number of the page in it, from 1."""
        return f"{self.year}-{self.number}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PagedFeed(Generic[Item]):
    """A feed in documents. ``newest`` and ``recent`` are the first one's items; ``pages`` are the others, oldest first.

    Items that are ``newest`` are complete. Those that are ``recent`` come after them and are short. They are on no page
    yet, or so new that a reader must find them in the first document.
    """

    newest: tuple[Item, ...]
    recent: tuple[Item, ...]
    pages: tuple[ArchivePage[Item], ...]


def divide(items: Sequence[Item], *, newest: int, until: int, year_of: Callable[[Item], int]) -> PagedFeed[Item]:
    """Divide items, which are sorted newest first.

    In the first document, so many ``newest`` ones are complete, and it has the first ``until`` ones in any case.
    """
    pages: list[ArchivePage[Item]] = []
    years = [(year, tuple(group)) for year, group in groupby(reversed(items), key=year_of)]
    unpaged = 0
    for index, (year, oldest_first) in enumerate(years):
        is_over = index + 1 < len(years)
        full = len(oldest_first) if is_over else len(oldest_first) // PAGE * PAGE
        pages += [
            ArchivePage(year=year, number=start // PAGE + 1, items=oldest_first[start : min(start + PAGE, full)][::-1])
            for start in range(0, full, PAGE)
        ]
        unpaged = len(oldest_first) - full
    return PagedFeed(
        newest=tuple(items[:newest]), recent=tuple(items[newest : max(unpaged, until)]), pages=tuple(pages)
    )
