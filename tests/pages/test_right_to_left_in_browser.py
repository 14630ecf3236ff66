"""Pages of a site whose language is written from right to left: they are mirrored, and titles keep their direction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, Route, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(small_site)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context that gets each page as `theme.direction: rtl` in mkdocs.yml makes it."""
    made = browser.new_context(viewport={"width": 1280, "height": 900})

    def mirror(route: Route) -> None:
        response = route.fetch()
        text = response.text()
        assert '<body dir="ltr"' in text
        route.fulfill(response=response, body=text.replace('<body dir="ltr"', '<body dir="rtl"'))

    made.route(lambda url: url.endswith("/"), mirror)
    yield made
    made.close()


def box(found: Locator) -> FloatRect:
    expect(found).to_be_visible()
    measured = found.bounding_box()
    assert measured
    return measured


def test_the_rank_is_right_of_a_card_and_its_buttons_are_left_of_its_title(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(f"{home}/days/2025-07-30/")
    card = page.locator(".dg-card").first
    marks, title, rank = (box(card.locator(each)) for each in (".dg-marks", ".dg-title a", ".dg-rank"))
    assert marks["x"] + marks["width"] <= title["x"]
    assert title["x"] + title["width"] <= rank["x"]


def test_buttons_cover_no_title_whose_text_runs_the_other_way(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(f"{home}/days/2025-07-30/")
    title = page.locator(".dg-card .dg-title").first
    expect(page.locator(".dg-card .dg-marks").first).to_be_visible()
    room = "([title, text]) => { title.textContent = text; const style = getComputedStyle(title); "
    room += "return [style.direction, style.paddingLeft !== '0px', style.paddingRight !== '0px'] }"
    assert title.evaluate(f"title => ({room})([title, 'Robots'])") == ["ltr", True, False]
    assert title.evaluate(f"title => ({room})([title, 'روبوتات'])") == ["rtl", True, False]
    isolated = "title => { title.innerHTML = '<a><bdi>روبوتات</bdi></a>'; "
    isolated += "const style = getComputedStyle(title.querySelector('bdi')); return [style.display, style.direction] }"
    assert title.evaluate(isolated) == ["block", "rtl"]
    page.evaluate("document.body.dir = 'ltr'")
    assert title.evaluate(f"title => ({room})([title, 'Robots'])") == ["ltr", False, True]
    assert title.evaluate(f"title => ({room})([title, 'روبوتات'])") == ["rtl", False, True]


def test_arrows_and_charts_run_as_the_text_does(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    mirrored = "element => getComputedStyle(element).transform"
    page.goto(f"{home}/days/2025-07-30/")
    assert page.locator("[rel=prev] [aria-hidden]").first.evaluate(mirrored) == "matrix(-1, 0, 0, 1, 0, 0)"
    page.goto(f"{home}/statistics/")
    places = "bars => bars.map(bar => bar.getBoundingClientRect().left)"
    lefts = page.locator(".dg-svg").first.locator("rect").evaluate_all(places)
    assert len(lefts) > 1
    assert lefts == sorted(lefts, reverse=True)


@pytest.mark.parametrize("path", ["/", "/archive/", "/topics/", "/statistics/", "/papers/2412.11360/", "/authors/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_mirrored_page_does_not_scroll_sideways(context: BrowserContext, home: str, path: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(home + path)
    expect(page.get_by_role("button", name="Keyboard shortcuts").first).to_be_attached()
    assert overflow(page) == 0


def overflow(page: Page) -> int:
    """How many pixels a page can be scrolled sideways, in either direction."""
    measure = "() => { const page = document.scrollingElement; const most = page.scrollWidth - page.clientWidth; "
    measure += "page.scrollLeft = -9999; const left = -page.scrollLeft; page.scrollLeft = 9999; "
    measure += "return Math.max(most, left, page.scrollLeft) }"
    return int(page.evaluate(measure))
