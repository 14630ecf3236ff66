"""Hashes of texts, files and trees, as 32 hexadecimal digits of SHA-256. Times and sizes of files do not count."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.files.folder import entry_kind, read_file

_DIGITS = 32
_OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


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


def hash_files(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the hash of every file below a folder, by its path there; empty where there is no such folder.

    A link counts as the path it leads to, and is not followed; pipes, sockets and devices count as such. Files in
    ``known`` are not read: the caller has just written them.
    """
    return dict(_hash_below(folder, known or {}, {}))


def hash_two_trees(one: Path, other: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return ``hash_files`` of two folders on one disk; a file with a name in both is read once."""
    read: dict[int, str] = {}
    return dict(_hash_below(one, {}, read)), dict(_hash_below(other, {}, read))


def hash_of_hashes(hashes: Mapping[str, str]) -> str:
    """Hash a folder whose files' hashes are known."""
    return hash_texts(*(f"{path}\0{hashes[path]}" for path in sorted(hashes)))


def hash_tree(root: Path) -> str:
    """Hash all files below a folder, or a single file: their paths there and their contents."""
    if root.is_file():
        return hash_bytes(root.read_bytes())
    return hash_of_hashes(hash_files(root))


def _hash_below(folder: Path, known: Mapping[str, str], read: dict[int, str]) -> Iterator[tuple[str, str]]:
    try:
        handle = os.open(folder, _OPEN_FOLDER)
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from _hash_open_folder(handle, "", known, read)


def _hash_open_folder(
    handle: int, path: str, known: Mapping[str, str], read: dict[int, str]
) -> Iterator[tuple[str, str]]:
    """Hash the files of an open folder, and close it. Paths are plain text: a build has a hundred thousand of them."""
    try:
        with os.scandir(handle) as entries:
            found = list(entries)
        for entry in found:
            below = f"{path}{entry.name}"
            kind = entry_kind(entry)
            if kind == "folder":
                if entry.name != "__pycache__":
                    opened = os.open(entry.name, _OPEN_FOLDER, dir_fd=handle)
                    yield from _hash_open_folder(opened, f"{below}/", known, read)
            elif kind == "link":
                yield below, hash_texts("link", os.readlink(entry.name, dir_fd=handle))
            elif kind == "other":
                yield below, hash_texts("other")
            else:
                yield below, known.get(below) or _hash_entry(entry, handle, below, read)
    finally:
        os.close(handle)


def _hash_entry(entry: os.DirEntry[str], handle: int, path: str, read: dict[int, str]) -> str:
    number = entry.inode()
    if number not in read:
        read[number] = hash_bytes(read_file(entry.name, handle, shown=path))
    return read[number]
