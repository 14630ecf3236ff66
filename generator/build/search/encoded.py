"""Encoded parts of the index: kept from build to build, by a hash of all that decides their bytes.

A corrected paper changes few of them, and most of a build's time would go into encoding the others again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable

from generator.files.cache import Cache

_NAME = "encoded"
#: How far deflate can refer back (RFC 1951).
_WINDOW = 1 << 15


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

    def deflated(self, pieces: Iterable[bytes]) -> bytes:
        """Compress pieces into one stream for the browser's ``deflate-raw``.

        Each piece refers back to those before it, and is compressed again only if it or what it can refer to changed.
        """
        written, before = [], b""
        for piece in pieces:
            written.append(self.part("deflated", (before, piece), lambda: _deflate_after(before, piece)))  # noqa: B023  # called at once
            before = (before + piece)[-_WINDOW:]
        return b"".join(written) + zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()

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


def _deflate_after(before: bytes, piece: bytes) -> bytes:
    """Compress a piece of a stream whose last bytes are ``before``; the stream goes on after it."""
    stream = zlib.compressobj(
        zlib.Z_BEST_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_DEFAULT_STRATEGY, before
    )
    return stream.compress(piece) + stream.flush(zlib.Z_SYNC_FLUSH)
