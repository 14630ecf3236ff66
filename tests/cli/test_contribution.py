"""A correction from the form to the page, with the commands that the workflows run: apply, check, compare, build."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.cli.running import digestif

FORM = """### Record to fix

a-paper

### Title

A Better Title

### How do you know?

I am an author.
"""


def git(folder: Path, *arguments: str) -> str:
    identity = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | identity).stdout


def published(folder: Path, hub: Path) -> Path:
    """A curator's digest with one paper, pushed to a bare repository."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(hub)], check=True)
    assert digestif("new", folder.name, cwd=folder.parent).returncode == 0
    (folder / "papers.csv").write_text("title,abstract\nA paper,What it says.\n")
    assert digestif("import", "papers.csv", "--date", "2025-07-31", cwd=folder).returncode == 0
    (folder / "papers.csv").unlink()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "A new digest")
    git(folder, "remote", "add", "origin", str(hub))
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def test_a_form_becomes_a_commit_and_a_page(tmp_path: Path) -> None:
    hub, fork, reader = tmp_path / "hub.git", tmp_path / "fork", tmp_path / "reader"
    curator = published(tmp_path / "digest", hub)

    git(tmp_path, "clone", "--quiet", str(hub), str(fork))
    (tmp_path / "form.md").write_text(FORM)
    files = ("--report", tmp_path / "report.md", "--title", tmp_path / "title.txt")
    applied = digestif("apply", tmp_path / "form.md", *files, cwd=fork)
    assert (applied.returncode, applied.stderr) == (0, "")
    assert (tmp_path / "title.txt").read_text() == "Fix title: A Better Title\n"
    assert "- A paper\n+ A Better Title\n" in (tmp_path / "report.md").read_text()
    assert git(fork, "status", "--short") == " M content/papers/2025/07/31/a-paper.yaml\n"
    git(fork, "checkout", "--quiet", "-b", "form/issue-1")
    git(fork, "commit", "--quiet", "--all", "--message", "Apply the form of issue 1")
    git(fork, "push", "--quiet", "origin", "form/issue-1")

    git(curator, "fetch", "--quiet")
    git(curator, "checkout", "--quiet", "form/issue-1")
    assert digestif("check", "--format", "github", cwd=curator).returncode == 0
    git(curator, "worktree", "add", "--quiet", str(tmp_path / "before"), "main")
    compared = digestif("compare", tmp_path / "before", cwd=curator)
    assert compared.stdout.startswith("Records: 1 changed.\n")
    git(curator, "worktree", "remove", "--force", str(tmp_path / "before"))
    git(curator, "checkout", "--quiet", "main")
    git(curator, "merge", "--quiet", "--no-ff", "--message", "Merge", "form/issue-1")
    git(curator, "push", "--quiet", "origin", "main")

    git(tmp_path, "clone", "--quiet", str(hub), str(reader))
    assert digestif("build", cwd=reader).returncode == 0
    page = (reader / "site" / "papers" / "a-paper" / "index.html").read_text()
    assert "A Better Title" in page
    assert "A paper" not in page

    before = tmp_path / "before"
    git(reader, "worktree", "add", "--quiet", str(before), "HEAD^1")
    digestif("compare", before, "--preview", tmp_path / "preview.html", cwd=reader)
    preview = (tmp_path / "preview.html").read_text()
    assert (
        '<li><a href="#page-1">A Better Title</a></li>\n<li><a href="#page-2">Digest of 2025-07-31</a></li>' in preview
    )
    assert '<h1 dir="auto">A Better Title</h1>' in preview


def test_the_terminal_shows_text_and_the_report_is_markdown(tmp_path: Path) -> None:
    curator = published(tmp_path / "digest", tmp_path / "hub.git")
    (tmp_path / "form.md").write_text(FORM.replace("A Better Title", "A *<b>Better</b>* T & `x`"))
    applied = digestif("apply", tmp_path / "form.md", "--report", tmp_path / "report.md", "--dry-run", cwd=curator)
    assert applied.stdout == (
        "Changed: A *<b>Better</b>* T & `x`\n\na-paper\n\nTitle:\n  - A paper\n  + A *<b>Better</b>* T & `x`\n\n"
        "Submitter's comment: I am an author.\nNothing was written (--dry-run).\n"
    )
    assert (tmp_path / "report.md").read_text().startswith("### Changed: <code>A &#42;&#60;b&#62;Better")


def test_a_form_that_cannot_be_applied_is_explained_and_changes_nothing(tmp_path: Path) -> None:
    curator = published(tmp_path / "digest", tmp_path / "hub.git")
    (tmp_path / "form.md").write_text(FORM.replace("a-paper", "another-paper"))
    refused = digestif("apply", tmp_path / "form.md", cwd=curator)
    assert refused.returncode == 1
    assert "there is no record 'another-paper'" in refused.stdout
    assert git(curator, "status", "--short") == ""
    compared = digestif("compare", curator, "--preview", tmp_path / "preview.html", cwd=curator)
    assert (compared.returncode, compared.stderr) == (
        2,
        "digestif: there is no built site to preview\n  run digestif build first\n",
    )
