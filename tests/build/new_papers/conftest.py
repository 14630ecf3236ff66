"""A site before and after papers were added, and a reader who opened it before."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.build.new_papers.readers import AFTER, BEFORE, VISITED, Reader, Versions
from tests.build.small_digest import built, copy_sources, files_of, make_digest, remove_paper, write_paper
from tests.polling import wait_until

VISIT = "2025-08-01T08:00:00"


SHIFTS = """
window.shifted = []
window.shift = 0
new PerformanceObserver(list => {
  for (const {hadRecentInput, sources, value} of list.getEntries())
    if (!hadRecentInput && (window.shift += value))
      for (const {node} of sources) if (node?.parentElement?.closest(".dg")) window.shifted.push(node.outerHTML)
}).observe({type: "layout-shift", buffered: true})
"""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    folder = tmp_path_factory.mktemp("versions")
    digest = make_digest(folder / "digest", papers=BEFORE)
    config = (digest / "mkdocs.yml").read_text()
    (digest / "mkdocs.yml").write_text(config + "extra: {digestif: {api: false}}\n")
    built(digest)
    shutil.copytree(digest / "site", folder / "before")
    for number in range(BEFORE, AFTER):
        write_paper(digest, number, abstract="We teach a robot arm a chain of language. " * 8)
    remove_paper(digest, 2)
    built(digest)
    shutil.copytree(digest / "site", folder / "after")
    clean = copy_sources(digest, folder / "clean")
    built(clean)
    assert files_of(clean / "site") == files_of(digest / "site")
    return Versions(before=folder / "before", after=folder / "after")


@pytest.fixture(params=[1280, 390])
def reader(
    request: pytest.FixtureRequest,
    browser: Browser,
    versions: Versions,
    serve_folder: Callable[[Path], str],
    tmp_path: Path,
) -> Iterator[Reader]:
    """A reader who opened the site before the papers were added."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, timezone_id="Pacific/Auckland")
    context.route("**/*", lambda route: route.continue_())  # without the browser's cache
    context.add_init_script(SHIFTS)
    context.clock.install(time=VISIT)
    web = tmp_path / "web"

    def publish(site: Path) -> None:
        shutil.rmtree(web, ignore_errors=True)
        shutil.copytree(site, web)

    publish(versions.before)
    made = Reader(context=context, home=serve_folder(web), publish=publish, errors=[])
    page = made.open()
    wait_until(page, VISITED)
    assert page.locator("[data-new], .dg-since:visible").count() == 0, "nothing is new in the first visit"
    page.close()
    publish(versions.after)
    yield made
    context.close()
    assert made.errors == []
