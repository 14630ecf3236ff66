"""``digestif import --complete`` adds what records lack from a table that is no list of a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.store.load import load_content
from tests.cli.running import digestif

LIST = "title,abstract\nOn Computable Numbers,What the list says.\nA Second Title,Another abstract.\n"
TABLE = (
    "title,abstract,arxiv,authors,venue\n"
    "On computable numbers,Other words.,2401.10000,Ada Lovelace; Alan Turing,ICML 2024\n"
    "A Third Title,,2401.10003,Grace Hopper,\n"
)
RECORD = "content/papers/2025/07/31/on-computable-numbers.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "list.csv").write_text(LIST)
    (tmp_path / "table.csv").write_text(TABLE)
    assert digestif("import", "list.csv", "--date", "2025-07-31", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_record_gets_what_its_list_does_not_state(site: Path) -> None:
    ran = digestif("import", "table.csv", "--complete", "curated", cwd=site)
    assert ran.returncode == 0
    assert ran.stdout.endswith(
        "1 paper has no record to complete:\n  A Third Title\n"
        "table.csv: read title, abstract, arxiv, authors, venue\n"
        "Updated 1 record:\n  on-computable-numbers: aliases, authors, ids, venue\n"
        "2 papers read: 1 updated, 1 skipped (no record)\n"
    )
    paper = load_content(site).by_key["on-computable-numbers"].paper
    assert (paper.title, paper.abstract) == ("On Computable Numbers", "What the list says.")
    assert [author.name for author in paper.authors] == ["Ada Lovelace", "Alan Turing"]
    assert (paper.ids.arxiv, paper.venue, paper.aliases) == ("2401.10000", "ICML 2024", ("2401.10000",))


def test_the_table_is_no_list_of_the_day(site: Path) -> None:
    digestif("import", "table.csv", "--complete", "curated", cwd=site)
    content = load_content(site)
    assert sorted(source for _, source in content.snapshots) == ["curated-enrich", "table"]
    assert [mention.source for mention in content.library.mentions["on-computable-numbers"]] == ["table"]
    assert "curated" not in digestif("status", cwd=site).stdout


def test_the_same_table_again_changes_nothing_and_a_corrected_one_does(site: Path) -> None:
    digestif("import", "table.csv", "--complete", "curated", cwd=site)
    before = {file: file.read_bytes() for file in (site / "content").rglob("*") if file.is_file()}
    ran = digestif("import", "table.csv", "--complete", "curated", cwd=site)
    assert "1 unchanged" in ran.stdout
    assert {file: file.read_bytes() for file in (site / "content").rglob("*") if file.is_file()} == before
    (site / "table.csv").write_text(TABLE.replace("Alan Turing", "Alan M. Turing"))
    assert "1 updated" in digestif("import", "table.csv", "--complete", "curated", cwd=site).stdout
    assert "Alan M. Turing" in (site / RECORD).read_text()


def test_corrections_of_people_stay(site: Path) -> None:
    record = site / RECORD
    record.write_text(record.read_text() + "venue: A workshop\n")
    ran = digestif("import", "table.csv", "--complete", "curated", cwd=site)
    assert "venue: kept your edit" in ran.stdout
    assert "venue: A workshop" in record.read_text()


def test_an_alias_never_takes_the_address_of_another_paper(site: Path) -> None:
    other = site / "content/papers/2025/07/31/2401.10000.yaml"
    other.write_text("title: A paper whose key is that id\ndate: 2025-07-31\n")
    digestif("import", "table.csv", "--complete", "curated", cwd=site)
    assert load_content(site).by_key["on-computable-numbers"].paper.aliases == ()
    assert digestif("check", cwd=site).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--complete", "Curated Ids"), "is not a valid name of a source that completes records"),
        (("--complete", "curated", "--date", "2025-07-31"), "--complete keeps the day of each record"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(site: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = digestif("import", "table.csv", *arguments, cwd=site)
    assert (ran.returncode, says in ran.stderr) == (2, True)
