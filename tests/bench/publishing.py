"""What publishing a day costs, through the workflow Publish, with and without the cache of earlier runs.

    python -m tests.bench.publishing 1000 10000

Prints the rows of the table in docs/publishing.md. `act` runs the workflow on this machine, with stand-ins for GitHub's
actions (tests/workflows/github_stand_in). Installing Digestif and transfers over the network are not included.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.corpus import A_DAY, NEWEST, Corpus, make_corpus
from tests.workflows.github_stand_in.hub import Hub
from tests.workflows.github_stand_in.runner import Run

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="+", help="sizes of the archive")
    print("| Papers | First run | New day with the cache | New day without it | Nothing new | Cache |")
    print("|---:|---:|---:|---:|---:|---:|")
    for papers in parser.parse_args().papers:
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            print(_row(papers, Path(folder)), flush=True)


def _row(papers: int, folder: Path) -> str:
    hub = Hub(folder, datetime(2025, 8, 1, 6, tzinfo=UTC))
    hub.new_site()
    hub.enable_pages()
    corpus = make_corpus(ROOT, folder / "corpus", papers=papers, seed=1)
    shutil.copytree(folder / "corpus" / "content", hub.curator / "content", dirs_exist_ok=True)
    first = _publish(hub)
    cached = _publish(_with_day(hub, corpus, 1))
    quiet = _publish(hub)
    cache = sum(file.stat().st_size for file in (folder / "caches").rglob("*") if file.is_file()) / 2
    shutil.rmtree(folder / "caches")
    uncached = _publish(_with_day(hub, corpus, 2))
    hub.close()
    times = " | ".join(f"{seconds:,.0f} s" for seconds in (first, cached, uncached, quiet))
    return f"| {papers:,} | {times} | {cache / 1e6:,.0f} MB |"


def _with_day(hub: Hub, corpus: Corpus, number: int) -> Hub:
    """The hub with a commit for a new day of thirty papers."""
    day = NEWEST + timedelta(days=number)
    corpus.write_day(day, A_DAY)
    shutil.copytree(corpus.site / "content", hub.curator / "content", dirs_exist_ok=True)
    return hub


def _publish(hub: Hub) -> float:
    """Commit what is new, push it and return the seconds of the run of Publish."""
    if hub.repository.git(hub.curator, "status", "--porcelain"):
        hub.repository.commit(hub.curator, "A day")
    hub.repository.push(hub.curator)
    began = datetime.now(UTC)
    run: Run = hub.start("publish", "push", {"ref": "refs/heads/main"})
    assert run.conclusion == "success", run.log
    return (datetime.now(UTC) - began).total_seconds()


if __name__ == "__main__":
    main()
