"""Month calendars whose days are shaded by their number of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.catalog.periods import Period, periods_of, short_date
from generator.pages.context import Linker, RenderContext
from generator.pages.routes import day_address, period_address
from generator.pages.views.charts import MAX_SHADE, scaled
from generator.text.counts import counted


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """A day of a calendar; ``shade`` is 0 to 4; ``href`` and ``tooltip`` are empty for a day without papers."""

    number: int
    shade: int
    href: str
    tooltip: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarMonth:
    """A month as weeks of seven days, Monday first; None for days of the months before and after."""

    title: str
    href: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


def calendar_months(context: RenderContext, to: Linker, period: Period) -> tuple[CalendarMonth, ...]:
    """Return the months of a period that have a digest, in order."""
    days = [day for day in context.days if period.first <= day <= period.last]
    counts = {day: len(context.catalog.by_day[day]) for day in days}
    return tuple(_calendar_month(to, month, counts) for month in periods_of("month", days))


def _calendar_month(to: Linker, month: Period, counts: Mapping[date, int]) -> CalendarMonth:
    largest = max(counts.values())
    cells: list[CalendarDay | None] = [None] * month.first.weekday()
    cells.extend(_calendar_day(to, day, counts.get(day, 0), largest) for day in month.days)
    cells.extend([None] * (-len(cells) % 7))
    return CalendarMonth(
        title=month.title,
        href=to(period_address(month)),
        weeks=tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
    )


def _calendar_day(to: Linker, day: date, count: int, largest: int) -> CalendarDay:
    return CalendarDay(
        number=day.day,
        shade=scaled(count, largest, MAX_SHADE),
        href=to(day_address(day)) if count else "",
        tooltip=f"{short_date(day)}: {counted(count, 'paper')}" if count else "",
    )
