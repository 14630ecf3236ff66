"""Charts as SVG: every bar as a rectangle of whole units, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.pages.views.charts import MAX_SHADE, scaled

#: Height of a chart, and the width of a bar with the gap after it, in units of its view box.
HEIGHT, STEP, BAR = 60, 10, 8
#: Side of a day's square with the gap after it.
CELL, SQUARE = 11, 9


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


def bar_chart(
    title: str,
    counts: Sequence[int],
    *,
    names: Sequence[str],
    headings: tuple[str, str],
    unit: str = "",
    top: int | None = None,
) -> Chart:
    """Return a bar for each count, in proportion to the largest one or to ``top``; ``unit`` follows each number."""
    largest = top or max(counts, default=0) or 1
    texts = [f"{count:,}{unit}" for count in counts]
    shapes = []
    for index, count in enumerate(counts):
        height = scaled(count, largest, HEIGHT)
        text = f"{names[index]}: {texts[index]}"
        shapes.append(Rectangle(x=index * STEP, y=HEIGHT - height, width=BAR, height=height, text=text))
    return Chart(
        title=title,
        width=max(len(counts) * STEP - (STEP - BAR), 1),
        height=HEIGHT,
        shapes=tuple(shapes),
        top=f"{largest:,}{unit}",
        first=names[0] if names else "",
        last=names[-1] if names else "",
        table=Table(headings=headings, rows=tuple(zip(names, texts, strict=True))),
    )


def day_chart(
    title: str,
    weeks: Sequence[Sequence[int]],
    *,
    names: Sequence[str],
    day_names: Sequence[Sequence[str]],
    headings: tuple[str, ...],
) -> Chart:
    """Return a column of squares for each week, one for each day, shaded by its count."""
    largest = max((count for week in weeks for count in week), default=0) or 1
    shapes = tuple(
        Rectangle(
            x=column * CELL,
            y=line * CELL,
            width=SQUARE,
            height=SQUARE,
            text=f"{day_names[column][line]}: {count:,}",
            shade=scaled(count, largest, MAX_SHADE),
        )
        for column, week in enumerate(weeks)
        for line, count in enumerate(week)
    )
    rows = [(name, *(f"{count:,}" for count in week)) for name, week in zip(names, weeks, strict=True) if any(week)]
    return Chart(
        title=title,
        width=len(weeks) * CELL,
        height=7 * CELL,
        shapes=shapes,
        top=f"{largest:,}",
        first=names[0] if names else "",
        last=names[-1] if names else "",
        table=Table(headings=headings, rows=tuple(rows)),
    )
