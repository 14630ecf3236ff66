"""Wait for a condition in a page whose content security policy forbids `eval`."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

from tests.slowness import PATIENCE

LIMIT = PATIENCE * 20.0  # seconds


def wait_until(page: Page, expression: str, arg: object = None) -> None:
    """Wait until a JavaScript expression is true, or the promise that it returns resolves to something true.

    `Page.wait_for_function` evaluates its text in the page if the condition is not true at once, which the policy of
    our pages refuses.
    """
    wait_for(page, lambda: page.evaluate(expression, arg), expression)


def wait_for(page: Page, condition: Callable[[], object], name: str) -> None:
    """Wait until a function returns something true; meanwhile the page goes on. The name is for the failure."""
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end, f"still not true after {LIMIT:.0f} seconds: {name}"
        page.wait_for_timeout(50)
