"""Applying changes: one writer, whole files, nothing outside the site, and no edit is overwritten."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.files.lock import hold_lock
from generator.importing.missing import find_missing_records
from generator.importing.plan import plan_import
from generator.importing.run import import_files
from generator.store import apply
from generator.store.apply import apply_changes
from generator.store.changes import FileMove, FileWrite
from generator.store.content import Content
from generator.store.load import load_content
from tests.importing.import_samples import answer, apply_until, content_files, import_into, metadata

ONE, TWO = metadata("One", arxiv="2401.10001"), metadata("Two", arxiv="2401.10002")
RECORD_ONE = "content/papers/2025/06/13/2401.10001.yaml"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    plan = import_files(tmp_path, [answer(ONE)], dry_run=True)
    assert plan.report.counts.new == 1
    assert list(tmp_path.iterdir()) == []


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(DigestifError, match="another digestif"):
        import_into(tmp_path, answer(ONE))
    import_into(tmp_path, answer(ONE))
    assert RECORD_ONE in content_files(tmp_path)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "content").mkdir(parents=True)
    (site / "content/papers").symlink_to(elsewhere)
    plan = plan_import(Content(), [answer(ONE)])
    with pytest.raises(DigestifError) as caught:
        apply_changes(site, plan.steps)
    assert str(caught.value) == (
        "content/papers: is a symbolic link, which may lead out of the site\n"
        "  replace the link with a real file or folder"
    )
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("path", ["../out", "/etc/out", "content/../../out", "content/a\\b"])
def test_no_path_leaves_the_site(tmp_path: Path, path: str) -> None:
    with pytest.raises(DigestifError, match="is not a path inside the site"):
        apply_changes(tmp_path, [FileWrite(file=path, content=b"")])


def test_a_file_that_was_saved_during_the_import_is_kept(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    plan = plan_import(load_content(tmp_path), [answer(metadata("One", arxiv="2401.10001", venue="LMS"), TWO)])
    record = tmp_path / RECORD_ONE
    record.write_text(record.read_text().replace("One", "Mine"))
    before = content_files(tmp_path)
    with pytest.raises(DigestifError) as caught:
        apply_changes(tmp_path, plan.steps)
    assert str(caught.value) == (
        f"{RECORD_ONE}: was changed in the meantime, so it was not written\n"
        "  run this again; it continues with the changed file"
    )
    assert content_files(tmp_path) == before


def test_a_record_that_the_reader_would_refuse_for_its_size_is_not_written(tmp_path: Path) -> None:
    changes = [
        FileWrite(file=RECORD_ONE, content=b"title: A\n"),
        FileWrite(file="content/papers/2025/06/13/b.yaml", content=b"#" * 262_145),
    ]
    with pytest.raises(DigestifError) as caught:
        apply_changes(tmp_path, changes)
    assert str(caught.value) == (
        "content/papers/2025/06/13/b.yaml: would have 262,145 bytes, so nothing was written\n"
        "  shorten the record to at most 262,144 bytes"
    )
    assert content_files(tmp_path) == {}


def test_a_move_never_replaces_a_file(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE, TWO))
    before = content_files(tmp_path)
    other = RECORD_ONE.replace("10001", "10002")
    move = FileMove(file=RECORD_ONE, to=other, old_hash=load_content(tmp_path).hashes[RECORD_ONE])
    with pytest.raises(DigestifError) as caught:
        apply_changes(tmp_path, [move])
    assert str(caught.value) == (
        f"{other} already exists, so {RECORD_ONE} cannot be moved there; nothing was written\n"
        "  move one of them away, then run this again"
    )
    assert content_files(tmp_path) == before


def test_a_record_moves_to_its_earlier_day(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    import_into(tmp_path, answer(ONE, day=date(2024, 1, 2)))
    assert [file for file in content_files(tmp_path) if "papers" in file] == [
        "content/papers/2024/01/02/2401.10001.yaml"
    ]
    assert not (tmp_path / "content/papers/2025").exists()


def test_a_rewritten_record_keeps_its_mode_and_a_new_one_follows_the_umask(tmp_path: Path) -> None:
    old_umask = os.umask(0o027)
    try:
        import_into(tmp_path, answer(ONE))
        record = tmp_path / RECORD_ONE
        assert record.stat().st_mode & 0o777 == 0o640
        record.chmod(0o600)
        import_into(tmp_path, answer(metadata("One", arxiv="2401.10001", venue="LMS")))
    finally:
        os.umask(old_umask)
    assert "venue: LMS" in record.read_text()
    assert record.stat().st_mode & 0o777 == 0o600


def test_temporary_files_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    import_into(tmp_path, answer(ONE))
    stray = tmp_path / "content/papers/2025/06/13/.digestif-x1.tmp"
    stray.write_text("half")
    assert load_content(tmp_path).problems == ()
    import_into(tmp_path, answer(ONE))
    assert not stray.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    import_into(tmp_path, answer(ONE))
    before = content_files(tmp_path)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        import_into(tmp_path, answer(metadata("One", arxiv="2401.10001", venue="LMS")))
    assert content_files(tmp_path) == before


def test_progress_counts_up_to_the_number_of_changes(tmp_path: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    plan = plan_import(Content(), [answer(ONE, TWO)])
    apply_changes(tmp_path, plan.steps, progress=lambda name, done=0, total=0: calls.append((name, done, total)))
    assert calls == [("Writing content/", 2, 3), ("Writing content/", 3, 3)]


def test_stopped_after_any_change_the_same_import_completes_the_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [
        answer(ONE, metadata("Three"), day=date(2025, 6, 20)),
        answer(metadata("Gone"), day=date(2025, 6, 20), source="arxiv"),
    ]
    second = [
        answer(metadata("One, v2", arxiv="2401.10001"), TWO),
        answer(metadata("Three", arxiv="2401.10003"), source="arxiv"),
    ]

    def prepare(name: str) -> Path:
        site = tmp_path / name
        site.mkdir()
        import_into(site, *first)
        (site / "content/papers/2025/06/20/gone.yaml").unlink()
        return site

    whole = prepare("whole")
    count = len(import_into(whole, *second, record_removals=True).steps)
    assert count > 7
    monkeypatch.setattr(apply, "BATCH", 1)
    for stop in range(count):
        site = prepare(f"stopped-{stop}")
        content = load_content(site)
        missing = find_missing_records(content, record_all=True)
        apply_until(site, plan_import(content, second, missing=missing).steps, stop)
        import_into(site, *second, record_removals=True)
        assert content_files(site) == content_files(whole), f"stopped after change {stop}"


IMPORT = """
import os, signal, sys
from datetime import date
from pathlib import Path
from generator.errors import Place
from generator.model import Parsed, SourceMetadata, SourcePaper
from generator.importing.listing import ParsedFile
from generator.importing.run import import_files
site, text, call, kill_at = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
def file(day):
    papers = tuple(
        SourcePaper(
            metadata=SourceMetadata(title=f"Paper {n} {text}", abstract=text * 3000, ids={"arxiv": f"2401.1{n:04}"}),
            rank=n + 1, place=Place(file="f"), day=date(2025, 6, day),
        )
        for n in range(day * 10, day * 10 + 15)
    )
    return ParsedFile(name=f"{day}.json", parsed=Parsed(source="hf-json", papers=papers))
