"""A small site whose papers readers keep in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext


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
