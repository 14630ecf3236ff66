"""The map on a built site: its files, links to it, and what a reader does with it in a browser."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import dist
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

pytest.importorskip("sklearn", reason="the map needs the extra")

from generator.catalog.map.places import EXTENT
from tests.build.small_digest import CONFIG, built, copy_sources, files_of, make_digest, paper_key, write_paper
from tests.polling import wait_for, wait_until

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
    assert all(name and 0 <= x <= described["extent"] and papers >= 3 for name, x, _, papers in described["regions"])


def test_pages_link_to_the_map(digest: Path) -> None:
    assert '<a href="../map/">Map</a>' in page(digest, "topics")
    assert '<a href="../map/">Map</a>' in page(digest, "statistics")
    assert f'<a href="../../map/#{paper_key(3)}">On the map</a>' in page(digest, f"papers/{paper_key(3)}")
    assert f"{COUNT + 1} papers" in page(digest, "map")


def test_an_incremental_build_gives_the_files_of_a_clean_one(digest: Path, tmp_path: Path) -> None:
    clean = copy_sources(digest, tmp_path / "clean")
    built(clean)
    assert files_of(clean / "site") == files_of(digest / "site")


@dataclass(frozen=True)
class OpenMap:
    """The map in a browser."""

    page: Page
    address: str
    site: Path
    errors: list[str]

    def open(self, address: str = "") -> None:
        self.page.goto(f"{self.address}/map/{address}")
        expect(self.heading).to_be_visible()

    @property
    def canvas(self) -> Locator:
        return self.page.locator("canvas")

    @property
    def card(self) -> Locator:
        return self.page.locator(".dg-map-paper")

    @property
    def heading(self) -> Locator:
        return self.page.locator("[data-map-count]")

    def press(self, key: str) -> str:
        """Press a key on the map; returns the title of the paper that is then chosen."""
        self.canvas.focus()
        before = self.card.text_content() or ""
        self.page.keyboard.press(key)
        expect(self.card).not_to_have_text(before)
        return self.card.get_by_role("link").text_content() or ""

    def asked(self, name: str) -> str:
        """Return a part of the address."""
        url = urlsplit(self.page.url)
        return url.fragment if name == "#" else parse_qs(url.query).get(name, [""])[0]

    def drag_fingers(self, *start: tuple[float, float], to: tuple[tuple[float, float], ...]) -> None:
        """Move one finger or several on the screen."""
        fingers = self.page.context.new_cdp_session(self.page)
        steps = 15
        for step in range(steps + 1):
            points = [
                {"x": x + (end_x - x) * step / steps, "y": y + (end_y - y) * step / steps, "id": number}
                for number, ((x, y), (end_x, end_y)) in enumerate(zip(start, to, strict=True))
            ]
            fingers.send(
                "Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": points}
            )
            self.page.wait_for_timeout(16)  # a frame
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        fingers.detach()

    def place_of(self, key: str) -> tuple[float, float]:
        """Return where a paper is on the screen while the whole map is in view."""
        found = places(self.site)
        box = self.canvas.bounding_box()
        assert box
        scale = min(box["width"], box["height"]) / EXTENT
        x, y = found[key]
        return (
            box["x"] + (box["width"] - EXTENT * scale) / 2 + x * scale,
            box["y"] + (box["height"] - EXTENT * scale) / 2 + y * scale,
        )


@pytest.fixture
def open_map(digest: Path, serve_folder: Callable[[Path], str], browser: Browser) -> Iterator[Callable[..., OpenMap]]:
    """Open a page for the map, with options of the browser; at the end, it has met no errors."""
    address, contexts, errors = serve_folder(digest / "site"), list[BrowserContext](), list[str]()

    def opened(**options: Any) -> OpenMap:
        options = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return OpenMap(page=page, address=address, site=digest / "site", errors=errors)

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def places(site: Path) -> dict[str, tuple[int, int]]:
    """Return the places of papers by key."""
    content = zlib.decompress((site / "map/places.bin").read_bytes(), -zlib.MAX_WBITS)
    line, _, columns = content.partition(b"\n")
    keys = json.loads(line)["keys"].split()
    count = len(keys)
    low_x, high_x, low_y, high_y = (columns[start * count : (start + 1) * count] for start in range(4))
    return {key: (low_x[row] | high_x[row] << 8, low_y[row] | high_y[row] << 8) for row, key in enumerate(keys)}


def alone(site: Path) -> list[str]:
    """Return the keys of papers, first those farthest from any other, which a pointer cannot mistake."""
    found = places(site)
    return sorted(
        found,
        key=lambda key: min(dist(found[key], place) for other, place in found.items() if other != key),
        reverse=True,
    )


@pytest.mark.browser
def test_the_list_has_the_papers_in_view(open_map: Callable[..., OpenMap]) -> None:
    at = open_map(viewport={"width": 390, "height": 844})
    at.open()
    items = at.page.locator("[data-map-list] a")
    expect(at.heading).to_have_text(f"{COUNT + 1} papers in view")
    expect(items).to_have_count(12)
    at.page.get_by_role("button", name="Show more").click()
    expect(items).to_have_count(COUNT + 1)
    at.page.get_by_label("Find").fill('"new title"')
    expect(at.page.locator("[data-map-status]")).to_have_text("1 paper on the map")
    expect(at.heading).to_have_text("1 paper in view")
    at.page.get_by_label("Find").fill("")
    expect(at.heading).to_have_text(f"{COUNT + 1} papers in view")
    items.first.hover()
    expect(at.card.get_by_role("link")).to_have_text(items.first.text_content() or "-")
    for _ in range(6):
        at.page.get_by_role("button", name="Zoom in").click()
    expect(at.heading).not_to_have_text(f"{COUNT + 1} papers in view")
    at.page.get_by_role("button", name="Whole map").click()
    expect(at.heading).to_have_text(f"{COUNT + 1} papers in view")


@pytest.mark.browser
def test_the_address_keeps_what_is_shown(open_map: Callable[..., OpenMap]) -> None:
    at = open_map()
    at.open()
    at.page.get_by_label("Find").fill("robot")
    expect(at.page).to_have_url(re.compile("q=robot"))
    at.page.get_by_label("Topic").select_option("Robots")
    at.page.get_by_role("button", name="Zoom in").click()
    title = at.press("ArrowRight")
    expect(at.page).to_have_url(re.compile(r"at=\d+-\d+-1\.6#2501\."))
    shown, in_view = at.page.url, at.heading.text_content() or "-"

    def expect_the_same() -> None:
        expect(at.page).to_have_url(shown)
        expect(at.card.get_by_role("link")).to_have_text(title)
        expect(at.heading).to_have_text(in_view)
        expect(at.page.get_by_label("Find")).to_have_value("robot")
        expect(at.page.get_by_label("Topic")).to_have_value("robots")

    at.page.reload()
    expect_the_same()
    at.card.get_by_role("link").click()
    expect(at.page.locator("h1")).to_have_text(title)
    at.page.go_back()
    expect_the_same()


@pytest.mark.browser
def test_back_returns_to_the_paper_and_the_topic_before(open_map: Callable[..., OpenMap]) -> None:
    at = open_map()
    at.open()
    one, other = alone(at.site)[:2]
    at.page.mouse.click(*at.place_of(one))
    expect(at.page).to_have_url(re.compile(f"#{one}$"))
    at.page.mouse.click(*at.place_of(other))
    expect(at.page).to_have_url(re.compile(f"#{other}$"))
    at.page.get_by_label("Year").select_option("2024")
    expect(at.page).to_have_url(re.compile("year=2024"))
    at.page.go_back()
    expect(at.page.get_by_label("Year")).to_have_value("")
    at.page.go_back()
    expect(at.page).to_have_url(re.compile(f"#{one}$"))
    expect(at.card.get_by_role("link")).to_have_attribute("href", re.compile(one))
    at.page.go_back()
    expect(at.card).to_be_empty()


@pytest.mark.browser
def test_the_keyboard_walks_opens_and_lets_go(open_map: Callable[..., OpenMap]) -> None:
    at = open_map()
    at.open()
    expect(at.canvas).to_have_accessible_name(f"Map of {COUNT + 1} papers")
    expect(at.canvas).to_have_accessible_description(re.compile("Enter opens one"))
    expect(at.card).to_have_role("status")
    found = places(at.site)
    at.press("ArrowRight")
    for key, axis, sign in (("ArrowLeft", 0, -1), ("ArrowRight", 0, 1), ("ArrowUp", 1, -1), ("ArrowDown", 1, 1)):
        expect(at.page).to_have_url(re.compile("#2501"))
        before = at.asked("#")
        at.press(key)
        expect(at.page).not_to_have_url(re.compile(f"#{before}$"))
        assert sign * (found[at.asked("#")][axis] - found[before][axis]) > 0, key
    at.page.keyboard.press("Escape")
    expect(at.card).to_be_empty()
    expect(at.page).not_to_have_url(re.compile("#"))
    title = at.press("ArrowDown")
    at.page.keyboard.press("Enter")
    expect(at.page.locator("h1")).to_have_text(title)
    at.page.get_by_role("link", name="On the map").click()
    expect(at.card.get_by_role("link")).to_have_text(title)


@pytest.mark.browser
def test_the_card_of_a_paper_can_be_reached_and_dismissed(open_map: Callable[..., OpenMap]) -> None:
    at = open_map()
    at.open()
    key = alone(at.site)[0]
    at.page.mouse.move(*at.place_of(key))
    link = at.card.get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(key))
    link.hover()
    at.page.wait_for_timeout(600)  # longer than a card stays without the pointer
    expect(link).to_have_attribute("href", re.compile(key))
    at.page.keyboard.press("Escape")
    expect(at.card).to_be_empty()
    at.page.mouse.move(*at.place_of(key))
    expect(link).to_have_attribute("href", re.compile(key))
    at.page.get_by_role("heading", name="Map", exact=True).hover()
    expect(at.card).to_be_empty()


@pytest.mark.browser
def test_one_finger_scrolls_the_page_until_the_map_is_near(open_map: Callable[..., OpenMap]) -> None:
    at = open_map(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    at.open()
    at.drag_fingers((200, 600), to=((200, 450),))
    wait_until(at.page, "scrollY > 100")
    at.page.evaluate("scrollTo(0, 0)")
    wait_until(at.page, "scrollY === 0")
    at.drag_fingers((200, 550), (200, 600), to=((200, 500), (200, 700)))
    # The address follows after a pause, and on a busy machine also while the fingers move.
    expect(at.page).to_have_url(re.compile(r"at=\d+-\d+-(3\.[5-9]|4)"))
    zoomed = at.asked("at")
    assert at.page.evaluate("visualViewport.scale") == 1, "the page zooms, not the map"
    before = at.page.evaluate("scrollY")
    at.drag_fingers((200, 600), to=((260, 560),))
    expect(at.page).not_to_have_url(re.compile(zoomed))
    assert at.page.evaluate("scrollY") == before
    at.page.get_by_role("button", name="Whole map").tap()
    at.page.touchscreen.tap(*at.place_of(alone(at.site)[0]))
    expect(at.page).to_have_url(re.compile(f"/map/#{alone(at.site)[0]}"))


@pytest.mark.browser
def test_controls_are_large_enough_for_a_finger(open_map: Callable[..., OpenMap]) -> None:
    at = open_map(viewport={"width": 390, "height": 844})
    at.open(f"#{paper_key(3)}")
    expect(at.card.get_by_role("link")).to_be_visible()
    sizes = at.page.locator(".is-map :is(a, button, input, select):visible").evaluate_all(
        "all => all.map(one => [one.textContent, one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) > 10
    assert [size for size in sizes if min(size[1:]) < 24] == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_accessible_and_aligned(open_map: Callable[..., OpenMap], width: int, scheme: str) -> None:
    at = open_map(viewport={"width": width, "height": 844}, color_scheme=scheme)
    at.open(f"?q=robot#{paper_key(3)}")
    assert at.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    lefts = at.page.locator(".dg-brand, .is-map h1, .dg-map-tools, .dg-map-frame, #map-keys, .dg-map-topics")
    edges = lefts.evaluate_all("all => all.map(one => Math.round(one.getBoundingClientRect().left))")
    assert len(set(edges)) == 1, edges
    found = Axe().run(at.page, options={"runOnly": RULES})
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found.response["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "expected"), [("dark", [255, 255, 255]), ("light", [0, 0, 0])])
def test_the_map_is_drawn_in_forced_colours(open_map: Callable[..., OpenMap], scheme: str, expected: list[int]) -> None:
    at = open_map(forced_colors="active", color_scheme=scheme)
    at.open()
    expect(at.heading).to_have_text(f"{COUNT + 1} papers in view")
    wait_for(at.page, lambda: ",".join(map(str, expected)) in drawn_colours(at)[:2], "the map is drawn")
    colours = drawn_colours(at)
    assert all(len(set(colour.split(","))) == 1 for colour in colours), "the map has colours of topics"


def drawn_colours(at: OpenMap) -> list[str]:
    """Return the colours of the canvas, the most frequent first."""
    found: list[str] = at.canvas.evaluate(
        """canvas => {
          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
          const colours = new Map()
          for (let at = 0; at < pixels.length; at += 4) {
            const colour = pixels.slice(at, at + 3).join()
            if (pixels[at + 3] > 200) colours.set(colour, (colours.get(colour) ?? 0) + 1)
          }
          return [...colours].sort(([, one], [, other]) => other - one).map(([colour]) => colour)
        }"""
    )
    return found
