"""Encoded parts of the index: kept from build to build, by a hash of all that decides their bytes.

A corrected paper changes few of them, and most of a build's time would go into encoding the others again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping

from generator.files.cache import Cache

_NAME = "encoded"


class EncodedParts:
    """The parts that the last build used, and those that this one makes."""

    def __init__(self, kept: Mapping[str, bytes]) -> None:
        self._kept = kept
        #: Those that this build has used, by their hashes.
        self.used: dict[str, bytes] = {}

    def part(self, kind: str, made_from: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
        """Return the part of a ``kind`` that is ``made_from`` these bytes; only a new one is made."""
        key = _hash(kind, made_from)
        if key not in self.used:
            kept = self._kept.get(key)
            self.used[key] = make() if kept is None else kept
        return self.used[key]

    def save(self, cache: Cache) -> None:
        """Keep the parts of this build for the next."""
        if self.used.keys() != self._kept.keys():
            cache.write(_NAME, dump_parts(self.used))


def load_encoded(cache: Cache) -> EncodedParts:
    """Return the parts that the last build saved."""
    return EncodedParts(load_parts(cache.read(_NAME) or b"{}\n"))


def dump_parts(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as bytes."""
    head = json.dumps({key: len(part) for key, part in parts.items()}, separators=(",", ":"))
    return b"".join((head.encode(), b"\n", *parts.values()))


def load_parts(raw: bytes) -> dict[str, bytes]:
    """Return what ``dump_parts`` was given."""
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
