"""Folders that may not be written and clocks that jump: nothing is half written, and commands say what is wrong."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from tests.build.small_digest import files_of, write_paper
from tests.cli.running import PROGRAM
from tests.preloaded.running import run
from tests.torture.commands import COMMANDS, environment, lasting, make_source

pytestmark = pytest.mark.early

DISTURBED = Path(__file__).with_name("disturbed.py")
CLOCKS = ("back", "forward", "jumping")
FOLDERS = (".", ".digestif", "content", "content/papers/2025/07/31", "content/sources/list-5", "docs", "site")
#: Commands that write what the clock does not name.
STEADY = tuple(command for command in COMMANDS if command != "send")
SOME = os.environ.get("DIGESTIF_PAIRS", "3")


def chosen(cases: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """All cases, or a sample."""
    return cases if SOME == "all" else random.Random(SOME).sample(cases, 3)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_source(tmp_path_factory.mktemp("unlucky") / "digest")


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everything: setpriv is not installed"
)
@pytest.mark.parametrize(("command", "folder"), chosen(list(product(COMMANDS, FOLDERS))))
def test_a_folder_that_may_not_be_written_is_named(source: Path, tmp_path: Path, command: str, folder: str) -> None:
    site = Path(shutil.copytree(source, tmp_path / "digest"))
    usual = Path(shutil.copytree(source, tmp_path / "usual"))
    expected = run(PROGRAM, *COMMANDS[command], cwd=usual, environment=environment())
    before = lasting(site)
    (site / folder).mkdir(exist_ok=True)
    (site / folder).chmod(0o555)
    # Root obeys permissions without the capability to ignore them.
    user = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    refused = subprocess.run(
        [*user, sys.executable, "-m", "generator", *COMMANDS[command]],
        cwd=site,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if (site / folder).exists():
        (site / folder).chmod(0o755)
    report = f"{refused.returncode}\n{refused.stdout}{refused.stderr}"
    assert "Traceback" not in report
    assert "internal error" not in report
    found, after = lasting(site), lasting(usual)
    if refused.returncode == expected.returncode:
        assert found == after, report
    else:
        assert refused.returncode == 2, report
        assert "ermission denied" in report
        for path in {*found, *before, *after}:
            assert found.get(path) in (before.get(path), after.get(path)), f"{path} is neither old nor new: {report}"
    again = run(PROGRAM, *COMMANDS[command], cwd=site, environment=environment())
    assert again.returncode == expected.returncode or found == after, again.stdout + again.stderr
    assert lasting(site) == after, report
    # A command that may write the folder above removes one that has become empty.
    assert not (site / folder).exists() or stat.S_IMODE((site / folder).stat().st_mode) == 0o755


@pytest.mark.parametrize(("command", "clock"), chosen(list(product(STEADY, CLOCKS))))
def test_a_clock_that_jumps_during_a_command_changes_nothing(
    source: Path, tmp_path: Path, command: str, clock: str
) -> None:
    outcomes: list[tuple[int, str, dict[str, bytes]]] = []
    for script in ((PROGRAM,), (DISTURBED, clock, ".")):
        site = Path(shutil.copytree(source, tmp_path / f"digest-{len(outcomes)}"))
        done = run(*script, *map(str, COMMANDS[command]), cwd=site, environment=environment())
        outcomes.append((done.returncode, done.stderr, lasting(site)))
    assert outcomes[1] == outcomes[0]


@pytest.mark.parametrize("clock", CLOCKS if SOME == "all" else CLOCKS[:1])
def test_edits_between_builds_are_seen_whatever_their_time(source: Path, tmp_path: Path, clock: str) -> None:
    """Also two edits of the same length with one time, which is earlier than that of the last build."""
    site = Path(shutil.copytree(source, tmp_path / "digest"))
    record = next((site / "content/papers").rglob("2501.00000.yaml"))
    for title in ("One title", "New title", "Old title"):
        write_paper(site, 0, title=title)
        os.utime(record, (1_000_000_000, 1_000_000_000))
        done = run(DISTURBED, clock, ".", *COMMANDS["build"], cwd=site, environment=environment())
        assert done.returncode == 0, done.stdout + done.stderr
        assert title in (site / "site/papers/2501.00000/index.html").read_text()
    clean = Path(shutil.copytree(site, tmp_path / "clean"))
    done = run(PROGRAM, *COMMANDS["build"], "--clean", cwd=clean, environment=environment())
    assert done.returncode == 0, done.stdout + done.stderr
    assert files_of(clean / "site") == files_of(site / "site")
