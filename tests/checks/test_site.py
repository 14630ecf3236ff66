"""`digestif check` on a whole site: missing record files, quarantined items, and generated files in the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.checks.report import render_problems
from generator.checks.site import find_problems
from generator.store.load import load_content
from tests.importing.import_samples import answer, import_into, metadata

TODAY = date(2025, 8, 1)
_WHO = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=os.environ | _WHO)


def problems(site: Path, *only: str) -> list[str]:
    found = find_problems(site, load_content(site), only=only, today=TODAY)
    return [str(problem) for problem in found.problems]


SETTINGS = """\
site_name: A digest
site_url: https://papers.example.org/
repo_url: https://github.com/ada/papers
theme: {name: digestif}
plugins: []
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with 20 papers in a repository, and nothing tracked."""
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    papers = [metadata(f"Paper {number}", arxiv=f"2401.1{number:04}") for number in range(1, 21)]
    import_into(tmp_path, answer(*papers))
    git(tmp_path, "init", "--quiet")
    return tmp_path


def test_a_site_without_problems(site: Path) -> None:
    git(site, "add", "content", "mkdocs.yml")
    found = find_problems(site, load_content(site), today=TODAY)
    assert (found.problems, found.checked, found.noun) == ((), 20, "record")


def test_a_tracked_work_folder_is_an_error(site: Path) -> None:
    (site / ".digestif/cache").mkdir(parents=True, exist_ok=True)
    for name in ("a.json", "b.json"):
        (site / ".digestif/cache" / name).write_text("{}")
    (site / ".gitignore").write_text("/.digestif/\n")
    git(site, "add", "--force", ".digestif/cache/a.json", ".digestif/cache/b.json")
    assert problems(site) == [
        ".digestif/cache/a.json: 2 files under .digestif/ in the repository\n"
        "  run: git rm -r --cached .digestif, commit, and keep /.digestif/ in .gitignore"
    ]
    git(site, "rm", "-r", "--quiet", "--cached", ".digestif")
    assert problems(site) == []


def test_a_tracked_link_in_place_of_the_work_folder_is_an_error(site: Path) -> None:
    shutil.rmtree(site / ".digestif", ignore_errors=True)
    (site / ".digestif").symlink_to("../Documents")
    git(site, "add", "--force", ".digestif")
    assert [text.splitlines()[0] for text in problems(site)] == [".digestif: 1 file under .digestif/ in the repository"]


def test_a_tracked_built_site_is_a_warning(site: Path) -> None:
    (site / "site").mkdir()
    for name in ("404.html", "sitemap.xml"):
        (site / "site" / name).write_text("")
    assert problems(site) == []
    git(site, "add", "site")
    assert problems(site) == [
        "site/sitemap.xml: warning: the built site is in the repository (2 files)\n"
        "  run: git rm -r --cached site, commit, and keep /site/ in .gitignore"
    ]


def test_missing_record_files_are_one_warning(site: Path) -> None:
    (site / "content/papers").rename(site / "elsewhere")
    assert problems(site) == [
        "content/papers: warning: 20 record files are missing: 2401.10001, 2401.10002, 2401.10003, 2401.10004, "
        "2401.10005, … and 15 more\n"
        "  restore the files, or record these papers as removed: digestif import --record-removals"
    ]


def test_quarantined_items_are_a_warning(site: Path) -> None:
    (site / "content/quarantine/hf-json").mkdir(parents=True)
    (site / "content/quarantine/hf-json/a-1.json").write_text("[")
    assert problems(site) == [
        "content/quarantine/hf-json/a-1.json: warning: contains items that an import set aside\n"
        "  correct them and run: digestif import content/quarantine/hf-json/a-1.json"
    ]


def test_only_the_named_files_are_reported(site: Path) -> None:
    file = "content/papers/2025/06/13/2401.10001.yaml"
    (site / file).write_text((site / file).read_text() + "published: 2052-01-01\n")
    (site / "content/papers/2025/06/13/2401.10002.yaml").write_text("title: [\n")
    assert len(problems(site)) == 3
    assert [problem.partition(":")[0] for problem in problems(site, file)] == [file]


def test_images_of_notes_exist_under_docs(site: Path) -> None:
    (site / "docs/assets").mkdir(parents=True)
    (site / "docs/assets/a robot.png").write_bytes(b"")
    (site / "docs/assets/link.png").symlink_to("/etc/passwd")
    (site / "content/notes").mkdir()
    shown = "![](docs/assets/a%20robot.png)"
    missing = "![](assets/b.png) ![](/assets/a%20robot.png/c.png) ![](a//d.png) ![](docs/assets/link.png)"
    (site / "content/notes/2025-06-13.md").write_text(f"{shown} {missing} ![](assets/%00.png)")
    found = [problem for problem in problems(site) if "does not exist" in problem]
    fix = "add the file, or correct its path in the note"
    assert found == [
        f"content/notes/2025-06-13.md: warning: the image docs/{path} does not exist\n  {fix}"
        for path in ("assets/b.png", "assets/a%20robot.png/c.png", "a//d.png", "assets/link.png")
    ]


def test_what_a_build_refuses_under_docs_is_an_error(site: Path) -> None:
    docs = site / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "passwords.txt").symlink_to("/etc/passwd")
    os.mkfifo(docs / "pipe")
    assert problems(site) == [
        "docs/passwords.txt: is a symbolic link\n  replace it with a real file or folder, or remove it",
        "docs/pipe: is a pipe, a socket or a device\n  replace it with a real file or folder, or remove it",
    ]


def test_addresses_that_are_not_set_are_suggestions(site: Path) -> None:
    (site / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    found = find_problems(site, load_content(site), today=TODAY).problems
    assert [(each.field, each.severity) for each in found] == [("site_url", "suggestion"), ("repo_url", "suggestion")]


def test_a_file_that_is_no_record_is_called_a_file(site: Path) -> None:
    (site / "content" / "people.yaml").write_text("# Nobody yet.\n")
    content = load_content(site)
    found = find_problems(site, content, only=["content/people.yaml"], today=TODAY)
    assert render_problems(found.problems, records=found.checked, noun=found.noun) == "No problems in 1 file\n"
    record = next(file for file in content.raw if file.startswith("content/papers/"))
    assert find_problems(site, content, only=[record], today=TODAY).noun == "record"
