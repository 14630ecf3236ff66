"""The files that ``digestif new`` lays down, and that this repository uses itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from generator import __version__

#: By its repository: a name alone would be whatever somebody registers under it.
REPOSITORY = "https://github.com/digestif/digestif"
# A leading dot is spelled out, so that no tool takes this folder's workflows or ignore rules for the project's own.
_DOT = "dot-"


def starter_files() -> dict[str, bytes]:
    """Every file of a new site by its path, in order; ``requirements.txt`` names the version that made it."""
    laid = dict(_walk(files(__package__), ""))
    laid["requirements.txt"] = f"digestif @ git+{REPOSITORY}@v{__version__}\n".encode()
    return dict(sorted(laid.items()))


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name in {"__init__.py", "__pycache__"}:
            continue
        name = f".{entry.name.removeprefix(_DOT)}" if entry.name.startswith(_DOT) else entry.name
        if entry.is_dir():
            yield from _walk(entry, f"{path}{name}/")
        else:
            yield f"{path}{name}", entry.read_bytes()
