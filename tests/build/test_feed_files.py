"""Feeds of a built site: which files a build writes, and how a browser shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.build.pipeline import build
from tests.build.small_digest import CONFIG, make_digest, paper_key, write_paper
from tests.outputs.feed_rules import read_atom, read_json_feed

FEEDS = """\
falls:
  name: Falls
  query: fall
marks:
  name: Marks
  query: digestifmark
broken:
  name: Broken
  query: after:soon
"""


def feeds_of(site: Path) -> dict[str, bytes]:
    folder = site / "site" / "feeds"
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def inodes(site: Path) -> dict[str, int]:
    folder = site / "site" / "feeds"
    return {str(file.relative_to(folder)): file.stat().st_ino for file in folder.rglob("*") if file.is_file()}


def test_only_feeds_that_changed_are_written(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest")
    (site / "content" / "feeds.yaml").write_text(FEEDS)
    report = build(site)
    first, before = feeds_of(site), inodes(site)
    assert "left out of the site: content/feeds.yaml:9:10: broken.query: after:soon has no meaning" in str(report)
    assert "feeds and data: " in str(report)
    for path, raw in first.items():
        if path.endswith(".xml"):
            read_atom(raw)
        elif path.endswith(".json"):
            read_json_feed(raw)
    assert {path.partition("/")[0] for path in first} >= {"papers.xml", "all.opml", "topics", "searches"}
    assert not [path for path in first if "broken" in path]

    write_paper(site, 12, title="A Robot That Falls Again")
    report = build(site)
    second, after = feeds_of(site), inodes(site)
    changed = {path for path in second if second[path] != first.get(path)}
    assert "papers.xml" in changed
    assert "searches/falls/papers.xml" in changed
    assert not [path for path in changed if path.startswith("searches/marks/")]
    assert {path for path in second if after[path] != before.get(path)} == changed, "the others are linked"

    build(site, clean=True)
    assert feeds_of(site) == second


def test_a_deleted_paper_is_told(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest")
    build(site)
    [record] = (site / "content").rglob(f"{paper_key(1)}.yaml")
    record.unlink()
    build(site, allow_shrink=True)
    assert b"<title>Removed: " in feeds_of(site)["papers.xml"]


def test_without_an_address_a_build_says_that_there_are_no_feeds(tmp_path: Path) -> None:
    site = make_digest(tmp_path / "digest", papers=3)
    (site / "mkdocs.yml").write_text(CONFIG.replace("site_url: https://example.org/small/\n", ""))
    report = str(build(site))
    assert "no feeds, because mkdocs.yml sets no site_url, which their links need" in report
    assert not (site / "site" / "feeds").exists()
    assert "mkdocs.yml does not set site_url." in (site / "site" / "follow" / "index.html").read_text()
    assert "application/atom+xml" not in (site / "site" / "index.html").read_text()


@pytest.mark.browser
def test_a_feed_is_readable_in_a_browser(tmp_path: Path, browser: Browser, serve_folder: Callable[[Path], str]) -> None:
    site = make_digest(tmp_path / "digest", papers=3)
    build(site)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{serve_folder(site / 'site')}/feeds/papers.xml")
    shown = page.evaluate("document.documentElement.innerText ?? document.documentElement.textContent")
    assert "This is a web feed." in shown
    style = "getComputedStyle(document.querySelector('{}')).display"
    assert page.evaluate(style.format("entry > title")) == "block"
    assert page.evaluate(style.format("entry > id")) == "none"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelectorAll('a[href]').length") > 3
    page.close()
