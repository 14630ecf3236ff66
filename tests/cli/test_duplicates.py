"""Records that may be one paper are listed in pairs; papers that only look alike are not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from generator.checks.duplicates import find_duplicates
from generator.model import Author, Ids, Paper, Record
from tests.cli.running import digestif

WHO = (Author(name="Ada Lovelace"), Author(name="Alan Turing"))
OTHERS = (Author(name="Grace Hopper"),)
LONG = "Learning Robust Grasping Policies from Very Few Demonstrations"


def record(number: int, title: str, authors: tuple[Author, ...] = WHO, **ids: str) -> Record:
    paper = Paper(title=title, date=date(2025, 7, 31), authors=authors, ids=Ids(**ids))
    return Record(key=f"p{number}", file=f"content/papers/2025/07/31/p{number}.yaml", paper=paper)


PAIRS = {
    "a word replaced": (
        record(1, LONG),
        record(2, LONG.replace("Robust", "Dexterous")),
        "similar titles, and an author in common",
    ),
    "a word added": (record(1, LONG), record(2, f"{LONG} Only"), "similar titles, and an author in common"),
    "the journal's version": (
        record(1, LONG, doi="10.1101/1"),
        record(2, LONG, doi="10.1000/2"),
        "same title, and an author in common",
    ),
    "no authors": (record(1, LONG), record(2, LONG, ()), "same title, and no authors to compare"),
    "misread authors": (record(1, LONG), record(2, LONG, OTHERS), "same title, but no author in common"),
    "one DOI": (
        record(1, "One", doi="10.1000/1"),
        record(2, "Two", doi="10.1000/1"),
        "same identifier (10.1000/1), other titles",
    ),
    "one DOI, no authors": (
        record(1, "One", (), doi="10.1000/1"),
        record(2, "Two", doi="10.1000/1"),
        "same identifier (10.1000/1), other titles",
    ),
}
DIFFERENT = {
    "parts": (record(1, f"{LONG} Part I"), record(2, f"{LONG} Part II")),
    "numbers": (record(1, f"{LONG} 2024"), record(2, f"{LONG} 2025")),
    "other authors": (record(1, LONG), record(2, f"{LONG} Only", OTHERS)),
    "a short title": (record(1, "Robot Grasping"), record(2, "Robot Walking")),
    "editorials": (record(1, "Editorial"), record(2, "Editorial", OTHERS)),
    "prefaces without authors": (record(1, "Preface", (), doi="10.1000/1"), record(2, "Preface", (), doi="10.1000/2")),
    "arXiv ids": (record(1, LONG, arxiv="2507.00001"), record(2, f"{LONG} Only", arxiv="2507.00002")),
    "a book's DOI": (record(1, "One", doi="10.1000/1"), record(2, "Two", OTHERS, doi="10.1000/1")),
}


@pytest.mark.parametrize(("first", "second", "reason"), PAIRS.values(), ids=PAIRS)
def test_records_that_may_be_one_paper_are_a_pair(first: Record, second: Record, reason: str) -> None:
    (pair,) = find_duplicates([first, second])
    assert (pair.first, pair.second, pair.reason) == (first, second, reason)


@pytest.mark.parametrize("records", DIFFERENT.values(), ids=DIFFERENT)
def test_different_papers_are_no_pair(records: tuple[Record, Record]) -> None:
    assert find_duplicates(records) == ()


def test_records_with_one_title_are_each_paired_with_the_first() -> None:
    pairs = find_duplicates([record(number, LONG) for number in range(1_000)])
    assert len(pairs) == 999
    assert {pair.first.key for pair in pairs} == {"p0"}
    assert all(one.second.key != other.second.key for one, other in pairwise(pairs))


def test_the_named_command_merges_a_pair(tmp_path: Path) -> None:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    digest = tmp_path / "digest"
    assert digestif("duplicates", cwd=digest).stdout == "No duplicates.\n"
    folder = digest / "content" / "papers" / "2025" / "07" / "31"
    folder.mkdir(parents=True)
    for key, title in {"a": LONG, "b": f"{LONG} Only"}.items():
        (folder / f"{key}.yaml").write_text(f"title: {title}\ndate: 2025-07-31\nauthors: [Ada Lovelace]\n")
    listed = digestif("duplicates", cwd=digest)
    assert (listed.returncode, listed.stderr) == (1, "")
    assert listed.stdout == (
        "similar titles, and an author in common:\n"
        f"  content/papers/2025/07/31/a.yaml: {LONG}\n"
        f"  content/papers/2025/07/31/b.yaml: {LONG} Only\n"
        "  if both are one paper, run: digestif merge-records a b\n\n"
        "1 possible duplicate. Compare the two papers before you merge their records.\n"
    )
    assert digestif("merge-records", "a", "b", cwd=digest).returncode == 0
    assert digestif("duplicates", cwd=digest).returncode == 0
