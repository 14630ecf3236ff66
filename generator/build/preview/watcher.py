"""Edits of a digest: paths come in, the files below them that changed go out, each time that somebody looks.

Files are compared by polling. Observers of the system lose a folder that is moved away and back, as ``git stash`` and
``mv`` do with content/, and are limited to some thousand folders, which docs/ exceeds.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path

#: By path: time of change, size and inode, which also shows a file that was replaced within one tick of the clock.
Snapshot = dict[str, tuple[int, int, int]]
_SHORTEST_PAUSE = 0.3
#: Looking at twenty thousand files takes a tenth of a second: polling takes at most a fifth of one core.
_PAUSE_PER_SCAN = 4


class Watcher:
    """Finds what changed below some paths; one of them may be missing for a while. Hidden files are left out."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._snapshots = {path: take_snapshot(path) for path in paths}
        self._next = dict.fromkeys(paths, 0.0)

    def look(self, *, only: Path | None = None) -> frozenset[Path]:
        """Return the files that changed since somebody looked; ``only`` looks below one of the paths.

        A path is not looked at more often than its size allows.
        """
        paths = [path for path in self._snapshots if only in (None, path) and self._next[path] <= time.monotonic()]
        return frozenset(file for path in paths for file in self._changes(path))

    def _changes(self, path: Path) -> set[Path]:
        began = time.monotonic()
        before, now = self._snapshots[path], take_snapshot(path)
        self._snapshots[path] = now
        ended = time.monotonic()
        self._next[path] = ended + max(_SHORTEST_PAUSE, _PAUSE_PER_SCAN * (ended - began))
        if now == before:
            return set()
        return {Path(file) for file in now.keys() | before.keys() if now.get(file) != before.get(file)}


def take_snapshot(path: Path) -> Snapshot:
    """Return the state of every file below a path, or of that file; what links lead to is left out."""
    snapshot: Snapshot = {}
    waiting = [str(path)]
    while waiting:
        path_now = waiting.pop()
        try:
            found = os.lstat(path_now)
            if stat.S_ISDIR(found.st_mode):
                with os.scandir(path_now) as entries:
                    waiting += [entry.path for entry in entries if not entry.name.startswith(".")]
            else:
                snapshot[path_now] = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:  # removed a moment ago, or not readable
            continue
    return snapshot
