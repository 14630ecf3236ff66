"""What all pages are laid out from: the catalog, the settings, and orders that many pages need, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Protocol

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.periods import PERIOD_KINDS, Period, PeriodKind, periods_of
from generator.catalog.trends.trends import Trends, find_trends
from generator.pages.routes import API, relative
from generator.settings import Settings


class Linker(Protocol):
    """Makes links from one page."""

    def __call__(self, target: str) -> str:
        """Return the relative link from the page to an address or file of the site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderContext:
    """Catalog and settings with derived orders.

    ``days`` and ``periods`` are those with papers, oldest first. ``day_indexes`` are the indexes of ``days``;
    ``entry_indexes`` have the index, from 0, of an entry (by key) within its day or topic. ``shared_inputs`` is what
    every page depends on: the settings and the names of topics. ``trends`` are those of the newest days;
    ``author_pages`` are the ids of people who have a page.
    """

    catalog: Catalog
    settings: Settings
    days: tuple[date, ...]
    day_indexes: Mapping[date, int]
    periods: Mapping[PeriodKind, tuple[Period, ...]]
    entry_indexes: Mapping[tuple[str | date, str], int]
    shared_inputs: str
    trends: Trends
    author_pages: frozenset[str]

    @property
    def has_feeds(self) -> bool:
        """Whether the site has feeds: their links need its address, and they need papers."""
        return bool(self.settings.site_url and self.catalog.entries)

    def authors_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the id of each author of a paper, empty for those without a page."""
        if not self.author_pages:
            return ("",) * len(entry.paper.authors)
        return tuple(
            person if person in self.author_pages else "" for person in self.catalog.people.of_paper[entry.key]
        )

    def card_inputs(self, others: object, entries: Iterable[Entry]) -> str:
        """Return the same as ``inputs`` for a page that links to the authors of these entries."""
        listed = tuple(entries)
        return self.inputs((others, tuple(map(self.authors_of, listed))), listed)

    def inputs(self, others: object, entries: Iterable[Entry]) -> str:
        """Return everything that a page with a list of papers is made from, as text to be hashed.

        ``others`` is what the page depends on besides these entries; its ``repr`` must change when it does.
        """
        return "\n".join((self.shared_inputs, repr(others), *(entry.fingerprint for entry in entries)))


def make_context(catalog: Catalog, settings: Settings) -> RenderContext:
    """Compute the orders of a catalog."""
    days = tuple(sorted(catalog.by_day))
    lists: Iterable[tuple[str | date, tuple[Entry, ...]]] = (*catalog.by_day.items(), *catalog.by_topic.items())
    names = [(topic.id, topic.name, topic.description, topic.parent) for topic in catalog.topic_set.topics]
    return RenderContext(
        catalog=catalog,
        settings=settings,
        days=days,
        day_indexes={day: index for index, day in enumerate(days)},
        periods={kind: periods_of(kind, days) for kind in PERIOD_KINDS},
        entry_indexes={(listed, entry.key): index for listed, entries in lists for index, entry in enumerate(entries)},
        shared_inputs=repr((settings, names)),
        trends=find_trends(catalog),
        author_pages=_author_pages(catalog, settings.fewest_papers),
    )


def _author_pages(catalog: Catalog, fewest_papers: int) -> frozenset[str]:
    if not fewest_papers:
        return frozenset()
    return frozenset(person.id for person in catalog.people.with_pages(fewest_papers))


def export_link(context: RenderContext, to: Linker, path: str) -> str:
    """Return the link to a file of the API with which the theme exports a list; empty where the site has no API."""
    return to(f"{API}{path}") if context.settings.api else ""


def linker(address: str) -> Linker:
    """Return the function that makes links from the page at an address; it remembers them, as lists repeat them."""
    return cache(partial(relative, address))
