"""A root folder whose files are opened by directory descriptors, so that no path leaves it through a link."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from generator.errors import DigestifError
from generator.files.exchange import exchange_names

#: Names of temporary files begin and end with these; ``Folder.sweep`` removes those that a killed run left.
TEMPORARY_PREFIX = ".digestif-"
TEMPORARY_SUFFIX = ".tmp"
#: Each level of folders takes one open file and one level of the stack.
MOST_NESTING = 100

#: More than hosts of repositories and pages accept; a sparse file in a clone can claim any size.
MAX_FILE_BYTES = 512 * 2**20

_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: Without O_NONBLOCK, opening a named pipe waits for a writer.
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_CREATE_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

EntryKind = Literal["file", "folder", "link", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderEntry:
    """What a walk finds: a path relative to the root; ``other`` is a pipe, a socket or a device."""

    path: str
    kind: EntryKind


class Folder:
    """The files below ``root``. Paths are relative to it, with slashes; every part is opened without following links.

    The root itself may be reached through links: the person named it. Methods raise DigestifError for a path that is
    not inside the root, or that has a link or a file where a folder is needed, and OSError where the system refuses.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def kind(self, path: str) -> EntryKind | None:
        """Return what is at the path, or None where nothing is."""
        with suppress(FileNotFoundError), self._parent(path) as (parent, name):
            return _kind_of(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode)
        return None

    def path(self, path: str) -> Path:
        """Return the absolute path, for programs that need one; no part of it that exists is a link."""
        with suppress(FileNotFoundError), self._parent(path) as (parent, name):
            if _kind_of(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode) == "link":
                raise _is_link(path)
        return self.root / path

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none.

        Raises DigestifError for a link, a folder, a pipe or a device, and for a file that may not be read.
        """
        try:
            with self._parent(path) as (parent, name):
                return read_file(name, parent, shown=path)
        except FileNotFoundError:
            return None

    def write(self, path: str, content: bytes, *, durable: bool = False) -> None:
        """Replace a file atomically: a reader, or a crash, finds the old bytes or the new ones.

        An existing file keeps its mode; a new one follows the umask, and missing folders are made. With ``durable``,
        the bytes reach the disk before the file has its name.
        """
        with self._parent(path, create=True) as (parent, name):
            temporary = f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
            handle = os.open(temporary, _CREATE_FILE, 0o666, dir_fd=parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(content)
                    _keep_mode(name, parent, stream.fileno())
                    if durable:
                        stream.flush()
                        os.fsync(stream.fileno())
                os.replace(temporary, name, src_dir_fd=parent, dst_dir_fd=parent)
            except IsADirectoryError as error:
                os.unlink(temporary, dir_fd=parent)
                raise _cannot_read(path, "folder", error) from error
            except BaseException:
                with suppress(FileNotFoundError):
                    os.unlink(temporary, dir_fd=parent)
                raise

    def make(self, path: str) -> None:
        """Create a folder, and those above it, where they are missing."""
        with self._parent(f"{path}/any", create=True):
            pass

    def move(self, path: str, to: str) -> None:
        """Rename a file or a folder; missing folders are made, and an existing target is replaced if it can be."""
        with self._parent(path) as (source, name), self._parent(to, create=True) as (target, new_name):
            os.rename(name, new_name, src_dir_fd=source, dst_dir_fd=target)

    def link(self, path: str, to: str) -> None:
        """Give a file a second name; raises OSError where the disk has no hard links."""
        with self._parent(path) as (source, name), self._parent(to, create=True) as (target, new_name):
            os.link(name, new_name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)

    def link_or_copy(self, path: str, to: str) -> None:
        """Give a file a second name; on a disk without hard links, copy it."""
        try:
            self.link(path, to)
        except OSError:
            self.write(to, self.read(path) or b"")

    def link_files(self, names: Iterable[str], folder: str, to: str) -> None:
        """Give files of a folder second names in the folder ``to``, which is made; raises OSError as ``link`` does."""
        with self._parent(f"{folder}/any") as (source, _), self._parent(f"{to}/any", create=True) as (target, _):
            for name in names:
                os.link(name, name, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=False)

    def exchange(self, one: str, other: str) -> None:
        """Swap two names in one step; raises OSError where the system cannot."""
        with self._parent(one) as (first, name), self._parent(other) as (second, other_name):
            exchange_names(first, name, second, other_name)

    def remove(self, path: str) -> None:
        """Delete a file or a link, but not what it leads to; raises FileNotFoundError where there is none."""
        with self._parent(path) as (parent, name):
            os.unlink(name, dir_fd=parent)

    def remove_tree(self, path: str) -> None:
        """Delete whatever has that name: a file, a link, or a folder with all in it. Nothing there is no error."""
        with suppress(FileNotFoundError), self._parent(path) as (parent, name):
            if _kind_of(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode) == "folder":
                try:
                    shutil.rmtree(name, dir_fd=parent)
                except RecursionError:
                    raise DigestifError(
                        f"{path}: is nested too deeply to be deleted", fix="delete it yourself"
                    ) from None
            else:
                os.unlink(name, dir_fd=parent)

    def remove_empty(self, path: str, *, up_to: str = "") -> None:
        """Delete a folder if it is empty, then those above it, up to but without ``up_to``."""
        while path not in ("", up_to):
            try:
                with self._parent(path) as (parent, name):
                    os.rmdir(name, dir_fd=parent)
            except FileNotFoundError:
                pass
            except OSError:  # it is not empty
                return
            path = path.rpartition("/")[0]

    def sync(self, path: str) -> None:
        """Make a folder's list of names durable."""
        with self._parent(f"{path}/any" if path else "any") as (folder, _):
            os.fsync(folder)

    def walk(self, path: str = "") -> Iterator[FolderEntry]:
        """Yield everything below a folder, folders included, ordered by name; links are named and not followed.

        Raises DigestifError for folders nested more than MOST_NESTING deep.
        """
        for entry in self.children(path):
            yield entry
            if entry.kind == "folder":
                yield from self.walk(entry.path)

    def children(self, path: str = "") -> list[FolderEntry]:
        """Return what is directly in a folder, ordered by name; nothing where there is no such folder.

        Raises DigestifError for a folder that is more than MOST_NESTING deep.
        """
        if path.count("/") >= MOST_NESTING:
            raise too_deep(path)
        return [
            FolderEntry(path=f"{path}/{entry.name}" if path else entry.name, kind=entry_kind(entry))
            for entry in self._scan(path)
        ]

    def sweep(self, path: str) -> None:
        """Remove the temporary files below a folder that a killed run left; only the holder of the lock may."""
        for entry in self.walk(path):
            name = entry.path.rpartition("/")[2]
            if entry.kind == "file" and name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX):
                self.remove(entry.path)

    def _scan(self, path: str) -> list[os.DirEntry[str]]:
        try:
            with self._parent(f"{path}/any" if path else "any") as (folder, _), os.scandir(folder) as entries:
                # The type of each entry is asked for here: later the descriptor is closed.
                return sorted(entries, key=lambda entry: (entry.name, entry_kind(entry)))
        except FileNotFoundError:
            return []

    @contextmanager
    def _parent(self, path: str, *, create: bool = False) -> Iterator[tuple[int, str]]:
        """Open the folder that holds ``path``; yields its descriptor and the last name.

        Raises FileNotFoundError where a folder is missing and ``create`` is not set.
        """
        *folders, name = _parts(path)
        handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for depth, folder in enumerate(folders, 1):
                below = _open_below(handle, folder, "/".join(folders[:depth]), create=create)
                os.close(handle)
                handle = below
            yield handle, name
        finally:
            os.close(handle)


