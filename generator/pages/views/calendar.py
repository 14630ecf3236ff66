"""A month as a calendar prints it, its days shaded by the number of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.catalog.periods import Period, in_short, periods
from generator.pages.context import Linker, RenderContext
from generator.pages.render import counted
from generator.pages.routes import day_address, period_address
from generator.pages.views.charts import shade


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDay:
    """A day: its number, how dark it is (0 to 4), and where it leads; ``spoken`` is empty for a day without papers."""

    number: int
    shade: int
    href: str
    spoken: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarMonth:
    """A month: weeks of seven, Monday first; None where another month's days would stand."""

    title: str
    href: str
    weeks: tuple[tuple[CalendarDay | None, ...], ...]


def calendar_months(context: RenderContext, to: Linker, period: Period) -> tuple[CalendarMonth, ...]:
    """The months of a period that have a digest, the oldest first."""
    inside = [day for day in context.days if period.first <= day <= period.last]
    counts = {day: len(context.catalog.by_day[day]) for day in inside}
    return tuple(_sheet(to, month, counts) for month in periods("month", inside))


def _sheet(to: Linker, month: Period, counts: Mapping[date, int]) -> CalendarMonth:
    largest = max(counts.values())
    cells: list[CalendarDay | None] = [None] * month.first.weekday()
    cells.extend(_cell(to, day, counts.get(day, 0), largest) for day in month.days)
    cells.extend([None] * (-len(cells) % 7))
    return CalendarMonth(
        title=month.title,
        href=to(period_address(month)),
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)),
    )


def _cell(to: Linker, day: date, count: int, largest: int) -> CalendarDay:
    return CalendarDay(
        number=day.day,
        shade=shade(count, largest),
        href=to(day_address(day)) if count else "",
        spoken=f"{in_short(day)}: {counted(count, 'paper')}" if count else "",
    )
