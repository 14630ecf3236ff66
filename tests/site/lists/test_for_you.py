"""The order “For you” of a list."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.site.lists.readers import DAY, SHOWN, Reader, status

pytestmark = pytest.mark.browser


def bookmark(page: Page, *places: int) -> None:
    for number in places:
        button = page.get_by_role("button", name="Bookmark", exact=True).nth(number)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")  # stored, once a module has loaded


def test_for_you_says_how_to_begin_and_then_orders_the_list_with_reasons(reader: Reader) -> None:
    page = reader.open(DAY)
    everything = page.evaluate(SHOWN)
    bookmark(page, 0, 1)
    order = page.get_by_role("combobox", name="Order")
    width = order.evaluate("control => control.offsetWidth")
    order.focus()
    expect(order.locator("option").last).to_have_attribute("label", "For you (after 3 more bookmarks)")
    assert order.evaluate("control => control.offsetWidth") == width
    order.select_option(value="for-you")
    expect(status(page)).to_contain_text("“For you” needs 3 more bookmarks: press Bookmark at papers that you like")
    assert page.evaluate(SHOWN) == everything
    bookmark(page, 2, 3, 4)
    assert page.evaluate(SHOWN) == everything, "the list does not move under the reader's hand"
    page.get_by_role("button", name="Order now").click()
    because = page.locator(".dg-because")
    expect(because.first).to_contain_text("Because of ")
    shown = page.evaluate(SHOWN)
    assert shown != everything
    assert sorted(shown) == sorted(everything)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    other = reader.open(f"{DAY}?sort=for-you")
    expect(other.locator(".dg-because").first).to_be_visible()
    assert other.evaluate(SHOWN) == shown, "the address orders the list before it is shown"
    assert other.evaluate("window.shifts") == []
    order.select_option(value="rank")
    expect(because).to_have_count(0)
    assert page.evaluate(SHOWN) == everything


def test_for_you_that_cannot_be_loaded_leaves_the_list_as_it_is(reader: Reader) -> None:
    page = reader.open(DAY)
    everything = page.evaluate(SHOWN)
    bookmark(page, *range(5))
    page.route("**/features.json", lambda route: route.fulfill(status=200, body="torn"))
    page.get_by_role("combobox", name="Order").select_option(value="for-you")
    expect(status(page)).to_contain_text("“For you” could not be loaded: check your connection")
    assert page.evaluate(SHOWN) == everything
