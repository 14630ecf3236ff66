"""A list goes to another device, to paper and to other readers."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from tests.pages.reading_list.lists import import_papers, keys_only, read_code, with_two_papers

pytestmark = pytest.mark.browser


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


def test_a_qr_code_carries_a_hundred_papers_to_another_device(
    context: BrowserContext, browser: Browser, home: str
) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(100))
    expect(page.get_by_text("Added 100 papers.")).to_be_visible()
    page.get_by_role("button", name="QR code", exact=True).click()
    code = page.get_by_role("img", name="QR code with the link of the reading list")
    expect(code).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    page.emulate_media(color_scheme="dark", forced_colors="active")
    link = read_code(code.screenshot())
    assert link.startswith(f"{home}/reading-list/#keys=")
    page.get_by_role("button", name="Close the QR code").click()
    expect(code).to_have_count(0)
    expect(page.get_by_role("button", name="QR code", exact=True)).to_be_focused()
    device = browser.new_context()
    other = device.new_page()
    other.goto(link)
    expect(other.get_by_text("a list of 102 papers, 102 of them not in yours")).to_be_visible()
    other.get_by_role("button", name="Add to my list").click()
    # This site was built without a search index.
    expect(other.get_by_text("This did not work: the server answered 404")).to_be_visible()
    expect(other.get_by_role("button", name="Add to my list")).to_be_visible()
    device.close()
    assert errors == []


def test_a_list_that_is_too_long_for_a_qr_code_says_what_to_do(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(1500))
    expect(page.get_by_text("Added 1,500 papers.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="QR code", exact=True).click()
    expect(page.get_by_text("The list is too long for a QR code: its link has ")).to_be_visible()
    expect(page.get_by_text("download the list as JSON and import it on the other device")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_printed_list_has_all_papers_with_addresses_and_the_code(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    row = page.locator(".dg-rows > li").first
    row.get_by_text("Note and tags").click()
    row.get_by_label("Note", exact=True).fill("for the seminar")
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    import_papers(page, keys_only(230))
    expect(page.get_by_text("Added 230 papers.")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="QR code", exact=True).click()
    code = page.get_by_role("img", name="QR code with the link of the reading list")
    expect(code).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    rows = page.locator(".dg-rows > li")
    expect(rows).to_have_count(232)
    assert page.locator("main :is(button, select, input, textarea, .dg-settings, [role=status]):visible").count() == 0
    address = rows.first.locator("> a").evaluate("link => getComputedStyle(link, '::after').content")
    assert f"{home}/papers/" in address
    expect(page.get_by_text("for the seminar").first).to_be_visible()
    assert rows.last.evaluate("row => row.getBoundingClientRect().height") < 60
    assert read_code(code.screenshot()).startswith(f"{home}/reading-list/#keys=")
    assert errors == []


def test_saved_searches_travel_with_the_list(context: BrowserContext, browser: Browser, home: str) -> None:
    page, errors = with_two_papers(context, home)
    key = page.evaluate("Object.keys(localStorage).find(key => key.startsWith('digestif.reader'))")
    key = key.replace("digestif.reader", "digestif.searches")
    searches = {"version": 1, "saved": [{"text": "walking robot"}]}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(searches)])
    page.reload()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied a link")).to_be_visible()
    link = str(page.evaluate("navigator.clipboard.readText()"))
    page.get_by_label("Format of the export").select_option("JSON")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied 2 papers as JSON.")).to_be_visible()
    written = str(page.evaluate("navigator.clipboard.readText()"))
    for way in ("link", "file"):
        device = browser.new_context()
        other = device.new_page()
        other.goto(link if way == "link" else f"{home}/reading-list/")
        if way == "link":
            expect(other.get_by_text("It also has searches, which are added to yours.")).to_be_visible()
            other.get_by_role("button", name="Add to my list").click()
        else:
            file = {"name": "list.json", "mimeType": "application/json", "buffer": written.encode()}
            other.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload
        expect(other.get_by_text("Added 2 papers.")).to_be_visible()
        stored = json.loads(other.evaluate("key => localStorage.getItem(key)", key))
        assert [search["text"] for search in stored["saved"]] == ["walking robot"]
        device.close()
    assert errors == []
