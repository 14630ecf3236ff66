"""What an import says: as text for people, as JSON for programs, and of a dry run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import digestif

TABLE = "title,abstract,year,room\nA Paper,What it says.,2020,4\n,Without a title,2021,5\nAnother,More.,2021,\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "p.csv").write_text(TABLE)
    return tmp_path


def test_a_dry_run_claims_nothing(site: Path) -> None:
    ran = digestif("import", "p.csv", "--date", "2025-07-31", "--dry-run", cwd=site)
    assert ran.returncode == 1
    assert "To be set aside in content/quarantine/table/2025-07-31-p-" in ran.stdout
    assert "correct it and run" not in ran.stdout
    assert ran.stdout.endswith("3 papers read: 2 new, 1 set aside\nNothing was written (--dry-run).\n")
    assert not (site / "content").exists()


def test_json_has_the_words_of_the_text_and_the_problems_of_check(site: Path) -> None:
    ran = digestif("import", "p.csv", "--date", "2025-07-31", "--format", "json", cwd=site)
    assert (ran.returncode, ran.stderr) == (1, "")
    report = json.loads(ran.stdout)
    (file,) = (site / "content/quarantine/table").iterdir()
    assert report["set_aside"] == [f"content/quarantine/table/{file.name}"]
    assert report["counts"] == {"read": 3, "new": 2, "set aside": 1}
    assert report["fields"] == [
        {"file": "p.csv", "source": "table", "read": ["title", "abstract", "year"], "not_read": {"room": 2}}
    ]
    checked = json.loads(digestif("check", "--format", "json", cwd=site).stdout)
    assert report["problems"][0].keys() == checked["problems"][0].keys()
    assert (report["problems"][0]["file"], report["problems"][0]["line"]) == ("p.csv", 3)


def test_json_says_what_changed(site: Path) -> None:
    (site / "p.csv").write_text("title,abstract\nA Paper,What it says.\nAnother,More.\n")
    assert digestif("import", "p.csv", "--date", "2025-07-31", cwd=site).returncode == 0
    (site / "p.csv").write_text("title,abstract\nAnother,More.\nA Paper,What it really says.\n")
    text = digestif("import", "p.csv", "--date", "2025-07-31", "--dry-run", cwd=site).stdout
    assert "Updated 1 record:\n  a-paper: abstract\nUpdated in lists only, not in records: rank (1)\n" in text
    assert "2 papers read: 1 updated, 1 updated in lists only\n" in text
    report = json.loads(digestif("import", "p.csv", "--date", "2025-07-31", "--format", "json", cwd=site).stdout)
    assert report["updated"] == [{"key": "a-paper", "fields": ["abstract"]}]
    assert report["updated_in_lists_only"] == {"rank": 1}
    assert report["counts"] == {"read": 2, "updated": 1, "updated in lists only": 1}
