"""How search holds as an archive grows: bytes, time, memory, disk; beside Material's own search where asked.

    python -m tests.bench.search_bench 100 1000 10000 [--material] [--json FILE]

Bytes are those of answers as a server with gzip sends them (Pagefind's files come compressed). Time is from the
last key to the results on the page, the pause before asking included, the median of thirty queries on an index
that has answered another query before.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import resource
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, sync_playwright

from generator.build.catalog_loader import load_catalog
from generator.build.search.index import build_index
from generator.build.site.mkdocs import render_site
from generator.files.folder import Folder
from generator.pages.context import make_context
from generator.pages.views.search import SearchRecord, plan_search
from generator.settings import Settings
from tests.bench.search_archive import archive

ROOT = Path(__file__).parents[2]
#: What people ask such an archive; each of them finds something in the repository's own papers.
QUERIES = (
    """
diffusion models|video generation|language model reasoning|reinforcement learning agents|retrieval augmented generation|
multimodal benchmark|code generation|long context|speech|3D reconstruction|image editing|instruction tuning|
preference optimization|mixture of experts|vision transformer|tokenizer|robot manipulation|math reasoning|
hallucination|gaussian splatting|safety alignment|distillation|world model|text to image|scaling|in-context learning|
graph|question answering|chain of thought|synthetic data
""".strip()
    .replace("\n", "")
    .split("|")
)
CONFIG = """\
site_name: Bench
site_url: http://127.0.0.1/
theme: {name: digestif}
plugins: []
nav: [Home: index.md, Search: search/index.md]
"""
MATERIAL = """\
site_name: Bench
theme: {name: material, font: false}
plugins: [search]
validation: {nav: {omitted_files: info}}
nav: [Home: index.md]
"""
GIVEN_UP = 240  # seconds to wait for Material's first result
TYPED = """([query, input, results]) => new Promise(done => {
  const box = document.querySelector(input), list = document.querySelector(results)
  list.replaceChildren()
  const start = performance.now()
  const watch = new MutationObserver(() => {
    if (list.getAttribute("aria-busy") === "true" || !list.children.length) return
    watch.disconnect()
    done(performance.now() - start)
  })
  watch.observe(list, { childList: true, attributes: true })
  box.value = query
  box.dispatchEvent(new Event("input", { bubbles: true }))
})"""


class _Counting(SimpleHTTPRequestHandler):
    """Serves with gzip, and keeps count of what it sent."""

    sent = 0

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if file.suffix in (".html", ".js", ".json", ".css"):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        type(self).sent += len(content)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Counting, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@contextmanager
def _visitor() -> Iterator[Page]:
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser.new_page()
        browser.close()


def measure(papers: int, folder: Path) -> dict[str, Any]:
    """Return all figures of an archive of that size."""
    records = list(archive(papers))
    site, cache = _site(folder), folder / "cache"
    indexing = _indexing(records, site, cache)
    size = sum(file.stat().st_size for file in (site / "pagefind").rglob("*") if file.is_file())
    today = _indexing([*records[1:], _changed(records[0])], site, cache)
    indexed = {
        "papers": papers,
        **indexing,
        "disk MB": round(size / 1e6, 1),
        "index s, one paper changed": today["index s"],
    }
    with _served(site) as address, _visitor() as page:
        return indexed | _asking(page, address)


def _changed(record: SearchRecord) -> SearchRecord:
    return replace(record, votes=1_000_000, fingerprint="changed")


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
    """Seconds, and the largest memory of Pagefind's process, measured in a process of its own."""
    queue: multiprocessing.Queue[tuple[float, float]] = multiprocessing.Queue()
    child = multiprocessing.Process(target=_index, args=(records, site, cache, queue))
    child.start()
    seconds, megabytes = queue.get()
    child.join()
    return {"index s": round(seconds, 1), "index MB": round(megabytes)}


def _index(records: list[SearchRecord], site: Path, cache: Path, queue: Any) -> None:
    start = time.perf_counter()
    build_index(records, Folder(site.parent), site.name, cache=cache.relative_to(site.parent).as_posix())
    queue.put((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024))


def _asking(page: Page, address: str) -> dict[str, float]:
    box, results = "[data-search-input]", "[data-search-results]"
    page.goto(f"{address}/", wait_until="networkidle")  # what every page of the site loads is there already
    start = _Counting.sent
    page.goto(f"{address}/search/")
    page.fill(box, QUERIES[0])
    page.wait_for_selector(f"{results} [data-key]")
    first = _Counting.sent - start
    page.wait_for_load_state("networkidle")
    times, bytes_each = [], []
    for query in QUERIES[1:]:
        page.wait_for_timeout(300)
        start = _Counting.sent
        times.append(page.evaluate(TYPED, [query, box, results]))
        page.wait_for_load_state("networkidle")
        bytes_each.append(_Counting.sent - start)
    again = [page.evaluate(TYPED, [query, box, results]) for query in QUERIES]
    return {
        "first result KB": round(first / 1000),
        "query KB": round(statistics.median(bytes_each) / 1000),
        "query KB at most": round(max(bytes_each) / 1000),
        "new query ms": round(statistics.median(times)),
        "warm query ms": round(statistics.median(again)),
    }


def measure_material(papers: int, folder: Path) -> dict[str, Any]:
    """The same archive under Material's own search: bytes and time until its first result."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Bench\n")
    for record in archive(papers):
        (docs / f"{record.key}.md").write_text(
            f"# {record.title.replace('<', '&lt;')}\n\n{record.abstract.replace('<', '&lt;')}\n"
        )
    (folder / "mkdocs.yml").write_text(MATERIAL)
    start = time.perf_counter()
    render_site(folder, folder / "site", epoch=0)
    built = time.perf_counter() - start
    with _served(folder / "site") as address, _visitor() as page:
        _Counting.sent = 0
        start = time.perf_counter()
        page.goto(f"{address}/")
        page.locator("[data-md-component=search-query]").click()
        page.keyboard.type(QUERIES[0])
        try:
            page.wait_for_selector(".md-search-result__item", timeout=GIVEN_UP * 1000)
            waited: float | str = round(time.perf_counter() - start, 1)
        except PlaywrightError:  # a browser that hangs or crashes is a result, too
            waited = f"none in {GIVEN_UP}"
    return {
        "papers": papers,
        "build s": round(built),
        "first result KB": round(_Counting.sent / 1000),
        "first result s": waited,
    }


def main() -> None:
    """Measure and print, a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--material", action="store_true", help="measure Material's search, up to 10,000 papers")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    arguments = parser.parse_args()
    figures = []
    for papers in arguments.papers:
        if arguments.material and papers > 10_000:
            continue
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            figures.append((measure_material if arguments.material else measure)(papers, Path(folder)))
        sys.stdout.write(", ".join(f"{name}: {value}" for name, value in figures[-1].items()) + "\n")
        sys.stdout.flush()
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
