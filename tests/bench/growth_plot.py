"""A plot of times by the size of the archive, with logarithmic axes, as SVG in the colours of the page."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: A number of papers, and seconds.
Point = tuple[float, float]

#: Units of a power of ten on both axes, and the space around the plot.
_WIDE, _HIGH = 220, 100
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 150, 15, 45
#: Dashes tell lines apart without colours; the guide has the last.
_DASHES = ("", "8 4", "2 4", "8 4 2 4")
_GUIDE = "1 6"
#: Least distance of the names at the ends of lines.
_LINE_HEIGHT = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axes:
    """Powers of ten: those of the columns from the left, and those of the rows from the bottom."""

    columns: range
    rows: range

    @property
    def width(self) -> int:
        return _LEFT + _WIDE * (len(self.columns) - 1) + _RIGHT

    @property
    def height(self) -> int:
        return _TOP + _HIGH * (len(self.rows) - 1) + _BOTTOM

    def place(self, point: Point) -> Point:
        """Return where a point is drawn."""
        right, up = (math.log10(value) for value in point)
        return _LEFT + _WIDE * (right - self.columns[0]), self.height - _BOTTOM - _HIGH * (up - self.rows[0])


def growth_plot(lines: Mapping[str, Sequence[Point]], guide: Sequence[Point], *, label: str, unit: str) -> str:
    """Return the plot: up to four lines by their names, and a guide for the eye.

    All values are greater than 0; ``unit`` is that of the second ones.
    """
    points = [point for line in (*lines.values(), guide) for point in line]
    axes = _Axes(columns=_powers(x for x, _ in points), rows=_powers(y for _, y in points))
    return "\n".join(
        (
            f'<svg viewBox="0 0 {axes.width} {axes.height}" width="{axes.width}" role="img" aria-label="{label}"'
            ' fill="currentColor" font-size="13">',
            *_grid(axes, unit),
            f'<text x="{_LEFT}" y="{axes.height - 6}">papers</text>',
            _line(axes, guide, _GUIDE, "currentColor"),
            *(
                _line(axes, line, dashes, "var(--dg-accent, currentColor)")
                for line, dashes in zip(lines.values(), _DASHES, strict=False)
            ),
            *_names(axes, lines),
            "</svg>",
        )
    )


def _powers(values: Iterable[float]) -> range:
    """Return the powers of ten from the one below all values to the one above them."""
    logarithms = [math.log10(value) for value in values]
    first = math.floor(min(logarithms))
    return range(first, max(math.ceil(max(logarithms)), first + 1) + 1)


def _grid(axes: _Axes, unit: str) -> Iterator[str]:
    bottom, right = axes.height - _BOTTOM, axes.width - _RIGHT
    for power in axes.columns:
        x, _ = axes.place((10.0**power, 10.0 ** axes.rows[0]))
        yield f'<path d="M{x:.0f} {_TOP}V{bottom}" stroke="currentColor" opacity=".25"/>'
        yield f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{10**power:,}</text>'
    for power in axes.rows:
        _, y = axes.place((10.0 ** axes.columns[0], 10.0**power))
        yield f'<path d="M{_LEFT} {y:.0f}H{right}" stroke="currentColor" opacity=".25"/>'
        text = f"{10.0**power:,g} {unit}" if power == axes.rows[-1] else f"{10.0**power:,g}"
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{text}</text>'


def _line(axes: _Axes, points: Sequence[Point], dashes: str, colour: str) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(axes.place, points))
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def _names(axes: _Axes, lines: Mapping[str, Sequence[Point]]) -> Iterator[str]:
    """Yield the names at the ends of the lines, from the lowest, each clear of the one below it."""
    lowest = math.inf
    for name, points in sorted(lines.items(), key=lambda line: (line[1][-1][1], line[0])):
        x, y = axes.place(points[-1])
        lowest = min(y + 4, lowest - _LINE_HEIGHT)
        yield f'<text x="{x + 8:.0f}" y="{lowest:.0f}">{name}</text>'
