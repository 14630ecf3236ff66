"""Cards with thumbnails in a browser: nothing moves, everything is accessible and own, and prints have no pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from generator.build.pipeline import build
from tests.polling import wait_until
from tests.thumbnails.digest import add_paper, make_site
from tests.thumbnails.pictures import encoded, figure, noise

Scheme = Literal["light", "dark"]
pytestmark = pytest.mark.browser

SIZES = ((800, 500), (600, 900), (900, 200), (70, 70), (900, 640))
#: Layout shifts that no action of the reader caused (https://web.dev/articles/cls).
WATCH = """
window.shift = 0
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shift += entry.value })
  .observe({ type: "layout-shift", buffered: true })
window.violations = []
addEventListener("securitypolicyviolation", event => window.violations.push(event.blockedURI))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    site = make_site(tmp_path_factory.mktemp("pictures"))
    for number, (width, height) in enumerate(SIZES):
        raw = figure(width=width, height=height) if number % 2 else encoded(noise(width, height), "PNG")
        (site / f"content/images/p{number}.png").write_bytes(raw)
        add_paper(site, f"p{number}", image=f"images/p{number}.png")
    add_paper(site, "without")
    build(site)
    return serve_folder(site / "site")


def opened(browser: Browser, url: str, *, width: int, scheme: Scheme = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url)
    return page


def scrolled(page: Page) -> None:
    """Scroll to the end in steps, so that every picture is loaded."""
    page.evaluate(
        """async () => {
          for (let top = 0; top < document.body.scrollHeight; top += 200) {
            scrollTo(0, top)
            await new Promise(resolve => setTimeout(resolve, 30))
          }
        }"""
    )
    wait_until(page, "[...document.images].every(image => image.complete && image.naturalWidth)")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_room_for_a_picture_is_kept_before_it_is_loaded(browser: Browser, home: str, width: int) -> None:
    sizes = "[...document.querySelectorAll('.dg-thumbnail')].map(image => [image.width, image.height])"
    blocked = opened(browser, "about:blank", width=width)
    blocked.route("**/*.webp", lambda route: route.abort())
    blocked.goto(home)
    page = opened(browser, home, width=width)
    scrolled(page)
    loaded = page.evaluate(sizes)
    assert len(loaded) == len(SIZES)
    assert all(0 < image_width <= (100 if width < 600 else 160) for image_width, _ in loaded)
    assert blocked.evaluate(sizes) == loaded
    assert page.evaluate("window.shift") == 0
    assert page.evaluate("window.violations") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for context in (page.context, blocked.context):
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_cards_with_pictures_are_accessible(browser: Browser, home: str, width: int, scheme: Scheme) -> None:
    page = opened(browser, home, width=width, scheme=scheme)
    scrolled(page)
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in violations] == []
    assert page.locator(".dg-thumbnail").first.get_attribute("alt") == "A Language Paper p0 & <More>"
    page.context.close()


def test_pictures_stay_beside_the_text_of_their_card(browser: Browser, home: str) -> None:
    page = opened(browser, home, width=1280)
    boxes = page.evaluate(
        """[...document.querySelectorAll(".dg-card:has(.dg-thumbnail)")].map(card => {
          const [own, picture, title] = [card, card.querySelector("img"), card.querySelector("h2")]
            .map(element => element.getBoundingClientRect())
          return [picture.bottom <= own.bottom, picture.right <= own.right + 1, picture.top >= title.bottom]
        })"""
    )
    assert boxes == [[True, True, True]] * len(SIZES)
    page.context.close()


def test_prints_have_no_pictures(browser: Browser, home: str) -> None:
    page = opened(browser, home, width=1280)
    page.emulate_media(media="print")
    assert page.locator(".dg-thumbnail:visible").count() == 0
    page.context.close()
