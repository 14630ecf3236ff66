"""Two records of one paper, as two accepted forms leave them, become one that answers to both addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import digestif

ONE = "title: A Paper\ndate: 2025-07-31\nids:\n  arxiv: '2507.00001'\n"
TWO = "title: A Paper\ndate: 2025-07-30\nauthors: [Ada Lovelace]\n"


def site(folder: Path, records: dict[str, str]) -> Path:
    assert digestif("new", "digest", cwd=folder).returncode == 0
    for file, text in records.items():
        path = folder / "digest" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "digest"


FILES = ("content/papers/2025/07/31/2507.00001.yaml", "content/papers/2025/07/30/{}.yaml")


@pytest.mark.parametrize("other", ["a-paper", "2507.00001"])
def test_the_command_that_check_names_joins_two_records(other: str, tmp_path: Path) -> None:
    digest = site(tmp_path, {FILES[0]: ONE, FILES[1].format(other): TWO})
    checked = digestif("check", cwd=digest)
    assert checked.returncode == 1
    command = checked.stdout.partition("digestif merge-records ")[2].splitlines()[0].split()
    assert len(command) == 2
    assert digestif("merge-records", *command, "--dry-run", cwd=digest).stdout.endswith("(--dry-run).\n")
    assert digestif("check", cwd=digest).stdout == checked.stdout
    merged = digestif("merge-records", *command, cwd=digest)
    assert (merged.returncode, merged.stderr) == (0, "")
    assert re.search(r"^\+(?:authors|ids):$", merged.stdout, re.MULTILINE)
    assert re.search(r"^Removed content/papers/2025/07/3\d/\S+\.yaml$", merged.stdout, re.MULTILINE)
    assert re.search(r"^Merged \S+ into \S+: A Paper$", merged.stdout, re.MULTILINE)
    assert digestif("check", cwd=digest).returncode == 0
    (record,) = (digest / "content" / "papers").rglob("*.yaml")
    text = record.read_text()
    assert "arxiv: '2507.00001'" in text
    assert "Ada Lovelace" in text
    assert ("aliases:\n  - a-paper\n" in text) == (other == "a-paper")


def test_comments_of_both_records_stay_and_an_empty_field_stays_empty(tmp_path: Path) -> None:
    one = f"# of one\n{ONE}keywords: []\n# at the end"
    two = f"# of two\n{TWO}keywords: [logic]  # beside\nvenue: LMS\n# at the end\n# below"
    digest = site(tmp_path, {FILES[0]: one, FILES[1].format("a-paper"): two})
    assert digestif("merge-records", "2507.00001", "a-paper", cwd=digest).returncode == 0
    text = (digest / FILES[0]).read_text()
    assert text.startswith(f"# of one\n{ONE.partition('ids:')[0]}")
    assert text.endswith("keywords: []\naliases:\n  - a-paper\n# at the end\n# of two\n# beside\n# below\n")
    assert digestif("check", cwd=digest).returncode == 0


def test_records_that_cannot_be_merged_are_named(tmp_path: Path) -> None:
    digest = site(tmp_path, {FILES[0]: ONE, FILES[1].format("2507.00001"): TWO})
    assert digestif("merge-records", "2507.00001", "x", cwd=digest).stderr == (
        f"digestif: 2 records have the key 2507.00001\n  name the file: {FILES[1].format('2507.00001')} or {FILES[0]}\n"
    )
    assert digestif("merge-records", FILES[0], FILES[0], cwd=digest).stderr == (
        "digestif: 2507.00001 cannot be merged with itself\n  name two records\n"
    )
    assert "there is no record 'x'" in digestif("merge-records", FILES[0], "x", cwd=digest).stderr


def test_a_list_that_has_both_papers_is_imported_again_without_a_change(tmp_path: Path) -> None:
    digest = site(tmp_path, {})
    (digest / "papers.csv").write_text(
        "title,authors\nA Survey of Falls,Ada Lovelace\nA Survey on Falls,Ada Lovelace\n"
    )
    assert digestif("import", "papers.csv", "--date", "2025-07-31", cwd=digest).returncode == 0
    assert digestif("merge-records", "a-survey-of-falls", "a-survey-on-falls", cwd=digest).returncode == 0
    before = {path: path.read_bytes() for path in (digest / "content").rglob("*.*")}
    for _ in range(3):
        again = digestif("import", "papers.csv", "--date", "2025-07-31", cwd=digest)
        assert "1 unchanged, 1 listed twice" in again.stdout
        assert "aliases" not in again.stdout
        assert {path: path.read_bytes() for path in (digest / "content").rglob("*.*")} == before
