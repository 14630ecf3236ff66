"""A cache of records and snapshots that were read without problems, so that only changed files are read again.

It is signed: a cache that was damaged, that came with a clone, or that another version of the program wrote counts
as empty. It contains JSON, since loading a pickle could run code.
"""

from __future__ import annotations

import json

from generator.files.cache import Cache
from generator.files.folder import Folder
from generator.files.lock import WORK_FOLDER
from generator.model import Paper
from generator.records.paper_json import paper_from_json, paper_json

CACHE_FOLDER = f"{WORK_FOLDER}/cache"
_NAME = "records"


class ReadCache:
    """Papers and valid snapshots by the hash and path of their files. ``save`` drops entries that were not used.

    The stored value has one line per file: hash, a space, the path, a tab, and for a record the JSON of its paper.
    The JSON is only parsed when a paper is asked for, which saves memory.
    """

    def __init__(self, folder: Folder) -> None:
        self._cache = Cache(folder, CACHE_FOLDER)
        self._stored = _parse(self._cache.read(_NAME) or b"")
        self._used: dict[str, bytes] = {}

    def paper(self, file: str, file_hash: str) -> Paper | None:
        """The paper in a file with this hash, or None if it is not cached."""
        text = self._stored.get(f"{file_hash} {file}")
        if text is None:
            return None
        self._used[f"{file_hash} {file}"] = text
        return paper_from_json(json.loads(text))

    def add_paper(self, file: str, file_hash: str, paper: Paper) -> None:
        """Add the paper of a record file without problems."""
        self._add(f"{file_hash} {file}", json.dumps(paper_json(paper), ensure_ascii=False).encode())

    def has(self, file: str, file_hash: str) -> bool:
        """Whether a file with this hash is known to be valid."""
        return f"{file_hash} {file}" in self._stored

    def add_snapshot(self, file: str, file_hash: str) -> None:
        """Add a valid snapshot."""
        self._add(f"{file_hash} {file}", b"")

    def save(self) -> None:
        """Store the used entries, if they differ from the stored ones."""
        if self._used.keys() != self._stored.keys():
            lines = (b"%s\t%s" % (name.encode(), text) for name, text in self._used.items())
            self._cache.write(_NAME, b"\n".join(lines))

    def _add(self, name: str, text: bytes) -> None:
        if name.isprintable():  # a path with a line break would become two lines
            self._used[name] = text


def _parse(content: bytes) -> dict[str, bytes]:
    lines = (line.partition(b"\t") for line in content.split(b"\n"))
    return {name.decode(): text for name, tab, text in lines if tab}