original, calls = getattr(os, call), []
def kill_or_call(*arguments, **options):
    calls.append(0)
    if len(calls) == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments, **options)
setattr(os, call, kill_or_call)
import_files(site, [file(day) for day in range(1, 6)])
"""


def run_import(site: Path, text: str, *, call: str = "replace", kill_at: int = 0) -> int:
    """Import in a process that is killed before the given call of a function of ``os``; returns its exit status."""
    command = [sys.executable, "-c", IMPORT, str(site), text, call, str(kill_at)]
    return subprocess.run(command, cwd=Path(__file__).parents[2], check=False).returncode


def test_killed_at_any_moment_every_file_is_old_or_new(tmp_path: Path) -> None:
    """Each time, the next import goes on from what the killed one left; the last one completes the job."""
    old, new, killed = (tmp_path / name for name in ("old", "new", "killed"))
    for site in (old, new, killed):
        site.mkdir()
        assert run_import(site, "a") == 0
    assert run_import(new, "b") == 0
    before, after = content_files(old), content_files(new)
    assert len(before) > 55
    assert before != after
    temporary = re.compile(r"\.digestif-.*\.tmp")
    for call, kill_at in (("fsync", 3), ("replace", 2), ("fsync", 30), ("replace", 25)):
        assert run_import(killed, "b", call=call, kill_at=kill_at) == -signal.SIGKILL
        found = {file: raw for file, raw in content_files(killed).items() if not temporary.search(file)}
        assert found.keys() == before.keys()
        assert [file for file, raw in found.items() if raw not in (before[file], after[file])] == []
    assert run_import(killed, "b") == 0
    assert content_files(killed) == after
