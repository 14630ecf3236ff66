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
from tests.build.small_digest import files_of
from tests.cli.running import PROGRAM
from tests.preloaded import running as preloaded
from tests.torture.commands import COMMANDS, environment, lasting, make_source

STRACE = shutil.which("strace") or ""
TRIALS = int(os.environ.get("DIGESTIF_CALLS", "1"))
#: Calls that change what is on disk; each libc uses some of them.
CALLS = ("write", "fsync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir")
#: A full disk lets files be renamed and removed.
NEED_SPACE = ("write", "fsync", "mkdir", "mkdirat")
FAULTS = {"killed": "signal=SIGKILL", "disk full": "error=ENOSPC"}
#: Commands that write in different ways; the others write as one of these.
FAULTY = ("build", "merge", "import", "rename", "merge-records", "forget-list", "format", "apply")

pytestmark = [
    pytest.mark.early,
    pytest.mark.skipif(not STRACE, reason="strace is not installed; on Debian: apt install strace"),
]


def run(site: Path, command: str, *strace: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*strace, sys.executable, "-m", "generator", *COMMANDS[command]],
        cwd=site,
        env=environment(),
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


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_source(tmp_path_factory.mktemp("calls") / "digest")


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Undisturbed]:
    found = {}
    for command in FAULTY:
        site = Path(shutil.copytree(source, tmp_path_factory.mktemp(command) / "digest"))
        counted = site.parent / "calls"
        done = run(site, command, STRACE, "-f", "--seccomp-bpf", "-o", str(counted), "-e", f"trace={','.join(CALLS)}")
        assert done.returncode == 0, done.stdout + done.stderr
        calls = {call: counted.read_text().count(f" {call}(") for call in CALLS}
        found[command] = Undisturbed(digest=source, before=lasting(source), after=lasting(site), calls=calls)
        assert found[command].before != found[command].after
    return found


@pytest.mark.parametrize("seed", range(TRIALS))
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", FAULTY)
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
    faulty = run(site, command, STRACE, "-f", "--seccomp-bpf", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
    said = f"{inject}: {faulty.stdout}{faulty.stderr}"
    # A process cannot send its result where the pipe to the other one is full, which pipes never are.
    assert "Traceback" not in said or (fault == "disk full" and "_send_bytes" in said), said
    assert "internal error" not in said, said
    found = lasting(site)
    for path in {*found, *usual.before, *usual.after}:
        assert found.get(path) in (usual.before.get(path), usual.after.get(path)), (
            f"{path} is neither old nor new: {said}"
        )
    if command in ("build", "merge"):
        assert found in (usual.before, usual.after), said
    if faulty.returncode == 0:
        assert found == usual.after, said
    following = preloaded.run(PROGRAM, *COMMANDS[command], cwd=site, environment=environment())
    assert "Traceback" not in following.stderr, following.stderr
    assert lasting(site) == usual.after, f"{said}\nthen: {following.stdout}{following.stderr}"
    assert not [path for path in files_of(site / "content") if TEMPORARY_PREFIX in path]
