"""Quality, time and memory of related papers: ``python -m tests.bench.related [SIZE …]``.

First how many of those in content/ were judged right, then sizes, by default 1,000 10,000 100,000; 0 is none. Each
size runs in a process of its own, whose peak of memory is measured: first all papers without a state, then thirty more
papers with the state of the day before. Times are those of the processor. ``recall`` is the share of the five nearest
papers that the search finds, of a thousand papers; it is 1 where all pairs are compared.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from time import process_time

import numpy as np

from generator.catalog.related.finder import find_related
from generator.catalog.related.neighbours import nearest_rows
from generator.catalog.related.state import RelatedState, dump_state, load_state
from tests.bench.related_corpus import A_DAY, real_papers, recombined
from tests.bench.related_quality import curve

SIZES = (1_000, 10_000, 100_000)
#: Papers for which all others are searched, and how many of the nearest ones count.
RECALLED, NEAREST = 1_000, 5


def measure(size: int) -> str:
    papers = recombined(real_papers(), size)
    started = process_time()
    _, state = find_related(papers[:-A_DAY], {})
    clean = process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    raw = dump_state(state)
    del state
    started = process_time()
    related, state = find_related(papers, {}, load_state(raw))
    day = process_time() - started
    found = sum(map(len, related.values())) / len(related)
    figures = f"{peak:>10,.0f} {len(raw) / 2**20:>10,.1f} {found:>10.1f} {recall(state):>8.3f}"
    return f"{size:>8,} {clean:>8.1f} {day:>12.2f} {figures}"


def recall(state: RelatedState) -> float:
    """Return the share of the nearest of all papers that the state has, for some papers."""
    rows = np.unique(np.linspace(0, len(state.keys) - 1, RECALLED).astype(np.int64))
    exact, _ = nearest_rows(state.vectors, rows, NEAREST)
    pairs = zip(exact.tolist(), state.near[rows, :NEAREST].tolist(), strict=True)
    shares = [len({*one} & {*other}) / len({*one}) for one, other in pairs]
    return sum(shares) / len(shares)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(measure(int(sys.argv[2])))
        return
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    print("quality by round of judgements, with both limits of similarity shifted:")
    for shift, found in curve().items():
        for name, quality in found.items():
            print(f"{shift:+.2f}  round {name}: {quality}")
    if sizes == [0]:
        return
    print("  papers  clean s  day of 30 s    peak MB   state MB  neighbours   recall")
    for size in sizes:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
