"""How search holds as an archive grows: bytes, times, memory, disk; beside Material's own search where asked.

    python -m tests.bench.search_bench 1000 10000 100000 [--material] [--json FILE]

The site is served as GitHub Pages serves it, with gzip and Cache-Control: max-age=600, and read by real Chromium. Bytes
are those that arrive, headers included. A cold page is the search page with a query of three words in its address, in a
browser that has nothing of the site; its figures are medians of twelve visits. Further queries are typed on an open
page, all at once or letter by letter. Times are from the last key to the settled answer, with the pause of 60 ms before
asking; warm queries were asked before. Fast 3G is that of WebPageTest: 1.6 Mbit/s and 150 ms.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from playwright.sync_api import Browser

from generator.build.catalog_loader import load_catalog
from generator.build.search.index import build_index
from generator.build.site.mkdocs import render_site
from generator.files.folder import Folder
from generator.pages.context import make_context
from generator.pages.views.search import SearchRecord, plan_search
from generator.settings import Settings
from generator.text.search_words import words
from tests.bench.search.browser import Visit, chromium, served, visit
from tests.bench.search.material import LARGEST, measure_material
from tests.bench.search_archive import archive

ROOT = Path(__file__).parents[2]
#: What people ask such an archive: three words, some of them in every second abstract.
ASKED = tuple((Path(__file__).parent / "search" / "asked.txt").read_text(encoding="utf-8").splitlines())
#: So many more queries are words of the titles of random papers.
OF_TITLES = 30
COLD_VISITS = 12
#: Papers of a new day, at least.
DAY = 30
LETTERS_TYPED = 8
SLOWDOWN = 4
CONFIG = """\
site_name: Bench
site_url: http://127.0.0.1/
theme: {name: digestif}
plugins: []
nav: [Home: index.md, Search: search/index.md]
"""
#: Resolves with the time when the answer to a query is on the page and nothing is awaited.
SETTLED = """
window.settled = (query) => new Promise((done) => {
  const look = () => {
    const list = document.querySelector("[data-search-results]")
    if (list?.dataset.query !== query || list.getAttribute("aria-busy") === "true") return
    watch.disconnect()
    done(performance.now())
  }
  const watch = new MutationObserver(look)
  watch.observe(document, { childList: true, subtree: true, attributes: true })
  look()
})
"""
TYPED = """async (query) => {
  const box = document.querySelector("[data-search-input]")
  const start = performance.now()
  box.value = query
  box.dispatchEvent(new Event("input", { bubbles: true }))
  return (await window.settled(query)) - start
}"""


def measure(papers: int, folder: Path) -> dict[str, Any]:
    """Return all figures of an archive of that size."""
    records = list(archive(papers))
    site, cache = _site(folder), folder / "cache"
    made = _indexing(records, site, cache)
    sizes = [file.stat().st_size for file in (site / "search-index").rglob("*") if file.is_file()]
    with_correction = [*records[:-1], _corrected(records[-1])]
    corrected = _indexing(with_correction, folder / "site-corrected", cache)
    with_day = _indexing([*_new_day(records), *with_correction], folder / "site-with-day", cache)
    figures = {
        "papers": papers,
        "index CPU s": made["CPU s"],
        "index s": made["s"],
        "index MB of memory": made["MB"],
        "one record corrected, CPU s": corrected["CPU s"],
        "a new day, CPU s": with_day["CPU s"],
        "files": len(sizes),
        "disk KB a paper": round(sum(sizes) / 1000 / papers, 2),
    }
    queries = [*ASKED, *_of_titles(records)]
    random.Random(papers).shuffle(queries)
    with served(site) as address, chromium() as browser:
        return figures | _cold(browser, address, queries) | _further(browser, address, queries)


def _corrected(record: SearchRecord) -> SearchRecord:
    """The record with a word more in its abstract."""
    return replace(record, abstract=f"{record.abstract} Corrected.", fingerprint="corrected")


def _new_day(records: Sequence[SearchRecord]) -> list[SearchRecord]:
    """Papers of the day after the newest one, with the texts of others."""
    day = records[0].date + timedelta(days=1)
    return [
        replace(record, key=f"new-{number}", fingerprint=f"new-{number}", date=day)
        for number, record in enumerate(records[:: len(records) // DAY])
    ]


def _of_titles(records: Sequence[SearchRecord]) -> list[str]:
    """Three words, in their order, of the titles of random papers."""
    drawn = random.Random(len(records))
    queries: list[str] = []
    while len(queries) < OF_TITLES:
        title = words(drawn.choice(records).title)
        if len(title) >= 4:
            places = sorted(drawn.sample(range(len(title)), 3))
            queries.append(" ".join(title[place] for place in places))
    return queries


def _site(folder: Path) -> Path:
    docs = folder / "docs"
    catalog = load_catalog(ROOT)
    page = plan_search(make_context(catalog, Settings(title="Bench")))
    (docs / page.path).parent.mkdir(parents=True)
    (docs / page.path).write_text(page.text)
    (docs / "index.md").write_text("# Bench\n")
    (folder / "mkdocs.yml").write_text(CONFIG)
    render_site(folder, folder / "site", epoch=0)
    return folder / "site"


def _indexing(records: list[SearchRecord], site: Path, cache: Path) -> dict[str, float]:
    """Seconds, seconds of processor time, and the largest memory, measured in a process of its own."""
    queue: multiprocessing.Queue[dict[str, float]] = multiprocessing.Queue()
    child = multiprocessing.Process(target=_index, args=(records, site, cache, queue))
    child.start()
    figures = queue.get()
    child.join()
    return figures


def _index(records: list[SearchRecord], site: Path, cache: Path, queue: Any) -> None:
    start, used = time.perf_counter(), time.process_time()
    build_index(records, Folder(site.parent), site.name, cache=cache.relative_to(site.parent).as_posix())
    queue.put(
        {
            "s": round(time.perf_counter() - start, 1),
            "CPU s": round(time.process_time() - used, 1),
            "MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    )


def _cold(browser: Browser, address: str, queries: Sequence[str]) -> dict[str, float]:
    """Figures of first visits."""
    received, of_index, on_3g = [], [], []
    for query in queries[:COLD_VISITS]:
        with visit(browser) as made:
            _open(made, address, query)
            received.append(made.bytes_received())
            of_index.append(made.bytes_received("/search-index/"))
        with visit(browser) as made:
            made.slow_network()
            on_3g.append(_open(made, address, query))
    return {
        "cold page KB": _kilobytes(statistics.median, received),
        "of which index KB": _kilobytes(statistics.median, of_index),
        "cold page at most KB": _kilobytes(max, received),
        "cold page on Fast 3G s": round(statistics.median(on_3g) / 1000, 1),
    }


def _open(made: Visit, address: str, query: str) -> float:
    """Open the search page with a query; returns the milliseconds until its answer is there."""
    made.page.add_init_script(SETTLED)
    made.page.goto(f"{address}/search/?q={quote_plus(query)}", wait_until="commit")
    settled: float = made.page.evaluate("(query) => window.settled(query)", query)
    made.page.wait_for_load_state("networkidle")
    return settled


def _further(browser: Browser, address: str, queries: Sequence[str]) -> dict[str, float]:
    """Figures of queries on an open page."""
    with visit(browser) as made:
        _open(made, address, queries[0])
        received, new = [], []
        for query in queries[1:]:
            before = made.bytes_received()
            new.append(_typed(made, query))
            received.append(made.bytes_received() - before)
        warm = [_typed(made, query) for query in queries]
        made.slow_processor(SLOWDOWN)
        slow_warm = [_typed(made, query) for query in queries]
    with visit(browser) as made:
        _open(made, address, queries[0])
        made.slow_processor(SLOWDOWN)
        slow_new = [_typed(made, query) for query in queries[1 : OF_TITLES + 1]]
    return {
        "next query KB": _kilobytes(statistics.median, received),
        "next query KB, 95%": _kilobytes(_percentile_95, received),
        "typed by letters KB": _kilobytes(statistics.median, _by_letters(browser, address, queries)),
        "new query ms": round(statistics.median(new)),
        "warm query ms": round(statistics.median(warm)),
        "warm query ms, 95%": round(_percentile_95(warm)),
        f"warm query at 1/{SLOWDOWN} speed ms": round(statistics.median(slow_warm)),
        f"new query at 1/{SLOWDOWN} speed ms": round(statistics.median(slow_new)),
    }


def _typed(made: Visit, query: str) -> float:
    taken: float = made.page.evaluate(TYPED, query)
    made.page.wait_for_load_state("networkidle")
    return taken


def _by_letters(browser: Browser, address: str, queries: Sequence[str]) -> list[int]:
    """Bytes that a query takes when each letter is typed by itself, for some queries."""
    received = []
    with visit(browser) as made:
        _open(made, address, queries[0])
        for query in queries[1 : LETTERS_TYPED + 1]:
            before = made.bytes_received()
            made.page.fill("[data-search-input]", "")
            made.page.type("[data-search-input]", query, delay=120)
            made.page.evaluate("(query) => window.settled(query)", query)
            made.page.wait_for_load_state("networkidle")
            received.append(made.bytes_received() - before)
    return received


def _percentile_95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _kilobytes(measure_of: Callable[[Sequence[int]], float], sizes: Sequence[int]) -> float:
    return round(measure_of(sizes) / 1000, 1)


def main() -> None:
    """Measure and print, a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=int, default=[1000, 10_000])
    parser.add_argument("--material", action="store_true", help=f"measure Material's search, up to {LARGEST:,} papers")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    arguments = parser.parse_args()
    figures = []
    for papers in arguments.papers:
        if arguments.material and papers > LARGEST:
            continue
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            figures.append(
                measure_material(papers, Path(folder), ASKED[0])
                if arguments.material
                else measure(papers, Path(folder))
            )
        sys.stdout.write(", ".join(f"{name}: {value}" for name, value in figures[-1].items()) + "\n")
        sys.stdout.flush()
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
