"""A reader with a clock that tests set, and two versions of a site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.build.small_digest import paper_key
from tests.polling import wait_until

BEFORE, AFTER = 12, 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """A site before and after papers were added, and one of them removed; the API is off."""

    before: Path
    after: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """A browser, the address of the site, and the errors of all its pages."""

    context: BrowserContext
    home: str
    publish: Callable[[Path], None]
    errors: list[str]

    def open(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.home + path)
        page.wait_for_load_state("networkidle")
        return page

    def close(self, page: Page, *, next_visit: str) -> None:
        page.close()
        self.context.clock.set_system_time(next_visit)


#: Whether the visit is stored, with the papers that the site has.
VISITED = "() => Boolean(localStorage.getItem('digestif.visits/') && localStorage.getItem('digestif.seen/'))"


NEW_KEYS = """(keys) => [...document.querySelectorAll("[data-new]:has(.dg-new) > .dg-marks")]
  .map((group) => group.dataset.paper).sort().join() === keys"""


def expect_new(page: Page, *numbers: int) -> None:
    """Wait until these papers of the page are marked as new, and no others."""
    wait_until(page, NEW_KEYS, ",".join(sorted(map(paper_key, numbers))))
