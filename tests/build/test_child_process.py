"""A second process ends with the command that started it, so that it never writes while another command runs."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.build.child_process import run_in_child

ROOT = Path(__file__).parents[2]
PRELUDE = """
import os, sys, time
from pathlib import Path

begun, late = Path(sys.argv[1], "begun"), Path(sys.argv[1], "late")

def work(*_, **__):
    begun.touch()
    time.sleep(90)
    late.touch()

def die():
    while not begun.exists():
        time.sleep(0.01)
    os.kill(os.getpid(), 9)
"""
BUILD = """
from generator.build.child_process import run_in_child

with run_in_child(work):
    die()
"""
IMPORT = """
import threading
from generator.importing import parsing

parsing._parse = work
threading.Thread(target=die).start()
parsing.parse_file(Path(__file__))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the work is done in the same process")
@pytest.mark.parametrize("command", [BUILD, IMPORT], ids=["a build", "an import"])
def test_a_child_process_ends_with_a_killed_command(tmp_path: Path, command: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PRELUDE + command)
    # It ends when no process has its output any more: at once, or when the child process has slept.
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    subprocess.run(
        [sys.executable, str(program), str(tmp_path)], stdout=subprocess.PIPE, check=False, timeout=60, env=environment
    )
    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "late").exists()


def test_a_full_disk_is_reported_by_the_command_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(tmp_path / "words"))

    with run_in_child(work) as wait, pytest.raises(OSError, match="No space left on device") as caught:
        wait()
    assert caught.value.filename == str(tmp_path / "words")
    assert capfd.readouterr().err == ""
