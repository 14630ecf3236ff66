"""The search box in the header: opened by keys or touch, used with arrows, closed by navigation, loaded when opened."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

BOX, OPTION, COUNT = "[data-search-box]", "[data-search-dialog] [role=option]", "[data-search-count]"


@pytest.mark.parametrize("key", ["s", "f", "/"])
def test_keys_open_the_box_and_escape_closes_it(page: Page, address: str, key: str) -> None:
    page.goto(f"{address}/about/")
    page.keyboard.press(key)
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(BOX)).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(BOX)).not_to_be_visible()


def test_keys_are_letters_in_other_fields(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.locator("#field").press_sequentially("sf/")
    expect(page.locator("#field")).to_have_value("sf/")
    expect(page.locator(BOX)).not_to_be_visible()


def test_search_is_loaded_when_the_box_is_opened(page: Page, address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url.removeprefix(address)))
    page.goto(f"{address}/about/")
    page.wait_for_load_state("networkidle")
    assert [url for url in requested if "search" in url or "pagefind" in url] == ["/assets/javascripts/search.js"]
    page.keyboard.press("/")
    page.keyboard.type("robot")
    expect(page.locator(OPTION)).to_have_count(2)
    assert not any("/papers." in url for url in requested), "the box needs no columns"


def test_a_late_answer_keeps_what_was_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.locator(BOX).fill("robot")
    expect(page.locator(OPTION)).to_have_count(2)
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"{OPTION}[aria-selected=true]")
    expect(chosen).to_have_count(1)
    key = chosen.get_attribute("data-key")
    chosen.evaluate("option => option.dataset.old = 'true'")
    page.locator(BOX).dispatch_event("input")  # asks again
    expect(page.locator("[data-old]")).to_have_count(0)
    expect(chosen).to_have_attribute("data-key", key or "")


def test_the_box_searches_again_where_the_site_was_published_again(browser: Browser, address: str) -> None:
    """The first card belongs to an index that is gone; the second search has a new manifest."""
    state = {"gone": 0, "manifests": 0}

    def card(route: Route) -> None:
        if state["gone"]:
            route.fallback()
            return
        state["gone"] += 1
        route.fulfill(status=404, body="")

    def manifest(route: Route) -> None:
        state["manifests"] += 1
        if not state["gone"]:
            route.fallback()
            return
        response = route.fetch()
        route.fulfill(json={**response.json(), "votes": "votes.of-the-new-index"})

    page = browser.new_page()
    page.route("**/search-index/cards/**", card)
    page.route("**/search-index/manifest*", manifest)
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.locator(BOX).fill("robot")
    expect(page.locator(OPTION)).to_have_count(2)
    assert state["gone"] == 1
    assert state["manifests"] >= 2
    page.close()


def test_arrows_choose_a_paper_and_enter_opens_it(page: Page, address: str) -> None:
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.locator(BOX).fill("robot")  # at once: the answer to each letter replaces that to the one before
    expect(page.locator(COUNT)).to_have_text("2 papers")
    expect(page.locator(BOX)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    first = page.locator(OPTION).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator(BOX)).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    expect(page.locator(OPTION).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/papers/2507.10001/")
    expect(page.locator(BOX)).not_to_be_visible()


def test_enter_without_a_choice_opens_the_search_page(page: Page, address: str) -> None:
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.keyboard.type("chain thought")
    expect(page.locator(OPTION)).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/search/?q=chain+thought")
    expect(page.locator("[data-search-status]")).to_have_text("2 papers")
    page.keyboard.press("Escape")


def test_the_box_works_after_instant_navigation(page: Page, instant_address: str) -> None:
    address = instant_address
    with page.expect_response("**/sitemap.xml"):  # until then, links are not followed instantly
        page.goto(f"{address}/about/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")
    for _ in range(2):
        page.keyboard.press("s")
        page.locator(BOX).fill("robot")
        expect(page.locator(OPTION).first).to_have_css("display", "block")
        page.locator(OPTION).first.click()
        expect(page).to_have_url(f"{address}/papers/2507.10001/")
        page.get_by_role("link", name="About").first.click()
        expect(page).to_have_url(f"{address}/about/")
        # The address changes before the page does, and the new page closes the box.
        expect(page.get_by_role("heading", name="About", level=1)).to_be_visible()
    page.get_by_role("link", name="Search", exact=True).first.click()
    page.locator("[data-search-input]").fill("robot")
    expect(page.locator("[data-search-status]")).to_have_text("2 papers")
    assert page.evaluate("window.stayed") is True


def test_the_box_fits_a_phone_and_works_by_touch(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    page = context.new_page()
    page.goto(f"{address}/about/")
    page.get_by_role("link", name="Search papers").tap()
    page.locator(BOX).fill("robot")
    expect(page.locator(OPTION)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert all((option.bounding_box() or {"height": 0})["height"] >= 44 for option in page.locator(OPTION).all())
    page.get_by_role("button", name="Close").tap()
    expect(page.locator(BOX)).not_to_be_visible()
    context.close()


def test_a_query_without_results_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.keyboard.type("zzzzqqq")
    expect(page.locator(COUNT)).to_have_text("No results")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of the two that it names
    page = context.new_page()
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    for typed in ("", "robot"):
        page.locator(BOX).fill(typed)
        expect(page.locator(COUNT)).to_have_text(re.compile("2 papers" if typed else "^$"))
        found = Axe().run(page, context="[data-search-dialog]").response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == []
    context.close()
