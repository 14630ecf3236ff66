"""``digestif curate`` shows a day's papers, writes a draft of its digest, and never overwrites what a person wrote."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, digestif

FILE = "content/digests/2025-07-31.yaml"
DRAFT = """\
# yaml-language-server: $schema=../schema/digest.schema.json
# Thursday, 31 July 2025. Delete the next line to publish this file. Empty fields are ignored.
draft: true
title:
introduction:
picks:
  - paper: 'second-paper'  # Second: # Paper
    why:
  # Delete the # and the space after it where you pick a paper, and say why in a sentence.
  # - paper: 'first-paper'  # First Paper
  #   why:
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A digest\ntheme: {name: digestif}\nplugins: []\n")
    (tmp_path / "p.csv").write_text("title,authors,venue\nFirst Paper,Ada,\nSecond: # Paper,Bo,\n")
    assert digestif("import", "p.csv", "--date", "2025-07-31", cwd=tmp_path).returncode == 0
    return tmp_path


def test_a_draft_lists_the_papers_and_is_valid(site: Path) -> None:
    ran = digestif("curate", "2025-07-31", "--pick", "second-paper", cwd=site)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Thursday, 31 July 2025: 2 papers\n   1  first-paper\n      First Paper\n")
    assert ran.stdout.endswith(f"{FILE}: written, as a draft\n")
    assert (site / FILE).read_text() == DRAFT
    picked = DRAFT.replace("  # - ", "  - ").replace("  #   why:", "    why: It is short.")
    (site / FILE).write_text(picked)
    assert digestif("curate", "2025-07-31", cwd=site).returncode == 0, "uncommented lines are valid"


def test_papers_are_counted_as_on_the_page_and_not_all_are_shown(site: Path) -> None:
    rows = "".join(f"Title {number},Ada,\n" for number in range(45))
    (site / "more.csv").write_text(f"title,authors,venue\n{rows}")
    assert digestif("import", "more.csv", "--date", "2025-07-30", cwd=site).returncode == 0
    (site / "content" / "digests").mkdir()
    (site / FILE).write_text("picks: [title-7]\n")
    day = digestif("curate", "2025-07-31", "--no-edit", cwd=site).stdout
    assert day.startswith("Thursday, 31 July 2025: 2 papers and 1 older pick\n")
    assert day.count("\n      ") == 3
    week = digestif("curate", "2025-W31", "--no-edit", cwd=site).stdout
    assert week.startswith("28 July – 3 August 2025, week 31: 47 papers in 2 digests\n")
    assert week.count("\n      ") == 41
    assert "\n      and 7 more; the page of the week leads to all of them\n" in week


def test_a_file_is_never_overwritten_and_its_mistakes_are_reported(site: Path) -> None:
    (site / "content" / "digests").mkdir()
    (site / FILE).write_text("picks: [first-papr]\n")
    ran = digestif("curate", "2025-07-31", cwd=site)
    assert ran.returncode == 1
    assert ran.stdout.endswith(
        f"{FILE}: exists\n{FILE}:1:9: picks[0]: there is no paper first-papr\n  did you mean first-paper?\n"
    )
    ran = digestif("curate", "2025-07-31", "--pick", "first-paper", cwd=site)
    assert (ran.returncode, "add the pick to the file" in ran.stderr) == (2, True)
    assert (site / FILE).read_text() == "picks: [first-papr]\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("2025-W60",), "the calendar has no 2025-W60. Write 2025-07-31, 2025-W31 or 2025-07."),
        (("July",), "'July' is not a day, a week or a month. Write 2025-07-31, 2025-W31 or 2025-07."),
        (("2025-07", "--pick", "first-papr"), "did you mean first-paper?"),
    ],
)
def test_wrong_arguments_are_named(site: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = digestif("curate", *arguments, cwd=site)
    assert (ran.returncode, message in ran.stderr) == (2, True)
    assert not (site / "content" / "digests").exists()


def test_on_a_terminal_the_editor_opens_the_file(site: Path) -> None:
    editor = site / "editor"
    editor.write_text('#!/bin/sh\nsed -i "s/^title:/titel: X/" "$1"\n')
    editor.chmod(0o755)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "curate", "2025-W31"]
    environment = {**os.environ, "VISUAL": "", "EDITOR": str(editor), "PYTHONPATH": str(PROGRAM.parents[1])}
    done = subprocess.run(
        command, cwd=site, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, check=False, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1, shown
    assert "2025-W31.yaml:4:1: titel: unknown field\r\n  did you mean title?" in shown


def test_an_editor_that_is_not_there_is_named_with_the_file_to_open(site: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "curate", "2025-07-31"]
    environment = {**os.environ, "VISUAL": "", "EDITOR": "nosuch", "PYTHONPATH": str(PROGRAM.parents[1])}
    done = subprocess.run(
        command, cwd=site, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, check=False, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 2, shown
    assert f"{FILE}: written, as a draft\r\n" in shown
    assert f"{FILE}: no editor opens it: nosuch" in shown
    assert "set $EDITOR" in shown
    assert (site / FILE).exists()
