"""What every page is laid out from: the catalog, the settings, and orders that many pages ask for, made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Protocol

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.periods import Kind, Period, periods
from generator.pages.routes import relative
from generator.settings import Settings

KINDS: tuple[Kind, ...] = ("week", "month", "year")


class Linker(Protocol):
    """From the page that is being laid out to an address of the site."""

    def __call__(self, target: str) -> str:
        """The relative link."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderContext:
    """``days`` and ``periods`` are those with papers, the oldest first. ``places`` says where a paper stands among
    those of a day, or of a topic, newest first, counting from 0.

    ``common`` stands for what every page depends on, the settings and the topics' names.
    """

    catalog: Catalog
    settings: Settings
    days: tuple[date, ...]
    day_places: Mapping[date, int]
    periods: Mapping[Kind, tuple[Period, ...]]
    places: Mapping[tuple[str | date, str], int]
    common: str

    def inputs(self, about: object, entries: Iterable[Entry]) -> str:
        """All that a list of papers is laid out from; ``about`` says what it depends on beside the papers."""
        return "\n".join((self.common, repr(about), *(entry.fingerprint for entry in entries)))


def make_context(catalog: Catalog, settings: Settings) -> RenderContext:
    """Put the catalog's papers in the orders that pages ask for."""
    days = tuple(sorted(catalog.by_day))
    lists: Iterable[tuple[str | date, tuple[Entry, ...]]] = (*catalog.by_day.items(), *catalog.by_topic.items())
    names = [(topic.id, topic.name, topic.description, topic.parent) for topic in catalog.topic_set.topics]
    return RenderContext(
        catalog=catalog,
        settings=settings,
        days=days,
        day_places={day: place for place, day in enumerate(days)},
        periods={kind: periods(kind, days) for kind in KINDS},
        places={(listed, entry.key): place for listed, entries in lists for place, entry in enumerate(entries)},
        common=repr((settings, names)),
    )


def linker(address: str) -> Linker:
    """The maker of links for one page; a list leads to the same topics and days again and again."""
    return cache(partial(relative, address))
