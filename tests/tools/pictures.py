"""Take the pictures of the documentation again: a built site in, docs/assets/pictures/ out.

    python -m tests.tools.pictures site

Without a site, takes only those of the forms.

Needs Chromium, and the fonts DejaVu and Noto for the same look on every machine.
"""

from __future__ import annotations

import shutil
import sys
import threading
from datetime import UTC, date, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, FloatRect, sync_playwright

from generator.contributions.forms.prefill import fix_parameters
from generator.model import Author, Ids, Paper
from generator.starter import starter_files
from tests.tools.form_pages import form_page

PICTURES = Path(__file__).parents[2] / "docs" / "assets" / "pictures"
PAPER = "/papers/apollo-an-exploration-of-video-understanding-in-large-multimodal-models/"
NEWEST = datetime(2025, 7, 31, 12, tzinfo=UTC)
#: A frame around the links that the guide explains, and the space around them in the picture.
FRAME = ".dg-report { outline: 3px solid #c0392b; outline-offset: 8px; border-radius: 4px }"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ABOVE, AROUND = 235, 25


def take_home(browser: Browser, address: str) -> None:
    """The first screen of the front page, in both colour schemes."""
    for scheme in SCHEMES:
        page = browser.new_page(viewport={"width": 1100, "height": 760}, color_scheme=scheme)
        page.clock.set_fixed_time(NEWEST)  # or the page says how old the digest is
        page.goto(f"{address}/", wait_until="networkidle")
        page.screenshot(path=PICTURES / f"home-{scheme}.png")


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


def take_forms(browser: Browser) -> None:
    """The forms as they open on GitHub: one with a record's values, and one with an identifier."""
    templates = starter_files()
    fix = fix_parameters(
        "2412.11360",
        Paper(
            title="Visual IRL for Human-Like Robotic Manipulation",
            date=date(2025, 7, 31),
            authors=(Author(name="Ehsan Asali"), Author(name="Prashant Doshi")),
            abstract="We present a novel method.",
            ids=Ids(arxiv="2412.11360"),
        ),
    )
    add = {"paper": "https://arxiv.org/abs/2412.11360"}
    for name, answers, fields in (("fix-record", fix, 6), ("add-paper", add, 3)):
        page = browser.new_page(viewport={"width": 768, "height": 400}, color_scheme="light")
        page.set_content(form_page(templates[f".github/ISSUE_TEMPLATE/{name}.yml"], answers, fields=fields))
        page.screenshot(path=PICTURES / f"form-{name}.png", full_page=True)


def main(site: Path | None) -> None:
    """Take the pictures of the forms, and serve the site on this machine to take those of its pages."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        take_forms(browser)
        if site is not None:
            take_pages(browser, site)
        browser.close()


def take_pages(browser: Browser, site: Path) -> None:
    """The pictures of a built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    take_home(browser, address)
    take_report_links(browser, address)
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
