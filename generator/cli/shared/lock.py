"""The lock that every command which writes to a digest holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.cli.shared.output import echo
from generator.files.lock import hold_lock
from generator.settings import load_settings


@contextmanager
def writer_lock(site: Path, *, for_preview: bool = False) -> Iterator[None]:
    """Hold the site's lock, as ``hold_lock`` does; a person learns why the command waits.

    Raises DigestifError if the folder is not a digest, also after waiting.
    """
    load_settings(site)
    with hold_lock(site, for_preview=for_preview, on_wait=say_that_it_waits):
        load_settings(site)
        yield


def say_that_it_waits() -> None:
    """Say why the command waits for the lock."""
    echo("waiting until the preview is built", err=True)
