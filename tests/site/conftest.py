"""The digest of this repository, built once in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from generator.build.catalog_loader import load_catalog
from generator.build.pipeline import build
from generator.catalog.catalog import Catalog
from generator.settings import Settings, load_settings

ROOT = Path(__file__).parent.parent.parent
HAND_WRITTEN = ("*.md", "assets")


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """A checkout with its site."""

    checkout: Path
    site: Path
    catalog: Catalog
    settings: Settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    checkout = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "mkdocs.yml", checkout)
    shutil.copytree(ROOT / "content", checkout / "content")
    (checkout / "docs").mkdir()
    for page in (ROOT / "docs").glob("*.md"):
        if "made by digestif" not in page.read_text(encoding="utf-8")[:120]:
            shutil.copy(page, checkout / "docs")
    shutil.copytree(ROOT / "docs" / "assets" / "pictures", checkout / "docs" / "assets" / "pictures")
    build(checkout)
    return Built(
        checkout=checkout, site=checkout / "site", catalog=load_catalog(checkout), settings=load_settings(checkout)
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """An open page, with console errors and requests to other hosts since the test began."""

    page: Page
    errors: list[str]
    foreign: list[str]


@pytest.fixture(scope="session")
def open_tab(browser: Browser) -> Iterator[Callable[[int, str], Page]]:
    """A function that gives the page with a width and a colour scheme, the same one each time.

    Opening a page takes a second, and a visit with an open one a tenth. Every visit is that of a new visitor.
    """
    tabs: dict[tuple[int, str], Page] = {}

    def find(width: int, scheme: str) -> Page:
        if (width, scheme) not in tabs:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of the two schemes
            page.add_init_script("localStorage.clear(); sessionStorage.clear()")
            tabs[width, scheme] = page
        return tabs[width, scheme]

    yield find
    for page in tabs.values():
        page.close()


@pytest.fixture
def visit(
    built: Built, open_tab: Callable[[int, str], Page], serve_folder: Callable[[Path], str]
) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens an address of the site, with a width in pixels and a colour scheme."""
    base = serve_folder(built.site)
    errors: list[str] = []
    foreign: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    def note_error(error: Error) -> None:
        errors.append(str(error))

    def note_request(request: Request) -> None:
        if not request.url.startswith((base, "data:", "blob:")):
            foreign.append(request.url)

    visited: dict[int, Page] = {}

    def open_page(address: str, *, width: int = 1280, scheme: str = "light") -> Visit:
        page = open_tab(width, scheme)
        if id(page) not in visited:
            page.on("console", note_message)
            page.on("pageerror", note_error)
            page.on("request", note_request)
            visited[id(page)] = page
        page.goto(f"{base}{address}")
        page.wait_for_load_state("networkidle")
        return Visit(page=page, errors=errors, foreign=foreign)

    yield open_page
    for page in visited.values():
        page.emulate_media(media="null")
        page.goto("about:blank")
        page.remove_listener("console", note_message)
        page.remove_listener("pageerror", note_error)
        page.remove_listener("request", note_request)
