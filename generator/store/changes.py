"""Planned changes to files under content/, decided before anything is written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class FileWrite:
    """Write a file whose bytes now have the digest ``was``; an empty one says that there is no such file."""

    file: str
    content: bytes
    was: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileMove:
    """Give a file another place, where none stands."""

    file: str
    to: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRemoval:
    """Delete a file, and its folder when that is left empty."""

    file: str
    was: str


Change = FileWrite | FileMove | FileRemoval
