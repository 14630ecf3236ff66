"""Two commands at once, in every pair of commands that write: one waits its turn, or both do what they do in turn.

The first command stops when it has the lock, or just before it takes it, until the second one has ended.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.running import PROGRAM
from tests.preloaded.running import run
from tests.torture.commands import COMMANDS, environment, lasting, make_source

pytestmark = pytest.mark.early

DISTURBED = Path(__file__).with_name("disturbed.py")
#: The pairs of a run: all, or as many as this number says.
PAIRS = tuple(product(COMMANDS, COMMANDS))
SOME = os.environ.get("DIGESTIF_PAIRS", "4")
#: The commands that hold the lock while others are refused.
WRITERS = tuple(COMMANDS) if SOME == "all" else ("build", "import", "rename")
CHOSEN = PAIRS if SOME == "all" else tuple(random.Random(SOME).sample(PAIRS, int(SOME)))
#: How many seconds a command may take to the moment at which it stops, on a busy machine.
LIMIT = 60.0
REFUSED = "is writing to this site, so nothing was changed"


def digestif(site: Path, command: str) -> CompletedProcess[str]:
    return run(PROGRAM, *COMMANDS[command], cwd=site, environment=environment())


@contextmanager
def stopped(site: Path, command: str, moment: str) -> Iterator[list[CompletedProcess[str]]]:
    """Run a command that waits before or after taking the lock until the block ends; yields a list for its result."""
    signals = site.parent / "signals"
    shutil.rmtree(signals, ignore_errors=True)
    signals.mkdir()
    results: list[CompletedProcess[str]] = []
    with ThreadPoolExecutor() as threads:
        first = threads.submit(run, DISTURBED, moment, signals, *COMMANDS[command], cwd=site, environment=environment())
        end = time.monotonic() + LIMIT
        while not (signals / "reached").exists() and not first.done():
            assert time.monotonic() < end
            time.sleep(0.01)
        try:
            yield results
        finally:
            (signals / "go").touch()
            results.append(first.result())


def said(*results: CompletedProcess[str]) -> str:
    """Return what commands said, none of which is an internal error."""
    text = "\n".join(f"{each.args[-1]}: {each.returncode}\n{each.stdout}{each.stderr}" for each in results)
    assert "Traceback" not in text, text
    assert "internal error" not in text, text
    return text


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_source(tmp_path_factory.mktemp("pairs") / "digest")


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Path, int]]:
    """The digest after each command, and its exit code."""
    done = {}
    for command in COMMANDS:
        site = Path(shutil.copytree(source, tmp_path_factory.mktemp("alone") / "digest"))
        result = digestif(site, command)
        assert result.returncode == 0, said(result)
        done[command] = site, result.returncode
    return done


@pytest.mark.parametrize("first", WRITERS)
def test_while_a_command_writes_every_other_is_refused(
    source: Path, alone: Mapping[str, tuple[Path, int]], tmp_path: Path, first: str
) -> None:
    site = Path(shutil.copytree(source, tmp_path / "digest"))
    before = lasting(site)
    with stopped(site, first, "after") as results:
        for second in COMMANDS:
            refused = digestif(site, second)
            assert (refused.returncode, REFUSED in refused.stderr) == (2, True), said(refused)
            assert lasting(site) == before
    assert results[0].returncode == 0, said(*results)
    assert lasting(site) == lasting(alone[first][0])


@pytest.mark.parametrize(("first", "second"), CHOSEN)
def test_a_command_that_was_overtaken_does_what_it_does_later(
    alone: Mapping[str, tuple[Path, int]], source: Path, tmp_path: Path, first: str, second: str
) -> None:
    in_turn = Path(shutil.copytree(alone[second][0], tmp_path / "in-turn"))
    later = digestif(in_turn, first)
    site = Path(shutil.copytree(source, tmp_path / "digest"))
    with stopped(site, first, "before") as results:
        overtaking = digestif(site, second)
    report = said(later, overtaking, *results)
    assert overtaking.returncode == 0, report
    assert results[0].returncode == later.returncode, report
    assert lasting(site) == lasting(in_turn), report