def write_named_file(file: Path, content: bytes) -> None:
    """Replace a file that a person named, atomically; links are followed, and a device or a pipe is written into."""
    target = file.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(content)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        Folder(target.parent).write(target.name, content)


def read_named_file(file: Path, most: int = -1) -> bytes:
    """Return the bytes of a file that a person named, at most as many as given; links are followed.

    A pipe is read as far as something writes into it: one that nobody has opened is empty, and does not block.
    """
    with open(file, "rb", opener=_open_at_once) as stream:  # Path.open has no opener
        return stream.read(most)


def _open_at_once(path: str, flags: int) -> int:
    handle = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    return handle


def read_file(name: str, folder: int, *, shown: str) -> bytes:
    """Read a regular file in an open folder; ``shown`` is its path in error messages.

    Raises FileNotFoundError where there is none, and DigestifError for a link, a folder, a pipe or a device, a file
    that may not be read, or one of more than ``MAX_FILE_BYTES``.
    """
    try:
        handle = os.open(name, _OPEN_FILE, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:
        kind = _kind_of(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        raise _cannot_read(shown, kind, error) from error
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise _cannot_read(shown, _kind_of(found.st_mode), None)
        if found.st_size > MAX_FILE_BYTES:
            raise _is_too_large(shown, found.st_size)
        content = os.read(handle, found.st_size + 1)
        # One read gives at most 2 GiB, and less where a signal interrupts it.
        while more := os.read(handle, 1 << 20) if len(content) != found.st_size else b"":
            content += more
        return content
    finally:
        os.close(handle)


def entry_kind(entry: os.DirEntry[str]) -> EntryKind:
    """Return what a directory entry is; a link is a link, wherever it leads."""
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"


def too_deep(path: str) -> DigestifError:
    """Return the error for a folder nested more than MOST_NESTING deep."""
    return DigestifError(f"{path[:200]}…: folders are nested more than {MOST_NESTING} deep", fix="remove them")


def _kind_of(mode: int) -> EntryKind:
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def _parts(path: str) -> list[str]:
    parts = path.split("/")
    if "\\" in path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise DigestifError(f"{path!r} is not a path inside the site")
    return parts


def _open_below(handle: int, folder: str, shown: str, *, create: bool) -> int:
    try:
        return os.open(folder, _OPEN_FOLDER, dir_fd=handle)
    except FileNotFoundError:
        if not create:
            raise
        with suppress(FileExistsError):
            os.mkdir(folder, dir_fd=handle)
        return _open_below(handle, folder, shown, create=False)
    except OSError as error:
        kind = _kind_of(os.stat(folder, dir_fd=handle, follow_symlinks=False).st_mode)
        if kind == "link":
            raise _is_link(shown) from error
        if kind == "folder":
            raise
        raise DigestifError(f"{shown}: is a file where a folder is needed", fix="move it away") from error


def _keep_mode(name: str, folder: int, handle: int) -> None:
    try:
        old = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISREG(old):
        os.fchmod(handle, stat.S_IMODE(old))


def _is_link(path: str) -> DigestifError:
    return DigestifError(
        f"{path}: is a symbolic link, which may lead out of the site",
        fix="replace the link with a real file or folder",
    )


def _cannot_read(path: str, kind: EntryKind, error: OSError | None) -> DigestifError:
    match kind:
        case "link":
            return _is_link(path)
        case "folder":
            return DigestifError(f"{path}: is a folder where a file is needed", fix="move it away")
        case "other":
            return DigestifError(f"{path}: is not a regular file but a pipe, a socket or a device", fix="remove it")
    reason = (error.strerror if error else None) or "the system refused"
    return DigestifError(f"{path}: could not be read: {reason.lower()}", fix="check the file's permissions")


def _is_too_large(path: str, size: int) -> DigestifError:
    return DigestifError(
        f"{path}: has {size / 2**20:,.0f} MB, and a file may have at most {MAX_FILE_BYTES // 2**20}",
        fix="split the file, or move it out of the site",
    )
