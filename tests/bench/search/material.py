"""Material's own search on the same archive: bytes and time until its first result."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from generator.build.site.mkdocs import render_site
from tests.bench.search.browser import chromium, served, visit
from tests.bench.search_archive import archive

CONFIG = """\
site_name: Bench
theme: {name: material, font: false}
plugins: [search]
validation: {nav: {omitted_files: info}}
nav: [Home: index.md]
"""
GIVEN_UP = 240  # seconds to wait for the first result
LARGEST = 10_000  # papers; with more, the build alone takes many minutes


def measure_material(papers: int, folder: Path, query: str) -> dict[str, Any]:
    """Return the figures of an archive of that size."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Bench\n")
    for record in archive(papers):
        title, abstract = (text.replace("<", "&lt;") for text in (record.title, record.abstract))
        (docs / f"{record.key}.md").write_text(f"# {title}\n\n{abstract}\n")
    (folder / "mkdocs.yml").write_text(CONFIG)
    start = time.perf_counter()
    render_site(folder, folder / "site", epoch=0)
    built = time.perf_counter() - start
    with served(folder / "site") as address, chromium() as browser, visit(browser) as made:
        start = time.perf_counter()
        made.page.goto(f"{address}/")
        made.page.locator("[data-md-component=search-query]").click()
        made.page.keyboard.type(query)
        try:
            made.page.wait_for_selector(".md-search-result__item", timeout=GIVEN_UP * 1000)
            waited: float | str = round(time.perf_counter() - start, 1)
        except PlaywrightError:  # a browser that hangs or crashes is a result, too
            waited = f"none in {GIVEN_UP}"
        received = made.bytes_received()
    return {
        "papers": papers,
        "build s": round(built),
        "first result KB": round(received / 1000),
        "first result s": waited,
    }
