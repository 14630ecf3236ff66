"""Sheets for judging related papers: ``python -m tests.bench.related_sheet write SITE FOLDER [--more FILE] …``.

Draws papers of content/ that were not judged before, at random with a seed, and writes them in four parts,
``related-sheet-1.txt`` and so on, in FOLDER. Candidates come from the digest in SITE, which has at least the papers of
content/: the nearest five with several shares of meanings, and those of FILE, whose lines have a paper's key, a tab,
and keys of candidates by another method. A sheet lists them in the order of titles and names no method.

A judge writes ``related-sheet-1.answers`` and so on: a line for each candidate with its number and ``y`` or ``n``. Then
``python -m tests.bench.related_sheet read FOLDER`` prints lines for ``related_judgements.tsv``.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from unittest.mock import patch

from generator.build.catalog_loader import load_catalog
from generator.catalog.catalog import Entry
from generator.catalog.related import explanation, vectors
from tests.bench.related_corpus import ROOT
from tests.bench.related_quality import judgements, related_keys

PARTS = 4
SHEET, ANSWERS = "related-sheet-{}.txt", "related-sheet-{}.answers"
#: Shares of meanings in the similarity.
SHARES = (0.0, 0.15, 0.25, 0.4)
NEAREST = 5
HEADING = """\
Related papers: a sheet to judge

Each numbered paper below is a page of a digest of machine-learning papers. Below it are candidates, in the order of
their titles. For each candidate: is it what a reader of the numbered paper would want to see next?

y: it is about the same problem or a near one, or about the same kind of method, so that somebody who reads the one is
likely to find the other worth opening.
n: they only belong to the same broad area, or share fashionable words.

Judge each candidate on its own; any number of them may be right, also all or none.

Write a file with one line for each candidate: its number, a space, and y or n. For example:
1a y
1b n
"""
_CANDIDATE = re.compile(r"^(\d+[a-z]+) \[(.+?)\] ", re.MULTILINE)
_PAPER = re.compile(r"^(\d+)\. \[(.+?)\] ", re.MULTILINE)
_ANSWER = re.compile(r"^(\d+[a-z]+)[ .:]+([yn])\b", re.MULTILINE)


def candidates(site: Path, more: Path | None) -> Mapping[str, set[str]]:
    """Return the candidates of each paper, by key, among the papers of a digest and among those of content/."""
    found: dict[str, set[str]] = {}
    for archive, share in product((site, ROOT), SHARES):
        with (
            patch.object(vectors, "MEANINGS_SHARE", share),
            patch.object(explanation, "MIN_SIMILARITY", 0),
            patch.object(explanation, "MIN_FURTHER_SIMILARITY", 0),
        ):
            for key, others in related_keys(archive).items():
                found.setdefault(key, set()).update(others[:NEAREST])
    for line in more.read_text(encoding="utf-8").splitlines() if more else ():
        key, others_of_line = line.split("\t")
        found[key].update(others_of_line.split())
    return found


def sheet(papers: Sequence[tuple[int, str]], entries: Mapping[str, Entry], found: Mapping[str, set[str]]) -> str:
    """Return the sheet of some papers, given by number and key."""
    return "\n".join((HEADING, *(line for number, key in papers for line in _lines(number, key, entries, found[key]))))


def _lines(number: int, key: str, entries: Mapping[str, Entry], others: set[str]) -> Iterator[str]:
    paper = entries[key].paper
    yield f"\n{number}. [{key}] {paper.title}\n   {_beginning(paper.abstract, 900)}\n"
    for place, other in enumerate(sorted(others, key=lambda other: entries[other].paper.title.casefold())):
        title, abstract = entries[other].paper.title, entries[other].paper.abstract
        yield f"{number}{chr(ord('a') + place)} [{other}] {title}\n   {_beginning(abstract, 380)}"


def _beginning(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length].rpartition(' ')[0]} …"


def read_judgements(text: str, answers: str) -> Iterator[str]:
    """Yield a line of ``related_judgements.tsv`` for each paper of a sheet. Raises SystemExit where one is missing."""
    given = dict(_ANSWER.findall(answers))
    keys = dict(_CANDIDATE.findall(text))  # key of each number
    if missing := sorted(set(keys) - set(given)):
        raise SystemExit(f"no answer for {', '.join(missing)}")
    for number, key in _PAPER.findall(text):
        own = [name for name in keys if name.rstrip(ascii_lowercase) == number]
        yes, no = (" ".join(keys[name] for name in own if given[name] == answer) for answer in "yn")
        yield f"2\t{key}\t{yes}\t{no}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    write, read = commands.add_parser("write"), commands.add_parser("read")
    write.add_argument("site", type=Path)
    write.add_argument("--more", type=Path)
    write.add_argument("--papers", type=int, default=60)
    write.add_argument("--seed", type=int, default=0)
    for command in (write, read):
        command.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "write":
        write_sheets(arguments)
        return
    for part in range(1, PARTS + 1):
        text, answers = (
            (arguments.folder / name.format(part)).read_text(encoding="utf-8") for name in (SHEET, ANSWERS)
        )
        sys.stdout.writelines(f"{line}\n" for line in read_judgements(text, answers))


def write_sheets(arguments: argparse.Namespace) -> None:
    entries = {entry.key: entry for entry in load_catalog(arguments.site).entries}
    fresh = sorted({entry.key for entry in load_catalog(ROOT).entries} - set(judgements()))
    drawn = list(enumerate(random.Random(arguments.seed).sample(fresh, arguments.papers), 1))
    found = candidates(arguments.site, arguments.more)
    size = -(-len(drawn) // PARTS)
    for part in range(PARTS):
        papers = drawn[part * size : (part + 1) * size]
        (arguments.folder / SHEET.format(part + 1)).write_text(sheet(papers, entries, found), encoding="utf-8")


if __name__ == "__main__":
    main()
