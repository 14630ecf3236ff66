"""Reading lists of any size, and a page with two papers in its list."""

from __future__ import annotations

import io
import json

import pytest
from playwright.sync_api import BrowserContext, Page, expect

DAY = "/days/2025-07-30/"


def with_two_papers(context: BrowserContext, home: str) -> tuple[Page, list[str]]:
    """Bookmark two papers of a day and follow the link to the reading list."""
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(home + DAY)
    for number in (0, 1):
        bookmark = page.get_by_role("button", name="Bookmark", exact=True).nth(number)
        bookmark.click()
        expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.locator(".dg-footer").get_by_role("link", name="Reading list").click()
    expect(page.locator(".dg-rows > li")).to_have_count(2)
    return page, errors


def keys_only(count: int) -> bytes:
    papers = {f"2401.{10000 + number * 7919 % 89999}": {"title": f"Paper {number}"} for number in range(count)}
    return json.dumps({"bookmarks": papers}).encode()


def import_papers(page: Page, papers: bytes) -> None:
    file = {"name": "list.json", "mimeType": "application/json", "buffer": papers}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload


def read_code(png: bytes) -> str:
    """Return the text of a QR code in a screenshot."""
    zxingcpp = pytest.importorskip("zxingcpp")
    picture = pytest.importorskip("PIL.Image").open(io.BytesIO(png)).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def large_list(count: int) -> bytes:
    papers = {
        f"2401.{10000 + number}": {
            "title": f"Paper {number}",
            "authors": "Ada Lovelace, Bo Example",
            "date": "2025-07-30",
            "note": f"note of {number} " + "n" * 1200,
            "tags": ["large"],
        }
        for number in range(count)
    }
    return json.dumps({"bookmarks": papers}).encode()
