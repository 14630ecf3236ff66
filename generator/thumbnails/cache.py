"""Thumbnails in .digestif/thumbnails/. Git ignores the folder; deleting it costs one more fetch.

Files are not signed, as other caches are: they show nothing that a person who can commit them could not name in a
record. Each ends in a hash of its picture, so that a damaged one counts as missing; programs that show WebP ignore it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.hashing import hash_files, hash_of_hashes
from generator.files.lock import WORK_FOLDER
from generator.thumbnails.formats import PictureError
from generator.thumbnails.thumbnail import Thumbnail, make_thumbnail

FOLDER = f"{WORK_FOLDER}/thumbnails"
#: Part of every name. A change in how thumbnails are made changes it.
_VERSION = "2"
_HASH_BYTES = 32


def name_of_address(address: str) -> str:
    """Return the name of the thumbnail of a picture on the web."""
    return _name("address", address.encode())


def name_of_content(content: bytes) -> str:
    """Return the name of the thumbnail of a picture with these bytes."""
    return _name("content", hashlib.sha256(content).digest())


def _name(kind: str, value: bytes) -> str:
    return hashlib.sha256(b"\0".join((_VERSION.encode(), kind.encode(), value))).hexdigest()[:32]


class ThumbnailCache:
    """The thumbnails of one site by name."""

    def __init__(self, site: Folder) -> None:
        self._site = site

    def read(self, name: str) -> Thumbnail | None:
        """Return a thumbnail; None where there is none, or where the file is damaged or something else."""
        try:
            stored = self._site.read(f"{FOLDER}/{name}.webp") or b""
            content, found = stored[:-_HASH_BYTES], stored[-_HASH_BYTES:]
            return make_thumbnail(content) if hashlib.sha256(content).digest() == found else None
        except (OSError, DigestifError, PictureError):
            return None

    def write(self, name: str, content: bytes) -> None:
        """Store a thumbnail, in place of whatever has its name."""
        path = f"{FOLDER}/{name}.webp"
        if self._site.kind(path) not in (None, "file"):
            self._site.remove_tree(path)
        self._site.write(path, content + hashlib.sha256(content).digest())

    def keep_only(self, names: Collection[str]) -> int:
        """Remove all other files, and return how many there were."""
        wanted = {f"{FOLDER}/{name}.webp" for name in names}
        removed = [entry.path for entry in self._site.children(FOLDER) if entry.path not in wanted]
        for path in removed:
            self._site.remove_tree(path)
        return len(removed)


def hash_thumbnails(site: Folder) -> str:
    """Hash the thumbnails in the cache, an input of a build that shows them."""
    return hash_of_hashes(hash_files(site.path(FOLDER)))
