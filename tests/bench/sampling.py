"""Runs digestif and notes every hundredth second of processor time what each of its processes is doing.

    python -m tests.bench.sampling FILE -C site build

Each line of FILE has the seconds since the sample before, in that process, and the calls of our own code, the innermost
first. Times are those of the processor, so other work on the machine changes little, and the program is not slower.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType

_EVERY = 0.01
_PACKAGE = "generator."


class _Sampler:
    """Appends samples to a file; forked processes go on with the same one."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._last = 0.0

    def start(self) -> None:
        signal.signal(signal.SIGPROF, self._note)
        os.register_at_fork(after_in_child=self._start_clock)
        # Python gives signals back to the system before it ends, which ends a process at this one.
        atexit.register(signal.setitimer, signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def _start_clock(self) -> None:
        """Begin anew: a forked process inherits no timer, and its own time starts at 0."""
        self._last = 0.0
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)

    def _note(self, _signal: int, frame: FrameType | None) -> None:
        now = time.process_time()
        taken, self._last = now - self._last, now
        os.write(self._file, f"{taken:.4f} {' '.join(_calls(frame))}\n".encode())


def _calls(frame: FrameType | None) -> Iterator[str]:
    while frame:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_PACKAGE):
            yield f"{module}:{frame.f_code.co_name}"
        frame = frame.f_back


def main() -> None:
    file = sys.argv.pop(1)
    _Sampler(file).start()
    from generator.cli.main import main as digestif

    digestif()


if __name__ == "__main__":
    main()
