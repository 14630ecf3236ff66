"""A page that was opened before the site was published again: files that it loads later are gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.conftest import Built
from tests.site.test_script_budgets import pages

pytestmark = pytest.mark.browser

MESSAGE = "This page is out of date. Reload it."
#: Kind of page, and what a reader does there, by the module that it loads.
ACTIONS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "reader-actions": ("day", lambda page: page.locator("[data-mark=bookmark]").first.click()),
    "reader-share": ("day", lambda page: page.locator("[data-mark=share]").first.click()),
    "keys-actions": ("day", lambda page: page.keyboard.press("j")),
    "keys-help": ("day", lambda page: page.keyboard.press("?")),
    "list-panel": ("day", lambda page: page.get_by_role("button", name="Filter", exact=True).click()),
    "citation-list": ("day", lambda page: page.locator("[data-export]").first.click()),
    "citation-from-page": ("paper", lambda page: page.locator(".dg-cite-tools button").last.click()),
    "search-dialog": ("day", lambda page: page.keyboard.press("s")),
    "search-page": ("search", lambda page: None),
    "search-own": ("search", lambda page: page.locator(".dg-search-save summary").click()),
    "search-export-panel": ("search", lambda page: page.locator(".dg-export summary").first.click()),
    "list-view": ("search", lambda page: page.get_by_role("button", name="Compact").click()),
    "search-authors": ("search", lambda page: page.locator("[data-facet-closed=author] summary").first.click()),
    "search-filters": ("search", lambda page: page.locator("[data-search-input]").fill("year:2025 reasoning")),
    "reader-export": ("reading list", lambda page: page.get_by_role("button", name="Copy", exact=True).first.click()),
    "reader-qr": ("reading list", lambda page: page.get_by_role("button", name="QR code").click()),
}


def gone(route: Route) -> None:
    route.fulfill(status=404, body="")


@pytest.mark.parametrize("module", ACTIONS)
def test_an_action_whose_file_is_gone_says_that_the_page_is_out_of_date(
    built: Built, browser: Browser, serve_folder: Callable[[Path], str], module: str
) -> None:
    kind, act = ACTIONS[module]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    file = re.compile(rf"/{module}-\w{{8}}\.js$")
    page.route(file, gone)
    page.goto(serve_folder(built.site) + pages(built)[kind])
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()  # scripts have started
    act(page)
    expect(page.get_by_text(MESSAGE)).to_be_visible()
    page.unroute(file)
    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    expect(page.get_by_text(MESSAGE)).to_have_count(0)
    assert errors == []
    context.close()
