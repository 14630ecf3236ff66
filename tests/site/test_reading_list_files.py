"""A file of the reading list brings another device what the reader wrote about the papers of this digest."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import Built

pytestmark = pytest.mark.browser

NOTE = "Section 3: 50% & {more}_1\n\nCompare with Bo's $x_{1}$"


def with_note(page: Page, title: str, note: str, tags: str) -> None:
    row = page.locator(".dg-rows > li").filter(has_text=title)
    row.get_by_text("Note and tags").click()
    row.get_by_label("Note", exact=True).fill(note)
    row.get_by_label("Tags, with commas").fill(tags)
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()


def import_bibtex(page: Page, text: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "list.bib", "mimeType": "text/plain", "buffer": text.encode()}
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_bibtex_carries_notes_and_tags_and_overwrites_none(
    built: Built, browser: Browser, serve_folder: Callable[[Path], str], width: int
) -> None:
    home = serve_folder(built.site)
    device = browser.new_context(
        viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = device.new_page()
    page.goto(f"{home}/days/2025-07-31/")
    for place in range(2):
        bookmark = page.get_by_role("button", name="Bookmark", exact=True).nth(place)
        bookmark.click()
        expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.goto(f"{home}/reading-list/")
    rows = page.locator(".dg-rows > li")
    expect(rows).to_have_count(2)
    title, other_title = rows.locator("> a").all_inner_texts()
    with_note(page, title, NOTE, "autumn, to read")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied 2 papers as BibTeX.")).to_be_visible()
    text = str(page.evaluate("navigator.clipboard.readText()"))
    device.close()

    device = browser.new_context(viewport={"width": width, "height": 900})
    page = device.new_page()
    page.goto(f"{home}/reading-list/")
    import_bibtex(page, text)
    expect(page.get_by_text("Added 2 papers.")).to_be_visible()
    row = page.locator(".dg-rows > li").filter(has_text=title)
    row.get_by_text("Note and tags").click()
    expect(row.get_by_label("Note", exact=True)).to_have_value(NOTE)
    expect(row.get_by_label("Tags, with commas")).to_have_value("autumn, to read")
    other = page.locator(".dg-rows > li").filter(has_text=other_title)
    other.get_by_text("Note and tags").click()
    expect(other.get_by_label("Tags, with commas")).to_have_value("")
    row.get_by_label("Note", exact=True).fill("my own")
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    import_bibtex(page, text)
    expect(page.get_by_text("Added 0 papers; 2 were in the list already.")).to_be_visible()
    row.get_by_text("Note and tags").click()
    note = row.get_by_label("Note", exact=True)
    expect(note).to_have_value(re.compile(r"Section 3.*my own|my own.*Section 3", re.DOTALL))
    assert sorted(note.input_value().split("\n\n")) == sorted(["my own", *NOTE.split("\n\n")])
    device.close()
