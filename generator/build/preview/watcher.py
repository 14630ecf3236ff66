"""Waiting for edits: paths come in, a call for each change of a file below them goes out.

Files are compared by polling. Observers of the system lose a folder that is moved away and back, as ``git stash`` and
``mv`` do with content/, and are limited to some thousand folders, which docs/ exceeds.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

#: By path: time of change, size and inode, which also shows a file that was replaced within one tick of the clock.
Snapshot = dict[str, tuple[int, int, int]]
_SHORTEST_PAUSE = 0.5
#: Looking at twenty thousand files takes a tenth of a second: polling takes at most a tenth of one core.
_PAUSE_PER_SCAN = 10


def watch(paths: Sequence[Path], before: Snapshot, changed: Callable[[], None], stopped: threading.Event) -> None:
    """Call ``changed`` after each edit below ``paths`` since the snapshot ``before``, until ``stopped`` is set.

    A path may be missing for a while. Files that ``changed`` itself writes below ``paths`` cause one more call.
    """
    pause = 0.0
    while not stopped.wait(pause):
        began = time.monotonic()
        now = take_snapshot(paths)
        pause = max(_SHORTEST_PAUSE, _PAUSE_PER_SCAN * (time.monotonic() - began))
        if now != before:
            before = now  # taken before the call, so that an edit during it is not missed
            changed()


def take_snapshot(paths: Sequence[Path]) -> Snapshot:
    """Return the state of every file below the paths; hidden files and what links lead to are left out."""
    snapshot: Snapshot = {}
    waiting = [str(path) for path in paths]
    while waiting:
        path = waiting.pop()
        try:
            found = os.lstat(path)
            if stat.S_ISDIR(found.st_mode):
                with os.scandir(path) as entries:
                    waiting += [entry.path for entry in entries if not entry.name.startswith(".")]
            else:
                snapshot[path] = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:  # removed a moment ago, or not readable
            continue
    return snapshot
