"""What every page is laid out from: the catalog, the settings, and orders that many pages ask for, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from generator.catalog.catalog import Catalog
from generator.catalog.periods import Kind, Period, periods
from generator.pages.routes import relative
from generator.settings import Settings

KINDS: tuple[Kind, ...] = ("week", "month", "year")


class Linker(Protocol):
    """From the page that is being laid out to an address of the site."""

    def __call__(self, target: str) -> str:
        """The relative link."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """``days`` and ``periods`` are those with papers, the oldest first; ``places`` says where a paper stands
    among its topic's papers, newest first, counting from 0."""

    catalog: Catalog
    settings: Settings
    days: tuple[date, ...]
    day_places: Mapping[date, int]
    periods: Mapping[Kind, tuple[Period, ...]]
    places: Mapping[tuple[str, str], int]


def open_desk(catalog: Catalog, settings: Settings) -> Desk:
    """Put the catalog's papers in the orders that pages ask for."""
    days = tuple(sorted(catalog.by_day))
    return Desk(
        catalog=catalog,
        settings=settings,
        days=days,
        day_places={day: place for place, day in enumerate(days)},
        periods={kind: periods(kind, days) for kind in KINDS},
        places={
            (topic, entry.key): place
            for topic, entries in catalog.by_topic.items()
            for place, entry in enumerate(entries)
        },
    )


def linker(address: str) -> Linker:
    """The maker of links for one page."""
    return partial(relative, address)
