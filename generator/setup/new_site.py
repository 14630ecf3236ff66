"""A new digest: the starter's files, and those that install the program, in an empty folder."""

from __future__ import annotations

from pathlib import Path

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.settings import title_of
from generator.setup.pin import pin_program
from generator.setup.written import record_written
from generator.starter import starter_files

_FIX = "name a new or empty folder: digestif new my-digest"
_NAMED_FILES = 3


def make_site(folder: Path) -> None:
    """Create a new digest. Raises DigestifError where the folder is not empty.

    A folder with nothing but ``.git`` is empty: that of a new repository, cloned or made with ``git init``.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DigestifError(f"{folder}: is not a folder", fix=_FIX)
    if folder.is_dir() and (found := sorted(entry.name for entry in folder.iterdir() if entry.name != ".git")):
        more = ", …" if len(found) > _NAMED_FILES else ""
        raise DigestifError(f"{folder}: is not empty ({', '.join(found[:_NAMED_FILES])}{more})", fix=_FIX)
    starter = starter_files(title_of(folder.resolve().name) or "My digest")
    files = {**starter, **pin_program(), **record_written(starter)}
    folder.mkdir(parents=True, exist_ok=True)
    site = Folder(folder)
    for path, content in files.items():
        site.write(path, content)
