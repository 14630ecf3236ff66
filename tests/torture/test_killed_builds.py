"""Builds that are killed at random moments: the site is the old one or the new one, and the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.build.small_digest import EPOCH, built, copy_sources, files_of, make_digest, write_paper

pytestmark = pytest.mark.early

ROOT = Path(__file__).parents[2]
TITLES = ("One title", "Another title")
KILLS = int(os.environ.get("DIGESTIF_KILLS", "2"))


class Digest:
    """A digest that has one of two states, with the files of the clean site of each."""

    def __init__(self, folder: Path) -> None:
        self.site = make_digest(folder / "digest", papers=6)
        self._clean = {title: self._clean_site(title, folder / "clean") for title in TITLES}
        built(self.site)
        self.title = TITLES[1]
        began = time.monotonic()
        self.change()
        assert self.start().wait() == 0
        self.seconds = time.monotonic() - began

    def change(self) -> str:
        """Edit a record, which gives the digest its other state; returns the title that it had."""
        before, self.title = self.title, TITLES[1 - TITLES.index(self.title)]
        write_paper(self.site, 0, title=self.title)
        return before

    def start(self) -> subprocess.Popen[str]:
        """Start the command ``digestif build``."""
        command = [sys.executable, "-m", "generator", "build", "--date", "2025-08-01"]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": str(EPOCH)}
        return subprocess.Popen(
            command, cwd=self.site, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def shown(self) -> str:
        """Return the title whose clean site the site equals byte for byte; empty where it equals none."""
        found = files_of(self.site / "site")
        return next((title for title, files in self._clean.items() if files == found), "")

    def _clean_site(self, title: str, folder: Path) -> dict[str, bytes]:
        write_paper(self.site, 0, title=title)
        built(copy_sources(self.site, folder))
        return files_of(folder / "site")


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    return Digest(tmp_path_factory.mktemp("killed"))


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_build_leaves_a_whole_site_and_the_next_one_is_right(digest: Digest, seed: int) -> None:
    chance = random.Random(seed)
    before = digest.change()
    build = digest.start()
    time.sleep(chance.uniform(0, digest.seconds))
    if chance.random() < 0.25:
        shutil.rmtree(digest.site / ".digestif", ignore_errors=True)
    build.kill()
    build.wait()
    assert digest.shown() in (before, digest.title)
    following = digest.start()
    _, errors = following.communicate()
    assert (following.returncode, "another digestif" in errors) == (0, False), errors
    assert digest.shown() == digest.title


@pytest.mark.parametrize("deleted", [False, True], ids=["", "without its caches"])
def test_of_two_builds_at_once_one_writes(digest: Digest, deleted: bool) -> None:
    before = digest.change()
    first = digest.start()
    while not (digest.site / ".digestif" / "lock").exists() and first.poll() is None:
        time.sleep(0.01)
    if deleted:
        shutil.rmtree(digest.site / ".digestif", ignore_errors=True)
    second = digest.start()
    errors = {process: process.communicate()[1] for process in (first, second)}
    assert not any("internal error" in text for text in errors.values()), errors
    # Without its folder, the first may have ended before the second looked for the lock.
    was_refused = "is writing to this site, so nothing was changed" in errors[second]
    assert was_refused or (deleted and first.returncode == 2), errors
    assert digest.shown() in (before, digest.title)
    assert digest.start().wait() == 0
    assert digest.shown() == digest.title
