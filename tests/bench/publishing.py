"""What publishing a day costs, through the workflow Publish, with and without the cache of earlier runs.

    python -m tests.bench.publishing 1000 10000

Prints the rows of the table in docs/publishing.md, in seconds of processor time, which depend less than hours and
minutes on what else the machine does. `act` runs the workflow on this machine, with stand-ins for GitHub's actions
(tests/workflows/github_stand_in). Installing Digestif and transfers over the network are not included.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.corpus import A_DAY, NEWEST, Corpus, make_corpus
from tests.workflows.github_stand_in.hub import Hub

ROOT = Path(__file__).parents[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="+", help="sizes of the archive")
    print("| Papers | Without the cache | With the cache | Nothing new | Size of the cache |")
    print("|---:|---:|---:|---:|---:|")
    for papers in parser.parse_args().papers:
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            print(_row(papers, Path(folder)), flush=True)


def _row(papers: int, folder: Path) -> str:
    hub = Hub(folder, datetime(2025, 8, 1, 6, tzinfo=UTC))
    hub.runner.seconds = 7_200
    hub.runner.start_python_anew()
    hub.new_site()
    hub.enable_pages()
    corpus = make_corpus(ROOT, folder / "corpus", papers=papers, seed=1)
    shutil.copytree(folder / "corpus" / "content", hub.curator / "content", dirs_exist_ok=True)
    times = []
    for number in range(2):
        times.append(_publish(_with_day(hub, corpus, number + 1)))
        print(f"{papers:,} papers: {times[-1]:,.0f} s", file=sys.stderr)
    times.append(_publish(hub))
    newest = max((folder / "caches").glob("*/*/* build-*"))
    cache = sum(file.stat().st_size for file in newest.rglob("*") if file.is_file())
    hub.close()
    return f"| {papers:,} | {' | '.join(f'{seconds:,.0f} s' for seconds in times)} | {cache / 1e6:,.0f} MB |"


def _with_day(hub: Hub, corpus: Corpus, number: int) -> Hub:
    """The hub with a commit for a new day of thirty papers."""
    day = NEWEST + timedelta(days=number)
    corpus.write_day(day, A_DAY)
    shutil.copytree(corpus.site / "content", hub.curator / "content", dirs_exist_ok=True)
    return hub


def _publish(hub: Hub) -> float:
    """Commit and push what is new; returns the seconds of processor time that the run of Publish takes."""
    if hub.repository.git(hub.curator, "status", "--porcelain"):
        hub.repository.commit(hub.curator, "A day")
    hub.repository.push(hub.curator)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = hub.start("publish", "push", {"ref": "refs/heads/main"})
    assert run.conclusion == "success", run.log
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
