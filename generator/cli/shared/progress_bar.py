"""Show progress: a bar on a terminal for steps that take longer than a second, nothing in a pipe."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from generator.progress import ReportProgress, ignore_progress

#: Shorter work shows no bar.
_QUIET_SECONDS = 1.0


@contextmanager
def progress_bar() -> Iterator[ReportProgress]:
    """A function that long-running stages call as they advance."""
    if not _may_be_terminal():
        yield ignore_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield ignore_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Starting", total=None, visible=False)

        def show(name: str, done: int = 0, total: int = 0) -> None:
            late = time.monotonic() - began > _QUIET_SECONDS
            progress.update(task, description=name, completed=done, total=total or None, visible=late)

        yield show


def _may_be_terminal() -> bool:
    """Return whether Rich could draw a bar; it takes a tenth of a second to import.

    Rich also draws into a pipe where FORCE_COLOR or TTY_COMPATIBLE asks for it.
    """
    return sys.stderr.isatty() or bool({"FORCE_COLOR", "TTY_COMPATIBLE"}.intersection(os.environ))
