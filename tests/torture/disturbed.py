"""Runs digestif in an unlucky moment: ``python disturbed.py DISTURBANCE FOLDER ARGUMENT…``.

``before`` and ``after`` wait before or after the command takes the lock: they make the file FOLDER/reached, and go on
when there is FOLDER/go. ``back``, ``forward`` and ``jumping`` are clocks that are a day late, a year early, and either
of them by turns.
"""

from __future__ import annotations

import datetime
import fcntl
import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

DAY = 86_400
LIMIT = 120.0  # seconds
CLOCKS = {"back": (-DAY,), "forward": (365 * DAY,), "jumping": (0, -DAY, 365 * DAY)}


def wait_at_lock(folder: Path, *, before: bool) -> None:
    """Wait at the first lock."""
    lock: Callable[..., None] = fcntl.flock

    def waiting(handle: int, how: int) -> None:
        if not before:
            lock(handle, how)
        if not (folder / "reached").exists():
            (folder / "reached").touch()
            end = time.monotonic() + LIMIT
            while not (folder / "go").exists() and time.monotonic() < end:
                time.sleep(0.01)
        if before:
            lock(handle, how)

    fcntl.flock = waiting  # type: ignore[assignment]


def set_clock(offsets: tuple[int, ...]) -> None:
    """Let the time of day be off by these numbers of seconds, one after another."""
    real, now, turns = time.time, datetime.datetime.now, itertools.cycle(offsets)

    class Jumping(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Jumping:
            return cls.fromtimestamp(now().timestamp() + next(turns), tz)

    time.time = lambda: real() + next(turns)
    for name, module in tuple(sys.modules.items()):
        if name.startswith("generator") and getattr(module, "datetime", None) is datetime.datetime:
            module.datetime = Jumping  # type: ignore[attr-defined]
    datetime.datetime = Jumping  # type: ignore[misc]


def main() -> None:
    disturbance, folder, *arguments = sys.argv[1:]
    if disturbance in CLOCKS:
        set_clock(CLOCKS[disturbance])
    else:
        wait_at_lock(Path(folder), before=disturbance == "before")
    sys.argv = ["digestif", *arguments]
    from generator.cli.main import main as digestif

    digestif()


if __name__ == "__main__":
    main()
