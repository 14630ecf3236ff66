"""Readers keep a list: notes and tags, search and groups, files and links, undo, at two widths."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

DAY = "/days/2025-07-30/"


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(small_site)


@pytest.fixture(params=[1280, 390])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": request.param, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield made
    made.close()


def with_two_papers(context: BrowserContext, home: str) -> tuple[Page, list[str]]:
    """Bookmark two papers of a day and follow the link to the reading list."""
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(home + DAY)
    for number in (0, 1):
        page.get_by_role("button", name="Bookmark", exact=True).nth(number).click()
    page.get_by_role("link", name="Reading list").click()
    expect(page.locator(".dg-rows > li")).to_have_count(2)
    return page, errors


def test_a_list_has_notes_and_tags_and_is_searched_and_grouped(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    rows = page.locator(".dg-rows > li")
    title = rows.first.locator("> a").inner_text()
    rows.first.get_by_text("Note and tags").click()
    rows.first.get_by_label("Note", exact=True).fill("for the seminar")
    rows.first.get_by_label("Tags, with commas").fill("autumn, robots")
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.reload()
    page.get_by_label("Search the list").fill("SEMINAR autumn")
    expect(rows).to_have_count(1)
    expect(page.get_by_text("1 of 2 papers")).to_be_visible()
    page.get_by_label("Search the list").fill("")
    page.get_by_label("Group by").select_option("Tag")
    expect(page.locator(".dg-list h2")).to_have_text(["autumn", "robots", "No tag"])
    assert title in rows.first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert errors == []


def test_papers_come_back_after_being_removed(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    rows = page.locator(".dg-rows > li")
    rows.first.get_by_role("button", name="Bookmark", exact=True).click()
    expect(rows).to_have_count(1)
    assert page.evaluate("document.activeElement.matches('.dg-rows a')"), "the focus stays in the list"
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Clear all").click()
    expect(rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    assert errors == []


def test_a_list_travels_in_a_link_and_in_a_file(context: BrowserContext, browser: Browser, home: str) -> None:
    page, errors = with_two_papers(context, home)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied a link")).to_be_visible()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    for name, part in (("BibTeX", "@"), ("CSV", '"key"'), ("JSON", "{")):
        page.get_by_label("Format of the export").select_option(name)
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_text(f"Copied 2 papers as {name}.")).to_be_visible()
        assert str(page.evaluate("navigator.clipboard.readText()")).startswith(part)
    written = json.loads(page.evaluate("navigator.clipboard.readText()"))
    device = browser.new_context()
    other = device.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(other.get_by_text("a list of 2 papers, 2 of them not in yours")).to_be_visible()
    expect(other.locator(".dg-rows > li")).to_have_count(0)
    other.get_by_role("button", name="Add to my list").click()
    expect(other.locator(".dg-rows > li")).to_have_count(2)
    assert not any("list=" in url for url in asked), "the list stays in the fragment"
    other.locator("input[type=file]").set_input_files(
        {"name": "list.json", "mimeType": "application/json", "buffer": json.dumps(written).encode()}
    )
    expect(other.get_by_text("Added 0 papers; 2 were in the list already.")).to_be_visible()
    device.close()
    assert errors == []
