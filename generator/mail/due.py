"""Which digests are to be sent now: those whose lists are complete and that were not sent yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from generator.catalog.catalog import Catalog
from generator.catalog.periods import week_of
from generator.email_settings import Rhythm
from generator.store.snapshots.fetched_days import FetchedDays

#: A digest that could not be sent for so long is not news any more.
_DAYS, _DAYS_OF_WEEKS = 7, 14
#: A list that may still grow is not waited for any longer.
_MOST_WAITING = 3
_ID: dict[Rhythm, re.Pattern[str]] = {
    "day": re.compile(r"\d{4}-\d\d-\d\d"),
    "week": re.compile(r"\d{4}-W\d\d"),
}


def due_days(
    catalog: Catalog, fetched: FetchedDays, *, every: Rhythm, today: date, sent: Collection[str]
) -> tuple[date, ...]:
    """Return a day of each digest that is due, oldest first, also of those that were sent.

    A day is complete when its lists are settled, or at its end where nothing is fetched; a week at its end. ``sent``
    has the ids of digests that were sent in this way: only digests since the first of them are due, and without any,
    only the newest. So sending never begins with an archive.
    """
    found = tuple(_complete_weeks(catalog, today) if every == "week" else _complete_days(catalog, fetched, today))
    first = min((each for each in sent if _ID[every].fullmatch(each)), default=None)
    if first is None:
        return found[-1:]
    return tuple(day for day in found if (week_of(day).id if every == "week" else day.isoformat()) >= first)


def is_old(day: date, *, every: Rhythm, today: date) -> bool:
    """Return whether the digest of a day is only sent if somebody names it."""
    return day < today - timedelta(days=_DAYS_OF_WEEKS if every == "week" else _DAYS)


def _complete_days(catalog: Catalog, fetched: FetchedDays, today: date) -> Iterator[date]:
    for day in sorted(catalog.by_day):
        if today - timedelta(days=_DAYS) <= day <= today and _is_complete(day, fetched, today):
            yield day


def _is_complete(day: date, fetched: FetchedDays, today: date) -> bool:
    states = {each.state for (listed, _), each in fetched.items() if listed == day}
    if "provisional" in states:
        return (today - day).days > _MOST_WAITING
    return bool(states) or day < today


def _complete_weeks(catalog: Catalog, today: date) -> Iterator[date]:
    weeks = {week_of(day) for day in catalog.by_day}
    for week in sorted(weeks):
        if today - timedelta(days=_DAYS_OF_WEEKS) <= week.last < today:
            yield week.last
