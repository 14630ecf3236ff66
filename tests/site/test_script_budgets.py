"""How much script each kind of page loads by itself, compressed as servers send it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import Built

pytestmark = pytest.mark.browser

LIMIT = 30_000
#: Limits of kinds of pages that have one of their own.
LIMITS = {"paper": 12_000}
#: Milliseconds after which a page loads nothing more by itself: results have to stay a while before they are stored.
ALL_LOADED = 2_500


def pages(built: Built) -> dict[str, str]:
    def newest(folder: str) -> str:
        return sorted(path.parent.name for path in (built.site / folder).glob("*/index.html"))[-1]

    return {
        "home": "/",
        "day": f"/days/{newest('days')}/",
        "paper": f"/papers/{newest('papers')}/",
        "topic": f"/topics/{newest('topics')}/",
        "archive": "/archive/",
        "statistics": "/statistics/",
        "search": "/search/?q=reasoning",
        "reading list": "/reading-list/",
    }


@pytest.mark.parametrize("kind", ["home", "day", "paper", "topic", "archive", "statistics", "search", "reading list"])
def test_scripts_that_a_page_loads_by_itself_are_small(
    built: Built,
    browser: Browser,
    serve_folder: Callable[[Path], str],
    record_property: Callable[[str, object], None],
    kind: str,
) -> None:
    base = serve_folder(built.site)
    context = browser.new_context()
    page = context.new_page()
    requested: set[str] = set()
    page.on("request", lambda request: requested.add(request.url.removeprefix(f"{base}/")))
    with page.expect_request(re.compile("/visits-check-")):
        page.goto(f"{base}{pages(built)[kind]}")
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(ALL_LOADED)
    context.close()
    scripts = [path for path in requested if path.endswith(".js")]
    sizes = {path.rpartition("/")[2]: len(gzip.compress((built.site / path).read_bytes())) for path in scripts}
    record_property("scripts", sizes)
    assert any(name.startswith("core-") for name in sizes)
    total = sum(sizes.values())
    assert total <= LIMITS.get(kind, LIMIT), f"{kind}: {total:,} bytes: {sizes}"


def test_scripts_of_the_map_are_small(built: Built) -> None:
    folder = built.site / "assets/javascripts"
    loaded = ("core-????????.js", "start-????????.js", "palette.js", "map-????????.js", "visits-check-????????.js")
    files = [next(folder.glob(pattern)) for pattern in loaded]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) <= LIMIT
