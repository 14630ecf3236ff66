"""``digestif check --before``: only what a change adds or touches fails it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import digestif

FOLDER = "content/papers/2026/03/02"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a broken record, and its state before the change in the folder ``before`` beside it."""
    made = tmp_path / "site"
    (made / FOLDER).mkdir(parents=True)
    (made / "mkdocs.yml").write_text("site_name: Papers\n")
    (made / FOLDER / "good.yaml").write_text("title: Good\ndate: 2026-03-02\n")
    (made / FOLDER / "broken.yaml").write_text("title: Broken\ndate: yesterday\n")
    shutil.copytree(made, tmp_path / "before")
    return made


def test_an_error_elsewhere_becomes_a_suggestion(site: Path) -> None:
    (site / FOLDER / "good.yaml").write_text("title: Better\ndate: 2026-03-02\n")
    checked = digestif("check", "--before", str(site.parent / "before"), cwd=site)
    assert checked.returncode == 0
    assert f"{FOLDER}/broken.yaml:2:7: suggestion: date: " in checked.stdout
    assert " (not part of this change)\n" in checked.stdout
    assert digestif("check", cwd=site).returncode == 1


def test_an_error_in_a_touched_file_fails_also_if_it_was_there(site: Path) -> None:
    (site / FOLDER / "broken.yaml").write_text("title: Broken still\ndate: yesterday\n")
    assert digestif("check", "--before", str(site.parent / "before"), cwd=site).returncode == 1


def test_a_new_error_in_a_file_that_was_not_touched_fails(site: Path) -> None:
    (site / FOLDER / "new.yaml").write_text("title: New\ndate: 2026-03-02\naliases: [good]\n")
    assert digestif("check", "--before", str(site.parent / "before"), cwd=site).returncode == 1


def test_a_state_that_cannot_be_read_excuses_nothing(site: Path) -> None:
    (site.parent / "before" / "mkdocs.yml").unlink()
    assert digestif("check", "--before", str(site.parent / "before"), cwd=site).returncode == 1
    absent = digestif("check", "--before", "nowhere", cwd=site)
    assert (absent.returncode, absent.stderr.splitlines()[0]) == (2, "digestif: nowhere: is not a folder")
