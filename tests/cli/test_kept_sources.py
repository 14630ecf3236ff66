"""Tables that content/sources.yaml describes: listed, imported by name, checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import digestif

MLCONF = "mlconf:\n  label: ML Conf\n  columns: {title: Paper Name, authors: Speakers}\n  date: 2025-07-31\n"
PAPERS = "Paper Name,Speakers,Room\nOn Computable Numbers,Alan Turing,4\n,Nobody,5\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/sources.yaml").write_text(MLCONF)
    (tmp_path / "papers.csv").write_text(PAPERS)
    return tmp_path


def test_a_table_is_imported_and_its_broken_row_again_without_naming_the_source(site: Path) -> None:
    ran = digestif("import", "papers.csv", "--source", "mlconf", cwd=site)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "papers.csv: read Paper Name, Speakers; not read: Room (2)\n" in ran.stdout
    assert ran.stdout.endswith("2 papers read: 1 new, 1 set aside\n")
    assert (site / "content/sources/mlconf/2025-07-31.json").is_file()
    (file,) = (site / "content/quarantine/mlconf").iterdir()
    file.write_text(file.read_text().replace("\n,Nobody", "\nA Corrected Title,Nobody"))
    again = digestif("import", file, cwd=site)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "1 paper read: 1 new")
    assert not file.exists()


def test_the_digests_own_tables_are_listed(site: Path) -> None:
    listed = digestif("sources", cwd=site)
    assert listed.returncode == 0
    assert re.search(r"^  scopus +Scopus$", listed.stdout, re.MULTILINE)
    assert re.search(r"^  mlconf +ML Conf \(title: Paper Name; authors: Speakers\)$", listed.stdout, re.MULTILINE)
    (site / "content/sources.yaml").unlink()
    assert "  none (digestif sources --help shows an example)\n" in digestif("sources", cwd=site).stdout


def test_a_mistake_is_an_error_of_check_and_of_import(site: Path) -> None:
    (site / "content/sources.yaml").write_text("scopus:\n  columns: {title: T}\n")
    message = (
        "content/sources.yaml:1:1: scopus: scopus is the name of a built-in source\n"
        "  choose another name, for example my-scopus\n"
    )
    checked = digestif("check", cwd=site)
    assert checked.returncode == 1
    assert message in checked.stdout
    imported = digestif("import", "papers.csv", cwd=site)
    assert imported.returncode == 2
    assert message in imported.stderr
    assert imported.stderr.endswith(
        "fix these errors, or name the source of the table: digestif import papers.csv --source table\n"
    )
    listed = digestif("sources", cwd=site)
    assert listed.returncode == 2
    assert message in listed.stderr


def test_a_mistake_stops_only_imports_that_need_the_file(site: Path) -> None:
    (site / "content/sources.yaml").write_text(MLCONF + "other:\n  columns: T\n")
    (site / "one.bib").write_text("@article{a, title={One Paper}, author={Ada Example}}\n")
    day = ("--date", "2025-07-31")
    assert digestif("import", "one.bib", *day, cwd=site).returncode == 0
    assert digestif("import", "papers.csv", *day, "--source", "mlconf", "--dry-run", cwd=site).returncode == 1
    assert digestif("import", "papers.csv", *day, "--source", "table", "--dry-run", cwd=site).returncode == 1
    refused = digestif("import", "papers.csv", *day, "--source", "other", cwd=site)
    assert (refused.returncode, "content/sources.yaml:6:12: other.columns: must be" in refused.stderr) == (2, True)


def test_a_table_that_fits_an_entry_needs_no_name(site: Path) -> None:
    ran = digestif("import", "papers.csv", cwd=site)
    assert (
        "papers.csv: suggestion: was read as mlconf, because it has the columns of mlconf in content/sources.yaml\n"
        "  to read it in another way, name the source, as in --source table\n"
    ) in ran.stdout
    assert (site / "content/sources/mlconf/2025-07-31.json").is_file()


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ("usual: {columns: {title: Paper Name}}\n", "papers.csv: no date found"),
        ("a: {columns: {title: Paper Name, venue: Room}}\nb: {columns: {authors: Speakers, venue: Room}}\n", "a, b"),
        ("absent: {columns: {title: Paper Name, venue: Hall}}\n", "papers.csv: no date found"),
    ],
)
def test_a_table_that_fits_none_or_several_is_not_guessed(site: Path, sources: str, message: str) -> None:
    (site / "content/sources.yaml").write_text(sources)
    ran = digestif("import", "papers.csv", cwd=site)
    assert (ran.returncode, message in ran.stderr) == (2, True)


def test_a_wrong_column_name_is_told_with_the_column_that_was_read(site: Path) -> None:
    (site / "content/sources.yaml").write_text(MLCONF.replace("Paper Name", "Talk"))
    ran = digestif("import", "papers.csv", "--source", "mlconf", cwd=site)
    assert "no column 'Talk', so the field title was read from 'Paper Name' instead\n" in ran.stdout
    chosen = digestif("import", "papers.csv", "--source", "mlconf", "--column", "title=Paper Name", cwd=site)
    assert "Talk" not in chosen.stdout


def test_lines_above_the_headings_are_named_first(site: Path) -> None:
    (site / "papers.csv").write_text("Our list\n2025-07-31\n\n" + PAPERS.replace("Speakers", "Authors"))
    ran = digestif("import", "papers.csv", "--date", "2025-07-31", cwd=site)
    assert "delete lines 1 to 3: the headings seem to be in line 4, 'Paper Name', 'Authors', 'Room'\n" in ran.stdout


def test_a_table_without_titles_is_told_how_to_keep_its_columns(site: Path) -> None:
    (site / "dogs.csv").write_text("name of dog,age\nLaika,3\n")
    ran = digestif("import", "dogs.csv", "--date", "2025-07-31", cwd=site)
    assert ran.returncode == 1
    assert (
        'else name the column, as in --column title="name of dog", or keep a map of the columns in content/sources.yaml'
        in ran.stdout
    )
