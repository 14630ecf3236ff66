"""Cache entries as GitHub keeps them: by branch, paths and key; an entry never changes, and the newest match wins.

The environment has the inputs of the action in, the step's outputs and copied files out. A run of a pull request reads
entries of its own merge reference and of the default branch, and saves under its own reference only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

DEFAULT_REF = "refs/heads/main"


def main() -> None:
    paths = [line.strip() for line in os.environ["PATHS"].splitlines() if line.strip()]
    version = hashlib.sha256("\n".join(paths).encode()).hexdigest()[:12]
    store = Path(os.environ["STAND_IN_STATE"]) / "caches"
    if sys.argv[1] == "save":
        save(store / os.environ["GITHUB_REF"].replace("/", "_") / version, paths)
    else:
        references = dict.fromkeys((os.environ["GITHUB_REF"], DEFAULT_REF))
        restore([store / reference.replace("/", "_") / version for reference in references], paths)


def save(folder: Path, paths: list[str]) -> None:
    number = len(list(folder.glob("*"))) if folder.exists() else 0
    key = os.environ["KEY"]
    if list(folder.glob(f"* {key}")):
        print(f"Failed to save: an entry with the key {key} already exists")
        return
    entry = folder / f"{number:06} {key}"
    entry.mkdir(parents=True)
    for place, path in enumerate(paths):
        source = Path(path).expanduser()
        if source.is_dir():
            shutil.copytree(source, entry / str(place), symlinks=True)
        elif source.exists():
            (entry / str(place)).mkdir()
            shutil.copy2(source, entry / str(place) / "file")
    print(f"Cache saved with key: {key}")


def restore(folders: list[Path], paths: list[str]) -> None:
    key = os.environ["KEY"]
    entry = find(folders, key, [line.strip() for line in os.environ["RESTORE_KEYS"].splitlines() if line.strip()])
    if entry is None:
        print(f"Cache not found for key: {key}")
        return
    matched = entry.name.partition(" ")[2]
    with Path(os.environ["GITHUB_OUTPUT"]).open("a") as outputs:
        outputs.write(f"cache-hit={str(matched == key).lower()}\ncache-matched-key={matched}\n")
    if os.environ["LOOKUP_ONLY"] == "true":
        return
    for place, path in enumerate(paths):
        source, target = entry / str(place), Path(path).expanduser()
        if (source / "file").is_file() and len(list(source.iterdir())) == 1:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / "file", target)
        elif source.is_dir():
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
    print(f"Cache restored from key: {matched}")


def find(folders: list[Path], key: str, prefixes: list[str]) -> Path | None:
    """Return the entry with the key, else the newest with a prefix; the run's own branch comes first."""
    for folder in folders:
        newest_first = sorted(folder.glob("*"), reverse=True) if folder.exists() else []
        for wanted in (key, *prefixes):
            for entry in newest_first:
                name = entry.name.partition(" ")[2]
                if name == key or (wanted != key and name.startswith(wanted)):
                    return entry
    return None


main()
