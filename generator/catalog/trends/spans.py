"""The days that trends compare: the newest ones of a digest, and those before them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.periods import shifted

#: Days that count as new, and days before them that they are compared with.
RECENT_DAYS, EARLIER_DAYS = 30, 180
#: Most papers of a span that are read, the newest ones: more hardly change a share, and take time.
MAX_PAPERS = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Days from ``first`` to ``last`` and the papers listed on them, each once, newest first."""

    first: date
    last: date
    entries: tuple[Entry, ...]


def recent_and_earlier(catalog: Catalog) -> tuple[Span, Span] | None:
    """Return the newest ``RECENT_DAYS`` and the ``EARLIER_DAYS`` before them; None for a catalog without papers.

    The newest day is that of the newest digest, not today, so that the same records give the same pages.
    """
    if catalog.latest is None:
        return None
    recent = span_until(catalog, catalog.latest, RECENT_DAYS)
    earlier = span_until(catalog, shifted(recent.first, -1), EARLIER_DAYS)
    listed = {entry.key for entry in recent.entries}
    before = tuple(entry for entry in earlier.entries if entry.key not in listed)
    return replace(recent, entries=recent.entries[:MAX_PAPERS]), replace(earlier, entries=before[:MAX_PAPERS])


def span_until(catalog: Catalog, last: date, days: int) -> Span:
    """Return the span of a number of days that ends with a day."""
    first = shifted(last, 1 - days)
    listed = (entries for day, entries in catalog.listed_by_day.items() if first <= day <= last)
    return Span(first=first, last=last, entries=_distinct(entry for entries in listed for entry in entries))


def _distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.key: entry for entry in entries}.values())
