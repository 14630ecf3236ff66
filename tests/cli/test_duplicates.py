"""Records that may be one paper are listed in pairs; papers that only look alike are not."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from generator.checks.content import check_content
from generator.checks.duplicates import find_duplicates
from generator.model import Author, Ids, Paper, Record
from generator.store.distinct import add_distinct
from generator.store.load import load_content
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
    "a book's DOI": (
        record(1, "One", doi="10.1000/1"),
        record(2, "Two", OTHERS, doi="10.1000/1"),
        "same identifier (10.1000/1), other titles and authors",
    ),
    "a subtitle": (
        record(1, "Grasping: How Robots Learn to Hold Things"),
        record(2, "Grasping"),
        "same title, one with a subtitle, and an author in common",
    ),
    "a subtitle after a dash, no authors": (
        record(1, "Robot Grasping", ()),
        record(2, "Robot Grasping – A Survey"),
        "same title, one with a subtitle, and no authors to compare",
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
    "a part": (record(1, "Grasping"), record(2, "Grasping: Part II")),
    "an editorial with a subtitle": (record(1, "Editorial"), record(2, "Editorial: On Grasping")),
    "a subtitle, other authors": (record(1, "Grasping"), record(2, "Grasping: A Survey", OTHERS)),
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
        "    Ada Lovelace; no date of publication\n"
        f"  content/papers/2025/07/31/b.yaml: {LONG} Only\n"
        "    Ada Lovelace; no date of publication\n"
        "  if both are one paper, run: digestif merge-records a b\n"
        "  if they are two papers, run: digestif duplicates --ignore a b\n\n"
        "1 possible duplicate. Compare the two papers before you merge their records.\n"
    )
    assert digestif("merge-records", "a", "b", cwd=digest).returncode == 0
    assert digestif("duplicates", cwd=digest).returncode == 0


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    """A digest with the records a and b, which look like one paper."""
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    digest = tmp_path / "digest"
    folder = digest / "content" / "papers" / "2025" / "07" / "31"
    folder.mkdir(parents=True)
    for key in ("a", "b"):
        (folder / f"{key}.yaml").write_text(f"title: {LONG}\ndate: 2025-07-31\nauthors: [Ada Lovelace]\n")
    return digest


def test_ignored_pairs_are_two_papers_for_every_command(alike: Path) -> None:
    assert digestif("check", cwd=alike).returncode == 1
    ignored = digestif("duplicates", "--ignore", "a", "b", cwd=alike)
    assert (ignored.returncode, ignored.stdout, ignored.stderr) == (0, "a and b are different papers.\n", "")
    file = alike / "content" / "distinct.yaml"
    assert file.read_text() == "- [a, b]\n"
    assert digestif("duplicates", cwd=alike).stdout == "No duplicates.\n"
    assert digestif("check", cwd=alike).returncode == 0
    refused = digestif("merge-records", "a", "b", cwd=alike)
    assert (refused.returncode, refused.stderr) == (
        2,
        "digestif: a and b are different papers, says content/distinct.yaml\n"
        "  if they are one paper, delete that entry and run this again\n",
    )
    assert digestif("duplicates", "--ignore", "b", "a", cwd=alike).returncode == 0
    assert file.read_text() == "- [a, b]\n"
    assert digestif("rename", "b", "better", cwd=alike).returncode == 0
    assert digestif("duplicates", cwd=alike).stdout == "No duplicates.\n"
    assert digestif("check", cwd=alike).returncode == 0


def test_an_import_finds_each_of_two_papers_with_one_title(alike: Path) -> None:
    (alike / "content" / "papers" / "2025" / "07" / "31" / "b.yaml").write_text(
        f"title: {LONG}\ndate: 2025-07-31\nauthors: [Ada Lovelace]\npublished: 2021\n"
    )
    assert digestif("duplicates", "--ignore", "a", "b", cwd=alike).returncode == 0
    (alike / "p.csv").write_text(f"title,authors,year,venue\n{LONG},Ada Lovelace,2021,Things\n")
    assert digestif("import", "p.csv", "--date", "2025-07-31", cwd=alike).returncode == 0
    records = {path.stem: path.read_text() for path in (alike / "content" / "papers").rglob("*.yaml")}
    assert {key: "venue: Things" in text for key, text in records.items()} == {"a": False, "b": True}


def test_an_import_never_joins_two_papers_of_one_title(alike: Path) -> None:
    """A paper that fits both counts as the first that its list does not have yet, and the import says so."""
    assert digestif("duplicates", "--ignore", "a", "b", cwd=alike).returncode == 0
    row = f"{LONG},Ada Lovelace\n"
    (alike / "p.csv").write_text(f"title,authors\n{row}")
    one = digestif("import", "p.csv", "--date", "2025-08-01", cwd=alike)
    assert (
        "p.csv:2:1: warning: fits a and b equally well, which content/distinct.yaml lists as different papers; "
        "it counts as a\n  if it is b, give it in the file what tells the papers apart"
    ) in one.stdout
    (alike / "p.csv").write_text(f"title,authors\n{row}{row}")
    both = digestif("import", "p.csv", "--date", "2025-08-02", cwd=alike)
    assert "2 papers read: 2 updated in lists only\n" in both.stdout
    assert set(load_content(alike).library.mentions) == {"a", "b"}
    assert "2 unchanged" in digestif("import", "p.csv", "--date", "2025-08-02", cwd=alike).stdout
    # A missing record does not become the other paper, either.
    (alike / "content" / "papers" / "2025" / "07" / "31" / "b.yaml").unlink()
    left = digestif("import", "p.csv", "--date", "2025-08-02", cwd=alike)
    assert "1 record file is missing; its paper was left alone: b\n" in left.stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Decided by Ada\n", "# Decided by Ada\n- [a, b]\n"),
        ("- [a, c]  # a comment", "- [a, c]  # a comment\n- [a, b]\n"),
        ("[]\n", "- [a, b]\n"),
        ("[[a, c]]\n", "- [a, c]\n- [a, b]\n"),
    ],
)
def test_an_entry_is_added_to_what_people_wrote(before: str, after: str) -> None:
    assert add_distinct(before.encode(), ["a", "b"]).decode() == after


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: b\n", "content/distinct.yaml:1:1: must be a list of entries"),
        ("- a\n", "content/distinct.yaml:1:3: [0]: must be a list of keys"),
        ("- [a]\n", "content/distinct.yaml:1:3: [0]: needs the keys of two papers"),
        ("- [a, A B]\n", "content/distinct.yaml:1:7: [0][1]: 'A B' is not a key"),
        ("- [a, [b]]\n", "content/distinct.yaml:1:7: [0][1]: must be a key"),
        ("- [a, bb]\n", "content/distinct.yaml:1:7: warning: [0][1]: there is no record bb\n  did you mean b?"),
    ],
)
def test_check_names_faults_of_the_file(alike: Path, text: str, problem: str) -> None:
    (alike / "content" / "distinct.yaml").write_text(text)
    content = load_content(alike)
    assert problem in "\n".join(map(str, check_content(content, today=date(2025, 8, 1))))


def test_a_merged_pair_and_unknown_keys_are_told(alike: Path) -> None:
    assert digestif("merge-records", "a", "b", cwd=alike).returncode == 0
    (alike / "content" / "distinct.yaml").write_text("- [a, b]\n")
    assert "content/distinct.yaml:1:3: warning: [0]: two of its keys are a" in digestif("check", cwd=alike).stdout
    for names, message in {
        ("a", "x"): "there is no record 'x', or it has errors",
        ("a", "a"): "a and a are one record",
    }.items():
        refused = digestif("duplicates", "--ignore", *names, cwd=alike)
        assert (refused.returncode, refused.stderr.splitlines()[0]) == (2, f"digestif: {message}")


def test_chapters_of_one_author_in_a_book_are_two_papers(alike: Path) -> None:
    (alike / "p.bib").write_text(
        "@incollection{a, title={Learning to Grasp}, author={Ada Example}, doi={10.1201/b14859}}\n"
        "@incollection{b, title={A History of Looms}, author={Ada Example}, doi={10.1201/b14859}}\n"
    )
    imported = digestif("import", "p.bib", "--date", "2025-07-30", cwd=alike)
    assert "10.1201/b14859 is also an id of 10.1201-b14859, a paper with another title" in imported.stdout
    assert "2 papers read: 2 new" in imported.stdout
    assert "2 unchanged" in digestif("import", "p.bib", "--date", "2025-07-30", cwd=alike).stdout
    (alike / "content" / "papers" / "2025" / "07" / "31" / "b.yaml").unlink()
    checked = digestif("check", cwd=alike)
    assert (checked.returncode, "warning: ids.doi: 10.1201/b14859 is also an id of" in checked.stdout) == (0, True)
    assert "same identifier (10.1201/b14859), other titles:\n" in digestif("duplicates", cwd=alike).stdout


def test_an_import_warns_of_a_shared_doi_and_keeps_editorials_apart(alike: Path) -> None:
    (alike / "p.bib").write_text(
        "@incollection{a, title={One Chapter}, author={Ada Example}, doi={10.1201/b14859}}\n"
        "@incollection{b, title={Another Text}, author={Bo Sample}, doi={10.1201/b14859}}\n"
        "@article{c, title={Editorial}, journal={Things}, year=2019}\n"
        "@article{d, title={Editorial}, journal={Things}, year=2020, author={Cy Instance}}\n"
    )
    imported = digestif("import", "p.bib", "--date", "2025-07-31", cwd=alike)
    assert "4 papers read: 4 new" in imported.stdout
    assert "10.1201/b14859 is also an id of 10.1201-b14859, a paper with another title" in imported.stdout
    again = digestif("import", "p.bib", "--date", "2025-07-31", cwd=alike)
    assert "4 papers read: 4 unchanged" in again.stdout
    assert "is also an id of" not in again.stdout
