"""Saved searches tell what is new among their results; recent searches are kept."""

from __future__ import annotations

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.build.new_papers.readers import Reader, Versions
from tests.polling import wait_for, wait_until

#: Whether a search is among the recent ones.
KEPT = "(text) => localStorage.getItem('digestif.searches/')?.includes(`\"${text}\"`) ?? false"


@pytest.fixture
def searcher(reader: Reader, versions: Versions) -> Reader:
    """The reader, who saved a search before the papers were added."""
    reader.publish(versions.before)
    page = reader.open("/search/?q=robot+arm")
    page.get_by_text("Save", exact=False).and_(page.get_by_label("Save this search")).click()
    page.get_by_label("Name", exact=True).fill("Robots")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved “Robots” in my searches.")).to_be_visible()
    expect(page.get_by_label("Saved as “Robots”")).to_be_visible()
    # What it has found now is stored: later results are compared with that.
    wait_until(page, "Object.values(localStorage).some(text => text.includes('\"next\":{'))")
    page.close()
    reader.publish(versions.after)
    reader.context.clock.set_system_time("2025-08-03T09:00:00")
    return reader


@pytest.mark.browser
def test_a_saved_search_counts_and_marks_its_new_results(searcher: Reader) -> None:
    home = searcher.open()
    expect(home.locator(".dg-since")).to_contain_text("4 new papers since Friday")
    assert home.evaluate("window.shifted") == []
    home.get_by_role("link", name="4 in my searches").click()
    row = home.get_by_role("listitem").filter(has_text="Robots").filter(has=home.get_by_role("button", name="Rename"))
    expect(row).to_contain_text("4 new results")
    row.get_by_role("link", name="Robots", exact=True).click()
    expect(home.locator("[data-search-status]")).to_have_text("All 15 papers, 4 new since last time")
    marked = home.locator("[data-new-result]")
    expect(marked.first.locator(".dg-new")).to_have_text("New")
    home.keyboard.press("End")  # the other results are loaded there
    expect(marked).to_have_count(4)
    assert home.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(home)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    home.reload()
    expect(home.locator("[data-search-status]")).to_contain_text("4 new since last time")
    other = searcher.open("/search/")
    expect(other.get_by_role("link", name="Robots", exact=True)).to_be_visible()
    expect(other.get_by_text("new results")).to_have_count(0)
    other.close()
    searcher.close(home, next_visit="2025-08-03T12:00:00")
    later = searcher.open("/search/?q=robot+arm")
    expect(later.locator("[data-search-status]")).to_have_text("All 15 papers")


@pytest.mark.browser
def test_saved_searches_are_renamed_and_removed_in_two_tabs(searcher: Reader) -> None:
    page, other = searcher.open("/reading-list/"), searcher.open("/search/")
    page.get_by_role("button", name="Rename “Robots”").click()
    page.get_by_label("Name", exact=True).fill("Arms")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Arms")).to_be_focused()
    expect(other.get_by_role("link", name="Arms")).to_be_visible()
    other.get_by_role("button", name="Remove “Arms”").click()
    expect(page.get_by_role("heading", name="My searches")).to_have_count(0)
    other.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Arms")).to_be_visible()
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []


def is_kept(page: Page, text: str) -> bool:
    """Let time pass, and say whether a search is among the recent ones."""
    page.clock.run_for(3000)
    return bool(page.evaluate(KEPT, text))


@pytest.mark.browser
def test_the_empty_search_page_has_recent_searches(reader: Reader) -> None:
    page = reader.open("/search/")
    expect(page.get_by_role("heading", name="Recent searches")).to_have_count(0)
    for text in ("robot", "language"):
        page.get_by_label("Titles, abstracts").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("[data-search-results]")).to_have_attribute("data-query", text)
        wait_for(page, partial(is_kept, page, text), f"{text} is a recent search")
    page.goto(f"{reader.home}/search/")
    recent = page.locator(".dg-recent li a")
    expect(recent).to_have_text(["language", "robot"])
    page.get_by_role("button", name="Remove “language” from recent searches").click()
    expect(recent).to_have_text(["robot"])
    expect(recent).to_be_focused()
    recent.click()
    expect(page.get_by_label("Titles, abstracts")).to_have_value("robot")
    page.go_back()
    page.get_by_role("button", name="Remove all").click()
    expect(recent).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(recent).to_have_count(1)
    page.get_by_role("button", name="Do not keep recent searches").click()
    expect(page.get_by_text("Recent searches are not kept.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Keep recent searches", exact=True).click()
    expect(page.get_by_text("Recent searches are not kept.")).to_be_hidden()
