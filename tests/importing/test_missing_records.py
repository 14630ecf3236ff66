"""Missing record files: only those that Git knows as deleted count as removed, and only a few at a time."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.importing.listing import ParsedFile
from generator.importing.report import Counts, render_import_report
from generator.store.load import load_content, load_valid_content
from tests.importing.import_samples import answer, content_files, import_into, metadata, write_files

PAPERS = [metadata(f"Paper {number}", arxiv=f"2401.1{number:04}") for number in range(1, 25)]
KEYS = [f"2401.1{number:04}" for number in range(1, 25)]
LATER = date(2025, 6, 20)
_WHO = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "protocol.file.allow=always", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | _WHO).stdout


def record(site: Path, number: int) -> Path:
    return site / f"content/papers/2025/06/13/{KEYS[number]}.yaml"


def commit(site: Path, message: str = "Change content") -> None:
    git(site, "add", "--all", "content")
    git(site, "commit", "--quiet", "--message", message)


def later_list(*numbers: int) -> ParsedFile:
    return answer(*(PAPERS[number] for number in numbers), day=LATER, name="later.json")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with 24 papers of one list, committed."""
    site = tmp_path / "site"
    site.mkdir()
    git(site, "init", "--quiet", "--initial-branch=main")
    import_into(site, answer(*PAPERS))
    commit(site)
    return site


def test_a_deleted_file_is_recorded_as_removed(site: Path) -> None:
    write_files(site, {"content/removed.yaml": "# why papers went\n- {key: other, reason: twice}\n"})
    record(site, 0).unlink()

    plan = import_into(site, later_list(0, 1))

    assert plan.report.counts == Counts(removed=1, relisted=1)
    assert KEYS[0] not in load_valid_content(site).library.records
    assert (site / "content/removed.yaml").read_text() == (
        "# why papers went\n"
        "- {key: other, reason: twice}\n"
        "- key: '2401.10001'\n"
        "  reason: record file deleted\n"
        "  title: Paper 1\n"
        "  ids:\n"
        "    arxiv: '2401.10001'\n"
    )
    assert render_import_report(plan.report).splitlines()[:2] == [
        "Recorded in content/removed.yaml, because 1 record file was deleted: 2401.10001",
        "  to restore a paper, delete its entry there and import it again",
    ]
    assert import_into(site, later_list(0)).report.counts == Counts(removed=1)

    write_files(site, {"content/removed.yaml": "- {key: other, reason: twice}\n"})
    assert import_into(site, later_list(0)).report.counts == Counts(new=1)


@pytest.mark.parametrize("how", ["staged", "committed", "committed, and others since"])
def test_git_knows_a_deletion_wherever_it_was_made(site: Path, how: str) -> None:
    git(site, "rm", "--quiet", f"content/papers/2025/06/13/{KEYS[0]}.yaml")
    if how != "staged":
        git(site, "commit", "--quiet", "--message", "Delete a record")
    if how == "committed, and others since":
        git(site, "commit", "--quiet", "--allow-empty", "--message", "Another change")
    plan = import_into(site, later_list(1))
    assert [removed.key for removed in plan.report.deleted] == [KEYS[0]]


