"""Statistics and trends in a browser: charts begin on one line, days can be told apart, and tables are whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.site.conftest import Visit

pytestmark = pytest.mark.browser

TOPS = "charts => charts.map(chart => Math.round(chart.getBoundingClientRect().top))"
#: The linear red, green and blue of the outline of a day without papers, of its inside, and of each shade.
COLOURS = """legend => {
  const draw = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")
  const shades = [...legend.querySelectorAll("rect")].map(each => getComputedStyle(each))
  return [shades[0].stroke, ...shades.map(({ fill }) => fill)].map(colour => {
    draw.fillStyle = colour
    draw.fillRect(0, 0, 1, 1)
    return [...draw.getImageData(0, 0, 1, 1).data].slice(0, 3).map(byte => {
      const part = byte / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
  })
}"""
#: Cells whose text is cut by a line break within a number or a name of a month.
BROKEN = """cells => cells.filter(cell => {
  const text = document.createRange()
  text.selectNodeContents(cell)
  return new Set([...text.getClientRects()].map(box => Math.round(box.top))).size > 1
}).map(cell => cell.textContent)"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_day_is_ten_pixels_wide_and_nothing_scrolls_sideways(visit: Callable[..., Visit], width: int) -> None:
    page = visit("/statistics/", width=width).page
    sides = """days => Math.min(...days.flatMap(day => {
      const box = day.getBoundingClientRect()
      return [box.width, box.height]
    }))"""
    assert page.locator(".dg-months rect").evaluate_all(sides) >= 10
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_day_without_papers_and_every_shade_can_be_told_apart(visit: Callable[..., Visit], scheme: str) -> None:
    page = visit("/statistics/").page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    outline, *shades = page.locator(".dg-legend").evaluate(COLOURS)
    light = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (outline, *shades)]
    contrasts = [(max(pair) + 0.05) / (min(pair) + 0.05) for pair in pairwise(light[1:])]
    assert min(contrasts) >= 1.3, contrasts
    assert (max(light[:2]) + 0.05) / (min(light[:2]) + 0.05) >= 1.3, "an empty day has an outline"


def test_charts_of_a_line_begin_at_the_same_height(visit: Callable[..., Visit]) -> None:
    page = visit("/statistics/").page
    assert len(set(page.locator(".dg-figures").first.locator(".dg-svg").evaluate_all(TOPS))) == 1
    assert len(set(page.locator(".dg-small-multiples .dg-svg").evaluate_all(TOPS))) == 3


def test_no_number_of_a_table_is_broken_on_a_phone(visit: Callable[..., Visit]) -> None:
    page = visit("/statistics/", width=390).page
    page.locator(".dg-figure details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.locator(".dg-numbers :is(th, td), .dg-ranking td:nth-child(2)").evaluate_all(BROKEN) == []
    fitting = "all => all.every(one => one.scrollWidth <= one.clientWidth)"
    assert page.locator(".dg-scroll").evaluate_all(fitting)
    page = visit("/trends/", width=390).page
    assert page.locator(".dg-shares :is(td, thead th)").evaluate_all(BROKEN) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tables_are_opened_by_keyboard_with_a_visible_focus(visit: Callable[..., Visit]) -> None:
    page = visit("/statistics/", width=390).page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator("summary:focus").count():
            break
    outline = page.locator("summary:focus").evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".dg-scroll").first.is_visible()
    page.keyboard.press("Tab")
    assert page.locator(".dg-scroll:focus").evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
