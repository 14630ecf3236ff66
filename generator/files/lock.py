"""One writer at a time: a lock on the site's folder itself, which no one deletes while a build runs."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import DigestifError
from generator.files.folder import Folder

WORK_FOLDER = ".digestif"
#: Names the process that holds the lock, for the message of the other one. Deleting it unlocks nothing.
_HOLDER = f"{WORK_FOLDER}/lock"
_FOR_PREVIEW = " preview"
#: Seconds between two looks at the lock, and how often a holder without a name is looked for.
_PAUSE, _LOOKS = 0.1, 10


class LockedError(DigestifError):
    """Another process is writing to the site."""


@contextmanager
def hold_lock(site: Path, *, for_preview: bool = False, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the site's only writer; raises LockedError naming the process that already is.

    Where that process only builds a preview, this waits, and calls ``on_wait`` before; to build another preview, it
    does not. The lock is on the open folder of the site, so deleting .digestif/ does not give a second writer a lock of
    its own. The system releases it when the process ends, however it ends.
    """
    folder = Folder(site)
    handle = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        holder = _take(handle, folder)
        if holder and (for_preview or not holder.endswith(_FOR_PREVIEW)):
            raise LockedError(
                f"another digestif (process {holder.removesuffix(_FOR_PREVIEW)}) is writing to this site, so nothing "
                "was changed",
                fix="wait until it has finished, then run this again",
            )
        if holder:
            on_wait()
            while not _is_taken(handle):
                time.sleep(_PAUSE)
        folder.write(_HOLDER, f"{os.getpid()}{_FOR_PREVIEW if for_preview else ''}\n".encode())
        try:
            yield
        finally:
            with suppress(OSError, DigestifError):
                folder.remove(_HOLDER)
    finally:
        os.close(handle)


def _take(handle: int, folder: Folder) -> str:
    """Take the lock, or return who holds it: the number of a process, perhaps with ``_FOR_PREVIEW``.

    Holders write their name after taking the lock and remove it before they release it, so one without a name is
    looked for again.
    """
    for _ in range(_LOOKS):
        if _is_taken(handle):
            return ""
        if holder := _holder(folder):
            return holder
        time.sleep(_PAUSE)
    return "unknown"


def _is_taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(folder: Folder) -> str:
    try:
        named = (folder.read(_HOLDER) or b"").decode(errors="replace").strip()
    except DigestifError:
        named = ""
    return named if named.removesuffix(_FOR_PREVIEW).isdecimal() else ""
