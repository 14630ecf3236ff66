"""The files of a new digest: paths in, contents out. This repository uses the same files for its own digest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

# Dotfiles are stored under this prefix, so that no tool applies the starter's workflows and ignore rules here.
_DOT = "dot-"
_TITLE = "My digest"


def starter_files(title: str = _TITLE) -> dict[str, bytes]:
    """Return the contents of every file of a new digest by path, sorted, without those that install the program."""
    contents = dict(_walk(files(__package__), ""))
    titles = {
        "README.md": (f"# {_TITLE}\n", f"# {title}\n"),
        "mkdocs.yml": (f"site_name: {_TITLE}\n", _site_name(title)),
    }
    for path, (default, line) in titles.items():
        contents[path] = contents[path].replace(default.encode(), line.encode(), 1)
    return dict(sorted(contents.items()))


def _site_name(title: str) -> str:
    """Return the setting; quoted, because a title such as "2025" or "Yes" is a number or a truth value in YAML."""
    return f"site_name: {json.dumps(title, ensure_ascii=False)}\n"


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.name in {"__init__.py", "__pycache__"}:
            continue
        name = f".{entry.name.removeprefix(_DOT)}" if entry.name.startswith(_DOT) else entry.name
        if entry.is_dir():
            yield from _walk(entry, f"{path}{name}/")
        else:
            yield f"{path}{name}", entry.read_bytes()
