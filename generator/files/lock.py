"""One writer at a time: a lock on the site's folder itself, which no one deletes while a build runs."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import DigestifError
from generator.files.folder import Folder

WORK_FOLDER = ".digestif"
#: Names the process that holds the lock, for the message of the other one. Deleting it unlocks nothing.
_HOLDER = f"{WORK_FOLDER}/lock"


class LockedError(DigestifError):
    """Another process is writing to the site."""


@contextmanager
def hold_lock(site: Path) -> Iterator[None]:
    """Be the site's only writer; raises LockedError naming the process that already is.

    The lock is on the open folder of the site, so deleting .digestif/ does not give a second writer a lock of its own.
    The system releases it when the process ends, however it ends.
    """
    folder = Folder(site)
    handle = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(
                f"another digestif ({_holder(folder)}) is writing to this site, so nothing was changed",
                fix="wait until it has finished, then run this again",
            ) from None
        folder.write(_HOLDER, f"{os.getpid()}\n".encode())
        try:
            yield
        finally:
            with suppress(OSError, DigestifError):
                folder.remove(_HOLDER)
    finally:
        os.close(handle)


def _holder(folder: Folder) -> str:
    try:
        named = (folder.read(_HOLDER) or b"").decode(errors="replace").strip()
    except DigestifError:
        named = ""
    return f"process {named}" if named.isdecimal() else "process unknown"
