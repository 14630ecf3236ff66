"""Wait for a condition in a page whose content security policy forbids `eval`."""

from __future__ import annotations

import time

from playwright.sync_api import Page

LIMIT = 20.0  # seconds


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a JavaScript expression is true, or the promise that it returns resolves to something true.

    `Page.wait_for_function` evaluates its text in the page if the condition is not true at once, which the policy of
    our pages refuses.
    """
    end = time.monotonic() + LIMIT
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, f"still not true after {LIMIT:.0f} seconds: {expression}"
        page.wait_for_timeout(50)
