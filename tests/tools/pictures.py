"""Take the pictures of the documentation again: a built site in, docs/assets/pictures/ out.

    python -m tests.tools.pictures site

Needs Chromium, and the fonts DejaVu and Noto for the same look on every machine.
"""

from __future__ import annotations

import shutil
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, sync_playwright

PICTURES = Path(__file__).parents[2] / "docs" / "assets" / "pictures"
PAPER = "/papers/apollo-an-exploration-of-video-understanding-in-large-multimodal-models/"
NEWEST = datetime(2025, 7, 31, 12, tzinfo=UTC)
#: A frame around the links that the guide explains, and the space around them in the picture.
FRAME = ".dg-report { outline: 3px solid #c0392b; outline-offset: 8px; border-radius: 4px }"
ABOVE, AROUND = 235, 25


def take_home(browser: Browser, address: str) -> None:
    """The first screen of the front page."""
    page = browser.new_page(viewport={"width": 1100, "height": 760}, color_scheme="light")
    page.clock.set_fixed_time(NEWEST)  # or the page says how old the digest is
    page.goto(f"{address}/", wait_until="networkidle")
    page.screenshot(path=PICTURES / "home-light.png")


def take_report_links(browser: Browser, address: str) -> None:
    """The links for corrections on a paper's page, with a frame around them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light", bypass_csp=True)
    page.goto(f"{address}{PAPER}", wait_until="networkidle")
    page.add_style_tag(content=FRAME)
    links = page.locator(".dg-report")
    links.scroll_into_view_if_needed()
    box = links.bounding_box()
    assert box is not None, "the page has no links for corrections: set repo_url in mkdocs.yml"
    clip = FloatRect(
        x=box["x"] - AROUND, y=box["y"] - ABOVE, width=box["width"] + 2 * AROUND, height=box["height"] + ABOVE + AROUND
    )
    page.screenshot(path=PICTURES / "report-a-problem.png", clip=clip)


def main(site: Path) -> None:
    """Serve the site on this machine and take every picture."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        take_home(browser, address)
        take_report_links(browser, address)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
