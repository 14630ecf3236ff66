"""On a site in another language, scripts and feeds have no English word of the program left.

``tests/pages/test_words_of_pages.py`` tests the same for pages before scripts run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.build.pipeline import build
from generator.language import words
from generator.language.words import use_language
from tests.language.pseudo import pseudo_catalog, write_masked_digest

#: Names that are the same in every language, and the words of queries.
NAMES = {
    *("API", "APA", "Atom", "BibTeX", "CSL", "CSV", "Chicago", "DOI", "Digestif", "GitHub", "HTML", "Harvard", "IEEE"),
    *("JSON", "MLA", "Markdown", "OPML", "ORCID", "PDF", "RIS", "RSS", "Vancouver", "Zotero", "arXiv", "iD"),
    *("Face", "Hugging", "author", "code", "has", "title", "year"),
}
_ADDRESS = re.compile(r"^\s*(https?:|urn:|tag:|[a-z]+/)|@|^\S+\.[a-z]+$")
_HOST = re.compile(r"\b[\w-]+(\.[\w-]+)*\.(com|ms|org)\b")
_WORD = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site in which every Latin letter is a word of the program without a translation."""
    folder = tmp_path_factory.mktemp("masked")
    write_masked_digest(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "read_catalog", pseudo_catalog)
        for cached in (words._translations, words.catalog_messages):
            cached.cache_clear()
        build(folder)
        yield folder / "site"
        for cached in (words._translations, words.catalog_messages):
            cached.cache_clear()
    use_language("en")


def _left(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        for word in _WORD.findall(_HOST.sub("", text)):
            if word not in NAMES:
                yield f"{word}: {' '.join(text.split())[:80]}"


def test_feeds_and_the_manifest(site: Path) -> None:
    """Of feeds, the texts between tags; ids and addresses are in attributes or have no blanks around them."""
    files = [*site.rglob("*.xml"), *site.rglob("*.opml"), *site.rglob("manifest.*")]
    assert len(files) > 5
    found = {left for file in files for left in _left(_texts_of(file.read_text(encoding="utf-8")))}
    assert found == set()


def _texts_of(document: str) -> Iterator[str]:
    for text in re.findall(r">([^<>]+)<|\"(?:name|short_name|description|title)\":\s*\"([^\"]*)\"", document):
        for part in text:
            if not _ADDRESS.search(part):
                yield unescape(unescape(part))


@pytest.mark.browser
def test_what_scripts_show(site: Path, browser: Browser, serve_folder: Callable[[Path], str]) -> None:
    """Menus, dialogs, search, the reading list and messages, as a reader opens them."""
    base = serve_folder(site)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    found: set[str] = set()

    def look(where: str) -> None:
        found.update(f"{left} ({where})" for left in _left(iter(page.evaluate(_SHOWN))))

    page.goto(f"{base}/")
    page.keyboard.press("?")
    expect(page.locator("dialog.dg-keys")).to_be_visible()
    look("shortcuts")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.locator(".dg-said").first).to_be_visible()
    look("a bookmark")
    page.keyboard.press("e")
    expect(page.locator(".dg-export")).to_be_visible()
    look("export")
    for address in (
        "search/?q=",
        "search/?q=title:а+has:code+year:20x5",
        "search/?q=жжжж",
        "reading-list/",
        "archive/",
    ):
        page.goto(f"{base}/{address}")
        page.wait_for_load_state("networkidle")
        look(address)
    assert "\n".join(sorted(found)) == ""
    page.close()


#: Texts of elements that are shown, and what screen readers say in their place; citations for programs are left out.
_SHOWN = """() => {
  const opaque = "script, noscript, style, pre, code, math, kbd, [lang]:not(html)"
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(opaque)) texts.push(walker.currentNode.data)
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.querySelectorAll(`[${name}]:not(.Z3988)`)) texts.push(element.getAttribute(name))
  return texts
}"""
