"""Readers mark papers: by pointer and keyboard, on every page, in two tabs, at two widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

DAY = "/days/2025-07-30/"
PAPER = "/papers/2412.11360/"
CARD = "#p-2412\\.11360"
SHIFTS = """
window.shifted = 0
new PerformanceObserver(list => {
  const moved = list.getEntries().filter(entry => !entry.hadRecentInput).flatMap(entry => entry.sources)
  window.shifted += moved.filter(({node}) => node?.parentElement?.closest(".dg-main, .dg-cards, .dg-rows")).length
}).observe({type: "layout-shift", buffered: true})
"""


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(small_site)


@pytest.fixture(params=[1280, 390])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": request.param, "height": 900})
    made.add_init_script(SHIFTS)
    yield made
    made.close()


def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(url)
    page.locator(".dg-marks").first.wait_for(state="attached")
    return page, errors


def mark(place: Page | Locator, name: str) -> Locator:
    return place.get_by_role("button", name=name, exact=True)


def test_a_paper_is_marked_on_its_card_and_its_page_in_two_tabs(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, home + DAY)
    other, more = opened(context, home + PAPER)
    for name in ("Bookmark", "Mark as read", "Hide"):
        expect(mark(page.locator(CARD), name)).to_have_attribute("aria-pressed", "false")
        box = mark(page.locator(CARD), name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    mark(page.locator(CARD), "Bookmark").click()
    expect(mark(other, "Bookmark")).to_have_attribute("aria-pressed", "true")
    mark(other, "Mark as read").click()
    expect(mark(page.locator(CARD), "Mark as read")).to_have_attribute("aria-pressed", "true")
    mark(other, "Bookmark").click()
    expect(mark(page.locator(CARD), "Bookmark")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for each in (page, other):
        assert each.evaluate("window.shifted") == 0
        found = Axe().run(each)
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert errors + more == []


def test_a_hidden_paper_leaves_lists_and_comes_back(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, home + DAY)
    cards = page.locator(".dg-card:visible")
    count = cards.count()
    page.keyboard.press("j")
    expect(page.locator(".dg-card:focus-within")).to_have_count(1)
    page.keyboard.press("h")
    expect(cards).to_have_count(count - 1)
    expect(page.get_by_role("status").filter(has_text="Hidden: ")).to_be_visible()
    expect(page.locator(".dg-card:focus-within")).to_have_count(1)  # the focus stays in the list
    page.reload()
    expect(cards).to_have_count(count - 1)
    page.get_by_role("button", name="Show 1 hidden paper").click()
    expect(cards).to_have_count(count)
    page.get_by_role("button", name="Conceal 1 hidden paper").click()
    expect(cards).to_have_count(count - 1)
    page.keyboard.press("j")
    expect(page.locator(".dg-card:focus-within")).to_have_count(1)
    page.keyboard.press("h")
    page.get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(count - 1)
    assert page.evaluate("window.shifted") == 0
    assert errors == []


def test_rows_have_the_buttons_too(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, f"{home}/authors/countess/")
    row = page.locator(".dg-rows > li").first
    mark(row, "Bookmark").click()
    expect(mark(row, "Bookmark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []
