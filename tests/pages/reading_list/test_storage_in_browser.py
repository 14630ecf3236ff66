"""Where the browser keeps a list: large ones, full and forbidden storage, lists of earlier versions."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from generator.records.limits import MAX_LENGTHS
from tests.pages.reading_list.lists import DAY, import_papers, large_list, with_two_papers

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_list_that_local_storage_cannot_hold_moves_to_the_database(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    file = {"name": "list.json", "mimeType": "application/json", "buffer": large_list(5000)}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload
    expect(page.get_by_text("Added 5,000 papers.")).to_be_visible(timeout=120_000)
    assert page.evaluate("Object.values(localStorage).join('').length") < 1_000_000
    day = context.new_page()
    day.goto(home + DAY)
    removed = day.get_by_role("button", name="Bookmark", exact=True).first
    expect(removed).to_have_attribute("aria-pressed", "true")
    removed.click()
    expect(removed).to_have_attribute("aria-pressed", "false")
    day.get_by_role("button", name="Undo").click()
    expect(removed).to_have_attribute("aria-pressed", "true")
    read = day.get_by_role("button", name="Mark as read", exact=True).first
    read.click()
    expect(read).to_have_attribute("aria-pressed", "true")
    day.close()
    page.reload()
    page.get_by_label("Search the list").fill("note of 4321")
    expect(page.get_by_text("1 of 5,002 papers")).to_be_visible()
    row = page.locator(".dg-rows > li")
    expect(row).to_contain_text(["Paper 4321"])
    row.get_by_text("Note and tags").click()
    row.get_by_label("Note", exact=True).fill("rewritten")
    page.get_by_label("Search the list").focus()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.get_by_label("Format of the export").select_option("JSON")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied 5,002 papers as JSON.")).to_be_visible()
    papers = json.loads(page.evaluate("navigator.clipboard.readText()"))["bookmarks"]
    assert len(papers) == 5002
    assert papers["2401.14321"]["note"] == "rewritten"
    assert papers["2401.10007"]["note"].startswith("note of 7 nnn")
    assert papers["2401.10007"]["authors"] == "Ada Lovelace, Bo Example"
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_database_that_was_deleted_is_reported(context: BrowserContext, home: str) -> None:
    page, _ = with_two_papers(context, home)
    file = {"name": "list.json", "mimeType": "application/json", "buffer": large_list(600)}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload
    expect(page.get_by_text("Added 600 papers.")).to_be_visible(timeout=60_000)
    page.evaluate(
        "indexedDB.databases().then(all => Promise.all(all.map(({name}) => new Promise(done => {"
        " indexedDB.deleteDatabase(name).onsuccess = done }))))"
    )
    page.reload()
    expect(page.get_by_text("cannot be read: the browser's database for this site")).to_be_visible()
    page.get_by_label("Search the list").fill("2401.10007")
    expect(page.get_by_role("link", name="2401.10007")).to_have_attribute("href", f"{home}/papers/2401.10007/")


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_where_storage_is_forbidden_the_list_holds_for_the_page(context: BrowserContext, home: str) -> None:
    context.add_init_script(
        "for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, "
        "{ get() { throw new DOMException('', 'SecurityError') } })"
    )
    page = context.new_page()
    page.goto(home + DAY)
    bookmark = page.get_by_role("button", name="Bookmark", exact=True).first
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("your marks are lost when you leave this page")).to_be_visible()


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_1500_bookmarks_are_shown_found_and_exported(
    context: BrowserContext, home: str, record_property: Callable[[str, object], None]
) -> None:
    page = context.new_page()
    page.goto(f"{home}/reading-list/")
    papers = {
        f"2401.{10000 + number}": {
            "title": f"Paper {number}",
            "authors": "Ada Lovelace, Bo Example",
            "date": f"2025-{1 + number % 12:02}-{1 + number % 28:02}",
            "note": f"note of {number}",
            "tags": ["large", f"tag {number % 7}"],
        }
        for number in range(1500)
    }
    steps: dict[str, int] = {}
    began = time.monotonic()

    def done(step: str) -> None:
        nonlocal began
        steps[step] = round(1000 * (time.monotonic() - began))
        began = time.monotonic()

    import_papers(page, json.dumps({"bookmarks": papers}).encode())
    expect(page.get_by_text("Added 1,500 papers.")).to_be_visible(timeout=60_000)
    done("import")
    page.reload(wait_until="commit")
    expect(page.get_by_text("1,500 papers", exact=True)).to_be_visible()
    done("load")
    page.get_by_label("Search the list").fill("note of 1234")
    expect(page.get_by_text("1 of 1,500 papers")).to_be_visible()
    done("search")
    page.get_by_label("Search the list").fill("")
    page.get_by_label("Group by").select_option("Tag")
    expect(page.locator(".dg-list > div > h2").first).to_have_text("large")
    done("group")
    for name in ("BibTeX", "CSV", "JSON"):
        page.get_by_label("Format of the export").select_option(name)
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_text(f"Copied 1,500 papers as {name}.")).to_be_visible(timeout=60_000)
        done(name)
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        assert "note of 1499" in copied
        began = time.monotonic()
    record_property("milliseconds", steps)


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_list_of_the_first_version_is_shown_and_stored_anew(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    key = page.evaluate("Object.keys(localStorage).find(key => key.startsWith('digestif.reader'))")
    old = {"version": 1, "bookmarks": {"2401.10000": {"title": "Old", "note": "kept", "tags": ["t"]}}, "read": ["r"]}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(old)])
    page.reload()
    row = page.locator(".dg-rows > li")
    expect(row).to_contain_text("kept · t")
    read = row.get_by_role("button", name="Mark as read", exact=True)
    read.click()
    expect(read).to_have_attribute("aria-pressed", "true")
    stored = json.loads(page.evaluate("key => localStorage.getItem(key)", key))
    assert (stored["version"], stored["read"]) == (2, ["r", "2401.10000"])
    assert stored["bookmarks"]["2401.10000"]["note"] == "kept"
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_no_break_space_in_a_title_is_kept(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + DAY)
    page.locator(".dg-card .dg-title a").first.evaluate("link => (link.textContent = 'Figure\\u00a01 of  10\\n')")
    page.get_by_role("button", name="Bookmark", exact=True).first.click()
    page.locator(".dg-footer").get_by_role("link", name="Reading list").click()
    titles = page.locator(".dg-rows > li > a")
    expect(titles).to_have_count(1)
    assert titles.all_text_contents() == ["Figure\u00a01 of 10"]


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_title_as_long_as_a_record_may_have_is_kept_whole(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    title = "𝒳" * (MAX_LENGTHS["title"] - 4) + " end"
    import_papers(page, json.dumps({"bookmarks": {"2401.10000": {"title": title}}}).encode())
    expect(page.locator(".dg-rows > li > a").filter(has_text=title)).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_the_first_mark_says_that_the_storage_is_full(context: BrowserContext, home: str) -> None:
    page = context.new_page()
    page.goto(home + DAY)
    page.evaluate(
        "() => { let text = 'x'.repeat(6_000_000); for (let number = 0; text; number++)"
        " try { localStorage.setItem(`other.${number}`, text) } catch { text = text.slice(text.length / 2 + 1) } }"
    )
    bookmark = page.get_by_role("button", name="Bookmark", exact=True).first
    bookmark.click()
    expect(page.get_by_text("Nothing was changed: the browser's storage for this site is full.")).to_be_visible()
    expect(bookmark).to_have_attribute("aria-pressed", "false")
    page.evaluate("localStorage.clear()")
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(bookmark).to_have_attribute("aria-pressed", "true")
