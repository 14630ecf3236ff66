"""What a build sends to a cluster, what that costs, and what a million papers would take.

    python -m tests.bench.cluster 1000 3000 10000

Builds synthetic archives of these sizes in one process and on two workers of this machine, and prints the tables of
docs/cluster.md. Bytes and memory of the largest archive are also foretold from the smaller ones, which tells how far
the column for a million papers can be trusted. Seconds are those of the processor, and in brackets those of the clock.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench.corpus import make_corpus
from tests.bench.steps import start_anew

ROOT = Path(__file__).parents[2]
MILLION = 1_000_000
#: The functions that work on batches, and what they do.
STEPS = {
    "parse_files": "reading",
    "_topics_of": "topics",
    "_split_texts": "words of related papers",
    "_search_rows": "neighbours",
    "render_pages": "pages",
}
BUILD, SCHEDULER, WORKER = "build", "scheduler", "worker"


@dataclass(frozen=True, kw_only=True)
class Run:
    """Seconds by the clock and, by role, seconds of the processor and the largest memory of a process in bytes."""

    clock: float
    seconds: Mapping[str, float]
    memory: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Size:
    """An archive that was built in both ways; ``counts`` are numbers by step and kind."""

    papers: int
    here: Run
    cluster: Run
    counts: Mapping[tuple[str, str], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="+", help="sizes of the archive, the smallest first")
    sizes = []
    for papers in parser.parse_args().papers:
        with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
            sizes.append(_measure(papers, Path(folder)))
        print(_costs(sizes[-1]), flush=True)
    print("\n".join(["", *_growth(sizes)]))


def _measure(papers: int, folder: Path) -> Size:
    site, counts = folder / "digest", folder / "counts"
    make_corpus(ROOT, site, papers=papers, seed=1)
    on_dask = ("tests.bench.cluster_counts", str(counts), "-C", str(site), "build", "--on", "dask", "--workers", "2")
    cluster = _run(*on_dask)
    start_anew(site)
    return Size(papers=papers, here=_run("generator", "-C", str(site), "build"), cluster=cluster, counts=_read(counts))


def _run(*command: str) -> Run:
    """Run a module, and watch its processes."""
    seconds: dict[tuple[str, int], float] = {}
    memory: Counter[str] = Counter()
    began = time.monotonic()
    with subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.DEVNULL, cwd=ROOT) as started:
        while started.poll() is None:
            for role, process in _roles(started.pid):
                times = process.cpu_times()
                seconds[role, process.pid] = times.user + times.system
                memory[role] = max(memory[role], process.memory_info().rss)
            time.sleep(0.1)
    assert started.returncode == 0, command
    by_role: defaultdict[str, float] = defaultdict(float)
    for (role, _), taken in seconds.items():
        by_role[role] += taken
    return Run(clock=time.monotonic() - began, seconds=by_role, memory=memory)


def _roles(pid: int) -> Iterator[tuple[str, psutil.Process]]:
    """Yield the processes of a build that still run; the one that talks to Dask also is the scheduler."""
    try:
        processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return
    for process in processes:
        try:
            command = " ".join(process.cmdline())
            with process.oneshot():
                process.cpu_times()
        except psutil.Error:
            continue
        role = SCHEDULER if "bridge_program" in command else WORKER if "multiprocessing" in command else BUILD
        yield role, process


def _read(counts: Path) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for line in counts.read_text().splitlines():
        message = json.loads(line)
        step = STEPS[message["work"]]
        if "sent" in message:
            found[step, "tasks"] += 1
            found[step, "sent"] += message["sent"]
            found[step, "shared"] = message["shared"]
        else:
            found[step, "received"] += message["received"]
    return found


def _costs(size: Size) -> str:
    here, there = size.here, size.cluster
    roles = " | ".join(f"{there.seconds[role]:.0f}" for role in (BUILD, SCHEDULER, WORKER))
    memory = " | ".join(f"{there.memory[role] / 1e6:.0f}" for role in (SCHEDULER, WORKER))
    one = f"{sum(here.seconds.values()):.0f} ({here.clock:.0f})"
    whole = f"{sum(there.seconds.values()):.0f} ({there.clock:.0f})"
    return f"| {size.papers:,} | {one} | {whole} | {roles} | {memory} |"


def _growth(sizes: Sequence[Size]) -> Iterator[str]:
    """Yield the rows of what each step moves, then those of memory, with the last size foretold from those before."""
    for step in STEPS.values():
        tasks = " | ".join(f"{number:,.0f}" for number in _line(sizes, [size.counts[step, "tasks"] for size in sizes]))
        yield f"| {step}: tasks | {tasks} |"
        for kind in ("shared", "sent", "received"):
            amounts = [size.counts[step, kind] / 1e6 for size in sizes]
            if max(amounts) >= 0.1:
                yield f"| {step}: MB {kind} | {' | '.join(f'{each:,.1f}' for each in _line(sizes, amounts))} |"
    for role in (SCHEDULER, WORKER):
        amounts = [size.cluster.memory[role] / 1e6 for size in sizes]
        yield f"| memory of the {role}, MB | {' | '.join(f'{each:,.0f}' for each in _line(sizes, amounts))} |"


def _line(sizes: Sequence[Size], values: Sequence[float]) -> list[float]:
    """Return the values, the last one as the two before it foretell it, and that of a million papers."""
    papers = [size.papers for size in sizes]
    foretold = [_extended(papers[-3:-1], values[-3:-1], papers[-1])] if len(papers) > 2 else []
    return [*values, *foretold, _extended(papers[-2:], values[-2:], MILLION)]


def _extended(papers: Sequence[int], values: Sequence[float], wanted: int) -> float:
    """Return the value at a size on the line through two others."""
    slope = (values[1] - values[0]) / (papers[1] - papers[0])
    return values[1] + slope * (wanted - papers[1])


if __name__ == "__main__":
    main()
