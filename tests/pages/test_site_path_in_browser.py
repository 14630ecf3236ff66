"""A site whose path ends in the name of one of its folders: its scripts find the keys of papers in addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_a_site_at_papers_hides_one_paper_and_not_all(
    browser: Browser, small_site: Path, serve_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "papers").symlink_to(small_site)
    home = f"{serve_folder(tmp_path)}/papers"
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}/days/2025-07-30/")
    cards = page.locator(".dg-card:visible")
    count = cards.count()
    assert count > 1
    cards.first.get_by_role("button", name="Bookmark", exact=True).click()
    expect(page.locator('.dg-card button[aria-pressed="true"]')).to_have_count(1)
    cards.first.get_by_role("button", name="Hide", exact=True).click()
    expect(cards).to_have_count(count - 1)
    page.reload()
    expect(cards).to_have_count(count - 1)
    context.close()
