"""Filters of search results by the reader's own marks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.polling import wait_for

pytestmark = pytest.mark.browser

STATUS, RESULTS = "[data-search-status]", "[data-search-results]"
BUTTONS = "[data-facet=show]"
#: Two papers, each with another topic; "-filler" finds them and four more.
FALL, CHAIN = "2507.10001", "2507.10002"
ANSWERED = re.compile("paper|No results")
Mark = Callable[..., None]


@pytest.fixture
def mark(page: Page, address: str) -> Mark:
    """Store marks before a page is opened."""

    def store(*, read: tuple[str, ...] = (), bookmarked: tuple[str, ...] = ()) -> None:
        marks = {"version": 1, "read": read, "bookmarks": {key: {"title": key} for key in bookmarked}}
        page.goto(f"{address}/about/")
        page.evaluate("(marks) => localStorage.setItem('digestif.reader/journal/', marks)", json.dumps(marks))

    return store


def search(page: Page, address: str, asked: str) -> None:
    page.goto(f"{address}/search/?{asked}")
    expect(page.locator(STATUS)).to_have_text(ANSWERED)


def keys(page: Page) -> set[str]:
    return set(page.locator(f"{RESULTS} [data-key]").evaluate_all("cards => cards.map(card => card.dataset.key)"))


def by(page: Page, name: str) -> Locator:
    return page.locator(f"{BUTTONS}[data-value={name}]")


def test_without_marks_there_is_nothing_to_filter_by(page: Page, address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    search(page, address, "q=-filler")
    expect(page.locator(BUTTONS)).to_have_count(0)
    assert not any("/search-mine" in url for url in requested)


def test_marks_filter_results_along_with_facets(page: Page, address: str, mark: Mark) -> None:
    mark(read=(FALL,), bookmarked=(CHAIN, FALL))
    search(page, address, "q=-filler")
    expect(page.locator("[data-marks] h2")).to_have_text("Your marks")
    expect(page.locator(BUTTONS)).to_have_text(["Unread 5", "Bookmarked 2"])
    by(page, "bookmarked").click()
    expect(page.locator(STATUS)).to_have_text("2 papers · bookmarked")
    expect(page).to_have_url(f"{address}/search/?q=-filler&show=bookmarked")
    expect(by(page, "bookmarked")).to_be_focused()
    wait_for(page, lambda: keys(page) == {FALL, CHAIN}, "the two papers are shown")
    expect(page.locator(BUTTONS)).to_have_text(["Unread 1", "Bookmarked 2"])
    expect(page.locator("[data-facet=topic]")).to_have_text(["Language models 1", "Robotics 1"])
    page.locator("[data-facet=topic][data-value=robotics]").click()
    expect(page.locator(STATUS)).to_have_text("1 paper · bookmarked")
    expect(page.locator(BUTTONS)).to_have_text(["Unread 0", "Bookmarked 1"])
    page.go_back()
    expect(page.locator(STATUS)).to_have_text("2 papers · bookmarked")
    by(page, "unread").click()
    expect(page.locator(STATUS)).to_have_text("1 paper · unread · bookmarked")
    expect(page).to_have_url(f"{address}/search/?q=-filler&show=unread,bookmarked")
    page.reload()
    expect(page.locator(STATUS)).to_have_text("1 paper · unread · bookmarked")
    wait_for(page, lambda: keys(page) == {CHAIN}, "one paper is shown")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator(STATUS)).to_have_text("6 papers")
    expect(page).to_have_url(f"{address}/search/?q=-filler")


def test_a_filter_stays_while_the_query_changes(page: Page, address: str, mark: Mark) -> None:
    mark(read=(FALL,))
    search(page, address, "q=robot&show=unread")
    expect(page.locator(STATUS)).to_have_text("1 paper · unread")
    page.locator("[data-search-input]").fill("chain")
    expect(page.locator(STATUS)).to_have_text("1 paper · unread")
    expect(page).to_have_url(f"{address}/search/?q=chain&show=unread")


def test_filters_need_no_query(page: Page, address: str, mark: Mark) -> None:
    mark(bookmarked=(FALL, CHAIN, "gone.1"))
    search(page, address, "show=bookmarked")
    expect(page.locator(STATUS)).to_have_text("2 papers · bookmarked")
    by(page, "bookmarked").click()
    expect(page.locator(STATUS)).to_contain_text("papers to search")
    expect(page).to_have_url(f"{address}/search/")
    page.goto(f"{address}/search/?show=code,<b>")
    expect(page.locator(STATUS)).to_contain_text("papers to search")


def test_marks_change_the_counts_and_not_the_results(
    page: Page, context: BrowserContext, address: str, mark: Mark
) -> None:
    search(page, address, "q=-filler")
    card = page.locator(f"{RESULTS} [data-key='{FALL}']")
    card.get_by_role("button", name="Mark as read").click()
    expect(page.locator(BUTTONS)).to_have_text(["Unread 5"])
    by(page, "unread").click()
    expect(page.locator(STATUS)).to_have_text("5 papers · unread")
    other = context.new_page()
    search(other, address, "q=chain")
    other.locator(f"[data-key='{CHAIN}']").get_by_role("button", name="Mark as read").click()
    expect(page.locator(BUTTONS)).to_have_text(["Unread 4"])
    expect(page.locator(f"{RESULTS} [data-key]")).to_have_count(5)
    expect(by(page, "unread")).to_be_focused()
    other.locator(f"[data-key='{CHAIN}']").get_by_role("button", name="Bookmark").click()
    expect(page.locator(BUTTONS)).to_have_text(["Unread 4", "Bookmarked 1"])
    expect(by(page, "unread")).to_be_focused()


def test_a_filter_that_leaves_nothing_can_be_dropped(page: Page, address: str, mark: Mark) -> None:
    mark(read=(FALL,))
    search(page, address, "q=chain&show=unread,bookmarked")
    expect(page.locator(STATUS)).to_have_text("No results · unread · bookmarked")
    expect(by(page, "bookmarked")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="search all papers, not only unread and bookmarked ones").click()
    expect(page.locator(STATUS)).to_have_text("2 papers")
    expect(page).to_have_url(f"{address}/search/?q=chain")


def test_the_keyboard_and_screen_readers_reach_the_filters(page: Page, address: str, mark: Mark) -> None:
    mark(bookmarked=(FALL,))
    search(page, address, "q=-filler")
    expect(page.locator(BUTTONS)).to_have_text(["Bookmarked 1"])
    expect(page.locator("[data-marks]")).to_match_aria_snapshot(
        """
        - group:
          - heading /^Your marks/ [level=2]
          - list:
            - listitem:
              - button "Bookmarked 1"
        """
    )
    page.locator("[data-marks] summary").focus()
    page.keyboard.press("Tab")
    expect(by(page, "bookmarked")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator(STATUS)).to_have_text("1 paper · bookmarked")
    expect(page.get_by_role("status").filter(has_text="1 paper · bookmarked")).to_have_count(1)
    expect(page.get_by_role("button", name="Bookmarked 1", pressed=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(STATUS)).to_have_text("6 papers")
    expect(page.get_by_role("button", name="Bookmarked 1", pressed=False)).to_be_focused()
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []


def test_on_a_phone_the_filters_are_in_the_panel(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    search(page, address, "q=-filler")
    page.locator(f"[data-key='{FALL}']").get_by_role("button", name="Bookmark").tap()
    page.get_by_role("button", name="Filter").tap()
    by(page, "bookmarked").tap()
    expect(by(page, "bookmarked")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Show results").tap()
    expect(page.locator(STATUS)).to_have_text("1 paper · bookmarked")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
