"""A new site: the starter's files in an empty folder."""

from __future__ import annotations

from pathlib import Path

from generator.build.docs_writer import write_atomically
from generator.errors import DigestifError
from generator.starter import starter_files


def make_site(folder: Path) -> None:
    """Lay down a new digest. Raises DigestifError where the folder holds anything already."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DigestifError(f"{folder}: is not a folder", fix="name a new or empty folder: digestif new my-digest")
    if folder.is_dir() and (found := sorted(entry.name for entry in folder.iterdir())):
        raise DigestifError(
            f"{folder}: is not empty ({', '.join(found[:3])}{', …' if len(found) > 3 else ''})",
            fix="name a new or empty folder: digestif new my-digest",
        )
    for path, content in starter_files().items():
        write_atomically(folder / path, content)
