"""Readers copy and share papers, by menu and by key, at two widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

DAY = "/days/2025-07-30/"
PAPER = "/papers/2412.11360/"
CARD = "#p-2412\\.11360"
TITLE = "A Walking Robot That Learns to Fall"


@pytest.fixture(scope="module")
def home(small_site: Path, serve_folder: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve the site under another prefix than that of its site_url."""
    root = tmp_path_factory.mktemp("root")
    (root / "elsewhere").symlink_to(small_site)
    return f"{serve_folder(root)}/elsewhere"


@pytest.fixture(params=[1280, 390, 320])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": request.param, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield made
    made.close()


#: Time stands still from then on: how long a key waits for the next one is no matter of the machine.
BEGIN, STILL = "2025-08-01T09:00:00", "2025-08-01T10:00:00"


def opened(context: BrowserContext, url: str) -> tuple[Page, list[str]]:
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: errors.append(request.url) if "//127.0.0.1:" not in request.url else None)
    page.goto(url)
    page.locator(".dg-marks").first.wait_for(state="attached")
    return page, errors


def copied(page: Page, said: str) -> str:
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(("path", "place"), [(DAY, CARD), (PAPER, ".dg-main")])
def test_title_link_citation_and_markdown_are_copied(context: BrowserContext, home: str, path: str, place: str) -> None:
    page, errors = opened(context, home + path)
    share = page.locator(place).get_by_role("button", name="Share", exact=True)
    expected = {
        "Copy title": ("Copied the title.", TITLE),
        "Copy link": ("Copied the link.", f"{home}{PAPER}"),
        "Copy citation (BibTeX)": ("Copied the citation as BibTeX.", "@article{lovelace2024walking,"),
        "Copy as Markdown": ("Copied a line of Markdown.", f"- [{TITLE}](<{home}{PAPER}>). Ada Lovelace, "),
    }
    for name, (said, text) in expected.items():
        share.click()
        page.get_by_role("menuitem", name=name).click()
        assert copied(page, said).startswith(text)
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(share).to_be_focused()
    assert errors == []


@pytest.mark.parametrize("path", [DAY, PAPER, "/authors/countess/"])
def test_the_menu_fits_and_is_used_by_keyboard(context: BrowserContext, home: str, path: str) -> None:
    page, errors = opened(context, home + path)
    share = page.get_by_role("button", name="Share", exact=True).first
    share.focus()
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    expect(share).to_have_attribute("aria-expanded", "true")
    for key, place in (("ArrowDown", 1), ("End", -1), ("ArrowDown", 0), ("ArrowUp", -1), ("Home", 0)):
        page.keyboard.press(key)
        expect(items.nth(place)).to_be_focused()
    page.keyboard.press("c")
    expect(items.nth(1)).to_be_focused()
    box = page.get_by_role("menu").bounding_box()
    assert box
    assert box["x"] >= 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = [found.bounding_box() for found in items.all()]
    assert all(found and found["height"] >= 24 for found in heights)
    found = Axe().run(page)
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found.response["violations"]] == []
    page.keyboard.press("Escape")
    expect(share).to_be_focused()
    expect(share).to_have_attribute("aria-expanded", "false")
    for leave in ("Tab", "click"):
        share.click()
        expect(items.first).to_be_focused()
        if leave == "click":
            page.mouse.click(5, 5)
        else:
            page.keyboard.press(leave)
        expect(items).to_have_count(0)
    assert errors == []


def test_the_share_sheet_of_the_system_gets_title_and_link(context: BrowserContext, home: str) -> None:
    context.add_init_script("navigator.share = async (shared) => { window.shared = shared }")
    page, errors = opened(context, home + PAPER)
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("menuitem", name="Share with an app…").click()
    expect(page.get_by_role("status").filter(has_text="Shared.")).to_be_visible()
    assert page.evaluate("window.shared") == {"title": TITLE, "url": home + PAPER}
    page.evaluate("void (navigator.share = async () => { throw new DOMException('', 'NotAllowedError') })")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("menuitem", name="Share with an app…").click()
    expect(page.get_by_role("status").filter(has_text="Copy the link instead.")).to_be_visible()
    assert errors == []


