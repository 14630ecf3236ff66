"""Where a site is published, ``extra.digestif.publish`` in ``mkdocs.yml`` or named with the command: an address.

It is a folder, ``s3://BUCKET/PREFIX``, or a place that rsync reaches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from generator.errors import DigestifError, quote

TargetKind = Literal["folder", "s3", "rsync"]

FORMS = "name a folder, s3://BUCKET/PREFIX, rsync://HOST/MODULE/PATH, or USER@HOST:PATH for rsync over SSH"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
#: As in rsync: a host and a colon, without a slash before it. A host is never an option of ssh, such as -oProxyCommand.
_SSH = re.compile(r"(?:[\w.+-]+@)?(?!-)(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):(?!:)(?P<path>.+)", re.ASCII)
_DAEMON = re.compile(r"(?:[^@/]+@)?(?!-)(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?/(?P<module>[^/]+)(?:/.*)?", re.ASCII)
#: Rules of Amazon S3; other services are no stricter.
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetAddress:
    """Where a site is published. ``place`` is the folder, or what rsync is given; S3 has a bucket and a prefix."""

    kind: TargetKind
    shown: str
    place: str = ""
    bucket: str = ""
    prefix: str = ""


def parse_address(text: str) -> TargetAddress:
    """Return the target that a person named. Raises DigestifError for an address of another form."""
    if not text or any(character < " " or character == "\x7f" for character in text):
        raise DigestifError(f"{quote(text)} is not a target", fix=FORMS)
    scheme = _SCHEME.match(text)
    if scheme:
        return _with_scheme(scheme[1].lower(), text)
    if _SSH.fullmatch(text):
        return TargetAddress(kind="rsync", shown=text.rstrip("/"), place=f"{text.rstrip('/') or '/'}/")
    if ":" in text.partition("/")[0]:
        raise DigestifError(
            f"{quote(text)} is not a target", fix=f"{FORMS}; a folder with a colon in its name is ./a:b"
        )
    return TargetAddress(kind="folder", shown=text, place=text)


def _with_scheme(scheme: str, text: str) -> TargetAddress:
    rest = text.partition("://")[2]
    if scheme == "s3":
        bucket, _, prefix = rest.partition("/")
        prefix = prefix.strip("/")
        if not _BUCKET.fullmatch(bucket) or any(part in ("", ".", "..") for part in prefix.split("/") if prefix):
            raise DigestifError(
                f"{quote(text)} does not name a bucket", fix="write it as in s3://my-bucket or s3://my-bucket/digest"
            )
        return TargetAddress(kind="s3", shown=f"s3://{bucket}/{prefix}".rstrip("/"), bucket=bucket, prefix=prefix)
    if scheme == "rsync":
        if not _DAEMON.fullmatch(rest):
            raise DigestifError(f"{quote(text)} does not name a module", fix="write it as in rsync://host/module/path")
        if urlsplit(text).password is not None:
            raise DigestifError(
                "the address has a password, which other users of this machine could read",
                fix="set the password in the variable RSYNC_PASSWORD",
            )
        place = text.rstrip("/")
        return TargetAddress(kind="rsync", shown=place, place=f"{place}/")
    if scheme == "file":
        raise DigestifError(
            f"{quote(text)} is not a target", fix="write a folder without file://, as in /srv/www/digest"
        )
    if scheme in ("sftp", "ssh", "scp"):
        raise DigestifError(
            f"digestif publish has no {scheme}://, because it needs rsync on the server",
            fix="if the server has rsync, write user@host:path; the host's port and key belong in ~/.ssh/config",
        )
    raise DigestifError(f"{quote(text)}: unknown kind of target {scheme}://", fix=FORMS)
