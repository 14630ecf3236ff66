"""Month calendars whose days are shaded by their number of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.catalog.periods import Period, periods_of
from generator.language.dates import short_date, weekday_letters, weekday_names
from generator.pages.context import Linker, RenderContext
from generator.pages.routes import day_address, period_address
from generator.pages.views.charts import MAX_SHADE, scaled
from generator.pages.views.paper_counts import paper_count


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """A day of a calendar; ``shade`` is 0 to 4; ``href`` and ``tooltip`` are empty for a day without papers."""

    number: int
    shade: int
    href: str
    tooltip: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarMonth:
    """A month as weeks of seven days, Monday first; None for days of the months before and after.

    ``weekdays`` are their names, each with its letter.
    """

    title: str
    href: str
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


def calendar_months(context: RenderContext, to: Linker, period: Period) -> tuple[CalendarMonth, ...]:
    """Return the months of a period that have a digest, in order."""
    days = [day for day in context.days if period.first <= day <= period.last]
    counts = {day: paper_count(context.catalog, [day]) for day in days}
    return tuple(_calendar_month(context, to, month, counts) for month in periods_of("month", days))


def _calendar_month(context: RenderContext, to: Linker, month: Period, counts: Mapping[date, str]) -> CalendarMonth:
    listed = {day: len(context.catalog.listed_by_day.get(day, ())) for day in counts}
    largest = max(listed.values())
    shades = {day: scaled(count, largest, MAX_SHADE) for day, count in listed.items()}
    cells: list[CalendarDay | None] = [None] * month.first.weekday()
    cells.extend(_calendar_day(to, day, counts.get(day, ""), shades.get(day, 0)) for day in month.days)
    cells.extend([None] * (-len(cells) % 7))
    return CalendarMonth(
        title=month.title,
        href=to(period_address(month)),
        weekdays=tuple(zip(weekday_names(), weekday_letters(), strict=True)),
        weeks=tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
    )


def _calendar_day(to: Linker, day: date, count: str, shade: int) -> CalendarDay:
    return CalendarDay(
        number=day.day,
        shade=shade,
        href=to(day_address(day)) if count else "",
        tooltip=f"{short_date(day)}: {count}" if count else "",
    )
