"""A corrected item gets its place on the list, and the original list does not set it aside again."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.store.load import load_content
from tests.cli.running import digestif
from tests.importing.import_samples import content_files

DAY = ("--date", "2025-07-31")
TABLE = "title,authors\nOn Looms,Ada Example\n,Bo Sample\nOn Threads,Cy Instance\n,Di Person\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "p.csv").write_text(TABLE)
    ran = digestif("import", "p.csv", *DAY, cwd=tmp_path)
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (1, "4 papers read: 2 new, 2 set aside")
    return tmp_path


def correct(site: Path, old: str, new: str) -> None:
    (file,) = (site / "content" / "quarantine" / "table").iterdir()
    file.write_text(file.read_text().replace(old, new))
    digestif("import", file, cwd=site)


def ranks(site: Path) -> dict[str, int]:
    return {key: mentions[0].rank for key, mentions in load_content(site).library.mentions.items()}


def test_corrected_items_have_their_ranks_and_are_not_set_aside_again(site: Path) -> None:
    correct(site, "\n,Bo", "\nOn Wool,Bo")
    assert ranks(site) == {"on-looms": 1, "on-wool": 2, "on-threads": 3}
    half = digestif("import", "p.csv", *DAY, cwd=site)
    assert half.stdout.endswith("4 papers read: 2 unchanged, 1 set aside, 1 corrected before\n")
    correct(site, "\n,Di", "\nOn Silk,Di")
    assert ranks(site) == {"on-looms": 1, "on-wool": 2, "on-threads": 3, "on-silk": 4}
    before = content_files(site)
    again = digestif("import", "p.csv", *DAY, cwd=site)
    assert (again.returncode, again.stdout.splitlines()[-1]) == (0, "4 papers read: 2 unchanged, 2 corrected before")
    assert content_files(site) == before
    assert digestif("check", cwd=site).returncode == 0
    # On another day's list, the same row is not known yet.
    other = digestif("import", "p.csv", "--date", "2025-08-01", "--dry-run", cwd=site)
    assert "2 set aside\n" in other.stdout


def test_an_item_that_somebody_is_correcting_is_not_set_aside_twice(site: Path) -> None:
    (file,) = (site / "content" / "quarantine" / "table").iterdir()
    file.write_text(file.read_text().replace("\n,Bo", "\n,Boo"))
    digestif("import", file, cwd=site)
    ran = digestif("import", "p.csv", *DAY, cwd=site)
    (file,) = (site / "content" / "quarantine" / "table").iterdir()
    assert f"Set aside in content/quarantine/table/{file.name}\n" in ran.stdout
    assert ",Boo Sample" in file.read_text()


def test_a_broken_memory_is_explained(site: Path) -> None:
    (site / "content" / "sources" / "set-aside.json").write_text("[1]")
    ran = digestif("import", "p.csv", *DAY, cwd=site)
    assert (ran.returncode, ran.stderr) == (
        2,
        "digestif: content/sources/set-aside.json: is not a list of items that were set aside\n"
        "  digestif import writes this file: restore it from Git, or delete it\n",
    )
