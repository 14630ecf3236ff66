"""Rules that every page of a built site keeps, and the templates of Material that the theme depends on."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from tests.pages.invented import HOSTILE, papers

SEAMS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "theme" / "material_seams.yml").read_text())
MATERIAL = find_spec("material")
assert MATERIAL
assert MATERIAL.origin
TEMPLATES = Path(MATERIAL.origin).parent / "templates"
THEME = Path(__file__).parent.parent.parent / "generator" / "theme"


class Frame(HTMLParser):
    """What a page loads, and what in it could run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.order: list[str] = []
        self.inline: list[str] = []
        self.loads: list[str] = []
        self.acting: list[str] = []
        self.title = ""
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._within = tag
        if tag == "meta":
            self.order.append(attributes.get("http-equiv") or attributes.get("charset") or attributes.get("name", ""))
        if (
            tag == "script"
            and "src" not in attributes
            and attributes.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.inline.append(tag)
        if tag == "style":
            self.inline.append(tag)
        if tag in {"script", "img", "iframe"} or (
            tag == "link" and attributes.get("rel") in {"stylesheet", "icon", "preload"}
        ):
            self.loads.append(attributes.get("src") or attributes.get("href", ""))
        self.acting.extend(
            f"{name}={attributes[name]}" for name in attributes if name.startswith("on") or name == "style"
        )
        self.acting.extend(
            attributes[name] for name in attributes if attributes[name].strip().lower().startswith("javascript:")
        )

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data


def built(site: Path) -> Iterator[tuple[str, Frame]]:
    for file in sorted(site.rglob("*.html")):
        yield file.relative_to(site).as_posix(), Frame(file.read_text(encoding="utf-8"))


def test_no_page_has_inline_script_or_style(small_site: Path) -> None:
    found = {name: frame.inline + frame.acting for name, frame in built(small_site) if frame.inline or frame.acting}
    assert found == {}


def test_the_policy_is_the_first_thing_in_every_page(small_site: Path) -> None:
    pages = dict(built(small_site))
    assert "404.html" in pages
    assert "about/index.html" in pages
    assert {name for name, frame in pages.items() if frame.order[:2] != ["utf-8", "Content-Security-Policy"]} == set()
    policy = re.search(r'Security-Policy" content="([^"]*)"', (small_site / "404.html").read_text())
    assert policy
    assert "unsafe-inline" not in policy[1]
    assert policy[1].startswith("default-src 'none'; script-src 'self' ")


def test_pages_load_only_files_of_the_site_and_all_of_them_exist(small_site: Path) -> None:
    for name, frame in built(small_site):
        for url in filter(None, frame.loads):
            assert "//" not in url, f"{name} loads {url}"
            file = small_site / url.removeprefix("/digest/") if name == "404.html" else (small_site / name).parent / url
            assert file.is_file(), f"{name} loads {url}, which does not exist"


def test_titles_are_shown_as_text(small_site: Path) -> None:
    titles = {name: frame.title for name, frame in built(small_site)}
    for place, title in enumerate(HOSTILE):
        # A window title has no markup, so formulas are in Unicode.
        shown = title.replace("$\\gamma$", "γ")
        assert titles[f"papers/hostile-{place:02}/index.html"] == f"{shown} · Papers & <Proofs>"
    assert titles["index.html"] == "Papers & <Proofs>"
    assert titles["404.html"] == "Page not found · Papers & <Proofs>"


def test_a_page_that_redirects_has_one_canonical_address(small_site: Path) -> None:
    moved = (small_site / "papers" / "an-older-name" / "index.html").read_text()
    assert re.findall(r'rel="canonical" href="([^"]*)"', moved) == ["https://example.org/digest/papers/2412.11360/"]


def test_paper_pages_are_small(small_site: Path) -> None:
    weights = {key: len((small_site / "papers" / key / "index.html").read_bytes()) for key in papers()}
    assert {key: weight for key, weight in weights.items() if weight > 18_000} == {}


def test_the_style_sheet_is_small_and_loads_nothing() -> None:
    css = (THEME / "assets" / "stylesheets" / "digestif.css").read_text(encoding="utf-8")
    assert len(gzip.compress(css.encode())) < 10_200
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("seam", SEAMS, ids=lambda seam: seam["template"])
def test_a_template_of_material_has_not_changed_since_it_was_compared(seam: dict[str, str]) -> None:
    found = hashlib.sha256((TEMPLATES / seam["template"]).read_bytes()).hexdigest()[:16]
    assert found == seam["sha256"], (
        f"{seam['template']} has changed ({seam['why']}): compare it with ours, then set sha256 to {found}"
    )


def test_every_template_with_the_name_of_one_of_material_is_listed() -> None:
    ours = {file.relative_to(THEME).as_posix() for file in THEME.rglob("*.html")}
    replaced = {name for name in ours if (TEMPLATES / name).is_file()} - {"main.html"}
    assert replaced <= {seam["template"] for seam in SEAMS}
