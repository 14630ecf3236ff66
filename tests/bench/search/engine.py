"""Asks the site's own search: an index of some papers in, the keys of a query's results out, in real Chromium."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from generator.build.search.index import build_index
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord
from tests.bench.search.browser import chromium, served, visit

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "generator" / "theme" / "assets" / "javascripts"
#: Keys of the first results for each query, as the search page would show them.
SEARCH = """async ([queries, first]) => {
  const { Engine } = await import("/assets/javascripts/search-engine.js")
  const { parseQuery } = await import("/assets/javascripts/search-query.js")
  const engine = new Engine(new URL("/", location))
  const found = []
  for (const query of queries) {
    const { results } = await engine.search(parseQuery(query, false))
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


def write_site(papers: Sequence[SearchRecord], root: Path) -> Path:
    """Index papers below a folder, and return the folder of a site with an empty page that can search them."""
    build_index(papers, Folder(root), "site", cache="cache")
    (root / "site" / "assets").mkdir()
    shutil.copytree(SCRIPTS, root / "site" / "assets" / "javascripts")
    (root / "site" / "index.html").write_text(
        "<!doctype html><html lang=en><link rel=icon href=data:,><title>Judged queries</title>"
    )
    return root / "site"


@contextmanager
def site_search(papers: Sequence[SearchRecord]) -> Iterator[SiteSearch]:
    """Index papers and yield their search."""
    with (
        tempfile.TemporaryDirectory(prefix="digestif-judged-") as folder,
        served(write_site(papers, Path(folder))) as address,
        chromium() as browser,
        visit(browser) as made,
    ):
        made.page.goto(f"{address}/index.html")
        yield SiteSearch(made.page)
