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
_FOR_PREVIEW = " preview"


class LockedError(DigestifError):
    """Another process is writing to the site; ``for_preview`` says that it only builds a preview."""

    def __init__(self, message: str, *, fix: str, for_preview: bool) -> None:
        super().__init__(message, fix=fix)
        self.for_preview = for_preview


@contextmanager
def hold_lock(site: Path, *, for_preview: bool = False) -> Iterator[None]:
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
            holder = _holder(folder)
            process = holder.removesuffix(_FOR_PREVIEW)
            raise LockedError(
                f"another digestif (process {process}) is writing to this site, so nothing was changed",
                fix="wait until it has finished, then run this again",
                for_preview=holder != process,
            ) from None
        folder.write(_HOLDER, f"{os.getpid()}{_FOR_PREVIEW if for_preview else ''}\n".encode())
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
    return named if named.removesuffix(_FOR_PREVIEW).isdecimal() else "unknown"
