"""Periods with pages of their own: ISO weeks, months and years."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from generator.language.dates import date_range, month_title, short_month_title
from generator.language.words import gettext

PeriodKind = Literal["week", "month", "year"]
PERIOD_KINDS: tuple[PeriodKind, ...] = ("week", "month", "year")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Period:
    """A week (``2025-W31``), month (``2025-07``) or year (``2025``), from day ``first`` to day ``last``.

    Periods of one kind sort by time.
    """

    first: date
    last: date
    kind: PeriodKind
    id: str

    @property
    def title(self) -> str:
        """The period in words: "28 July – 3 August 2025, week 31", "July 2025", "2025"."""
        if self.kind == "week":
            dates = date_range(self.first, self.last)
            return gettext("%(dates)s, week %(number)s", dates=dates, number=int(self.id[-2:]))
        if self.kind == "month":
            return month_title(self.first)
        return str(self.first.year)

    @property
    def short_title(self) -> str:
        """The title of a month in little space: "Jul 2025"; those of other periods are the titles."""
        return short_month_title(self.first) if self.kind == "month" else self.title

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period, in order."""
        return tuple(map(date.fromordinal, range(self.first.toordinal(), self.last.toordinal() + 1)))


def shifted(day: date, days: int) -> date:
    """Return the date a number of days later, but no date before year 1 or after year 9999."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


@cache
def week_of(day: date) -> Period:
    """Return the ISO 8601 week of a date: Monday to Sunday, in the year that has its Thursday.

    At the ends of the calendar, in years 1 and 9999, the week has only the days that there are.
    """
    year, week, weekday = day.isocalendar()
    return Period(
        kind="week", id=f"{year:04}-W{week:02}", first=shifted(day, 1 - weekday), last=shifted(day, 7 - weekday)
    )


@cache
def month_of(day: date) -> Period:
    """Return the calendar month of a date."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(
        kind="month", id=f"{day.year:04}-{day.month:02}", first=day.replace(day=1), last=day.replace(day=last)
    )


@cache
def year_of(day: date) -> Period:
    """Return the calendar year of a date."""
    return Period(
        kind="year", id=f"{day.year:04}", first=day.replace(month=1, day=1), last=day.replace(month=12, day=31)
    )


def period_of(kind: PeriodKind, day: date) -> Period:
    """Return the period of that kind that contains a date."""
    if kind == "week":
        return week_of(day)
    return month_of(day) if kind == "month" else year_of(day)


def periods_of(kind: PeriodKind, days: Iterable[date]) -> tuple[Period, ...]:
    """Return the periods of that kind that contain at least one of the dates, in order."""
    return tuple(sorted({period_of(kind, day) for day in days}))


def last_months(day: date, count: int) -> tuple[Period, ...]:
    """Return the ``count`` months that end with the month of a date, in order; fewer at the start of the calendar."""
    newest = day.year * 12 + day.month - 1
    return tuple(
        month_of(date(month // 12, month % 12 + 1, 1)) for month in range(max(12, newest - count + 1), newest + 1)
    )
