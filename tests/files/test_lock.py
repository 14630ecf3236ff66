"""One writer at a time, whatever is deleted meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Timer

import pytest

from generator.errors import DigestifError
from generator.files.lock import hold_lock


def test_a_second_writer_learns_who_holds_the_lock(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(DigestifError) as caught, hold_lock(tmp_path):
        pass
    assert str(caught.value).splitlines()[0] == (
        f"another digestif (process {os.getpid()}) is writing to this site, so nothing was changed"
    )
    with hold_lock(tmp_path):
        assert (tmp_path / ".digestif/lock").read_text() == f"{os.getpid()}\n"
    assert not (tmp_path / ".digestif/lock").exists()


def test_deleting_the_work_folder_gives_no_second_lock(tmp_path: Path) -> None:
    with hold_lock(tmp_path):
        shutil.rmtree(tmp_path / ".digestif")
        with pytest.raises(DigestifError, match="process unknown"), hold_lock(tmp_path):
            pass


def test_a_command_waits_for_a_preview_and_another_preview_does_not(tmp_path: Path) -> None:
    with (
        hold_lock(tmp_path, for_preview=True),
        pytest.raises(DigestifError, match="is writing"),
        hold_lock(tmp_path, for_preview=True),
    ):
        pass
    waits: list[str] = []
    with ExitStack() as preview:
        preview.enter_context(hold_lock(tmp_path, for_preview=True))
        shutil.rmtree(tmp_path / ".digestif")
        (tmp_path / ".digestif").mkdir()
        writes_name = Timer(0.3, lambda: (tmp_path / ".digestif/lock").write_text("1 preview\n"))
        writes_name.start()

        def end() -> None:
            waits.append("waits")
            preview.close()

        with hold_lock(tmp_path, on_wait=end):
            assert waits == ["waits"], "a holder without a name is looked for again"


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    program = "import os, sys\nfrom pathlib import Path\nfrom generator.files.lock import hold_lock\n"
    program += "with hold_lock(Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)\n"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, cwd=Path(__file__).parents[2])
    with hold_lock(tmp_path):
        assert (tmp_path / ".digestif/lock").read_text() == f"{os.getpid()}\n"
