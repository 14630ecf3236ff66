"""Commands in, what they take out: wall-clock and processor seconds, and memory, of a process with all its children."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.results import Run

ROOT = Path(__file__).parents[2]
#: Starts a command, waits for it, and writes what it took. A small process has to start it, because Linux counts the
#: memory of whoever starts a process as that of the new one. ru_maxrss is the peak of the largest process of the tree,
#: in KiB, and in bytes on macOS.
_STARTER = """
import json, os, sys, time
began = time.perf_counter()
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, used = os.wait4(pid, 0)
seconds = time.perf_counter() - began
memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
with open(sys.argv[1], "w") as file:
    json.dump({"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "memory": memory}, file)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


def run(command: Sequence[str], *, folder: Path = ROOT) -> Run:
    """Run a command in a folder; where it fails, the benchmark ends with its output."""
    with tempfile.TemporaryDirectory() as temporary:
        report = Path(temporary) / "used.json"
        started = [sys.executable, "-I", "-S", "-c", _STARTER, str(report), *command]
        done = subprocess.run(
            started, cwd=folder, env=environment(), capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return Run.model_validate(json.loads(report.read_text()))


def digestif(site: Path, *arguments: str) -> list[str]:
    """Return the command that runs this checkout's digestif on a digest."""
    return [sys.executable, "-m", "generator", "-C", str(site), *arguments]


def environment() -> dict[str, str]:
    """Return the variables of all commands: compiled modules are kept, as where a program is installed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1753920000"}
