"""A thumbnail as pages show it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from generator.thumbnails.formats import read_thumbnail

#: The folder of thumbnails on the site. Names are hashes of the bytes, so that browsers can keep each file for ever.
FOLDER = "assets/thumbnails"


@dataclass(frozen=True, kw_only=True, slots=True)
class Thumbnail:
    """A WebP picture with its path on the site, and its size in pixels of the page, half of its own."""

    path: str
    width: int
    height: int
    content: bytes = field(repr=False)


def make_thumbnail(content: bytes) -> Thumbnail:
    """Return the thumbnail with these bytes. Raises PictureError where they are none."""
    header = read_thumbnail(content)
    return Thumbnail(
        path=f"{FOLDER}/{hashlib.sha256(content).hexdigest()[:20]}.webp",
        width=header.width // 2,
        height=header.height // 2,
        content=content,
    )
