"""What all pages are laid out from: the catalog, the settings, and orders that many pages need, computed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Protocol, TypedDict

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.author_index import AuthorIndex
from generator.catalog.periods import PERIOD_KINDS, Period, PeriodKind, periods_of
from generator.catalog.trends.trends import Trends, find_trends
from generator.files.hashing import hash_texts
from generator.pages.author_addresses import author_addresses, author_index
from generator.pages.routes import API, relative
from generator.settings import Settings
from generator.thumbnails.thumbnail import Thumbnail


class Linker(Protocol):
    """Makes links from one page."""

    def __call__(self, target: str) -> str:
        """Return the relative link from the page to an address or file of the site."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderContext:
    """Catalog and settings with derived orders.

    ``days`` and ``periods`` are those with papers or picks, oldest first. ``day_indexes`` are the indexes of ``days``;
    ``entry_indexes`` have the index, from 0, of an entry (by key) within its day or topic. ``shared_inputs`` is a
    hash of what every page depends on: the settings and the names of topics. ``trends`` are those of the newest days;
    ``author_index`` are the authors with enough papers, ``author_pages`` the addresses of their papers by id;
    ``thumbnails`` are those of papers, by key.
    """

    catalog: Catalog
    settings: Settings
    days: tuple[date, ...]
    day_indexes: Mapping[date, int]
    periods: Mapping[PeriodKind, tuple[Period, ...]]
    entry_indexes: Mapping[tuple[str | date, str], int]
    shared_inputs: str
    trends: Trends
    author_index: AuthorIndex
    author_pages: Mapping[str, str]
    thumbnails: Mapping[str, Thumbnail]

    @property
    def has_feeds(self) -> bool:
        """Whether the site has feeds: their links need its address, and they need papers."""
        return bool(self.settings.site_url and self.catalog.entries)

    def authors_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the address of the papers of each author of a paper, empty for authors who are not in the index."""
        if not self.author_pages:
            return ("",) * len(entry.paper.authors)
        return tuple(self.author_pages.get(person, "") for person in self.catalog.people.of_paper[entry.key])

    def card_inputs(self, others: object, entries: Iterable[Entry]) -> str:
        """Return the same as ``inputs`` for a page with cards of these entries: with authors and thumbnails."""
        listed = tuple(entries)
        return self.inputs((others, tuple(map(self.card_parts, listed))), listed)

    def card_parts(self, entry: Entry) -> tuple[object, ...]:
        """Return what a card depends on besides its entry."""
        return self.authors_of(entry), self.thumbnails.get(entry.key)

    def inputs(self, others: object, entries: Iterable[Entry]) -> str:
        """Return everything that a page with a list of papers is made from, as text to be hashed.

        ``others`` is what the page depends on besides these entries; its ``repr`` must change when it does.
        """
        return "\n".join((self.shared_inputs, repr(others), *(entry.fingerprint for entry in entries)))


def make_context(
    catalog: Catalog, settings: Settings, thumbnails: Mapping[str, Thumbnail] | None = None
) -> RenderContext:
    """Compute the orders of a catalog."""
    index = author_index(catalog.people, settings)
    names = [(topic.id, topic.name, topic.description, topic.parent) for topic in catalog.topic_set.topics]
    return RenderContext(
        catalog=catalog,
        settings=settings,
        shared_inputs=hash_texts(repr((settings, names))),
        trends=find_trends(catalog),
        author_index=index,
        author_pages=author_addresses(catalog.people, index, settings),
        thumbnails=thumbnails or {},
        **_orders(catalog),
    )


def with_catalog(context: RenderContext, catalog: Catalog) -> RenderContext:
    """Return a context for a catalog in which little changed, with the trends and pages of authors of before."""
    return replace(context, catalog=catalog, **_orders(catalog))


class _Orders(TypedDict):
    """Those values of a context that depend on days and lists alone."""

    days: tuple[date, ...]
    day_indexes: Mapping[date, int]
    periods: Mapping[PeriodKind, tuple[Period, ...]]
    entry_indexes: Mapping[tuple[str | date, str], int]


def _orders(catalog: Catalog) -> _Orders:
    days = tuple(sorted(catalog.by_day))
    lists: Iterable[tuple[str | date, tuple[Entry, ...]]] = (*catalog.by_day.items(), *catalog.by_topic.items())
    return _Orders(
        days=days,
        day_indexes={day: index for index, day in enumerate(days)},
        periods={kind: _periods(kind, days, catalog) for kind in PERIOD_KINDS},
        entry_indexes={(listed, entry.key): index for listed, entries in lists for index, entry in enumerate(entries)},
    )


def _periods(kind: PeriodKind, days: Iterable[date], catalog: Catalog) -> tuple[Period, ...]:
    """Return the periods with papers on one of their days, and those for which editors picked papers of other times."""
    picked = (digest.span.first for digest in catalog.digests.values() if digest.span.kind == kind and digest.picks)
    return periods_of(kind, (*days, *picked))


def export_link(context: RenderContext, to: Linker, path: str) -> str:
    """Return the link to a file of the API with which the theme exports a list; empty where the site has no API."""
    return to(f"{API}{path}") if context.settings.api else ""


def linker(address: str) -> Linker:
    """Return the function that makes links from the page at an address; it remembers them, as lists repeat them."""
    return cache(partial(relative, address))
