"""A reader of a built site, at two widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import Built
from tests.site.lists.readers import Reader

SHIFTS = """
window.shifts = []
new PerformanceObserver(list => {
  for (const {value, hadRecentInput, sources} of list.getEntries()) {
    const moved = sources.map(({node}) => node?.className ?? node?.nodeName)
    // Of the header, not of a list
    if (!hadRecentInput && !moved.every(name => /header|search-open/.test(name))) window.shifts.push([value, ...moved])
  }
}).observe({type: "layout-shift", buffered: true})
"""


@pytest.fixture(params=[1280, 390])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def reader(width: int, built: Built, browser: Browser, serve_folder: Callable[[object], str]) -> Iterator[Reader]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(SHIFTS)
    made = Reader(context=context, base=serve_folder(built.site), width=width, errors=[])
    yield made
    context.close()
    assert made.errors == []
