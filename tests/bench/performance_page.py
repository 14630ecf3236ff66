"""Writes what was measured into docs/performance.md: ``python -m tests.bench.performance_page``.

The tables are between marks; the text around them is written by people. A part without figures stays as it is.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from tests.bench.features import FIXED, PAPER_PAGE
from tests.bench.growth_plot import growth_plot
from tests.bench.results import COLD, DAY, IDLE, RECORD, SERVE, Measured, Result, read_results
from tests.bench.rivals import HUGO, MATERIAL

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
#: Bytes that GitHub Pages publishes.
LIMIT = 1_000_000_000
_OURS = "Digestif"
#: The steps that are compared between sizes, with the headings of their columns.
_HEADINGS = {COLD: "First build", DAY: "One day", RECORD: "One record", IDLE: "No changes"}
#: Features of less than this many bytes a paper are not worth a row.
_SMALL = 10


def written(page: str, results: Sequence[Result]) -> str:
    """Return the page with the tables of these results. Each part needs its two marks."""
    for part, text in tables(results).items():
        begin, end = f"<!-- begin: {part} -->", f"<!-- end: {part} -->"
        if page.count(begin) != 1 or page.count(end) != 1:
            raise ValueError(f"the page has no place for {part}: it needs the lines {begin} and {end}")
        before, _, rest = page.partition(begin)
        page = f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}"
    return page


def tables(results: Sequence[Result]) -> Mapping[str, str]:
    """Return the parts of the page for which there are figures, by name."""
    compared = [result for result in results if result.others]
    parts = {}
    if compared:
        parts["comparison"] = "\n".join(comparison(compared[-1]))
    if len(results) > 1:
        parts["growth"] = "\n".join(growth(results))
    if results:
        chosen = (compared or results)[-1]
        smaller = max((each for each in results if each.papers < chosen.papers), key=_papers, default=None)
        parts |= {"sizes": "\n".join(sizes(chosen, smaller)), "profile": "\n".join(stages(chosen))}
    return parts


def comparison(result: Result) -> Iterator[str]:
    """Yield the table of all programs on one archive."""
    names = [name for name in (MATERIAL, HUGO) if name in result.others]
    yield f"{result.papers:,} papers. {_when([result])} {_repeated(result)}"
    yield ""
    yield _row("Build", "Seconds", *(f"Of {name}" for name in names), "Memory, MB", "Site, MB", "Files")
    yield f"|---|{'---:|' * (4 + len(names))}"
    for name, measured in {_OURS: result.ours, **result.others}.items():
        for step in measured.steps:
            ratios = (f"{measured.cpu(step) / result.others[other].cpu(COLD):.3f}" for other in names)
            sizes = (f"{measured.size / 1e6:,.0f}", f"{measured.files:,}") if step == COLD else ("", "")
            yield _row(f"{name}: {step}", _times(measured, step), *ratios, f"{measured.memory(step):,.0f}", *sizes)
    yield ""
    if result.details.served:
        seconds = median(result.details.served)
        yield f"`digestif {SERVE}` shows an edited record after {seconds:.1f} seconds by the clock."
    loaded = [f"{measured.index / 1e6:.1f} MB in {name}" for name, measured in result.others.items() if measured.index]
    if loaded:
        yield f"Before its first answer, search loads an index of {' and '.join(loaded)}, compressed."
    yield f"Versions: {', '.join(f'{name} {measured.version}' for name, measured in result.others.items())}."


def _repeated(result: Result) -> str:
    runs = len(result.ours.steps[COLD])
    return f"Seconds are medians of {runs} runs." if runs > 1 else "Each build ran once."


def _times(measured: Measured, step: str) -> str:
    """Return the seconds of the processor, and in brackets those of the clock."""
    return f"{measured.cpu(step):,.1f} ({measured.seconds(step):,.1f})"


def growth(results: Sequence[Result]) -> Iterator[str]:
    """Yield a plot and tables of our builds at all sizes."""
    lines = {name: [(result.papers, result.ours.cpu(name)) for result in results] for name in (COLD, DAY, RECORD, IDLE)}
    first = results[0]
    unit = first.ours.cpu(COLD) / (first.papers * math.log(first.papers))
    guide = [(result.papers, unit * result.papers * math.log(result.papers)) for result in results]
    yield _when(results)
    yield ""
    yield "<figure>"
    yield growth_plot(lines, guide, label="Processor seconds of builds by papers; the table has the numbers", unit="s")
    yield "<figcaption>The dotted line grows with n log n from the first build of the smallest archive.</figcaption>"
    yield "</figure>"
    yield ""
    yield from _growth_tables(results)
    yield ""
    yield "How fast they grow from each size to the next one, as an exponent of the number of papers:"
    yield ""
    yield from _exponents(results)


def _growth_tables(results: Sequence[Result]) -> Iterator[str]:
    yield _row("Papers", *_HEADINGS.values())
    yield f"|{'---:|' * (len(_HEADINGS) + 1)}"
    for result in results:
        yield _row(f"{result.papers:,}", *(_times(result.ours, step) for step in _HEADINGS))
    yield ""
    yield _row("Papers", "Memory, MB", "Site, MB", "Files")
    yield "|---:|---:|---:|---:|"
    for result in results:
        ours = result.ours
        memory = max(ours.memory(step) for step in _HEADINGS)
        yield _row(f"{result.papers:,}", f"{memory:,.0f}", f"{ours.size / 1e6:,.0f}", f"{ours.files:,}")


def _exponents(results: Sequence[Result]) -> Iterator[str]:
    """Yield how fast figures grow between neighbouring sizes, as the exponent of the number of papers."""
    yield _row("Up to", "n log n", *_HEADINGS.values(), "Memory", "Site")
    yield f"|---|{'---:|' * (len(_HEADINGS) + 3)}"
    for low, high in pairwise(results):
        scale = math.log(high.papers / low.papers)
        pairs = [(low.ours.cpu(step), high.ours.cpu(step)) for step in _HEADINGS]
        pairs += [(low.ours.memory(COLD), high.ours.memory(COLD)), (low.ours.size, high.ours.size)]
        most = 1 + math.log(math.log(high.papers) / math.log(low.papers)) / scale
        exponents = (f"{math.log(after / before) / scale:.2f}" for before, after in pairs)
        yield _row(f"{high.papers:,}", f"{most:.2f}", *exponents)


def sizes(result: Result, smaller: Result | None = None) -> Iterator[str]:
    """Yield what each feature and each part of a paper's page takes, and how many papers a host has room for.

    A smaller archive tells what one more paper takes; without it, that is the mean.
    """
    papers, features = result.papers, result.details.features
    more = {name: _of_one_more(name, result, smaller) for name in features}
    whole = sum(weight.size for weight in features.values())
    yield f"{papers:,} papers. {_when([result])}"
    yield ""
    yield _row("Feature", "Bytes a paper", "Of one more paper", "Files", "Papers in 1 GB without it")
    yield "|---|---:|---:|---:|---:|"
    for name, weight in features.items():
        if weight.size / papers < _SMALL or name == FIXED:
            continue
        room = _room(papers, whole - weight.size, sum(more.values()) - more[name])
        without = "" if name == PAPER_PAGE else f"{room:,}"
        yield _row(name, f"{weight.size / papers:,.0f}", f"{more[name]:,.0f}", f"{weight.files:,}", without)
    mean, last = f"{whole / papers:,.0f}", f"{sum(more.values()):,.0f}"
    yield _row(
        "All", mean, last, f"{result.ours.files:,}", f"with all of it, {_room(papers, whole, sum(more.values())):,}"
    )
    yield ""
    yield f"All has {features[FIXED].size / 1e6:.1f} MB of scripts, styles and pages that every archive has."
    yield ""
    yield _row("Part of the page of a paper", "Bytes")
    yield "|---|---:|"
    for name, size in sorted(result.details.page.items(), key=lambda part: -part[1]):
        yield _row(name, f"{size:,.0f}")


def _of_one_more(name: str, result: Result, smaller: Result | None) -> float:
    """Return how many bytes of a feature one more paper takes."""
    size = result.details.features[name].size
    if smaller and name in smaller.details.features:
        return (size - smaller.details.features[name].size) / (result.papers - smaller.papers)
    return 0.0 if name == FIXED else size / result.papers


def _room(papers: int, size: int, more: float) -> int:
    """Return how many papers fit in the limit, in hundreds, where these take ``size`` and one more takes ``more``."""
    return int((papers + (LIMIT - size) / more) / 100) * 100


def stages(result: Result) -> Iterator[str]:
    """Yield the table of the stages of a first build."""
    whole = sum(result.details.profile.values())
    yield f"{result.papers:,} papers. {_when([result])}"
    yield ""
    yield _row("Stage", "Processor, s", "Share")
    yield "|---|---:|---:|"
    for name, seconds in result.details.profile.items():
        yield _row(name, f"{seconds:,.1f}", f"{seconds / whole:.0%}")
    yield _row("All", f"{whole:,.1f}", "")


def _papers(result: Result) -> int:
    return result.papers


def _when(results: Sequence[Result]) -> str:
    days = sorted({result.day for result in results})
    return f"Measured on {' and '.join(map(_long, days))}: {results[-1].machine}."


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def write_page(folder: Path) -> None:
    """Write the tables of all results of a folder into the page."""
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), read_results(folder)), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, help="the folder of the figures")
    write_page(parser.parse_args().results)


if __name__ == "__main__":
    main()
