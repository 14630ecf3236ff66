"""``make bench``: time and size of builds, compared with plain Material for MkDocs and Hugo in the same run.

    python -m tests.bench.bench --papers 10000 [--days 3] [--seed 1] [--root .] [--workshop DIR] [--without-others]

Times are wall-clock seconds; ratios compare with plain Material for MkDocs on the same Markdown, with its own search
and a short navigation. The table has the median of repeated steps. On a shared machine, CPU seconds, which include
those of child processes, vary less.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.corpus import A_DAY, NEWEST, Corpus, make_corpus

ROOT = Path(__file__).parents[2]
#: Runs the command and prints the peak memory of its own process, in KB, as the last line of its error output.
DIGESTIF = (
    "import atexit, resource, sys; from generator.cli.main import main;"
    "atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)); main()"
)
PLAIN = """\
site_name: Plain
site_url: https://example.org/plain/
theme: {name: material, font: false}
nav: [Today: index.md]
plugins: [search]
validation: {nav: {omitted_files: info}}
"""
HUGO_SETTINGS = 'baseURL = "https://example.org/hugo/"\ntitle = "Hugo"\n[markup.goldmark.renderer]\nunsafe = true\n'
HUGO_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    "{{ with .Params.head }}{{ . | safeHTML }}{{ end }}</head><body>{{ .Content }}</body></html>\n"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A finished command: wall-clock seconds, CPU seconds, and, if measured, the peak of its own memory in MB."""

    seconds: float
    cpu: float
    memory: float = 0.0


def run(command: Sequence[str], *, memory: bool = False) -> Run:
    """Run a command; where it fails, the benchmark ends with its output."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds=seconds, cpu=cpu, memory=int(ran.stderr.split()[-1]) / 1000 if memory else 0.0)


def digestif(site: Path, *arguments: str) -> Run:
    """Run digestif on a site."""
    return run([sys.executable, "-c", DIGESTIF, "-C", str(site), *arguments], memory=True)


def measured(corpus: Corpus, days: int) -> Iterator[tuple[str, list[Run]]]:
    """Measure a first build, one without changes, one of a new day, and one of a corrected record."""
    site = corpus.site
    yield "cold", [digestif(site, "build", "--clean")]
    yield "nothing changed", [digestif(site, "build") for _ in range(days)]
    fresh = []
    for ahead in range(1, days + 1):
        corpus.write_day(NEWEST + timedelta(days=ahead), A_DAY)
        fresh.append(digestif(site, "build"))
    yield "one day, 30 papers", fresh
    corrected = []
    records = sorted((site / "content" / "papers").rglob("*.yaml"))
    for place in range(days):
        record = records[len(records) * (place + 1) // (days + 1)]
        lines = record.read_text(encoding="utf-8").split("\n")
        lines[1] = f"title: A Corrected Title, Number {place}"
        record.write_text("\n".join(lines), encoding="utf-8")
        corrected.append(digestif(site, "build"))
    yield "one record", corrected


def others(site: Path, workshop: Path) -> Iterator[tuple[str, list[Run]]]:
    """Build the same Markdown with Material for MkDocs, and with Hugo where it is installed."""
    plain = workshop / "plain"
    shutil.copytree(site / "docs", plain / "docs")
    (plain / "mkdocs.yml").write_text(PLAIN)
    yield "mkdocs-material", [run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(plain / "mkdocs.yml")])]
    found = shutil.which("hugo")
    if not found:
        print("hugo is not installed; on Debian: apt install hugo", file=sys.stderr)
        return
    hugo = workshop / "hugo"
    for page in (site / "docs").rglob("*.md"):
        # Hugo names a folder's own page differently, and takes index.md for the last one of its branch.
        target = (
            hugo / "content" / page.relative_to(site / "docs").with_name(page.name.replace("index.md", "_index.md"))
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(page, target)
    (hugo / "layouts" / "_default").mkdir(parents=True)
    (hugo / "config.toml").write_text(HUGO_SETTINGS)
    for name in ("single", "list"):
        (hugo / "layouts" / "_default" / f"{name}.html").write_text(HUGO_PAGE)
    (hugo / "layouts" / "index.html").write_text(HUGO_PAGE)
    yield "hugo", [run([found, "--quiet", "--source", str(hugo)])]


def weights(site: Path) -> Iterator[str]:
    """Yield the site's size, and the median and largest page of each kind."""
    size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    yield f"site: {size / 1e6:,.0f} MB"
    for kind in ("papers", "days", "months", "years", "topics", "archive"):
        pages = [file.read_bytes() for file in sorted((site / kind).rglob("index.html"))]
        if pages:
            raw = sorted(len(page) for page in pages)
            packed = sorted(len(gzip.compress(page, 6)) for page in pages[:: max(1, len(pages) // 200)])
            yield (
                f"{kind}: {len(pages):,} pages, median {raw[len(raw) // 2] / 1000:.1f} KB"
                f" ({packed[len(packed) // 2] / 1000:.1f} gzipped), largest {raw[-1] / 1000:.1f} KB"
                f" ({packed[-1] / 1000:.1f})"
            )


def table(rows: Sequence[tuple[str, list[Run]]]) -> Iterator[str]:
    """Yield medians and ratios as a Markdown table."""
    medians = {name: statistics.median(one.seconds for one in runs) for name, runs in rows}
    processor = {name: statistics.median(one.cpu for one in runs) for name, runs in rows}
    against = "mkdocs-material"
    yield "| build | runs | seconds | of plain Material | CPU seconds | of plain Material | own memory |"
    yield "|---|---|---|---|---|---|---|"
    for name, runs in rows:
        share = f"{medians[name] / medians[against]:.3f}" if against in medians else ""
        cpu_share = f"{processor[name] / processor[against]:.3f}" if against in medians else ""
        peak = max(one.memory for one in runs)
        yield (
            f"| {name} | {len(runs)} | {medians[name]:,.1f} | {share} | {processor[name]:,.1f} | {cpu_share}"
            f" | {f'{peak:,.0f} MB' if peak else ''} |"
        )


def main() -> None:
    """Create the archive, measure every step, and print the tables."""
    arguments = _parser().parse_args()
    workshop = Path(tempfile.mkdtemp(prefix="digestif-bench-", dir=arguments.workshop))
    try:
        corpus = make_corpus(arguments.root, workshop / "site", papers=arguments.papers, seed=arguments.seed)
        rows = []
        for name, runs in measured(corpus, arguments.days):
            rows.append((name, runs))
            print(f"{name}: {', '.join(f'{one.seconds:.1f} s' for one in runs)}", file=sys.stderr, flush=True)
        if not arguments.without_others:
            rows += others(corpus.site, workshop)
        print(f"{arguments.papers:,} papers, seed {arguments.seed}, {os.cpu_count()} cores\n")
        print("\n".join((*table(rows), "", *weights(corpus.site / "site"))))
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--papers", type=int, default=2000, help="number of papers in the archive")
    parser.add_argument("--days", type=int, default=3, help="number of repetitions of the small builds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--root", type=Path, default=ROOT, help="the digest whose records are recombined")
    parser.add_argument("--workshop", type=Path, help="a folder with enough space; by default, that of temporary files")
    parser.add_argument("--without-others", action="store_true", help="do not measure Material and Hugo")
    return parser


def _environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1753920000"}


if __name__ == "__main__":
    main()
