"""Print a sheet for judging related papers: ``python -m tests.bench.related_sheet FOLDER [PAPERS] [SEED]``.

FOLDER is a digest; PAPERS of its papers, 60 unless a number is given, are drawn at random with SEED. The sheet does not
name the method, and lists the related papers of each in the order of their titles. The judge writes ``y`` or ``n``
between the brackets. With ``--count SHEET``, the command counts the answers of a sheet.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

from generator.build.catalog_loader import load_catalog

_ANSWER = re.compile(r"\s+\[(.)\] ")
_ABSTRACT = 500


def print_sheet(site: Path, count: int, seed: int) -> None:
    entries = {entry.key: entry for entry in load_catalog(site).entries}
    drawn = random.Random(seed).sample(sorted(entries), min(count, len(entries)))
    print("Is this paper what a reader of the paper above would want to see next? Write y or n between the brackets.")
    for number, key in enumerate(drawn, 1):
        paper = entries[key].paper
        print(f"\n{number}. {paper.title}\n   {paper.abstract[:_ABSTRACT]}…")
        for title in sorted(entries[one.key].paper.title for one in entries[key].related):
            print(f"   [ ] {title}")


def count_answers(sheet: Path) -> None:
    answers: list[list[str]] = []
    for line in sheet.read_text(encoding="utf-8").splitlines():
        if re.match(r"[0-9]+\. ", line):
            answers.append([])
        elif answers and (answer := _ANSWER.match(line)):
            answers[-1].append(answer[1])
    shown = [answer for of_paper in answers for answer in of_paper]
    right = sum(answer == "y" for answer in shown)
    three = sum(len(of_paper) >= 3 for of_paper in answers)
    print(f"{right} of {len(shown)} shown papers are right ({right / max(1, len(shown)):.2f}); ", end="")
    print(f"{three} of {len(answers)} papers show three or more ({three / max(1, len(answers)):.2f})")


def main() -> None:
    if sys.argv[1:2] == ["--count"]:
        count_answers(Path(sys.argv[2]))
        return
    folder, *numbers = sys.argv[1:]
    count, seed = (*map(int, numbers), *(60, 0)[len(numbers) :])
    print_sheet(Path(folder), count, seed)


if __name__ == "__main__":
    main()
