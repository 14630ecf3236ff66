"""Run a script with Digestif already imported, and get what it printed."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

from tests.preloaded import client

ROOT = Path(__file__).parents[2]


@cache
def server() -> str:
    """The socket of this process's server, which starts when it is first needed and ends with this process."""
    folder = mkdtemp(prefix="digestif-")
    socket = f"{folder}/socket"
    command = [sys.executable, "-m", "tests.preloaded.server", socket]
    # The forks do not need more threads, and Python warns of forks of processes that have some.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop() -> None:
        started.communicate()
        shutil.rmtree(folder)

    atexit.register(stop)
    assert started.stdout is not None
    assert started.stdout.readline() == b"ready\n"
    return socket


def run(
    script: Path, *arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script as ``python SCRIPT ARGUMENTS`` does; without an environment, in that of this process."""
    command = [str(script), *map(str, arguments)]
    environment = os.environ if environment is None else environment
    if sys.platform != "linux":  # elsewhere, a fork is not safe
        return subprocess.run(
            [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
    with TemporaryFile("w+") as output, TemporaryFile("w+") as errors, Path(os.devnull).open("rb") as nothing:
        files = (nothing.fileno(), output.fileno(), errors.fileno())
        code = client.run(server(), command, folder=str(cwd), environment=environment, files=files)
        for file in (output, errors):
            file.seek(0)
        return subprocess.CompletedProcess(command, code, output.read(), errors.read())
