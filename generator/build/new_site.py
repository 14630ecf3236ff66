"""A new digest: the starter's files in an empty folder."""

from __future__ import annotations

from pathlib import Path

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.starter import starter_files

_FIX = "name a new or empty folder: digestif new my-digest"
_NAMED_FILES = 3


def make_site(folder: Path) -> None:
    """Create a new digest. Raises DigestifError where the folder is not empty."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DigestifError(f"{folder}: is not a folder", fix=_FIX)
    if folder.is_dir() and (found := sorted(entry.name for entry in folder.iterdir())):
        more = ", …" if len(found) > _NAMED_FILES else ""
        raise DigestifError(f"{folder}: is not empty ({', '.join(found[:_NAMED_FILES])}{more})", fix=_FIX)
    folder.mkdir(parents=True, exist_ok=True)
    site = Folder(folder)
    for path, content in starter_files().items():
        site.write(path, content)
