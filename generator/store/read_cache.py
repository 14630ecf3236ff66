"""What was read before: papers by the digest of their file, so that only what changed is read and checked again.

It lies in .digestif/ and can be deleted at any time. It holds JSON and not pickles: a folder that came from
somebody else must not be able to run anything.
"""

from __future__ import annotations

import json

from generator.files.program import program_hash
from generator.model import Paper
from generator.records.paper_json import paper_from_json, paper_json
from generator.store.folder import WORK_FOLDER, SiteFolder

CACHE_FILE = f"{WORK_FOLDER}/cache/records.tsv"


class RecordCache:
    """Papers and snapshots that were read without a problem, by digest and path. Entries that go unused are dropped.

    The file is one line for each: digest and path, a tab, the paper's JSON, which a snapshot has not; the first
    line stands for the code that read them. Papers stay text until they are asked for, which saves memory.
    """

    def __init__(self, folder: SiteFolder) -> None:
        self._folder = folder
        self._known = _load(folder)
        self._used: dict[str, bytes] = {}

    def paper(self, file: str, digest: str) -> Paper | None:
        """The paper that these bytes gave before, or None."""
        text = self._known.get(f"{digest} {file}")
        if text is None:
            return None
        try:
            paper = paper_from_json(json.loads(text))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            return None
        self._used[f"{digest} {file}"] = text
        return paper

    def keep_paper(self, file: str, digest: str, paper: Paper) -> None:
        """Remember a paper that was read without a problem."""
        self._keep(f"{digest} {file}", json.dumps(paper_json(paper), ensure_ascii=False).encode())

    def has_snapshot(self, file: str, digest: str) -> bool:
        """Whether these bytes were a sound snapshot before."""
        return f"{digest} {file}" in self._known

    def keep_snapshot(self, file: str, digest: str) -> None:
        """Remember that these bytes are a sound snapshot."""
        self._keep(f"{digest} {file}", b"")

    def save(self) -> None:
        """Write what was used, where that differs from what was loaded; a disk that refuses costs only time."""
        if self._used.keys() == self._known.keys():
            return
        lines = [program_hash().encode(), *(b"%s\t%s" % (name.encode(), text) for name, text in self._used.items())]
        try:
            self._folder.write(CACHE_FILE, b"\n".join(lines))
        except OSError:
            return

    def _keep(self, name: str, text: bytes) -> None:
        # A path with a line break would read as another line.
        if name.isprintable():
            self._used[name] = text


def _load(folder: SiteFolder) -> dict[str, bytes]:
    try:
        first, *lines = (folder.read(CACHE_FILE) or b"").split(b"\n")
    except OSError:
        return {}
    if first != program_hash().encode():
        return {}
    parted = (line.partition(b"\t") for line in lines)
    return {name.decode(errors="replace"): text for name, tab, text in parted if tab}
