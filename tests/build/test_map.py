"""The map on a built site: its files, links to it, and what a reader does with it in a browser."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

pytest.importorskip("sklearn", reason="the map needs the extra")

from tests.build.small_digest import CONFIG, built, copy_sources, files_of, make_digest, paper_key, write_paper

COUNT = 24
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest with a map that was built, corrected, and built again."""
    site = make_digest(tmp_path_factory.mktemp("map") / "digest", papers=COUNT)
    (site / "mkdocs.yml").write_text(CONFIG + "extra: {digestif: {map: true}}\n")
    built(site)
    write_paper(site, COUNT - 1, title="A Robot Arm With a New Title")
    write_paper(site, COUNT, title="A Robot Arm That Writes")
    built(site)
    return site


def page(site: Path, path: str) -> str:
    return (site / "site" / path / "index.html").read_text()


def test_the_file_has_a_place_for_every_row_of_the_search_index(digest: Path) -> None:
    content = zlib.decompress((digest / "site/map/places.bin").read_bytes(), -zlib.MAX_WBITS)
    line, _, columns = content.partition(b"\n")
    described = json.loads(line)
    manifest = json.loads((digest / "site/search-index/manifest.json").read_bytes())
    keys = described["keys"].split()
    assert sorted(keys) == [paper_key(number) for number in range(COUNT + 1)]
    assert len(keys) == manifest["papers"]
    assert len(columns) == 4 * len(keys)
    assert {topic for topic, *_ in described["regions"]} <= set(manifest["topics"])


def test_pages_link_to_the_map(digest: Path) -> None:
    assert '<a href="../map/">Map</a>' in page(digest, "topics")
    assert '<a href="../map/">Map</a>' in page(digest, "statistics")
    assert f'<a href="../../map/#{paper_key(3)}">On the map</a>' in page(digest, f"papers/{paper_key(3)}")
    assert f"{COUNT + 1} papers" in page(digest, "map")


def test_an_incremental_build_gives_the_files_of_a_clean_one(digest: Path, tmp_path: Path) -> None:
    clean = copy_sources(digest, tmp_path / "clean")
    built(clean)
    assert files_of(clean / "site") == files_of(digest / "site")


@pytest.mark.browser
def test_readers_search_walk_zoom_and_open_papers(
    digest: Path, serve_folder: Callable[[Path], str], browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    home = serve_folder(digest / "site")
    page.goto(f"{home}/map/")
    heading, items = page.locator("[data-map-count]"), page.locator("[data-map-list] a")
    expect(heading).to_have_text(f"{COUNT + 1} papers in view")
    expect(items).to_have_count(12)
    page.get_by_role("button", name="Show more").click()
    expect(items).to_have_count(COUNT + 1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    found = Axe().run(page, options={"runOnly": RULES})
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []

    page.get_by_label("Find").fill('"new title"')
    expect(page.locator("[data-map-status]")).to_have_text("1 paper on the map")
    expect(heading).to_have_text("1 paper in view")
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    box = page.locator(".dg-map-paper")
    expect(box.get_by_role("link")).to_have_text("A Robot Arm With a New Title")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.get_by_label("Find").fill("")
    expect(heading).to_have_text(f"{COUNT + 1} papers in view")

    items.first.hover()
    expect(box.get_by_role("link")).to_have_text(items.first.text_content() or "-")
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    expect(heading).not_to_have_text(f"{COUNT + 1} papers in view")
    page.get_by_role("button", name="Whole map").click()
    expect(heading).to_have_text(f"{COUNT + 1} papers in view")

    page.goto(f"{home}/papers/{paper_key(5)}/")
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="On the map").click()
    expect(box.get_by_role("link")).to_have_text(title)
    page.locator("canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)
    assert errors == []
    page.close()
