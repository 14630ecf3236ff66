"""One bad record in the index never hides the other results, and the count stays right."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

RESULTS, STATUS = "[data-search-results]", "[data-search-status]"
#: Changes what the page reads of some papers, as damaged or hostile files would.
POISON = """
const parse = JSON.parse
JSON.parse = text => {
  const value = parse(text)
  if (value?.key === "2507.10001") {
    value.links = [["one", "https://1.2.3.4.5/"], ["two", "https://09"], ["three", "javascript:alert(1)"],
      ["four", null], ["sound", "https://example.org/sound"]]
  }
  if (value?.key === "filler-21") throw new SyntaxError("poisoned")
  if (value?.key === "filler-20") value.title = null
  if (value?.key === "filler-19") value.authors = "Cy Filler"
  if (value?.key === "filler-18") value.links = "https://example.org/"
  if (value?.key === "filler-17") value.date = null
  return value
}
"""


def search(page: Page, address: str, query: str) -> None:
    page.add_init_script(POISON)
    page.goto(f"{address}/search/?q={query}")
    expect(page.locator(STATUS)).to_contain_text("paper")


def test_a_link_that_browsers_refuse_is_left_out(page: Page, address: str) -> None:
    search(page, address, "robot")
    expect(page.locator(STATUS)).to_have_text("2 papers")
    card = page.locator(f"{RESULTS} [data-key='2507.10001']")
    expect(card.locator(".dg-title")).to_have_text("A Walking Robot That Learns to Fall")
    expect(card.locator(".dg-links a")).to_have_text(["31 Jul 2025", "sound"])


def test_a_card_that_cannot_be_drawn_says_so_in_its_place(page: Page, address: str) -> None:
    search(page, address, "filler&sort=newest")
    expect(page.locator(STATUS)).to_have_text("24 papers")
    expect(page.locator(f"{RESULTS} article")).to_have_count(10)
    bad = page.locator("[data-search-unreadable]")
    assert bad.count() == 5
    assert set(bad.all_inner_texts()) == {
        "This result could not be shown.",
        "This result could not be shown. Open the paper's page",
    }
    expect(page.locator(f"{RESULTS} .dg-title").first).to_have_text("Filler Study Number 23")
    page.get_by_role("button", name="Show 14 more").click()
    expect(page.locator(f"{RESULTS} article")).to_have_count(24)


def test_an_export_leaves_it_out_and_says_so(page: Page, address: str) -> None:
    search(page, address, "filler")
    page.get_by_text("Export", exact=True).click()
    page.get_by_label("All results as").select_option("Markdown")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied 21 papers as Markdown. 3 papers could not be read.")).to_be_visible()


def test_the_box_in_the_header_shows_the_others(page: Page, address: str) -> None:
    page.add_init_script(POISON)
    page.goto(f"{address}/about/")
    page.keyboard.press("/")
    page.locator("[data-search-box]").fill("filler study")
    expect(page.locator("[data-search-count]")).to_have_text("24 papers")
    expect(page.locator("[data-search-dialog] [role=option]").nth(2)).to_be_visible()
