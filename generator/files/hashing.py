"""Hashes of texts, files and trees, as 32 hexadecimal digits of SHA-256. Times and sizes of files do not count."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.files.folder import MOST_NESTING, FolderEntry, entry_kind, read_file, too_deep

_DIGITS = 32
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """The hash of every file below a folder by its path there, and the entries that are neither files nor folders."""

    hashes: dict[str, str]
    irregular: tuple[FolderEntry, ...]


def hash_texts(*texts: str) -> str:
    """Hash some texts in their order; two lists of texts never share a hash because their joints differ."""
    made = hashlib.sha256()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        made.update(len(raw).to_bytes(8, "big") + raw)
    return made.hexdigest()[:_DIGITS]


def hash_bytes(content: bytes) -> str:
    """Hash the content of a file."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def scan_tree(folder: Path, *, shown: str = "") -> Tree:
    """Hash every file below a folder, and list links, pipes, sockets and devices.

    ``shown`` is the folder's path in error messages. Raises DigestifError for a file that may not be read, and for
    folders nested more than MOST_NESTING deep.
    """
    scan = _Scan(shown=f"{shown}/" if shown else "")
    scan.add(folder)
    return Tree(hashes=scan.hashes, irregular=tuple(sorted(scan.irregular, key=lambda entry: entry.path)))


def hash_files(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the hash of every file below a folder, by its path there; empty where there is no such folder.

    A link counts as the path it leads to, and is not followed; pipes, sockets and devices count as such. Files in
    ``known`` are not read: the caller has just written them. Raises as ``scan_tree`` does.
    """
    scan = _Scan(known=known)
    scan.add(folder)
    return scan.hashes


@dataclass(frozen=True, slots=True)
class HashedTree:
    """Hashes of files by their path in a folder, and by their inode, which other names of a file share."""

    hashes: Mapping[str, str]
    by_inode: Mapping[int, str]


def hash_with_inodes(folder: Path) -> HashedTree:
    """Return ``hash_files`` of a folder, with which ``hash_sharing`` reads less."""
    scan = _Scan()
    scan.add(folder)
    return HashedTree(scan.hashes, scan.hashes_by_inode)


def hash_sharing(folder: Path, other: HashedTree) -> dict[str, str]:
    """Return ``hash_files`` of a folder on the disk of another one; a file with a name in both is not read again."""
    scan = _Scan(hashes_by_inode=dict(other.by_inode))
    scan.add(folder)
    return scan.hashes


def hash_of_hashes(hashes: Mapping[str, str]) -> str:
    """Hash a folder whose files' hashes are known."""
    return hash_texts(*(f"{path}\0{hashes[path]}" for path in sorted(hashes)))


def hash_tree(root: Path) -> str:
    """Hash all files below a folder, or a single file: their paths there and their contents."""
    if root.is_file():
        return hash_bytes(root.read_bytes())
    return hash_of_hashes(hash_files(root))


class _Scan:
    """Collects hashes. Paths are plain text: a build has a hundred thousand of them."""

    def __init__(
        self, *, shown: str = "", known: Mapping[str, str] | None = None, hashes_by_inode: dict[int, str] | None = None
    ) -> None:
        self.hashes: dict[str, str] = {}
        self.irregular: list[FolderEntry] = []
        self.hashes_by_inode = {} if hashes_by_inode is None else hashes_by_inode
        self._shown = shown
        self._known = known or {}

    def add(self, folder: Path) -> None:
        """Hash everything below a folder; a folder that does not exist has nothing."""
        try:
            handle = os.open(folder, _OPEN_FOLDER)
        except (FileNotFoundError, NotADirectoryError):
            return
        self._add_folder(handle, "", 1)

    def _add_folder(self, handle: int, path: str, depth: int) -> None:
        """Hash the files of an open folder, and close it."""
        try:
            if depth > MOST_NESTING:
                raise too_deep(f"{self._shown}{path}")
            with os.scandir(handle) as found:
                entries = list(found)
            for entry in entries:
                with suppress(FileNotFoundError):  # another program removed it since the folder was listed
                    self._add_entry(entry, handle, f"{path}{entry.name}", depth)
        finally:
            os.close(handle)

    def _add_entry(self, entry: os.DirEntry[str], handle: int, path: str, depth: int) -> None:
        kind = entry_kind(entry)
        if kind == "folder":
            if entry.name != "__pycache__":
                self._add_folder(os.open(entry.name, _OPEN_FOLDER, dir_fd=handle), f"{path}/", depth + 1)
        elif kind == "file":
            self.hashes[path] = self._known.get(path) or self._hash_file(entry, handle, path)
        else:
            self.irregular.append(FolderEntry(path=path, kind=kind))
            leads_to = os.readlink(entry.name, dir_fd=handle) if kind == "link" else ""
            self.hashes[path] = hash_texts(kind, leads_to)

    def _hash_file(self, entry: os.DirEntry[str], handle: int, path: str) -> str:
        inode = entry.inode()
        if inode not in self.hashes_by_inode:
            self.hashes_by_inode[inode] = hash_bytes(read_file(entry.name, handle, shown=f"{self._shown}{path}"))
        return self.hashes_by_inode[inode]
