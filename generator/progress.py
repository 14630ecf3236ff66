"""How long-running stages tell where they are, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class ReportProgress(Protocol):
    """Told at the start of a step and now and then in it."""

    def __call__(self, name: str, done: int = 0, total: int = 0) -> None:
        """Say the step's name, and how many of how many are done; a total of 0 is not known."""


def ignore_progress(name: str, done: int = 0, total: int = 0) -> None:
    """Nobody listens."""
