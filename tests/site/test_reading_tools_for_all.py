"""Everyone can use the tools for readers: by keyboard, by the accessibility tree, in every colour scheme, at 320 px."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.polling import wait_until
from tests.site.conftest import Built

pytestmark = pytest.mark.browser

FOCUSED = """
element => {
  const at = document.activeElement
  const name = at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
  return name.replace(/\\s+/g, ' ').trim()
}
"""


@pytest.fixture
def home(built: Built, serve_folder: Callable[..., str]) -> str:
    return serve_folder(built.site)


@pytest.fixture(params=[1280, 390])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": request.param, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield made
    made.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press a key until the focus is on what has a name, as a reader without a mouse does."""
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"{name} is not reached with {key}")


def day_with_papers(built: Built) -> str:
    """A day whose page is not too long for pressing Tab through it."""
    return next(f"/days/{day}/" for day, entries in sorted(built.catalog.by_day.items()) if 8 < len(entries) < 30)


def test_papers_are_kept_annotated_exported_and_hidden_without_a_mouse(
    context: BrowserContext, built: Built, home: str
) -> None:
    page = opened(context, home + day_with_papers(built))
    cards = page.locator(".dg-card:visible")
    count = cards.count()
    tab_to(page, "Bookmark")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Bookmark", pressed=True)).to_have_count(1)
    tab_to(page, "Hide")
    page.keyboard.press("Enter")
    expect(cards).to_have_count(count - 1)
    page.keyboard.press("u")
    expect(cards).to_have_count(count)
    wait_until(page, "document.activeElement.closest('.dg-card') !== null")  # the focus is on the paper again
    page.goto(f"{home}/reading-list/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".dg-rows > li")).to_have_count(1)
    tab_to(page, "Bookmark")
    tab_to(page, "Note and tags", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "Note")
    page.keyboard.type("for the seminar")
    tab_to(page, "Tags, with commas between them")
    expect(page.get_by_text("The note and tags are stored.")).to_be_visible()
    page.keyboard.press("Escape")
    tab_to(page, "Format of the export", "Shift+Tab")
    tab_to(page, "Copy")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied 1 paper as BibTeX.")).to_be_visible()


def test_a_search_and_a_citation_without_a_mouse(context: BrowserContext, built: Built, home: str) -> None:
    entry = next(entry for entry in built.catalog.entries if entry.paper.title.isascii())
    page = opened(context, home + day_with_papers(built))
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url(f"{home}/search/")
    page.locator(".dg-search-ready").wait_for()
    if not page.evaluate("document.activeElement.matches('[data-search-input]')"):
        page.keyboard.press("/")
    page.keyboard.type(entry.paper.title)
    found = page.locator(f'.dg-card[data-key="{entry.key}"] .dg-title a')
    expect(found).to_be_visible()
    page.goto(f"{home}/papers/{entry.key}/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("e")
    expect(page.get_by_label("Format of the citation")).to_be_focused()
    tab_to(page, "Copy")
    page.keyboard.press("Enter")
    expect(page.locator(".dg-cite [role=status]")).to_have_text("Copied")


def test_the_accessibility_tree_names_every_tool_and_its_state(
    context: BrowserContext, built: Built, home: str
) -> None:
    page = opened(context, home + day_with_papers(built))
    card = page.locator(".dg-card").first
    title = card.locator(".dg-title a").inner_text()
    for name in ("Bookmark", "Mark as read", "Hide"):
        expect(card.get_by_role("button", name=name, exact=True)).to_be_visible()
        assert f'- button "{name}"\n' in card.aria_snapshot() + "\n"
    card.get_by_role("button", name="Bookmark", exact=True).click()
    expect(card.get_by_role("button", name="Bookmark", exact=True)).to_have_attribute("aria-pressed", "true")
    assert '- button "Bookmark" [pressed]' in card.aria_snapshot()
    assert "heading" in card.aria_snapshot()
    card.get_by_role("button", name="Share", exact=True).click()
    menu = page.get_by_role("menu", name=f"Share {title}")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    assert [line.strip() for line in menu.aria_snapshot().splitlines()[1:5]] == [
        '- menuitem "Copy title"',
        '- menuitem "Copy link"',
        '- menuitem "Copy citation (BibTeX)"',
        '- menuitem "Copy as Markdown"',
    ]
    page.keyboard.press("Escape")
    export = page.get_by_role("button", name="Export", exact=True)
    expect(export).to_have_attribute("aria-expanded", "false")
    export.press("Enter")
    expect(page.get_by_role("group", name="Export").get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(export).to_have_attribute("aria-expanded", "false")
    expect(export).to_be_focused()


def open_tools(page: Page, kind: str) -> None:
    """Open what a reader can open on a page."""
    if kind in ("day", "paper"):
        page.get_by_role("button", name="Share", exact=True).first.click()
        page.get_by_role("menu").wait_for()
    if kind == "list":
        page.get_by_text("Note and tags").first.click()
        page.get_by_role("button", name="QR code", exact=True).click()
        page.get_by_role("img", name="QR code").wait_for()
    if kind == "keys":
        page.keyboard.press("?")
        page.get_by_role("dialog").wait_for()
    if kind == "search":
        page.locator(".dg-export summary").first.click()
        expect(page.get_by_label("All results as")).to_be_visible()


def announced(page: Page, text: str) -> None:
    """Expect that screen readers are told something that no message shows."""
    expect(page.get_by_role("status").filter(has_text=text)).to_have_text(text)
    expect(page.locator(".dg-said")).to_be_empty()


def test_the_first_keys_act_in_their_order(context: BrowserContext, built: Built, home: str) -> None:
    """The first key loads what keys do, and the next one does not overtake it."""
    page = opened(context, home + day_with_papers(built))

    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page.route("**/keys-actions-*.js", late)
    page.keyboard.press("j")
    page.keyboard.press("b")
    bookmark = page.get_by_role("button", name="Bookmark", exact=True).first
    expect(bookmark).to_have_attribute("aria-pressed", "true")


def test_what_keys_and_buttons_did_is_announced(context: BrowserContext, built: Built, home: str) -> None:
    page = opened(context, home + day_with_papers(built))
    page.keyboard.press("j")
    expect(page.locator(".dg-title a").first).to_be_focused()
    title = page.locator(".dg-title a").first.inner_text()
    page.keyboard.press("m")
    announced(page, "Marked as read")
    page.keyboard.press("m")
    announced(page, "No longer marked as read")
    page.keyboard.press("a")
    announced(page, "Abstract shown")
    page.keyboard.press("b")
    page.locator(".dg-said").get_by_role("button", name="Close").click()  # the first bookmark has a message
    card = page.locator(".dg-card").first
    bookmark = card.get_by_role("button", name="Bookmark", exact=True)
    bookmark.click()
    announced(page, f"No longer bookmarked: {title}")
    page.locator(".dg-card").nth(1).get_by_role("button", name="Bookmark", exact=True).click()
    page.locator(".dg-said").get_by_role("button", name="Close").click()
    bookmark.click()
    announced(page, f"Bookmarked: {title}")
    page.locator(".dg-title a").first.focus()
    page.keyboard.press("h")
    expect(page.locator(".dg-said[role=status]")).to_contain_text(f"Hidden: {title}")  # a message that all see
    page.locator(".dg-said").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Show 1 hidden paper").click()
    card.get_by_role("button", name="Hide", exact=True).click()
    announced(page, f"No longer hidden: {title}")


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
@pytest.mark.parametrize("kind", ["day", "paper", "list", "keys", "search"])
def test_open_tools_are_accessible_and_fit(browser: Browser, built: Built, home: str, kind: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 900},  # as a window of 640 pixels at 200 %
        color_scheme="dark" if scheme == "dark" else "light",
        forced_colors="active" if scheme == "forced" else "none",
        reduced_motion="reduce",
    )
    page = opened(context, home + day_with_papers(built))
    bookmark = page.get_by_role("button", name="Bookmark", exact=True).first
    bookmark.click()
    expect(bookmark).to_have_attribute("aria-pressed", "true")  # stored, once a module has loaded
    paper = next(iter(built.catalog.entries)).key
    paths = {"paper": f"/papers/{paper}/", "list": "/reading-list/", "search": "/search/?q=robot"}
    if kind in paths:
        page.goto(home + paths[kind])
        page.wait_for_load_state("networkidle")
    open_tools(page, kind)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    small = page.evaluate(
        """[...document.querySelectorAll(":is(.dg-main, .dg-card, .dg-list, .dg-menu, dialog) button")]
          .map(target => [target, target.getBoundingClientRect()])
          .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
          .map(([target, box]) => `${target.textContent} ${box.width} ${box.height}`)"""
    )
    assert small == []
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    rules = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]]
    assert [rule for rule in rules if not (scheme == "forced" and rule[0] == "color-contrast")] == []
    context.close()
