"""Lists as a reader sees and uses them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page

DAY = "/days/2025-07-31/"


MONTH = "/months/2025-06/"


#: In the frame after the next one: the browser tells of a shift after it has drawn it.
FORGET_SHIFTS = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => { window.shifts.length = 0; done() })))"""


SHOWN = """() => [...document.querySelectorAll("[data-list] :is(.dg-card, .dg-rows > li)")]
  .filter(item => item.checkVisibility())
  .map(item => item.querySelector(".dg-title a, :scope > a").textContent)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """A reader's browser, with what must not happen in it."""

    context: BrowserContext
    base: str
    width: int
    errors: list[str]

    def open(self, address: str) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda asked: self.errors.extend([asked.url] * (not asked.url.startswith(self.base))))
        page.goto(f"{self.base}{address}")
        page.locator(".dg-tools-line").wait_for()
        page.wait_for_load_state("networkidle")
        return page


def tool(page: Page, name: str) -> Locator:
    return page.locator(".dg-tools").get_by_role("button", name=name, exact=True)


def status(page: Page) -> Locator:
    return page.locator("[data-filtered] [role=status]")
