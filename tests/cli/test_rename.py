"""A renamed record keeps its former address, and the next import finds it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import digestif

BIB = "@article{x, title={A Paper}, author={Lovelace, Ada}, year={2025}}\n"


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    site = tmp_path / "digest"
    (site / "papers.bib").write_text(BIB)
    imported = digestif("import", "papers.bib", "--date", "2025-07-31", cwd=site)
    assert imported.returncode == 0, imported.stderr
    return site


def records(site: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted((site / "content" / "papers").rglob("*.yaml"))}


def add(site: Path, key: str, text: str) -> None:
    (site / "content" / "papers" / "2025" / "07" / "31" / f"{key}.yaml").write_text(text)


def test_the_former_key_becomes_an_alias_that_imports_and_pages_know(digest: Path) -> None:
    before = records(digest)
    dry = digestif("rename", "a-paper", "better", "--dry-run", cwd=digest)
    assert (dry.returncode, records(digest)) == (0, before)
    assert dry.stdout == "Rename a-paper to better: A Paper\nNothing was written (--dry-run).\n"
    done = digestif("rename", "a-paper", "better", cwd=digest)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "Renamed a-paper to better: A Paper\n")
    renamed = records(digest)
    assert list(renamed) == ["better"]
    assert "aliases:\n  - a-paper\n" in renamed["better"]
    add(digest, "better", renamed["better"].replace("Ada Lovelace", "Ada King"))
    exported = json.loads(digestif("export", "jsonl", cwd=digest).stdout)
    assert exported["source"] == "bibtex"
    assert exported["sources_say"]["authors"] == [{"name": "Ada Lovelace"}]
    (digest / "papers.bib").write_text(BIB.replace("year", "journal={Annals}, year"))
    assert digestif("import", "papers.bib", "--date", "2025-07-31", cwd=digest).returncode == 0
    assert list(records(digest)) == ["better"]
    assert "venue: Annals" in records(digest)["better"]
    assert "Ada King" in records(digest)["better"]
    assert digestif("check", cwd=digest).returncode == 0
    assert digestif("generate", cwd=digest).returncode == 0
    assert "../better/" in (digest / "docs" / "papers" / "a-paper" / "index.md").read_text()


def test_a_record_can_get_its_former_key_back(digest: Path) -> None:
    assert digestif("rename", "a-paper", "better", cwd=digest).returncode == 0
    assert digestif("rename", "a-paper", cwd=digest).returncode == 0  # a former key names the record, too
    assert "aliases:\n  - better\n" in records(digest)["a-paper"]


def test_the_key_is_made_from_the_title_without_markup(digest: Path) -> None:
    add(digest, "b-robots-b", "title: '<b>Robots</b> &amp; \\href{https://example.org}{Caf\\''es}'\ndate: 2025-07-31\n")
    assert digestif("rename", "b-robots-b", cwd=digest).returncode == 0
    assert "robots-cafes" in records(digest)


def test_a_key_that_cannot_be_made_better_is_explained(digest: Path) -> None:
    refused = digestif("rename", "a-paper", cwd=digest)
    assert (refused.returncode, refused.stderr) == (
        2,
        "digestif: a-paper is the key of content/papers/2025/07/31/a-paper.yaml already: an import would make the same "
        "key from its identifier or title\n  name another key, as in digestif rename a-paper a-better-key\n",
    )


def test_taken_and_invalid_keys_are_refused(digest: Path) -> None:
    add(digest, "other", "title: Another Paper\ndate: 2025-07-31\naliases: [old]\n")
    add(digest, "broken", "title: [\n")
    (digest / "content" / "removed.yaml").write_text("- key: gone\n  reason: published twice\n")
    before = records(digest)
    folder = "content/papers/2025/07/31"
    for key, message in {
        "other": f"other is taken: it is the key of {folder}/other.yaml",
        "broken": f"broken is taken: it is the key of {folder}/broken.yaml",
        "old": f"old is taken: it is an alias of {folder}/other.yaml",
        "gone": "gone is taken: content/removed.yaml has a paper with this key",
        "a-paper": f"a-paper is the key of {folder}/a-paper.yaml already",
        "../x": "'../x' is not a key",
        "index": "'index' cannot be a key: the name has a special meaning for Windows or MkDocs",
    }.items():
        refused = digestif("rename", "a-paper", key, cwd=digest)
        assert (refused.returncode, refused.stderr.splitlines()[0]) == (2, f"digestif: {message}")
    assert records(digest) == before


def test_of_two_records_with_one_key_the_other_keeps_the_address(digest: Path) -> None:
    twin = digest / "content" / "papers" / "2025" / "07" / "30" / "a-paper.yaml"
    twin.parent.mkdir()
    twin.write_text("title: Another Paper\ndate: 2025-07-30\n")
    file = "content/papers/2025/07/30/a-paper.yaml"
    assert digestif("rename", file, cwd=digest).returncode == 0
    assert sorted(records(digest)) == ["a-paper", "another-paper"]
    assert "aliases" not in records(digest)["another-paper"]
    assert digestif("check", cwd=digest).returncode == 0


def test_a_rename_that_was_killed_is_finished_by_the_same_command(digest: Path) -> None:
    before = records(digest)["a-paper"]
    assert digestif("rename", "a-paper", "better", cwd=digest).returncode == 0
    after = records(digest)
    add(digest, "a-paper", before)  # as long as the former file is not deleted
    done = digestif("rename", "a-paper", "better", cwd=digest)
    assert (done.returncode, done.stdout) == (0, "Renamed a-paper to better: A Paper\n"), done.stderr
    assert records(digest) == after
