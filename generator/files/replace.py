"""Put a finished folder in the place of another: readers find the old folder or the new one, also after a crash."""

from __future__ import annotations

import errno

from generator.errors import DigestifError
from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER

#: Of a folder that is mounted, or that comes from a lower layer of a container's disk.
_OTHER_DISK = {errno.EXDEV, errno.EBUSY}
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def replace_folder(site: Folder, fresh: str, target: str) -> None:
    """Give the folder ``fresh`` the name ``target``; afterwards ``fresh`` is the folder that had it, or is gone.

    ``target`` exists at every moment where the system can exchange two names in one step. Elsewhere there are two
    renames, and ``recover_replacement`` finishes what was interrupted between them.
    """
    if site.kind(target) is None:
        site.move(fresh, target)
        return
    site.path(target)  # refuses a link: a link has no place where a build belongs
    try:
        site.exchange(fresh, target)
    except OSError as error:
        if error.errno in _OTHER_DISK:
            raise DigestifError(
                f"{target} cannot be replaced: it is a mount point, or on another disk than {fresh}",
                fix=f"let {target} be a plain folder of the digest, and mount or copy it elsewhere after the build",
            ) from error
        if error.errno not in _CANNOT_EXCHANGE:
            raise
        _replace_in_two_steps(site, fresh, target)


def recover_replacement(site: Folder, fresh: str, target: str) -> None:
    """Finish a replacement of these folders that was interrupted between its renames; needs the lock.

    Only a replacement that this user's own run began is finished: the journal is signed, so that folders which came
    with a clone never become the site.
    """
    retired, journal = _retired(fresh), Cache(site, WORK_FOLDER)
    if journal.read(_journal_name(fresh)) == target.encode() and site.kind(retired) == "folder":
        if site.kind(target) is None:
            site.move(fresh if site.kind(fresh) == "folder" else retired, target)
        if site.kind(retired) == "folder" and site.kind(fresh) is None:
            site.move(retired, fresh)
    journal.remove(_journal_name(fresh))
    if site.kind(target) is not None:
        site.remove_tree(retired)


def _replace_in_two_steps(site: Folder, fresh: str, target: str) -> None:
    retired, journal = _retired(fresh), Cache(site, WORK_FOLDER)
    site.remove_tree(retired)
    journal.write(_journal_name(fresh), target.encode())
    site.move(target, retired)
    try:
        site.move(fresh, target)
    except OSError:
        site.move(retired, target)
        raise
    site.move(retired, fresh)
    journal.remove(_journal_name(fresh))


def _retired(fresh: str) -> str:
    return f"{fresh}-retired"


def _journal_name(fresh: str) -> str:
    return f"{fresh.rpartition('/')[2]}-replacing"
