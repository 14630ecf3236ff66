"""The store's hands: files of a site, replaced as a whole, inside the site's folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.errors import DigestifError
from generator.store.content import hash_bytes
from generator.store.layout import StoredEntry

TEMPORARY_PREFIX = ".digestif-"
TEMPORARY_SUFFIX = ".tmp"
WORK_FOLDER = ".digestif"


class SiteFolder:
    """A site's folder, in which every path is relative, written with slashes, and reached through no link."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._folders: dict[str, Path] = {}

    def path(self, file: str) -> Path:
        """Where ``file`` is. Raises DigestifError for a path that leaves the site or goes through a link."""
        folder, _, name = file.rpartition("/")
        if "\\" in file or name in ("", ".", ".."):
            raise DigestifError(f"{file}: is not a path inside the site")
        if folder not in self._folders:
            self._folders[folder] = self._checked_folder(file, folder)
        return self._folders[folder] / name

    def _checked_folder(self, file: str, folder: str) -> Path:
        parts = PurePosixPath(folder).parts
        if file.startswith("/") or ".." in parts:
            raise DigestifError(f"{file}: is not a path inside the site")
        where = self._root
        for part in parts:
            where = where / part
            if where.is_symlink():
                raise DigestifError(
                    f"{where.relative_to(self._root).as_posix()}: is a link, which may lead out of the site",
                    fix="replace it by the folder itself; nothing was written through it",
                )
        return where

    def folder(self, name: str) -> Path:
        """Where a folder is, which may be no link itself. Raises as ``path`` does."""
        return self.path(f"{name}/any").parent

    def read(self, file: str) -> bytes | None:
        """The file's bytes; None where there is no file. A link is not followed: it is an OSError."""
        try:
            handle = os.open(self.path(file), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as stream:
            return stream.read()

    def digest(self, file: str) -> str:
        """The ``hash_bytes`` the file's bytes; empty where there is no file."""
        content = self.read(file)
        return "" if content is None else hash_bytes(content)

    def write(self, file: str, content: bytes) -> None:
        """Replace the file as a whole: whoever looks, a crash included, finds the old bytes or the new ones."""
        path = self.path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, suffix=TEMPORARY_SUFFIX, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fchmod(stream.fileno(), 0o644)
                os.fsync(stream.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def move(self, file: str, to: str) -> None:
        """Give the file another place, with the folders that it needs there; folders left empty go."""
        source, target = self.path(file), self.path(to)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        self._remove_empty(source.parent)

    def remove(self, file: str) -> None:
        """Delete the file and the folders that it leaves empty."""
        path = self.path(file)
        path.unlink()
        self._remove_empty(path.parent)

    def sync(self, folder: str) -> None:
        """Make a folder's list of names as lasting as its files."""
        handle = os.open(self.folder(folder), os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def walk(self, folder: str) -> Iterator[StoredEntry]:
        """Everything under the folder, folders included, in the order of paths; links are shown and not followed.

        Files that begin with a dot are nobody's content: what editors leave behind, or a write that has not ended.
        """
        for entry in self._scan(folder):
            file = f"{folder}/{entry.name}"
            if entry.is_symlink():
                yield StoredEntry(path=file, kind="link")
            elif entry.is_dir():
                yield StoredEntry(path=file, kind="folder")
                yield from self.walk(file)
            elif not entry.is_file():
                yield StoredEntry(path=file, kind="other")
            elif not entry.name.startswith("."):
                yield StoredEntry(path=file, kind="file")

    def sweep(self, folder: str) -> None:
        """Remove temporary files that a killed run left behind; only the one writer may."""
        for entry in self._scan(folder):
            if entry.is_dir(follow_symlinks=False):
                self.sweep(f"{folder}/{entry.name}")
            elif entry.name.startswith(TEMPORARY_PREFIX) and entry.name.endswith(TEMPORARY_SUFFIX):
                Path(entry.path).unlink()

    def _scan(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder(folder)) as found:
                return sorted(found, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _remove_empty(self, folder: Path) -> None:
        while folder.parent != self._root and folder != self._root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
