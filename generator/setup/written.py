"""Which files Digestif wrote into a digest: the common ancestor when an update merges its changes with people's.

``vendor/starter.zip`` in the digest holds them as they were written. Git keeps it with the digest, so that every clone
can be updated. While a conflict of an update is not resolved, it also holds the ancestor of that file.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator import __version__
from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.setup.wheel import pack

WRITTEN_FILE = "vendor/starter.zip"
#: Belongs to the digest's curators from the first day, so an update leaves it alone.
OWN_FILES = frozenset({"content/topics.yaml", "content/feeds.yaml", "content/people.yaml"})
_VERSION = "VERSION"
_UNMERGED = "UNMERGED/"
_MOST_BYTES = 1 << 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """Files by path as a version of the program wrote them; empty where that is not known.

    ``unmerged`` has the earlier ancestors of files with a conflict, as they were when the person last had all changes.
    """

    version: str
    files: Mapping[str, bytes]
    unmerged: Mapping[str, bytes] = field(default_factory=dict)


def record_written(starter: Mapping[str, bytes], *, unmerged: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the file that records what this version writes, by its path."""
    files = {path: content for path, content in starter.items() if path not in OWN_FILES}
    earlier = {f"{_UNMERGED}{path}": content for path, content in (unmerged or {}).items()}
    return {WRITTEN_FILE: pack({_VERSION: __version__.encode(), **files, **earlier})}


def read_written(site: Folder) -> Written:
    """Read what was written into a digest. Raises DigestifError where the record is damaged."""
    raw = site.read(WRITTEN_FILE)
    if raw is None:
        return Written(version="", files={})
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise _damaged()
            files = {name: archive.read(name) for name in archive.namelist()}
        version = files.pop(_VERSION).decode("ascii")
        waiting = {name: files.pop(name) for name in tuple(files) if name.startswith(_UNMERGED)}
        unmerged = {name.removeprefix(_UNMERGED): content for name, content in waiting.items()}
        return Written(version=version, files=files, unmerged=unmerged)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        raise _damaged() from None


def _damaged() -> DigestifError:
    return DigestifError(
        f"{WRITTEN_FILE}: is damaged",
        fix="restore it from Git, or delete it: then an update cannot tell your changes from its own",
    )
