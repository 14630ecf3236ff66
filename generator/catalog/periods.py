"""Spans of the calendar that have pages: ISO weeks, months and years; and days in words, in no locale but ours."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

Kind = Literal["week", "month", "year"]
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Period:
    """A week (``2025-W31``), month (``2025-07``) or year (``2025``); ``first`` and ``last`` are days within it."""

    first: date
    last: date
    kind: Kind
    id: str

    @property
    def title(self) -> str:
        """The period in words: "Week 31 of 2025", "July 2025", "2025"."""
        if self.kind == "week":
            return f"Week {int(self.id[-2:])} of {self.id[:4]}"
        if self.kind == "month":
            return f"{MONTHS[self.first.month - 1]} {self.first.year}"
        return self.id

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period, the first one first."""
        return tuple(self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1))


@cache
def week_of(day: date) -> Period:
    """The ISO 8601 week of a day: Monday to Sunday, named after the year that has its Thursday."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(kind="week", id=f"{year:04}-W{week:02}", first=monday, last=monday + timedelta(days=6))


@cache
def month_of(day: date) -> Period:
    """The calendar month of a day."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Period(kind="month", id=f"{day:%Y-%m}", first=day.replace(day=1), last=day.replace(day=last))


@cache
def year_of(day: date) -> Period:
    """The calendar year of a day."""
    return Period(kind="year", id=f"{day:%Y}", first=day.replace(month=1, day=1), last=day.replace(month=12, day=31))


def period_of(kind: Kind, day: date) -> Period:
    """The period of that kind in which a day lies."""
    if kind == "week":
        return week_of(day)
    return month_of(day) if kind == "month" else year_of(day)


def periods(kind: Kind, days: Iterable[date]) -> tuple[Period, ...]:
    """The periods that have at least one of these days, the oldest first."""
    return tuple(sorted({period_of(kind, day) for day in days}))


def in_full(day: date) -> str:
    """A day as a masthead prints it: "Thursday, 31 July 2025"."""
    return f"{WEEKDAYS[day.weekday()]}, {in_short(day)}"


def in_short(day: date) -> str:
    """A day in a line of text: "31 July 2025"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
