"""Makes a thumbnail of a picture: bytes of any origin in, bytes of a WebP of at most 12 KB out.

Decoders of pictures are C libraries with a history of faults, so they run in a limited process of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from generator.errors import DigestifError
from generator.thumbnails import resize_program
from generator.thumbnails.formats import (
    MAX_THUMBNAIL_BYTES,
    THUMBNAIL_HEIGHT,
    THUMBNAIL_WIDTH,
    PictureError,
    read_header,
    read_thumbnail,
)

#: Seconds, of which the process may use 20 of processor time.
_TIMEOUT = 30
_TOO_LONG = "takes too long to decode"
#: What the process may say about a picture; anything else comes from a decoder that failed.
_LONGEST_REASON = 60


def resize_picture(raw: bytes) -> bytes:
    """Return the thumbnail of a picture; the same bytes give the same thumbnail with the same version of Pillow.

    A picture that is a thumbnail already is returned as it is. Raises PictureError for what cannot be decoded within
    the limits, and DigestifError where Pillow is not installed.
    """
    header = read_header(raw)
    try:
        read_thumbnail(raw)
    except PictureError:
        pass
    else:
        return raw
    require_pillow()
    box = (THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT, MAX_THUMBNAIL_BYTES)
    # -P: no file of the current folder is imported. The environment has no secrets.
    command = [sys.executable, "-P", str(Path(resize_program.__file__)), header.format, *map(str, box)]
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    try:
        done = subprocess.run(command, input=raw, capture_output=True, check=False, timeout=_TIMEOUT, env=environment)
    except subprocess.TimeoutExpired:
        raise PictureError(_TOO_LONG, fix="use a smaller picture") from None
    if done.returncode < 0:
        raise PictureError(f"{_TOO_LONG}, or needs too much memory", fix="use a smaller picture")
    if done.returncode == resize_program.NO_PICTURE:
        reason = done.stderr.decode(errors="replace")
        raise PictureError(reason if len(reason) <= _LONGEST_REASON and reason.isprintable() else "is damaged")
    if done.returncode:
        fix = "install Pillow again: pip install --force-reinstall 'digestif[thumbnails]'"
        raise DigestifError("The program that decodes pictures failed", fix=fix)
    read_thumbnail(done.stdout)
    return done.stdout


def require_pillow() -> None:
    """Raise DigestifError where Pillow is not installed."""
    if find_spec("PIL") is None:
        raise DigestifError(
            "Thumbnails need Pillow, which is not installed",
            fix="run: pip install 'digestif[thumbnails]'; for workflows, digestif update adds it to requirements.txt",
        )
