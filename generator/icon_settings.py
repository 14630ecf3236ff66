"""The part of ``mkdocs.yml`` about the site's icon: which image of the site's own an installed site can have."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: The least width of an icon of an installed site (https://web.dev/articles/install-criteria).
_LEAST_PIXELS = 192
_PNG = struct.Struct(">8s8xII")
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteIcon:
    """An image of the site's own, by its path under docs/; ``pixels`` is its width and height, 0 for an SVG."""

    path: str
    pixels: int


def named_images(theme: object) -> Iterator[str]:
    """Yield the paths that the settings of the theme name as favicon and as logo, the favicon first."""
    named: Mapping[str, Any] = theme if isinstance(theme, dict) else {}
    for key in ("favicon", "logo"):
        path = named.get(key)
        if isinstance(path, str) and ":" not in path and ".." not in path.split("/") and not path.startswith("/"):
            yield path


def icon_from(path: str, content: bytes) -> SiteIcon | None:
    """Return the icon that an image makes; None unless it is an SVG, or a square PNG of at least 192 pixels a side."""
    if path.lower().endswith(".svg"):
        return SiteIcon(path=path, pixels=0)
    if len(content) < _PNG.size:
        return None
    signature, width, height = _PNG.unpack_from(content)
    if signature != _PNG_SIGNATURE or width != height or width < _LEAST_PIXELS:
        return None
    return SiteIcon(path=path, pixels=width)
