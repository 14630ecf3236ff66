"""Slow pages down, so that a test that acts or reads too early fails every time and not now and then.

On a busy machine a page takes ten times as long as alone: a test may press a button before a script listens, or read
what a script has not yet changed. With ``DIGESTIF_SLOW_SCRIPTS=1`` every script, and every file that scripts load,
comes late; with a higher number, pages also compute so many times more slowly.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

_RATE = int(os.environ.get("DIGESTIF_SLOW_SCRIPTS") or 0)
#: How many times as long tests wait as otherwise.
PATIENCE = 3 if _RATE else 1
_DELAY = 0.3  # seconds before the answer to a request for a script or for what scripts load
#: What a page shows without its scripts is sent at once.
_PROMPT = ("", ".html", ".css", ".svg", ".png", ".webp", ".ico", ".woff2")


def delay_answer(path: str) -> None:
    """Wait before a script, or a file that scripts load, is sent; do nothing unless pages are slow."""
    if _RATE and PurePosixPath(urlsplit(path).path).suffix not in _PROMPT:
        time.sleep(_DELAY)


def slow_down(browser: Browser, patch: pytest.MonkeyPatch) -> None:
    """Let all pages of a browser compute slowly, and actions wait longer for them, if pages are slow."""
    if not _RATE:
        return
    new_context: Callable[..., BrowserContext] = browser.new_context

    def slow_context(**options: object) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE * 30_000)
        if _RATE > 1:
            context.on("page", _throttle)
        return context

    patch.setattr(browser, "new_context", slow_context)
    patch.setattr(browser, "new_page", lambda **options: slow_context(**options).new_page())


def _throttle(page: Page) -> None:
    try:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _RATE})
    except Error:
        if not page.is_closed():
            raise
