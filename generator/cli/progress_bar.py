"""Progress for people: a bar on a terminal for what takes longer than a second, nothing in a pipe."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator.progress import ReportProgress

QUIET_SECONDS = 1.0


@contextmanager
def progress_bar() -> Iterator[ReportProgress]:
    """A function for the stages to tell where they are: step's name, done, total (0 where it is not known)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda name, done=0, total=0: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Starting", total=None, visible=False)

        def show(name: str, done: int = 0, total: int = 0) -> None:
            late = time.monotonic() - began > QUIET_SECONDS
            progress.update(task, description=name, completed=done, total=total or None, visible=late)

        yield show
