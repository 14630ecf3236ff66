"""The folder .digestif/: caches and unfinished builds. Git ignores it, and deleting it loses nothing."""

from __future__ import annotations

from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER

#: What ``--clean`` leaves: responses of servers and thumbnails made of them, the holder of the lock, and a preview that
#: may be open in a browser.
_KEPT = ("fetched", "origins", "refused", "thumbnails", "lock", "preview")


def prepare_work_folder(site: Folder, *, clean: bool = False) -> None:
    """Remove links from .digestif/, which came with a clone; with ``clean``, remove every cache of builds."""
    for entry in site.children(WORK_FOLDER):
        name = entry.path.rpartition("/")[2]
        if entry.kind in ("link", "other") or (clean and name not in _KEPT):
            site.remove_tree(entry.path)
