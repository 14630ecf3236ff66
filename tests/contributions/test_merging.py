"""One file per paper: contributions merge without conflicts, and a form reaches the main branch."""

from __future__ import annotations

import os
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.contributions.apply import apply_form
from generator.contributions.difference import find_changes, render_changes
from generator.contributions.forms.form import read_form
from generator.model import Author, Paper
from generator.records.canonical import dump_record
from generator.records.editor import update_record
from generator.store.apply import apply_changes
from generator.store.content import record_file
from generator.store.load import load_content
from generator.yaml.document import Plain

FIRST = date(2025, 7, 1)
WHO = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
       {"NAME": "A", "EMAIL": "a@example.org", "DATE": "2025-08-01T00:00:00Z"}.items()}  # fmt: skip


class Repository:
    """A bare repository without a working tree, changed by plumbing commands: a hundred branches take a second."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(folder)], check=True)

    def git(
        self, *arguments: str, given: bytes | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, input=given, check=check, capture_output=True, env=os.environ | WHO)

    def import_stream(self, stream: bytes) -> None:
        self.git("fast-import", "--quiet", "--force", given=stream)

    def merge(self, ours: str, theirs: str) -> str:
        """Merge two commits and return the new one; fails on any conflict."""
        done = self.git("merge-tree", "--write-tree", ours, theirs, check=False)
        assert done.returncode == 0, done.stdout.decode()
        tree = done.stdout.decode().split()[0]
        return self.git("commit-tree", tree, "-p", ours, "-p", theirs, "-m", "merge").stdout.decode().strip()


def written(branch: str, files: dict[str, bytes | None], *, parent: str = "") -> bytes:
    """One commit in the format of git fast-import; None deletes a file."""
    lines = [f"commit refs/heads/{branch}\ncommitter A <a@example.org> 1754006400 +0000\ndata 1\nx\n".encode()]
    if parent:
        lines.append(f"from refs/heads/{parent}\n".encode())
    for path, content in sorted(files.items()):
        if content is None:
            lines.append(f"D {path}\n".encode())
        else:
            lines.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
    return b"".join(lines)


def paper(number: int) -> Paper:
    return Paper(
        title=f"Paper {number}",
        date=FIRST + timedelta(days=number % 7),
        authors=(Author(name="Ada Lovelace"),),
        abstract=f"What paper {number} says.",
    )


def dumped(number: int) -> tuple[str, bytes]:
    one = paper(number)
    file = record_file(f"paper-{number}", one.date)
    return file, dump_record(one, file=file)


def contribution(number: int, chance: random.Random, start: dict[str, bytes]) -> dict[str, bytes | None]:
    """What one person changes: an edited, added or removed record."""
    file, raw = list(start.items())[number]
    kind = chance.choice(["edit", "edit", "edit", "add", "remove"])
    if kind == "add":
        return dict([dumped(1000 + number)])
    if kind == "remove":
        return {file: None}
    field = chance.choice(["title", "venue", "abstract", "topics"])
    value: Plain = ["robotics"] if field == "topics" else f"Corrected by person {number}."
    return {file: update_record(raw, {field: value})}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_contributions_merge_in_any_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    start = dict(dumped(number) for number in range(120))
    repository = Repository(tmp_path / "hub.git")
    branches = {f"pull/{number}": contribution(number, chance, start) for number in range(100)}
    stream = [written("main", dict(start))]
    stream += [written(branch, files, parent="main") for branch, files in branches.items()]
    repository.import_stream(b"".join(stream))
    order = list(branches)
    chance.shuffle(order)
    merged = "refs/heads/main"
    for branch in order:
        merged = repository.merge(merged, f"refs/heads/{branch}")
    expected: dict[str, bytes | None] = {**start}
    for files in branches.values():
        expected |= files
    listed = repository.git("ls-tree", "-r", "--name-only", merged).stdout.decode().split()
    assert sorted(listed) == sorted(path for path, content in expected.items() if content is not None)
    changed = next(path for files in branches.values() for path, content in files.items() if content is not None)
    assert repository.git("show", f"{merged}:{changed}").stdout == expected[changed]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True, env=os.environ | WHO
    )
    return done.stdout


def test_a_form_reaches_the_main_branch(tmp_path: Path) -> None:
    hub, site, look = tmp_path / "hub.git", tmp_path / "site", tmp_path / "look"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(hub)], check=True)
    subprocess.run(["git", "clone", "--quiet", str(hub), str(site)], check=True, capture_output=True)
    git(site, "checkout", "--quiet", "-b", "main")
    for number in range(3):
        file, raw = dumped(number)
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_bytes(raw)
    git(site, "add", "content")
    git(site, "commit", "--quiet", "--message", "start")
    git(site, "push", "--quiet", "origin", "main")

    before = load_content(site)
    form = read_form(b"### Record to fix\n\npaper-1\n\n### Title\n\nThe First Paper\n\n### Venue\n\nICRA 2025\n")
    result = apply_form(form, before, today=date(2025, 8, 1))
    apply_changes(site, result.steps)
    git(site, "checkout", "--quiet", "-b", "form/issue-1")
    git(site, "commit", "--quiet", "--all", "--message", "form")
    assert git(site, "diff", "--stat", "main").count("|") == 1
    after = load_content(site)
    assert after.problems == ()
    summary = render_changes(find_changes(before, after))
    assert "- Paper 1\n+ The First Paper\n" in summary
    assert "+ ICRA 2025\n" in summary

    git(site, "checkout", "--quiet", "main")
    git(site, "merge", "--quiet", "--no-ff", "--message", "merge", "form/issue-1")
    git(site, "push", "--quiet", "origin", "main")
    subprocess.run(["git", "clone", "--quiet", str(hub), str(look)], check=True, capture_output=True)
    assert load_content(look).by_key["paper-1"].paper.title == "The First Paper"
