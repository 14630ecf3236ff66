"""Progress of long-running stages: a stage calls a function, and the command line decides what to show."""

from __future__ import annotations

from typing import Protocol


class ReportProgress(Protocol):
    """Called at the start of a step and as it advances."""

    def __call__(self, name: str, done: int = 0, total: int = 0) -> None:
        """Report the step's name and how much of it is done; ``total`` is 0 when it is unknown."""


def ignore_progress(name: str, done: int = 0, total: int = 0) -> None:
    """Ignore progress."""
