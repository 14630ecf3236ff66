"""Cached values under .digestif/, signed with a key of this user: a cache that came with a clone is not used."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from platformdirs import user_state_path

from generator.errors import DigestifError
from generator.files.folder import Folder
from generator.files.program import program_hash

KEY_VARIABLE = "DIGESTIF_CACHE_KEY"
_KEY_BYTES = 32
_SIGNATURE_DIGITS = 64


class Cache:
    """A folder of cached values. A value that this user's own runs of this program did not write counts as missing.

    That covers damage, other versions of the program, and caches that somebody committed. Values are bytes, never
    pickles.
    """

    def __init__(self, folder: Folder, path: str) -> None:
        self._folder = folder
        self._path = path

    def read(self, name: str) -> bytes | None:
        """Return a value, or None where there is none that can be trusted."""
        try:
            raw = self._folder.read(f"{self._path}/{name}")
        except (OSError, DigestifError):
            return None
        if raw is None:
            return None
        signature, content = raw[:_SIGNATURE_DIGITS], raw[_SIGNATURE_DIGITS:]
        return content if hmac.compare_digest(signature, _sign(name, content)) else None

    def write(self, name: str, content: bytes) -> None:
        """Store a value. A disk that refuses, or a link in the way, only costs the time that the value would save."""
        with suppress(OSError, DigestifError):
            self._folder.write(f"{self._path}/{name}", _sign(name, content) + content)

    def remove(self, name: str) -> None:
        """Delete a value."""
        with suppress(OSError, DigestifError):
            self._folder.remove(f"{self._path}/{name}")


def _sign(name: str, content: bytes) -> bytes:
    """A keyed hash of the value, its name and the program, in hexadecimal."""
    signed = hashlib.blake2b(key=_user_key(), digest_size=_SIGNATURE_DIGITS // 2)
    signed.update(f"{program_hash()}\0{name}\0".encode())
    signed.update(content)
    return signed.hexdigest().encode()


@cache
def _user_key() -> bytes:
    """Return this user's key: from the environment, from the user's state folder, else a new one for this process."""
    if given := os.environ.get(KEY_VARIABLE):
        return hashlib.sha256(given.encode()).digest()
    file = user_state_path("digestif") / "cache-key"
    try:
        return _read_key(file) or _create_key(file)
    except OSError:
        return secrets.token_bytes(_KEY_BYTES)


def _read_key(file: Path) -> bytes | None:
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == _KEY_BYTES else None


def _create_key(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(secrets.token_bytes(_KEY_BYTES))
    temporary.replace(file)
    # Two processes may create the key at the same time: both use the one that stayed.
    return _read_key(file) or secrets.token_bytes(_KEY_BYTES)
