"""Encoded parts of the index: kept from build to build, by a hash of all that decides their bytes.

A corrected paper changes few of them, and most of a build's time would go into encoding the others again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable

from generator.files.cache import Cache

_NAME = "encoded"


class EncodedParts:
    """The parts that the last build used, and those that this one makes; ``save`` keeps what this build has used."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._kept = _load(cache.read(_NAME) or b"{}\n")
        self._used: dict[str, bytes] = {}

    def part(self, kind: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """Return the part of a ``kind`` that is ``made_from`` these bytes; only a new one is made."""
        key = _hash(kind, made_from)
        if key not in self._used:
            kept = self._kept.get(key)
            self._used[key] = make() if kept is None else kept
        return self._used[key]

    def save(self) -> None:
        """Keep the parts of this build for the next."""
        if self._used.keys() != self._kept.keys():
            head = json.dumps({key: len(part) for key, part in self._used.items()}, separators=(",", ":"))
            self._cache.write(_NAME, b"".join((head.encode(), b"\n", *self._used.values())))


def _load(raw: bytes) -> dict[str, bytes]:
    head, _, rest = raw.partition(b"\n")
    found, place = {}, 0
    for key, size in json.loads(head).items():
        found[key] = rest[place : place + size]
        place += size
    return found


def _hash(kind: str, made_from: Iterable[bytes]) -> str:
    made = hashlib.sha256(f"{kind}\0".encode())
    for raw in made_from:
        made.update(len(raw).to_bytes(8, "big"))
        made.update(raw)
    return made.hexdigest()
