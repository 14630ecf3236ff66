"""A folder as a target: of a web server on this machine, or on a disk that is mounted.

All new files are first copied into a folder beside them and then renamed into their places, so a full disk or a killed
run leaves the published site as it was, and the time in which readers can find pages of both versions is that of the
renames. The folder itself is not exchanged for a new one: it may be a mount point, and others may have files in it.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import DigestifError
from generator.fetching.client import Clock
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes, hash_texts
from generator.publishing.manifest import OWN_FOLDER
from generator.publishing.plan import ListedFile, Listing, folders_of
from generator.publishing.targets.target import Advance, SiteFile, read_site_file

_STAGED = f"{OWN_FOLDER}/staged"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


class FolderTarget:
    """A folder, made where it is missing. Links in it are never followed; the folder itself may be reached by one."""

    headers = ""

    def __init__(self, site: Folder, place: Path, *, shown: str) -> None:
        self._site = site
        self._place = place
        self._shown = shown
        if place.exists() and not place.is_dir():
            raise DigestifError(f"{shown} is a file", fix="name a folder")
        if not place.exists() and not place.absolute().parent.is_dir():
            raise DigestifError(
                f"{shown} cannot be created: there is no folder {place.absolute().parent}",
                fix="create it, or mount the disk that has it",
            )
        self._target = Folder(place)

    @contextmanager
    def exclusive(self, clock: Clock, *, take_over: bool) -> Iterator[Advance]:
        """Lock the folder, until the program ends, however it ends."""
        del clock, take_over
        with self._explained():
            self._place.mkdir(exist_ok=True)
            handle = os.open(self._target.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DigestifError(
                    f"another publication to {self._shown} is under way", fix="wait until it has finished"
                ) from None
            yield _nothing
        finally:
            os.close(handle)

    def read(self, path: str) -> bytes | None:
        """Return a file, or None where there is none."""
        if not self._place.exists():
            return None
        with self._explained():
            return self._target.read(path)

    def write(self, path: str, content: bytes) -> None:
        """Write one of Digestif's own files."""
        with self._explained():
            self._target.write(path, content, durable=True)

    def list_files(self) -> Listing:
        """Return all files, links and folders; what is in folders that this user may not open belongs to others."""
        root = str(self._target.root)
        found: dict[str, ListedFile] = {}
        found_folders: set[str] = set()
        for folder, folders, names in os.walk(root):
            below = folder[len(root) + 1 :]
            if not below:
                folders[:] = [name for name in folders if name != OWN_FOLDER]
            links = [name for name in folders if os.path.islink(f"{folder}/{name}")]  # noqa: PTH114  # as measure_site
            prefix = f"{below}/" if below else ""
            found_folders.update(f"{prefix}{name}" for name in folders if name not in links)
            for name in (*names, *links):
                with suppress(FileNotFoundError):
                    state = os.lstat(f"{folder}/{name}")
                    found[f"{prefix}{name}"] = ListedFile(size=state.st_size, tag=str(state.st_mtime_ns))
        return Listing(files=found, folders=frozenset(found_folders))

    def find_equal(self, files: Sequence[SiteFile], listed: Mapping[str, ListedFile]) -> set[str]:
        """Return the paths of files that have the same content there; a link has none."""
        with self._explained():
            return {file.path for file in files if self._has(file.path, file.digest)}

    def prepare(self, files: Sequence[SiteFile], advance: Advance) -> None:
        """Copy all files to the disk of the target; those that an interrupted run copied are not copied again."""
        with self._explained():
            for file in files:
                staged = _staged(file)
                if not self._has(staged, file.digest):
                    self._target.write(staged, read_site_file(self._site, file))
                advance()

    def upload(self, files: Sequence[SiteFile], advance: Advance) -> dict[str, str]:
        """Rename the copies into their places."""
        tags = {}
        with self._explained():
            for file in files:
                self._target.move(_staged(file), file.path)
                tags[file.path] = str(os.lstat(self._target.root / file.path).st_mtime_ns)
                advance()
        return tags

    def remove(self, paths: Sequence[str], advance: Advance) -> None:
        """Delete files, and the folders that become empty."""
        with self._explained():
            for path in paths:
                with suppress(FileNotFoundError):
                    self._target.remove(path)
                for folder in folders_of(path)[-1:]:
                    self._target.remove_empty(folder)
                advance()

    def clean_up(self) -> None:
        """Delete the copies."""
        with self._explained():
            self._target.remove_tree(_STAGED)

    def _has(self, path: str, digest: str) -> bool:
        if self._target.kind(path) != "file":
            return False
        return hash_bytes(self._target.read(path) or b"") == digest

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn errors of the system into sentences about the target."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise DigestifError(
                    f"the disk of {self._shown} is full", fix="free some space, and run this again: it continues"
                ) from error
            if error.errno in _FORBIDDEN:
                raise DigestifError(
                    f"{self._shown} may not be written: {(error.strerror or '').lower()}",
                    fix="give this user the permission to write there, or run this as a user who has it",
                ) from error
            raise


def _staged(file: SiteFile) -> str:
    return f"{_STAGED}/{hash_texts(file.path, file.digest)}"


def _nothing() -> None:
    """Do nothing: the system keeps the lock."""
