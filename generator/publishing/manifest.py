"""The manifest of a target: which files Digestif published there, with the build's digests of their contents.

It is stored with the target, so that any machine can continue. Two lines of JSON: a head with a hash of the rest, by
which a manifest that was cut or edited is recognised, and the files. Files that it does not list belong to somebody
else. While files are uploaded it is not ``complete``, and already lists what is to come, so that a publication that was
killed leaves no file that nobody owns.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from generator.errors import DigestifError

#: The folder at the target with the files that publications need.
OWN_FOLDER = ".digestif-publish"
MANIFEST = f"{OWN_FOLDER}/manifest.json"
_FORMAT = 1
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)(?:\.{0,2})(?:/|$)")


class PublishedFile(NamedTuple):
    """The digest and size of a file, and what a listing of the target showed: an ETag or a time, or nothing.

    A file whose upload was planned and may have been interrupted has no digest. A tuple, because a manifest has a
    hundred thousand of them.
    """

    digest: str
    size: int
    tag: str


_FILES: TypeAdapter[dict[str, PublishedFile]] = TypeAdapter(dict[str, PublishedFile])


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The files that were published at a target, by path; ``headers`` stands for the rules of their HTTP headers."""

    files: Mapping[str, PublishedFile] = field(default_factory=dict)
    complete: bool = True
    headers: str = ""


def is_site_path(path: str) -> bool:
    """Whether a path stays inside the target, is none of Digestif's own files there, and has no control characters."""
    return not _UNSAFE.search(path) and not path.startswith(f"{OWN_FOLDER}/")


def dump_manifest(manifest: Manifest) -> bytes:
    """Return the file; the same manifest gives the same bytes."""
    body = json.dumps(dict(sorted(manifest.files.items())), separators=(",", ":")).encode()
    head = {
        "about": "Files that digestif publish wrote here. Without this file it deletes nothing.",
        "format": _FORMAT,
        "complete": manifest.complete,
        "headers": manifest.headers,
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return json.dumps(head).encode() + b"\n" + body + b"\n"


def parse_manifest(raw: bytes, *, shown: str) -> Manifest | None:
    """Return the manifest in a file, or None for one that was cut, edited or never a manifest.

    Raises DigestifError for a manifest of a newer version, whose files this one might delete without reason.
    """
    first, _, body = raw.partition(b"\n")
    body = body.rstrip(b"\n")
    try:
        head = json.loads(first)
    except (ValueError, RecursionError):
        return None
    if not isinstance(head, dict):
        return None
    if isinstance(head.get("format"), int) and head["format"] > _FORMAT:
        raise DigestifError(f"{shown} was published by a newer version of Digestif", fix="update Digestif")
    if head.get("sha256") != hashlib.sha256(body).hexdigest():
        return None
    try:
        files = _FILES.validate_json(body)
    except ValidationError:
        return None
    if not all(map(is_site_path, files)):
        return None
    return Manifest(files=files, complete=head.get("complete") is True, headers=str(head.get("headers", "")))
