"""Readers keep a list: notes and tags, search and groups, files and links, undo, at two widths."""

from __future__ import annotations

import io
import json
import time
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
        bookmark = page.get_by_role("button", name="Bookmark", exact=True).nth(number)
        bookmark.click()
        expect(bookmark).to_have_attribute("aria-pressed", "true")
    page.locator(".dg-footer").get_by_role("link", name="Reading list").click()
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
    expect(page.locator(".dg-list > div > h2")).to_have_text(["autumn", "robots", "No tag"])
    expect(rows.first).to_contain_text(title)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_a_note_survives_another_tab_and_a_tab_that_is_closed(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    row = page.locator(".dg-rows > li").first
    row.get_by_text("Note and tags").click()
    note = row.get_by_label("Note", exact=True)
    note.press_sequentially("for the")
    other = context.new_page()
    other.goto(home + DAY)
    other.get_by_role("button", name="Mark as read", exact=True).first.click()
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.keyboard.type(" hidden seminar")
    expect(note).to_have_value("for the hidden seminar")
    expect(note).to_be_focused()
    page.reload()  # at once, with the focus in the field
    expect(page.locator(".dg-rows > li").first).to_contain_text("for the hidden seminar")
    expect(page.locator(".dg-rows > li")).to_have_count(2)
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_open_notes_the_focus_and_a_press_survive_another_tab(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    first, second = page.locator(".dg-rows > li").nth(0), page.locator(".dg-rows > li").nth(1)
    first.get_by_text("Note and tags").click()
    expect(first.get_by_label("Note", exact=True)).to_be_visible()
    marked = page.locator(".dg-rows [data-mark=read][aria-pressed=true]")
    other = context.new_page()
    other.goto(home + DAY)
    for number in (0, 1):
        read = other.get_by_role("button", name="Mark as read", exact=True).nth(number)
        read.click()
        expect(marked).to_have_count(number + 1)
        expect(first.get_by_label("Note", exact=True)).to_be_visible()
    expect(first.locator("summary")).to_be_focused()
    first.get_by_label("Note", exact=True).fill("unfinished")
    read.click()
    expect(read).to_have_attribute("aria-pressed", "false")
    second.get_by_text("Note and tags").click()
    for row in (first, second):
        expect(row.get_by_label("Note", exact=True)).to_be_visible()
    expect(marked).to_have_count(1)
    expect(first.get_by_label("Note", exact=True)).to_have_value("unfinished")
    assert errors == []


@pytest.mark.parametrize("context", [1280], indirect=True)
def test_notes_and_tags_go_into_every_format(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    row = page.locator(".dg-rows > li").first
    row.get_by_text("Note and tags").click()
    row.get_by_label("Note", exact=True).fill("50% for Bo")
    row.get_by_label("Tags, with commas").fill("autumn")
    page.get_by_label("Search the list").focus()
    expected = {
        "BibTeX": ("annote", r"50\% for Bo", "autumn"),
        "RIS": ("N1  - 50% for Bo", "KW  - autumn"),
        "CSL-JSON": ("50% for Bo", "autumn"),
        "CSV": ('"note","tags"', '"50% for Bo","autumn"'),
        "Markdown": ("  50% for Bo\n", "  autumn\n"),
    }
    for name, texts in expected.items():
        page.get_by_label("Format of the export").select_option(name)
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_text(f"Copied 2 papers as {name}.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert [text for text in texts if text not in copied] == []
    assert errors == []


def test_papers_come_back_after_being_removed(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    rows = page.locator(".dg-rows > li")
    rows.first.get_by_role("button", name="Bookmark", exact=True).click()
    expect(rows).to_have_count(1)
    expect(rows.first.locator("> a")).to_be_focused()  # the focus stays in the list
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    search = page.get_by_role("searchbox", name="Search the list")
    page.get_by_role("button", name="Clear all").click()
    expect(rows).to_have_count(0)
    expect(page.get_by_text("No papers yet. Press Bookmark at a paper to keep it here.")).to_be_visible()
    expect(search).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(2)
    expect(search).to_be_visible()
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


def keys_only(count: int) -> bytes:
    papers = {f"2401.{10000 + number * 7919 % 89999}": {"title": f"Paper {number}"} for number in range(count)}
    return json.dumps({"bookmarks": papers}).encode()


def import_papers(page: Page, papers: bytes) -> None:
    file = {"name": "list.json", "mimeType": "application/json", "buffer": papers}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]  # a payload


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


def test_a_long_list_is_drawn_in_steps_and_searched_as_a_whole(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(230))
    rows = page.locator(".dg-rows > li")
    expect(page.get_by_text("Added 230 papers.")).to_be_visible(timeout=60_000)
    expect(rows).to_have_count(100)
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(rows.nth(100).locator("> a")).to_be_focused()
    page.get_by_role("button", name="Show 32 more").click()
    expect(rows).to_have_count(232)
    page.get_by_label("Search the list").fill("Paper 217")
    expect(rows).to_have_count(1)
    page.get_by_label("Search the list").fill("")
    expect(rows).to_have_count(100)
    assert errors == []


def test_more_papers_are_added_to_those_that_are_drawn(context: BrowserContext, home: str) -> None:
    page, errors = with_two_papers(context, home)
    import_papers(page, keys_only(230))
    expect(page.get_by_text("Added 230 papers.")).to_be_visible(timeout=60_000)
    rows = page.locator(".dg-rows > li")
    rows.first.get_by_text("Note and tags").click()
    note = rows.first.get_by_label("Note", exact=True)
    note.fill("for the seminar")
    rows.nth(1).get_by_text("Note and tags").click()
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(note).to_be_visible()
    expect(note).to_have_value("for the seminar")
    expect(rows.nth(1).get_by_label("Note", exact=True)).to_be_visible()
    page.get_by_role("button", name="Show 32 more").click()
    expect(rows).to_have_count(232)
    headings = page.locator(".dg-list > div > h2").all_inner_texts()
    assert len(headings) == len(set(headings))  # a group that goes on has one heading
    keys = rows.locator("> a").evaluate_all("links => links.map((link) => link.href)")
    assert len(set(keys)) == 232
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


SHIFTS = """window.shifts = []
new PerformanceObserver(list => window.shifts.push(...list.getEntries().filter(entry => !entry.hadRecentInput)
  .map(({value, sources}) => [value, ...sources.map(({node}) => node?.className ?? node?.nodeName)])))
  .observe({type: "layout-shift", buffered: true})"""


@pytest.mark.parametrize("papers", [0, 1, 230])
def test_settings_follow_the_list_and_nothing_moves(context: BrowserContext, home: str, papers: int) -> None:
    page = context.new_page()
    if papers:
        page.goto(f"{home}/reading-list/")
        import_papers(page, keys_only(papers))
        expect(page.get_by_text(f"Added {papers} paper")).to_be_visible(timeout=60_000)
    page.add_init_script(SHIFTS)
    page.goto(f"{home}/reading-list/")
    expect(page.locator(".dg-settings")).to_be_visible()
    expect(page.locator(".dg-rows > li")).to_have_count(min(papers, 100))
    end = "document.querySelector('.dg-list').lastElementChild.previousElementSibling.getBoundingClientRect().bottom"
    gap = page.evaluate(f"document.querySelector('.dg-settings h2').getBoundingClientRect().top - {end}")
    assert 0 < gap < 100
    assert page.evaluate("document.querySelector('.dg-footer').getBoundingClientRect().top >= innerHeight")
    assert page.evaluate("window.shifts") == []


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


def test_titles_in_other_scripts_say_their_language(context: BrowserContext, home: str) -> None:
    bookmarks = {"one": {"title": "基于大语言模型的研究"}, "two": {"title": "A Robot Arm"}}
    marks = {"version": 2, "bookmarks": bookmarks, "read": [], "hidden": []}
    page = context.new_page()
    page.add_init_script(f"localStorage.setItem('digestif.reader/', {json.dumps(json.dumps(marks))})")
    page.goto(f"{home}/reading-list/")
    rows = page.locator("[data-reading-list] .dg-rows > li > a")
    expect(rows.filter(has_text="研究")).to_have_attribute("lang", "zh")
    assert rows.filter(has_text="Robot").get_attribute("lang") is None
