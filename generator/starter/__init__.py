"""The files of a new digest: paths in, contents out. This repository uses the same files for its own digest."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from generator import __version__

#: A new digest installs from this address: anybody could register the bare name on a package index.
REPOSITORY = "https://github.com/digestif/digestif"
# Dotfiles are stored under this prefix, so that no tool applies the starter's workflows and ignore rules here.
_DOT = "dot-"


def starter_files() -> dict[str, bytes]:
    """Contents of every file of a new digest by path, sorted. ``requirements.txt`` pins this version of Digestif."""
    contents = dict(_walk(files(__package__), ""))
    contents["requirements.txt"] = f"digestif @ git+{REPOSITORY}@v{__version__}\n".encode()
    return dict(sorted(contents.items()))


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name in {"__init__.py", "__pycache__"}:
            continue
        name = f".{entry.name.removeprefix(_DOT)}" if entry.name.startswith(_DOT) else entry.name
        if entry.is_dir():
            yield from _walk(entry, f"{path}{name}/")
        else:
            yield f"{path}{name}", entry.read_bytes()
