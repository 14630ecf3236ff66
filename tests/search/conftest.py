"""A site with nothing but search, rendered by MkDocs with the real theme and served below a prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page, Request

from generator.build.search.index import build_index
from generator.build.site.mkdocs import render_site
from generator.files.folder import Folder
from generator.outputs.new_papers import plan_new_papers
from generator.pages.context import make_context
from generator.pages.topic_stylesheet import topics_css
from generator.pages.views.search import plan_search, search_records
from generator.settings import Settings
from tests.search.small_archive import small_catalog

CONFIG = """\
site_name: Small archive
site_url: https://example.org/journal/
use_directory_urls: true
theme: {name: digestif}
plugins: []
nav: [Today: index.md, Search: search/index.md, About: about.md]
"""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The site's address with its prefix."""
    return _serve(tmp_path_factory.mktemp("search"), serve_folder, CONFIG)


@pytest.fixture(scope="session")
def instant_address(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The address of the same site with instant navigation, which works only if it is also the ``site_url``."""
    config = CONFIG.replace("digestif}", "digestif, features: [navigation.instant]}")
    return _serve(tmp_path_factory.mktemp("instant"), serve_folder, config)


def _serve(root: Path, serve_folder: Callable[[Path], str], config: str) -> str:
    source, web = root / "source", root / "web"
    (source / "docs" / "search").mkdir(parents=True)
    web.mkdir()
    address = f"{serve_folder(web)}/journal"
    (source / "mkdocs.yml").write_text(config)
    (source / "docs" / "index.md").write_text("# Today\n\n[About](about.md)\n\n<input aria-label='Field' id='field'>\n")
    (source / "docs" / "about.md").write_text("# About\n\nNothing.\n")
    catalog = small_catalog()
    (source / "docs" / "assets").mkdir()
    (source / "docs" / "assets" / "topics.css").write_text(topics_css(catalog.topic_set))
    page = plan_search(make_context(catalog, Settings(title="Small archive")))
    (source / "docs" / page.path).write_text(page.text)
    for key in catalog.by_key:
        folder = source / "docs" / "papers" / key
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(f"# {key}\n")
    render_site(source, web / "journal", epoch=0, preview=f"{address}/")
    (web / "journal" / "new-papers").mkdir()
    for file in plan_new_papers(catalog):
        (web / "journal" / file.path).write_bytes(file.render())
    build_index(search_records(catalog), Folder(root), "web/journal", cache="cache")
    return address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new visitor on a laptop."""
    made = browser.new_context(viewport={"width": 1100, "height": 800})
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose test fails after an error in the console, a failed request or a dialog."""
    with watched(context.new_page()) as page:
        yield page


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    """Fail at the end if the page had an error in the console, a failed request or a dialog."""
    problems: list[str] = []

    def note_error(error: Error) -> None:
        problems.append(f"error: {error}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(message.text)

    def note_request(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader has left the page
            problems.append(f"failed: {request.url}")

    def note_dialog(dialog: Dialog) -> None:
        problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("pageerror", note_error)
    page.on("console", note_message)
    page.on("requestfailed", note_request)
    page.on("dialog", note_dialog)
    yield page
    page.remove_listener("pageerror", note_error)
    page.remove_listener("console", note_message)
    page.remove_listener("requestfailed", note_request)
    page.remove_listener("dialog", note_dialog)
    assert problems == []
