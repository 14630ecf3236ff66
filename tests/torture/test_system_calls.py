"""Commands that are killed, or find the disk full, at one system call: nothing is half written, the next run is right.

strace stops a command at its nth call of a kind, so it does not take luck to meet the moment between two writes. A
command makes hundreds of calls; a run of the tests tries some of them, and ``make torture`` more.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.files.folder import TEMPORARY_PREFIX
from tests.build.small_digest import EPOCH, built, files_of, make_digest, write_paper

ROOT = Path(__file__).parents[2]
STRACE = shutil.which("strace") or ""
TRIALS = int(os.environ.get("DIGESTIF_CALLS", "1"))
#: Calls that change what is on disk; each libc uses some of them.
CALLS = ("write", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir")
#: A full disk lets files be renamed and removed.
NEED_SPACE = ("write", "fsync", "mkdir", "mkdirat")
FAULTS = {"killed": "signal=SIGKILL", "disk full": "error=ENOSPC"}
TABLE = """\
title,authors,abstract,arxiv
A Robot Arm That Learns to Fall 6,Ada Lovelace,An abstract about robots.,2501.00006
A New Paper,Bo Other,A language paper.,2501.00090
A Second New Paper,Bo Other,A chain of language.,2501.00091
"""
COMMANDS = {
    "build": ("build", "--date", "2025-08-01"),
    "import": ("import", "table.csv", "--date", "2025-07-31"),
    "rename": ("rename", "2501.00002", "a-better-key"),
    "merge-records": ("merge-records", "2501.00003", "2501.00004"),
    "forget-list": ("forget-list", "list-5", "2025-07-31"),
    "format": ("format",),
}

pytestmark = [
    pytest.mark.early,
    pytest.mark.skipif(not STRACE, reason="strace is not installed; on Debian: apt install strace"),
]


def run(site: Path, command: str, *strace: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    return subprocess.run(
        [*strace, sys.executable, "-m", "generator", *COMMANDS[command]],
        cwd=site,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Undisturbed:
    """A digest before a command, its files before and after where nothing goes wrong, and the number of each call."""

    digest: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    calls: Mapping[str, int]


def lasting(site: Path) -> dict[str, bytes]:
    """Return the files of content/ and site/, by path, but for temporary ones."""
    return {
        path: content
        for path, content in files_of(site).items()
        if path.startswith(("content/", "site/")) and not path.rpartition("/")[2].startswith(TEMPORARY_PREFIX)
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = make_digest(tmp_path_factory.mktemp("calls") / "digest", papers=7)
    built(site)
    write_paper(site, 0, title="Another title")
    (site / "table.csv").write_text(TABLE)
    record = next((site / "content/papers").rglob("2501.00001.yaml"))
    record.write_text(record.read_text().replace("\nauthors:", "   \nauthors:"))  # something for digestif format
    return site


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Undisturbed]:
    found = {}
    for command in COMMANDS:
        site = Path(shutil.copytree(source, tmp_path_factory.mktemp(command) / "digest"))
        counted = site.parent / "calls"
        done = run(site, command, STRACE, "-f", "-o", str(counted), "-e", f"trace={','.join(CALLS)}")
        assert done.returncode == 0, done.stdout + done.stderr
        calls = {call: counted.read_text().count(f" {call}(") for call in CALLS}
        found[command] = Undisturbed(digest=source, before=lasting(source), after=lasting(site), calls=calls)
        assert found[command].before != found[command].after
    return found


@pytest.mark.parametrize("seed", range(TRIALS))
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_fault_leaves_whole_files_and_the_next_run_is_right(
    undisturbed: dict[str, Undisturbed], tmp_path: Path, command: str, fault: str, seed: int
) -> None:
    usual = undisturbed[command]
    chance = random.Random(f"{command} {fault} {seed}")
    usable = [call for call in (NEED_SPACE if fault == "disk full" else CALLS) if usual.calls[call]]
    call = chance.choice(usable)
    number = chance.randint(1, usual.calls[call])
    site = Path(shutil.copytree(usual.digest, tmp_path / "digest"))
    inject = f"inject={call}:{FAULTS[fault]}:when={number}"
    faulty = run(site, command, STRACE, "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
    said = f"{inject}: {faulty.stdout}{faulty.stderr}"
    assert "Traceback" not in said, said
    assert "internal error" not in said, said
    found = lasting(site)
    for path in {*found, *usual.before, *usual.after}:
        assert found.get(path) in (usual.before.get(path), usual.after.get(path)), (
            f"{path} is neither old nor new: {said}"
        )
    if command == "build":
        assert found in (usual.before, usual.after), said
    if faulty.returncode == 0:
        assert found == usual.after, said
    following = run(site, command)
    assert "Traceback" not in following.stderr, following.stderr
    assert lasting(site) == usual.after, f"{said}\nthen: {following.stdout}{following.stderr}"
    assert not [path for path in files_of(site / "content") if TEMPORARY_PREFIX in path]