def test_a_site_in_a_subfolder_of_the_repository_is_found_too(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    import_into(site, answer(*PAPERS))
    commit(site)
    record(site, 0).unlink()
    assert [removed.key for removed in import_into(site, later_list(1)).report.deleted] == [KEYS[0]]
    commit(site)
    record(site, 1).unlink()
    commit(site)
    assert [removed.key for removed in import_into(site, later_list(2)).report.deleted] == [KEYS[1]]


def test_a_moved_folder_removes_nothing_and_its_return_restores_everything(site: Path) -> None:
    before = content_files(site)
    (site / "content/papers").rename(site.parent / "elsewhere")

    plan = import_into(site, later_list(0, 1), answer(metadata("A New Paper"), day=LATER, source="arxiv"))

    assert plan.report.counts == Counts(new=1, missing=2)
    assert not (site / "content/removed.yaml").exists()
    assert render_import_report(plan.report) == (
        "24 record files are missing; their papers were left alone: 2401.10001, 2401.10002, 2401.10003, 2401.10004, "
        "2401.10005, 2401.10006, 2401.10007, 2401.10008, 2401.10009, 2401.10010, … and 14 more\n"
        "  to get the files back, move them back, or run git restore content/papers, or end a sparse checkout\n"
        "  to remove these papers on purpose, run digestif import --record-removals\n"
        "3 papers read: 1 new, 2 skipped (record file missing)"
    )
    (site / "content/papers/2025/06/20/a-new-paper.yaml").unlink()
    for folder in ("2025/06/20", "2025/06", "2025", "."):
        (site / "content/papers" / folder).rmdir()
    (site.parent / "elsewhere").rename(site / "content/papers")
    (site / "content/sources/arxiv/2025-06-20.json").unlink()
    (site / "content/sources/arxiv").rmdir()
    assert content_files(site) == before
    assert import_into(site, later_list(0, 1)).report.counts == Counts(relisted=2)


def test_a_paper_without_its_file_keeps_its_old_values_as_the_base_of_the_next_merge(site: Path) -> None:
    raw = record(site, 0).read_bytes()
    for number in range(12):
        record(site, number).rename(site.parent / f"{number}.yaml")
    changed = metadata("Paper 1", arxiv=KEYS[0], venue="LMS")
    assert import_into(site, answer(changed)).report.counts == Counts(missing=1)
    record(site, 0).write_bytes(raw)
    plan = import_into(site, answer(changed))
    assert (plan.report.counts, plan.report.conflicts) == (Counts(updated=1), ())
    assert load_valid_content(site).library.records[KEYS[0]].paper.venue == "LMS"


def test_a_sparse_checkout_removes_nothing(site: Path) -> None:
    write_files(site, {"content/papers/2025/06/14/by-hand.yaml": "title: By Hand\ndate: 2025-06-14\n"})
    commit(site)
    git(site, "sparse-checkout", "set", "--no-cone", "/*", "!/content/papers/2025/06/13/2401.10001.yaml")
    assert not record(site, 0).exists()
    plan = import_into(site, later_list(0))
    assert (plan.report.deleted, plan.report.unexplained) == ((), (KEYS[0],))
    git(site, "sparse-checkout", "disable")
    assert import_into(site, later_list(0)).report.counts == Counts(relisted=1)


def test_a_shallow_clone_does_not_know_old_deletions(site: Path, tmp_path: Path) -> None:
    record(site, 0).unlink()
    commit(site)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", site.as_uri(), str(clone))
    plan = import_into(clone, later_list(0))
    assert (plan.report.deleted, plan.report.unexplained) == ((), (KEYS[0],))
    assert plan.report.counts == Counts(missing=1)


def test_a_partial_clone_knows_deletions(site: Path, tmp_path: Path) -> None:
    git(site, "config", "uploadpack.allowFilter", "true")
    record(site, 0).unlink()
    commit(site)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", site.as_uri(), str(clone))
    assert [removed.key for removed in import_into(clone, later_list(1)).report.deleted] == [KEYS[0]]


@pytest.mark.parametrize(("deleted", "recorded"), [(2, 2), (3, 0)])
def test_more_than_a_tenth_at_a_time_is_not_recorded(site: Path, deleted: int, recorded: int) -> None:
    for number in range(deleted):
        record(site, number).unlink()
    plan = import_into(site, later_list(23))
    assert len(plan.report.deleted) == recorded
    assert len(plan.report.unexplained) == deleted - recorded


def test_a_cleanup_is_recorded_when_asked_for(site: Path) -> None:
    for number in range(20):
        record(site, number).unlink()
    plan = import_into(site, record_removals=True)
    assert [removed.key for removed in plan.report.deleted] == KEYS[:20]
    assert render_import_report(plan.report) == (
        "Recorded in content/removed.yaml, because 20 record files were deleted: 2401.10001, 2401.10002, 2401.10003, "
        "2401.10004, 2401.10005, 2401.10006, 2401.10007, 2401.10008, 2401.10009, 2401.10010, … and 10 more\n"
        "  to restore a paper, delete its entry there and import it again"
    )
    assert load_content(site).removed.keys() == set(KEYS[:20])
    assert import_into(site, later_list(0, 23)).report.counts == Counts(removed=1, relisted=1)


def test_files_that_were_never_committed_are_missing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    import_into(tmp_path, answer(*PAPERS))
    record(tmp_path, 0).unlink()
    plan = import_into(tmp_path, later_list(0))
    assert (plan.report.deleted, plan.report.unexplained) == ((), (KEYS[0],))
    assert "1 record file is missing; its paper was left alone: 2401.10001\n" in render_import_report(plan.report)


def test_without_a_repository_nothing_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    import_into(tmp_path, answer(*PAPERS))
    record(tmp_path, 0).unlink()
    assert import_into(tmp_path, later_list(0)).report.unexplained == (KEYS[0],)
    monkeypatch.setenv("PATH", "")
    assert import_into(tmp_path, later_list(0)).report.unexplained == (KEYS[0],)


def test_no_program_of_the_repository_runs(site: Path, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "gpg.program", "diff.external", "core.sshCommand", "core.pager"):
        git(site, "config", name, str(program))
    git(site, "config", "log.showSignature", "true")
    record(site, 0).unlink()
    assert len(import_into(site, later_list(1)).report.deleted) == 1
    assert not (tmp_path / "ran").exists()
