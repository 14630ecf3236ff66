"""When pages changed, as far as records say: the newest day of a digest that the page shows.

It is no date of a build: a search engine that sees all pages change every day stops believing the dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.periods import PERIOD_KINDS, period_of
from generator.pages.routes import (
    ARCHIVE,
    HOME,
    STATUS,
    TOPICS,
    author_address,
    day_address,
    digest_address,
    paper_address,
    period_address,
    topic_address,
    topic_month_address,
)


def last_changes(catalog: Catalog, *, own_page: int) -> Mapping[str, date]:
    """Return the day of the last change by address, for each generated page about papers.

    ``own_page`` is how many papers an author's page needs.
    """
    if catalog.latest is None:
        return {}
    changes = dict.fromkeys((HOME, ARCHIVE, STATUS, TOPICS), catalog.latest)
    changes |= _of_days(catalog)
    for entry in catalog.entries:
        changes[paper_address(entry.key)] = changed(entry)
    for person in catalog.people.with_papers(own_page):
        if person.papers:
            changes[author_address(person.id)] = _newest(person.papers)
    for topic, entries in catalog.by_topic.items():
        if entries:
            changes[topic_address(topic)] = _newest(entries)
        for entry in reversed(entries):
            changes[topic_month_address(topic, entry.paper.date)] = entry.paper.date
    return changes


def _of_days(catalog: Catalog) -> dict[str, date]:
    """Return those of days, weeks, months and years; of one with picks alone, it is the first day."""
    changes = {digest_address(digest.span): digest.span.first for digest in catalog.digests.values() if digest.picks}
    for day in sorted(catalog.by_day):
        changes[day_address(day)] = day
        for kind in PERIOD_KINDS:
            changes[period_address(period_of(kind, day))] = day
    return changes


def changed(entry: Entry) -> date:
    """Return when a paper was last listed or, if that was later, updated by its authors."""
    updated = entry.paper.updated.first_day if entry.paper.updated else date.min
    return max(entry.days[-1], updated)


def _newest(entries: Iterable[Entry]) -> date:
    return max(entry.paper.date for entry in entries)
