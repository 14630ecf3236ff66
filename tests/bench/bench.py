"""``make bench``: time, memory and size of builds, beside those of other generators on the same papers.

    python -m tests.bench.bench --papers 10000 --growth 1000 3000 30000

Each size is an archive of its own (corpus.py), with first builds, builds without changes, with a day more and with a
corrected record, and the preview. ``--papers`` is compared with Material for MkDocs, Hugo with Pagefind, and Zensical
(rivals.py), ``--growth`` are further sizes of our own builds. Times are those of the processor, with all children, and
of the clock. What was measured is kept in a file for each size; a further run measures only what is missing there, or
was measured with another version of the program. The tables are printed, and written into docs/performance.md with
``--page``. With ``--workshop /dev/shm/bench`` files are in memory, which times vary less with: ext4 without a journal
takes up to ten times as long to create files for a minute after others were deleted.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from generator.files.program import program_hash
from tests.bench import performance_page
from tests.bench.commands import ROOT, digestif
from tests.bench.corpus import A_DAY, NEWEST, Corpus, make_corpus
from tests.bench.features import weigh_features, weigh_pages
from tests.bench.hand_written import read_archive
from tests.bench.profile import by_stage, profile
from tests.bench.results import (
    COLD,
    IDLE,
    SERVE,
    Details,
    Measured,
    Result,
    Run,
    read_result,
    read_results,
    write_result,
)
from tests.bench.rivals import find_rivals, index_size, measure_rival
from tests.bench.serving import measure_preview
from tests.bench.steps import measure_first_builds, measure_later_builds, start_anew, weigh

RESULTS = ROOT / ".digestif" / "bench"
#: Larger archives are built once in each step.
REPEATED_UP_TO = 10_000


def measure(papers: int, workshop: Path, options: argparse.Namespace, *, compare: bool) -> Result:
    """Return the figures of an archive; what is known of this version of the program is not measured again."""
    known = None if options.again else read_result(options.results, papers, program=program_hash())
    if known and (known.others or not compare):
        return known
    runs = options.runs if papers <= REPEATED_UP_TO else 1
    corpus = make_corpus(options.root, workshop / "digest", papers=papers, seed=options.seed)
    result = known
    if not result:
        result = _measure_builds(corpus, papers, runs)
        write_result(options.results, result)
        served = _measure_preview(corpus.site, papers, runs)
        result = result.model_copy(update={"details": result.details.model_copy(update={"served": served})})
        write_result(options.results, result)
    if compare:
        result = result.model_copy(update={"others": dict(_measure_others(corpus, workshop / "others", runs))})
        write_result(options.results, result)
    return result


def _measure_builds(corpus: Corpus, papers: int, runs: int) -> Result:
    site = corpus.site
    first = list(_told(f"{papers:,}", ((COLD, each) for each in measure_first_builds(site, runs))))
    files, size = weigh(site / "site")
    features, page = weigh_features(site / "site"), weigh_pages(site / "site")
    start_anew(site)
    stages = by_stage(profile(digestif(site, "build")))
    later = list(_told(f"{papers:,}", measure_later_builds(corpus, runs)))
    return Result(
        papers=papers,
        program=program_hash(),
        day=datetime.now(UTC).date(),
        machine=_machine(site),
        ours=_measured("this version", (*first, *later), files, size),
        details=Details(features=features, page=page, profile=stages),
    )


def _machine(folder: Path) -> str:
    """Describe this machine, and whether the folder is in memory: new files cost less there than on some disks."""
    described = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    mounts = Path("/proc/self/mounts")
    lines = [line.split() for line in mounts.read_text().splitlines()] if mounts.exists() else []
    holding = [(place, kind) for _, place, kind, *_ in lines if folder.resolve().is_relative_to(place)]
    _, kind = max(holding, key=lambda each: len(each[0]), default=("", ""))
    return f"{described}, files in memory" if kind == "tmpfs" else described


def _measure_preview(site: Path, papers: int, runs: int) -> tuple[float, ...]:
    """Return the seconds until edits are shown, without the first one."""
    served = []
    for seconds in measure_preview(site, 1 + runs):
        served.append(seconds)
        _tell(f"{papers:,}", SERVE, f"{seconds:.1f} s")
    return tuple(served[1:])


def _measure_others(corpus: Corpus, workshop: Path, runs: int) -> Iterator[tuple[str, Measured]]:
    corpus.write_day(NEWEST + timedelta(days=1), A_DAY)
    papers = read_archive(corpus.site)
    for rival in find_rivals(workshop):
        steps, files, size, index = [], 0, 0, 0
        for step, each in _told(rival.name, measure_rival(rival, papers, runs)):
            steps.append((step, each))
            if step == IDLE:  # before the new day
                files, size = weigh(rival.folder / rival.site)
                index = index_size(rival)
        yield rival.name, _measured(rival.version, steps, files, size, index)
        shutil.rmtree(rival.folder)


def _measured(version: str, runs: Iterable[tuple[str, Run]], files: int, size: int, index: int = 0) -> Measured:
    steps = defaultdict(list)
    for name, each in runs:
        steps[name].append(each)
    frozen = {name: tuple(each) for name, each in steps.items()}
    return Measured(version=version, steps=frozen, files=files, size=size, index=index)


def _told(what: str, runs: Iterable[tuple[str, Run]]) -> Iterator[tuple[str, Run]]:
    """Tell who waits what each run took."""
    for step, each in runs:
        _tell(what, step, f"{each.cpu:.1f} s of processor time, {each.seconds:.1f} s, {each.memory:.0f} MB")
        yield step, each


def _tell(what: str, step: str, figures: str) -> None:
    print(f"{datetime.now(UTC):%H:%M} {what}: {step}: {figures}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure what is missing, and show all tables."""
    options = _parser().parse_args()
    if options.workshop:
        options.workshop.mkdir(parents=True, exist_ok=True)
    for papers in sorted({*options.papers, *options.growth}):
        workshop = Path(tempfile.mkdtemp(prefix="digestif-bench-", dir=options.workshop))
        try:
            measure(papers, workshop, options, compare=papers in options.papers)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    print("\n\n".join(performance_page.tables(read_results(options.results)).values()))
    if options.page:
        performance_page.write_page(options.results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, nargs="*", default=[], help="sizes that are compared with others")
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="further sizes, of our own builds")
    parser.add_argument("--runs", type=int, default=3, help="how often each step is repeated, up to 10,000 papers")
    parser.add_argument("--again", action="store_true", help="measure also what was measured with this version")
    parser.add_argument("--page", action="store_true", help="write the tables into docs/performance.md")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder of the figures")
    parser.add_argument("--root", type=Path, default=ROOT, help="the digest whose records are recombined")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workshop", type=Path, help="a folder with enough space; by default, that of temporary files")
    return parser


if __name__ == "__main__":
    main()
