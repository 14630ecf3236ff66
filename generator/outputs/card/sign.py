"""The program's icon (theme/assets/images/digestif.svg), drawn in any size."""

from __future__ import annotations

from generator.outputs.card.canvas import Canvas

#: The colours of the theme's light scheme (theme/assets/stylesheets/digestif.css).
ACCENT, BACKGROUND = "#8a2f1d", "#fffdf8"
#: A side of the drawing, in its own units.
UNITS = 32
#: Left, top, width and height of the lines of a page.
_LINES = ((7, 8, 18, 3), (7, 14, 11, 2), (7, 18, 11, 2), (7, 22, 11, 2), (21, 14, 4, 10))


def draw_sign(canvas: Canvas, left: int, top: int, unit: int) -> None:
    """Draw the icon, 32 × 32 units of so many pixels."""
    canvas.fill(left, top, left + UNITS * unit, top + UNITS * unit, ACCENT)
    for x, y, width, height in _LINES:
        canvas.fill(left + unit * x, top + unit * y, left + unit * (x + width), top + unit * (y + height), BACKGROUND)
