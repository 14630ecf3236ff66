"""Responses kept under .digestif/fetched/, byte for byte. Validated bodies in; files for import out.

This is not a general HTTP cache such as hishel: each response is a file with a readable name that people open and
import, and one that fails its validation never replaces a good one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.files.cache import Cache
from generator.files.folder import Folder

_RESPONSES = ".digestif/fetched"
_ORIGINS = ".digestif/origins"
_INVALID = ".digestif/refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a cached response came from, when (seconds since 1970), its hash, and its cache validators."""

    url: str
    at: float
    sha256: str
    etag: str = ""
    last_modified: str = ""


class ResponseCache:
    """The cached responses of one site. Names are paths such as ``hf/2025-06-13.json``.

    Body and origin are two files. The body is written first, and an origin counts only while its hash matches the body,
    so a crash between the two, or a person's edit, costs one unconditional request. Origins are signed: those that came
    with a clone are ignored, and a body without an origin is requested again.
    """

    def __init__(self, site: Path) -> None:
        self._site = site
        self._folder = Folder(site)
        self._origins = Cache(self._folder, _ORIGINS)

    def file(self, name: str) -> Path:
        """The file of the response called ``name``."""
        return self._site / _RESPONSES / name

    def body(self, name: str) -> bytes | None:
        """The cached body, or None. Raises DigestifError for a link or anything else that is not a file."""
        return self._folder.read(f"{_RESPONSES}/{name}")

    def origin(self, name: str) -> Origin | None:
        """The origin of the cached body; None without one, and when the body was changed since."""
        body, stored = self.body(name), self._origins.read(f"{name}.json")
        if body is None or stored is None:
            return None
        origin = Origin(**json.loads(stored))
        return origin if origin.sha256 == _hash(body) else None

    def store(self, name: str, body: bytes, *, url: str, at: float, etag: str = "", last_modified: str = "") -> Path:
        """Store a response in place of the earlier one of that name."""
        origin = Origin(url=url, at=at, sha256=_hash(body), etag=etag, last_modified=last_modified)
        if self.body(name) != body:
            self._folder.write(f"{_RESPONSES}/{name}", body, durable=True)
        self._origins.write(f"{name}.json", json.dumps(asdict(origin)).encode())
        return self.file(name)

    def store_invalid(self, name: str, body: bytes) -> str:
        """Store an invalid response where a person can look at it; returns its path from the site's folder."""
        path = f"{_INVALID}/{name}"
        self._folder.write(path, body)
        return path


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
