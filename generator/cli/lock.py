"""One writer at a time, and only in the folder of a digest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.settings import load_settings
from generator.store.folder import hold_lock


@contextmanager
def writer_lock(site: Path) -> Iterator[None]:
    """Hold the site for a while. Raises DigestifError where this is no digest, or another process is writing."""
    load_settings(site)
    with hold_lock(site):
        yield
