"""A few remembered words find a paper: the repository's own papers, each searched for in three ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.build.catalog_loader import load_catalog
from generator.build.search.index import build_index
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord, search_records
from generator.text.search_words import words

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "generator" / "theme" / "assets" / "javascripts"
PAPERS = 300

SEARCH = """async queries => {
  const { Engine } = await import("/assets/javascripts/search-engine.js")
  const { parseQuery } = await import("/assets/javascripts/search-query.js")
  const engine = new Engine(new URL("/", location))
  const places = []
  for (const [key, query] of queries) {
    const { results } = await engine.search(parseQuery(query))
    const cards = await engine.cards(results.slice(0, 5))
    places.push(cards.findIndex(card => card.key === key))
  }
  return places
}"""


def rare(text: str, papers: Counter[str]) -> str:
    """The three words of a text that the fewest papers contain, as the text spells them."""
    known = {word: min(papers[part] for part in words(word)) for word in text.split() if words(word)}
    return " ".join(sorted(known, key=lambda word: (known[word], word))[:3]).replace(":", "")


@pytest.mark.browser
def test_known_papers_are_found(browser: Browser, serve_folder: Callable[[Path], str], tmp_path: Path) -> None:
    records: tuple[SearchRecord, ...] = tuple(search_records(load_catalog(ROOT)))[:PAPERS]
    if not records:
        pytest.skip("content/ has no papers")
    site = tmp_path / "site"
    build_index(records, Folder(tmp_path), "site", cache="cache")
    (site / "assets").mkdir()
    (site / "assets" / "javascripts").symlink_to(MODULES)
    (site / "index.html").write_text("<!doctype html><html lang=en><title>Known items</title>")
    papers = Counter(word for record in records for word in set(words(f"{record.title} {record.abstract}")))
    page = browser.new_page()
    page.goto(f"{serve_folder(site)}/index.html")
    titles = page.evaluate(SEARCH, [[record.key, record.title] for record in records])
    of_title = page.evaluate(SEARCH, [[record.key, rare(record.title, papers)] for record in records])
    of_abstract = page.evaluate(SEARCH, [[record.key, rare(record.abstract, papers)] for record in records])
    page.close()
    assert titles.count(0) == len(records)
    assert len(records) - of_title.count(-1) >= 0.99 * len(records)
    assert len(records) - of_abstract.count(-1) >= 0.98 * len(records)
