"""An import into a wrong day is taken back: what only it brought goes, and what people and other lists have stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import digestif
from tests.importing.import_samples import content_files

DAY = ("--date", "2025-07-31")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "first.csv").write_text("title,authors\nOn Looms,Ada Lovelace\n")
    assert digestif("import", "first.csv", "--date", "2025-08-02", cwd=tmp_path).returncode == 0
    return tmp_path


def imported(site: Path, *rows: str) -> None:
    (site / "p.csv").write_text("\n".join(["title,authors,venue", *rows, ""]))
    assert digestif("import", "p.csv", *DAY, cwd=site).returncode == 0


def record(site: Path, key: str) -> Path:
    return site / "content" / "papers" / "2025" / "07" / "31" / f"{key}.yaml"


def test_a_wrong_day_leaves_no_trace_and_the_right_one_can_be_imported(site: Path) -> None:
    before = content_files(site)
    imported(site, "One Paper,Ada Example,", "On Looms,Ada Lovelace,Annals", "Two Papers,Bo Sample,")
    after = content_files(site)
    assert record(site, "on-looms").exists()  # on the earlier day, and with the venue
    dry = digestif("forget-list", "table", "2025-07-31", "--dry-run", cwd=site)
    assert (dry.returncode, content_files(site)) == (0, after)
    assert dry.stdout.endswith(
        "Forget 3 papers that table listed on 2025-07-31: 2 records deleted, 1 record kept\n"
        "Nothing was written (--dry-run).\n"
    )
    done = digestif("forget-list", "table", "2025-07-31", cwd=site)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Deleted content/papers/2025/07/31/one-paper.yaml\n"
        "Took back date, venue of on-looms: table lists it on 2025-08-02\n"
        "Deleted content/papers/2025/07/31/two-papers.yaml\n"
        "Forgot 3 papers that table listed on 2025-07-31: 2 records deleted, 1 record kept\n"
    )
    assert content_files(site) == before
    again = digestif("import", "p.csv", "--date", "2025-08-01", cwd=site)
    assert "3 papers read: 2 new, 1 updated" in again.stdout


def test_what_people_did_stays(site: Path) -> None:
    imported(site, *(f"{title} Paper,Ada Example,Annals" for title in ("Edited", "Commented", "Linked", "Other")))
    record(site, "edited-paper").write_text(record(site, "edited-paper").read_text().replace("Annals", "Annals of X"))
    record(site, "commented-paper").write_text(record(site, "commented-paper").read_text() + "# checked\n")
    (site / "content" / "notes").mkdir()
    (site / "content" / "notes" / "2025-08-02.md").write_text("See [this](papers/linked-paper/).\n")
    done = digestif("forget-list", "table", "2025-07-31", cwd=site)
    assert done.stdout.splitlines() == [
        "Kept edited-paper: a person changed it",
        "Kept commented-paper: a person changed it",
        "Kept linked-paper: content/notes/2025-08-02.md links to it",
        "Deleted content/papers/2025/07/31/other-paper.yaml",
        "Forgot 4 papers that table listed on 2025-07-31: 1 record deleted, 3 records kept",
    ]
    assert "venue: Annals of X" in record(site, "edited-paper").read_text()
    assert digestif("check", cwd=site).returncode == 0


def test_completed_records_go_as_a_whole(site: Path) -> None:
    imported(site, "One Paper,Ada Example,")
    (site / "ids.csv").write_text("title,authors,arxiv\nOne Paper,Ada Example,2401.10000\n")
    assert digestif("import", "ids.csv", "--complete", "ids", cwd=site).returncode == 0
    assert digestif("forget-list", "table", "2025-07-31", cwd=site).returncode == 0
    assert not record(site, "one-paper").exists()
    again = digestif("import", "p.csv", "--date", "2025-08-01", cwd=site)
    assert again.stdout.endswith("1 paper read: 1 new\n")


def test_a_list_that_does_not_exist_is_explained(site: Path) -> None:
    other_day = digestif("forget-list", "table", "2025-07-30", cwd=site)
    assert (other_day.returncode, other_day.stderr) == (
        2,
        "digestif: table has no list of that day\n  its days are 2025-08-02\n",
    )
    unknown = digestif("forget-list", "bibtex", "2025-07-30", cwd=site)
    assert unknown.stderr == "digestif: there is no list of a source 'bibtex'\n  the sources are table\n"
