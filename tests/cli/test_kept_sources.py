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
    imported = digestif("import", "papers.csv", "--source", "table", cwd=site)
    assert imported.returncode == 2
    assert message in imported.stderr


def test_a_table_without_titles_is_told_how_to_keep_its_columns(site: Path) -> None:
    (site / "dogs.csv").write_text("name of dog,age\nLaika,3\n")
    ran = digestif("import", "dogs.csv", "--date", "2025-07-31", cwd=site)
    assert ran.returncode == 1
    assert (
        'name it with --column title="name of dog", or keep a map of the columns in content/sources.yaml' in ran.stdout
    )
