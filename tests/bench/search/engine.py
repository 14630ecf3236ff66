"""Asks the site's own search: an index of some papers in, the keys of a query's results out, in real Chromium."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator.build.search.index import build_index
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "generator" / "theme" / "assets" / "javascripts"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
#: Keys of the first results for each query, as the search page would show them.
SEARCH = """async ([queries, first]) => {
  const { Engine } = await import("/assets/javascripts/search-engine.js")
  const { parseQuery } = await import("/assets/javascripts/search-query.js")
  const engine = new Engine(new URL("/", location))
  const found = []
  for (const query of queries) {
    const { results } = await engine.search(parseQuery(query))
    const cards = await engine.cards(results.slice(0, first))
    found.push(cards.map((card) => card?.key ?? ""))
  }
  return found
}"""


class SiteSearch:
    """The search of a site, asked from a page of it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def search(self, queries: Sequence[str], *, first: int) -> list[list[str]]:
        """Return the keys of the first results of each query, best first."""
        found: list[list[str]] = self._page.evaluate(SEARCH, [list(queries), first])
        return found


@contextmanager
def site_search(records: Sequence[SearchRecord]) -> Iterator[SiteSearch]:
    """Index papers and yield their search."""
    with tempfile.TemporaryDirectory(prefix="digestif-judged-") as folder:
        root = Path(folder)
        build_index(records, Folder(root), "site", cache="cache")
        (root / "site" / "assets").mkdir()
        shutil.copytree(SCRIPTS, root / "site" / "assets" / "javascripts")
        (root / "site" / "index.html").write_text("<!doctype html><html lang=en><title>Judged queries</title>")
        with _served(root / "site") as address, chromium_page() as page:
            page.goto(f"{address}/index.html")
            yield SiteSearch(page)


@contextmanager
def chromium_page() -> Iterator[Page]:
    """Yield a page of the system's Chromium."""
    chromium = next(path for name in CHROMIUM if (path := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser.new_page()
        browser.close()


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass
