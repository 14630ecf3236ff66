"""What a first visit to each kind of page costs a reader: bytes, requests, blocked time, painting, layout shifts.

    python -m tests.bench.pages [--papers 1000] [--json FILE]

The site is served with gzip and read by real Chromium with an empty cache, as Lighthouse does it for a phone: on Fast
3G (1.6 Mbit/s, 150 ms) and with a processor that is four times slower. Bytes are those that arrive, headers included.
Blocking time is what tasks take beyond 50 ms each. Layout shift is the sum of all shifts that no reader caused; it must
be 0, and the program ends with an error where it is not. At the end, the day with most papers is filtered.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from generator.build.pipeline import build
from tests.bench.corpus import make_corpus
from tests.bench.search.browser import chromium, served, visit

ROOT = Path(__file__).parents[2]
WIDTHS = (390, 1280)
SLOWDOWN = 4
#: How many times each page is visited; figures of time are the medians.
VISITS = 3
#: How many times a filter is pressed.
PRESSES = 9
QUERY = "reasoning"
BOOKMARKS = 5
#: Collects the browser's own measurements from the beginning.
OBSERVE = """
window.measured = { shift: 0, shifts: [], paint: 0, blocked: 0 }
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true })
watch("layout-shift", (entry) => {
  if (entry.hadRecentInput) return
  window.measured.shift += entry.value
  for (const { node } of entry.sources) window.measured.shifts.push(node?.className || node?.nodeName)
})
watch("largest-contentful-paint", (entry) => (window.measured.paint = entry.startTime))
watch("longtask", (entry) => (window.measured.blocked += entry.duration - 50))
"""


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    """Yield kinds of pages and an address of each."""

    def newest(folder: str) -> str:
        return sorted(path.parent.name for path in (site / folder).glob("*/index.html"))[-1]

    yield "home", ""
    yield "day", f"days/{newest('days')}/"
    yield "paper", f"papers/{newest('papers')}/"
    yield "topic", f"topics/{newest('topics')}/"
    yield "month", f"months/{newest('months')}/"
    yield "archive", "archive/"
    yield "trends", "trends/"
    yield "search", f"search/?q={QUERY}"
    yield "reading list", "reading-list/"


def measure(browser: Browser, base: str, address: str, width: int, marks: str) -> dict[str, Any]:
    """Return the figures of one first visit."""
    with visit(browser, width) as made:
        made.page.add_init_script(OBSERVE)
        made.page.add_init_script(f"localStorage.setItem('digestif.reader/', {json.dumps(marks)})")
        made.slow_network()
        made.slow_processor(SLOWDOWN)
        made.page.goto(f"{base}/{address}", wait_until="load")
        if "?q=" in address:
            made.page.wait_for_selector("[data-search-results] [data-key]")
        made.page.wait_for_load_state("networkidle")
        measured = made.page.evaluate("window.measured")
        return {
            "KB": round(made.bytes_received() / 1000, 1),
            "scripts KB": round(made.bytes_received(".js") / 1000, 1),
            "requests": len(made.received),
            "blocked ms": round(measured["blocked"]),
            "largest paint ms": round(measured["paint"]),
            "layout shift": round(measured["shift"], 4),
            "shifted": sorted(set(measured["shifts"])),
        }


#: Presses a filter and returns the milliseconds of its script, and those until the list is drawn.
PRESS = """async chip => {
  const start = performance.now()
  chip.click()
  const script = performance.now() - start
  await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))
  return [script, performance.now() - start].map(Math.round)
}"""


def measure_filter(browser: Browser, base: str, site: Path) -> dict[str, Any]:
    """Return how long it takes to filter the day with most papers, without and with the panel of filters."""
    pages = {path.parent.name: path.read_text().count('class="dg-card"') for path in (site / "days").glob("*/*.html")}
    day = max(pages, key=lambda name: (pages[name], name))
    with visit(browser, WIDTHS[-1]) as made:
        made.slow_processor(SLOWDOWN)
        made.page.goto(f"{base}/days/{day}/", wait_until="networkidle")
        topic = made.page.locator(".dg-topic-counts a").first
        alone = [topic.evaluate(PRESS) for _ in range(PRESSES)]
        made.page.get_by_role("button", name="Filter").first.click()
        code = made.page.get_by_role("button", name="Has code").first
        code.wait_for()
        open_ = [code.evaluate(PRESS) for _ in range(PRESSES)]
    figures = {"filter": day, "papers": pages[day]}
    return figures | {"script, drawn ms": sorted(alone)[PRESSES // 2], "with panel": sorted(open_)[PRESSES // 2]}


def stored_marks(site: Path) -> str:
    """Return marks as the browser stores them, with some bookmarks."""
    keys = sorted(path.parent.name for path in (site / "papers").glob("*/index.html"))[-BOOKMARKS:]
    bookmark = {
        "title": "Title",
        "authors": "Ada Lovelace",
        "date": "",
        "topics": [],
        "added": "",
        "note": "",
        "tags": [],
    }
    return json.dumps({"version": 1, "bookmarks": dict.fromkeys(keys, bookmark), "read": [], "hidden": []})


def measure_site(site: Path) -> list[dict[str, Any]]:
    """Return the figures of all kinds of pages at all widths."""
    marks = stored_marks(site)
    figures = []
    with served(site) as base, chromium() as browser:
        for kind, address in pages_of(site):
            for width in WIDTHS:
                visits = [measure(browser, base, address, width, marks) for _ in range(VISITS)]
                middle = sorted(visits, key=lambda each: each["largest paint ms"])[VISITS // 2]
                worst = max(visits, key=lambda each: each["layout shift"])
                shifts = {name: worst[name] for name in ("layout shift", "shifted")}
                figures.append({"page": kind, "width": width} | middle | shifts)
                sys.stdout.write(", ".join(f"{name}: {value}" for name, value in figures[-1].items()) + "\n")
                sys.stdout.flush()
        pressed = measure_filter(browser, base, site)
        sys.stdout.write(", ".join(f"{name}: {value}" for name, value in pressed.items()) + "\n")
    return figures


def main() -> None:
    """Measure and print, a line for each page and width."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=1000, help="size of the archive (default: 1000)")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
        site = Path(folder) / "digest"
        make_corpus(ROOT, site, papers=arguments.papers, seed=1)
        build(site)
        figures = measure_site(site / "site")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")
    sys.exit(int(any(each["layout shift"] for each in figures)))


if __name__ == "__main__":
    main()
