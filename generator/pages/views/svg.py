"""Charts as SVG: every bar as a rectangle of whole units, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.catalog.periods import month_of, week_of
from generator.catalog.statistics import WeekCount
from generator.language.dates import compact_date, short_date
from generator.language.words import format_number, ngettext
from generator.pages.views.charts import MAX_SHADE, scaled

#: Height of a chart, and the width of a bar with the gap after it, in units of its view box.
HEIGHT, STEP, BAR = 60, 10, 8
#: Side of a day's square with the gap after it, and the most weeks of a month.
CELL, SQUARE, MONTH_WEEKS = 11, 9, 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectangle:
    """A rectangle with the text that names it; ``shade`` is 0 to 4 in a chart of days, else 0."""

    x: int
    y: int
    width: int
    height: int
    text: str
    shade: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The numbers of a chart: headings of the columns, and rows that begin with their names."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart and its numbers; ``top`` is the value of the full height, ``first`` and ``last`` name the ends."""

    title: str
    width: int
    height: int
    shapes: tuple[Rectangle, ...]
    top: str
    first: str
    last: str
    table: Table


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthSquares:
    """The days of a month as squares: a column for each week, Monday at the top."""

    title: str
    shapes: tuple[Rectangle, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DayChart:
    """The days of some months and their numbers; ``top`` says how many papers have the darkest shade.

    All months have the same size, so that they stand in lines of any length.
    """

    title: str
    width: int
    height: int
    months: tuple[MonthSquares, ...]
    top: str
    table: Table


def bar_chart(
    title: str,
    counts: Sequence[int | None],
    *,
    names: Sequence[str],
    headings: tuple[str, str],
    ends: tuple[str, str],
    written: Callable[[int], str] = format_number,
    top: int | None = None,
) -> Chart:
    """Return a bar for each count, in proportion to the largest one or to ``top``; ``written`` gives a number as text.

    ``ends`` name the first and the last bar in little space. None is a count that there is not, as the share of no
    papers.
    """
    largest = top or max((count or 0 for count in counts), default=0) or 1
    texts = ["–" if count is None else written(count) for count in counts]
    shapes = []
    for index, count in enumerate(counts):
        height = scaled(count or 0, largest, HEIGHT)
        text = f"{names[index]}: {texts[index]}"
        shapes.append(Rectangle(x=index * STEP, y=HEIGHT - height, width=BAR, height=height, text=text))
    return Chart(
        title=title,
        width=max(len(counts) * STEP - (STEP - BAR), 1),
        height=HEIGHT,
        shapes=tuple(shapes),
        top=written(largest),
        first=ends[0],
        last=ends[1],
        table=Table(headings=headings, rows=tuple(zip(names, texts, strict=True))),
    )


def day_chart(title: str, weeks: Sequence[WeekCount], *, headings: tuple[str, ...]) -> DayChart:
    """Return a square for each day, shaded by its count; a row of the table is a week with papers."""
    largest = max((count or 0 for _, counts in weeks for count in counts), default=0) or 1
    days = [(day, count) for week, counts in weeks for day, count in zip(week.days, counts, strict=True)]
    shown = [(day, count) for day, count in days if count is not None]
    rows = [(compact_date(week.first), *map(_cell, counts)) for week, counts in weeks if any(counts)]
    return DayChart(
        title=title,
        width=MONTH_WEEKS * CELL - (CELL - SQUARE),
        height=7 * CELL - (CELL - SQUARE),
        months=tuple(
            MonthSquares(title=month.short_title, shapes=tuple(_square(day, count, largest) for day, count in of_month))
            for month, of_month in groupby(shown, key=lambda counted: month_of(counted[0]))
        ),
        top=ngettext("%(number)s paper", "%(number)s papers", largest),
        table=Table(headings=headings, rows=tuple(rows)),
    )


def _cell(count: int | None) -> str:
    return "" if count is None else format_number(count)


def _square(day: date, count: int, largest: int) -> Rectangle:
    column = (week_of(day).first - week_of(day.replace(day=1)).first).days // 7
    return Rectangle(
        x=column * CELL,
        y=day.weekday() * CELL,
        width=SQUARE,
        height=SQUARE,
        text=f"{short_date(day)}: {format_number(count)}",
        shade=scaled(count, largest, MAX_SHADE),
    )
