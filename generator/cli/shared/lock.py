"""The lock that every command which writes to a digest holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.files.lock import hold_lock
from generator.settings import load_settings


@contextmanager
def writer_lock(site: Path) -> Iterator[None]:
    """Hold the site's lock. Raises DigestifError if the folder is not a digest, or another process is writing to it."""
    load_settings(site)
    with hold_lock(site):
        yield
