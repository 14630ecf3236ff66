"""``digestif new``: a site that builds at once, still empty, in any folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import digestif

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("anywhere")
    made = digestif("new", "my-digest", cwd=place)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == (
        "Created a new digest in my-digest. Next:\n"
        "  cd my-digest\n"
        "  digestif fetch hf --import               import the newest papers of Hugging Face\n"
        "  digestif import FILE --date YYYY-MM-DD   or import a file of your own\n"
        "  digestif serve                           preview the site\n"
        "  digestif doctor                          see what is missing before you publish\n"
        "README.md explains how to publish it. Without site_url and repo_url in mkdocs.yml, the pages have no public\n"
        "address and no links for corrections; the workflows fill them in on GitHub.\n"
    )
    return place / "my-digest"


def test_a_new_site_has_settings_topics_pages_and_workflows(fresh: Path) -> None:
    for name in ("mkdocs.yml", "content/topics.yaml", "docs/about.md", "README.md", ".gitignore", "requirements.txt"):
        assert (fresh / name).is_file(), name
    assert list((fresh / ".github" / "workflows").glob("publish.yml"))


def test_a_new_site_builds_empty_then_with_a_first_paper(fresh: Path) -> None:
    built = digestif("build", cwd=fresh)
    assert built.returncode == 0
    first_lines = [line for line in built.stderr.splitlines() if not line.startswith("  ")]
    assert first_lines == [
        "mkdocs.yml: suggestion: site_url: is not set, so there are no feeds, the sitemap is empty, and link previews "
        "lack the page's address",
        "mkdocs.yml: suggestion: repo_url: is not set, so readers see no links for correcting a record",
    ]
    assert "warning" not in built.stdout
    assert (fresh / "site" / "index.html").is_file()
    table = fresh / "papers.csv"
    table.write_text("title,authors,abstract\nA First Paper,Ada Example|Bo Example,What it says.\n")
    imported = digestif("import", "papers.csv", "--date", "2025-07-31", cwd=fresh)
    assert (imported.returncode, imported.stderr) == (0, "")
    assert imported.stdout == "papers.csv: read title, authors, abstract\n1 paper read: 1 new\n"
    assert digestif("build", cwd=fresh).returncode == 0
    assert "A First Paper" in (fresh / "site" / "papers" / "a-first-paper" / "index.html").read_text()
    assert digestif("check", cwd=fresh).returncode == 0


def test_a_workflow_gives_the_addresses_of_a_new_site(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    shutil.copytree(fresh, site, ignore=shutil.ignore_patterns(".digestif"))
    assert digestif("build", cwd=site).returncode == 0
    monkeypatch.setenv("DIGESTIF_SITE_URL", "https://ada.github.io/my-digest/")
    monkeypatch.setenv("DIGESTIF_REPO_URL", "https://github.com/ada/my-digest")
    built = digestif("build", cwd=site)
    assert (built.returncode, built.stderr) == (0, "")
    assert "<loc>https://ada.github.io/my-digest/archive/</loc>" in (site / "site" / "sitemap.xml").read_text()
    assert "https://github.com/ada/my-digest" in (site / "site" / "index.html").read_text()
    assert digestif("check", cwd=site).stdout.startswith("No problems")


def test_git_ignores_exactly_the_generated_files(fresh: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=fresh, check=True)
    command = ["git", "ls-files", "--others", "--exclude-standard", "docs", "site", ".digestif"]
    shown = subprocess.run(command, cwd=fresh, capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["docs/about.md", "docs/contributing.md"]


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    refused = digestif("new", "mine", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        "digestif: mine: is not empty (notes.txt)\n  name a new or empty folder: digestif new my-digest\n"
    )
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["topics.yaml", "schema/paper.schema.json"])
def test_a_new_site_has_the_topics_and_the_schema_of_this_repository(fresh: Path, name: str) -> None:
    assert (fresh / "content" / name).read_bytes() == (ROOT / "content" / name).read_bytes(), "make docs"
