"""Where the processor time of a build goes, by stages of the build or by functions.

    python -m tests.bench.profile [--papers 2000] [--step cold|day|record] [--functions 30]

Each process of the build is looked at every hundredth second of its processor time (sampling.py). A sample belongs to
the innermost call of a stage; texts, identifiers and the like belong to the stage that uses them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from tests.bench.commands import ROOT, digestif, run
from tests.bench.corpus import A_DAY, NEWEST, make_corpus
from tests.bench.steps import correct, spread_records, start_anew

#: Packages and the names of their stages; the longest one that fits decides.
STAGES = {
    "generator.store": "Reading content",
    "generator.records": "Reading content",
    "generator.yaml": "Reading content",
    "generator.checks": "Reading content",
    "generator.catalog": "Lists, people, trends, statistics",
    "generator.catalog.topics": "Topics",
    "generator.catalog.related": "Related papers",
    "generator.pages": "Pages: layout and HTML",
    "generator.build": "Planning and comparing with the last build",
    "generator.build.docs": "Markdown pages under docs/",
    "generator.build.site": "Pages of the site: MkDocs, frames",
    "generator.build.search": "Search index",
    "generator.build.preview": "Preview",
    "generator.outputs": "Feeds, API, exports",
    "generator.exports": "Feeds, API, exports",
    "generator.citations": "Citations",
    "generator.files": "Files: reading, hashing, writing",
    "generator.thumbnails": "Thumbnails",
}
LOADING = "Starting Python, loading modules"
OTHER = "Everything else"
#: Calls that load modules, whose time is not that of the stage that asked for them.
_MODULE = ":<module>"


def read_samples(lines: Iterable[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Yield the seconds and calls of samples."""
    for line in lines:
        seconds, *calls = line.split()
        yield float(seconds), tuple(calls)


def stage_of(calls: Iterable[str]) -> str:
    """Return the stage of a sample, from its calls, the innermost first."""
    for call in calls:
        if call.endswith(_MODULE):
            return LOADING
        module = call.partition(":")[0]
        packages = [name for name in STAGES if module == name or module.startswith(f"{name}.")]
        if packages:
            return STAGES[max(packages, key=len)]
    return OTHER


def profile(command: Iterable[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Run a digestif command, as ``commands.digestif`` returns it, and yield its samples."""
    python, _, _, *arguments = command
    with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
        file = Path(folder) / "samples"
        run([python, "-m", "tests.bench.sampling", str(file), *arguments])
        with file.open() as lines:
            yield from read_samples(lines)


def by_stage(samples: Iterable[tuple[float, tuple[str, ...]]]) -> Mapping[str, float]:
    """Return the seconds of each stage, the largest first."""
    seconds: dict[str, float] = defaultdict(float)
    for taken, calls in samples:
        seconds[stage_of(calls)] += taken
    return {name: seconds[name] for name in sorted(seconds, key=lambda name: (-seconds[name], name))}


def by_function(samples: Iterable[tuple[float, tuple[str, ...]]], count: int) -> list[tuple[str, float, float]]:
    """Return the functions in which most seconds are spent, with those that include what they call."""
    own: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for taken, calls in samples:
        own[calls[0] if calls else OTHER] += taken
        for call in set(calls):
            whole[call] += taken
    slowest = sorted(own, key=lambda name: (-own[name], name))[:count]
    return [(name, own[name], whole[name]) for name in slowest]


def _prepare(site: Path, step: str, papers: int) -> None:
    """Create an archive and bring it to the state before the build that is looked at."""
    corpus = make_corpus(ROOT, site, papers=papers, seed=1)
    if step == "cold":
        start_anew(site)
        return
    run(digestif(site, "build"))
    # The first build with changes makes a copy of the site that later ones reuse.
    for ahead in (1, 2):
        corpus.write_day(NEWEST + timedelta(days=ahead), A_DAY)
        if ahead == 1:
            run(digestif(site, "build"))
    if step == "record":
        run(digestif(site, "build"))
        correct(spread_records(site, 1)[0], "A Corrected Title")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=2000, help="size of the archive")
    parser.add_argument("--step", choices=("cold", "day", "record"), default="cold", help="what is built")
    parser.add_argument("--functions", type=int, default=30, help="how many functions to list")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digestif-bench-") as folder:
        site = Path(folder) / "site"
        _prepare(site, arguments.step, arguments.papers)
        samples = list(profile(digestif(site, "build")))
    whole = sum(seconds for seconds, _ in samples)
    for name, seconds in by_stage(samples).items():
        sys.stdout.write(f"{seconds:8.2f} s {seconds / whole:6.1%}  {name}\n")
    sys.stdout.write("\n     own      all  function\n")
    for name, own, all_ in by_function(samples, arguments.functions):
        sys.stdout.write(f"{own:8.2f} {all_:8.2f}  {name}\n")


if __name__ == "__main__":
    main()
