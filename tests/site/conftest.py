"""The digest of this repository, built once in a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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
    """An open page, with console errors and requests to other hosts while it was opened."""

    page: Page
    errors: list[str]
    foreign: list[str]


@pytest.fixture
def visit(built: Built, browser: Browser, serve_folder: Callable[[Path], str]) -> Iterator[Callable[..., Visit]]:
    """Return a function that opens an address of the site, with a width in pixels and a colour scheme."""
    base = serve_folder(built.site)
    pages: list[Page] = []

    def open_page(address: str, *, width: int = 1280, scheme: str = "light") -> Visit:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of the two schemes
        pages.append(page)
        errors: list[str] = []
        foreign: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((base, "data:", "blob:")) else foreign.append(request.url),
        )
        page.goto(f"{base}{address}")
        page.wait_for_load_state("networkidle")
        return Visit(page=page, errors=errors, foreign=foreign)

    yield open_page
    for page in pages:
        page.close()
