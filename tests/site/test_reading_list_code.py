"""The QR code of the reading list leads another device to the same papers, which it completes from the site."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Built

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_another_device_gets_titles_from_the_site_and_names_what_it_lacks(
    built: Built, browser: Browser, serve_folder: Callable[[Path], str], width: int
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    home = serve_folder(built.site)
    device = browser.new_context(viewport={"width": width, "height": 900})
    page = device.new_page()
    page.goto(f"{home}/days/2025-07-31/")
    for place in range(5):
        bookmark = page.get_by_role("button", name="Bookmark", exact=True).nth(place)
        bookmark.click()
        expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.goto(f"{home}/reading-list/")
    rows = page.locator(".dg-rows > li")
    expect(rows).to_have_count(5)
    titles = rows.locator("> a").all_inner_texts()
    authors = rows.locator("small").all_inner_texts()
    own = json.dumps({"bookmarks": {"not-in-this-digest": {"title": "Other", "note": "kept", "added": "2020-01-01"}}})
    page.locator("input[type=file]").set_input_files(
        {"name": "list.json", "mimeType": "application/json", "buffer": own.encode()}
    )
    expect(page.get_by_text("Added 1 paper")).to_be_visible()
    page.get_by_role("button", name="QR code", exact=True).click()
    png = page.get_by_role("img", name="QR code with the link of the reading list").screenshot()
    (code,) = zxingcpp.read_barcodes(pytest.importorskip("PIL.Image").open(io.BytesIO(png)).convert("L"))
    device.close()
    device = browser.new_context(viewport={"width": width, "height": 900})
    page = device.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: errors.extend([request.url] * (not request.url.startswith(home))))
    page.goto(str(code.text))
    page.get_by_role("button", name="Add to my list").click()
    expect(page.get_by_text("Added 5 papers. Not in this digest: not-in-this-digest.")).to_be_visible()
    rows = page.locator(".dg-rows > li")
    expect(rows.locator("> a")).to_have_text(titles, use_inner_text=True)
    expect(rows.locator("small")).to_have_text(authors, use_inner_text=True)
    device.close()
    assert errors == []
