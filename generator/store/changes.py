"""Planned changes to files in content/, all decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class FileWrite:
    """Write a file. ``old_hash`` is the ``hash_bytes`` of the bytes it replaces; empty for a new file."""

    file: str
    content: bytes
    old_hash: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileMove:
    """Move a file to a path that does not exist."""

    file: str
    to: str
    old_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRemoval:
    """Delete a file, and the folders that are empty afterwards."""

    file: str
    old_hash: str


Change = FileWrite | FileMove | FileRemoval
