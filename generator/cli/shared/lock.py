"""The lock that every command which writes to a digest holds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from generator.cli.shared.output import echo
from generator.files.lock import LockedError, hold_lock
from generator.settings import load_settings

_PAUSE = 0.1


@contextmanager
def writer_lock(site: Path, *, for_preview: bool = False) -> Iterator[None]:
    """Hold the site's lock. Raises DigestifError if the folder is not a digest, or another process is writing to it.

    It waits while that process builds a preview, unless this one does so, too.
    """
    load_settings(site)
    with ExitStack() as stack:
        is_waiting = False
        while True:
            try:
                stack.enter_context(hold_lock(site, for_preview=for_preview))
                break
            except LockedError as error:
                if for_preview or not error.for_preview:
                    raise
            if not is_waiting:
                echo("waiting until the preview is built", err=True)
            is_waiting = True
            time.sleep(_PAUSE)
        yield