def test_text_that_the_browser_does_not_copy_is_offered_by_hand(context: BrowserContext, home: str) -> None:
    context.add_init_script("navigator.clipboard.write = async () => { throw new DOMException('', 'NotAllowedError') }")
    page, _ = opened(context, home + DAY)
    page.locator(CARD).get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("menuitem", name="Copy title").click()
    expect(page.get_by_label("Text to copy")).to_have_value(TITLE)
    expect(page.get_by_label("Text to copy")).to_be_focused()


def test_c_copies_in_the_format_that_the_reader_chose_last(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, home + PAPER)
    page.get_by_label("Format of the citation").select_option("APA")
    page.locator("#bibtex .dg-cite-line").wait_for(state="attached")
    page.get_by_label("Format of the citation").blur()
    page.keyboard.press("c")
    assert copied(page, "Copied the citation as APA 7.").startswith("Lovelace, A., Example, B.")
    page.goto(home + DAY)
    page.locator(".dg-marks").first.wait_for(state="attached")
    page.keyboard.press("c")
    expect(page.get_by_role("status").filter(has_text="Choose a paper first, with J or K.")).to_be_visible()
    page.locator(CARD).get_by_role("link", name=TITLE).focus()
    page.keyboard.press("c")
    assert copied(page, "Copied the citation as APA 7.").startswith("Lovelace, A., Example, B.")
    assert errors == []


def test_e_opens_the_export_of_a_list_and_of_a_paper(context: BrowserContext, home: str) -> None:
    page, errors = opened(context, home + DAY)
    page.keyboard.press("e")
    expect(page.get_by_label("Format of the export")).to_be_focused()
    page.goto(home + PAPER)
    page.get_by_label("Format of the citation").wait_for()
    page.keyboard.press("e")
    expect(page.get_by_label("Format of the citation")).to_be_focused()
    page.goto(f"{home}/reading-list/")
    page.get_by_label("Format of the export").wait_for()
    page.keyboard.press("e")
    expect(page.get_by_label("Format of the export")).to_be_focused()
    assert errors == []


@pytest.mark.parametrize(("key", "path"), [("t", "/"), ("A", "/archive/"), ("s", "/search/")])
def test_g_and_a_letter_lead_to_a_page(context: BrowserContext, home: str, key: str, path: str) -> None:
    context.clock.install(time=BEGIN)
    page, errors = opened(context, home + PAPER)
    context.clock.pause_at(STILL)
    page.keyboard.press("g")
    expect(page.get_by_role("status").filter(has_text="Go to: T newest digest")).to_be_visible()
    page.keyboard.press(key)
    page.wait_for_url(home + path)
    assert [error for error in errors if "404" not in error] == [], "this small site has no search index"


def test_g_lapses_and_other_keys_keep_their_meaning(context: BrowserContext, home: str) -> None:
    context.clock.install(time=BEGIN)
    page, errors = opened(context, home + PAPER)
    context.clock.pause_at(STILL)
    waiting = page.get_by_text("Go to: T newest digest")
    for interrupt in ("Escape", "c"):
        page.keyboard.press("g")
        expect(waiting).to_be_visible()
        page.keyboard.press(interrupt)
        expect(waiting).to_have_count(0)
    assert copied(page, "Copied the citation as BibTeX.").startswith("@article")
    page.keyboard.press("g")
    expect(waiting).to_be_visible()
    context.clock.run_for(1600)
    expect(waiting).to_have_count(0)
    page.keyboard.press("t")
    page.keyboard.press("Control+g")
    expect(waiting).to_have_count(0)
    expect(page).to_have_url(home + PAPER)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    for line in ("copy its citation", "export the list", "newest digest, archive, search page"):
        expect(page.get_by_role("dialog").get_by_text(line)).to_be_visible()
    page.get_by_label("Enable single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close").last.click()
    for key in ("g", "a", "e", "c"):
        page.keyboard.press(key)
    expect(waiting).to_have_count(0)
    expect(page).to_have_url(home + PAPER)
    assert errors == []
