"""What the first bytes of a picture say: its format and its size. No decoder reads a picture before this check.

Formats: PNG (https://www.w3.org/TR/png-3/), GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt), JPEG (ITU-T T.81,
annex B) and WebP (RFC 9649).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

PictureFormat = Literal["PNG", "JPEG", "GIF", "WEBP"]

#: Pixels of the largest picture that is decoded: 160 MB in memory. A figure for print has about 10 million.
MAX_PIXELS = 40_000_000
#: The longest side of a picture that is decoded.
MAX_SIDE = 16_000
#: The shortest side of a picture that is shown; smaller ones are mostly icons, or count visits.
MIN_SIDE = 64
#: How many times as long as the other a side may be; a narrower picture would show nothing at this size.
MAX_RATIO = 6

#: A thumbnail's box: two pixels of the picture for each pixel of the page.
THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT = 320, 240
MAX_THUMBNAIL_BYTES = 12 * 1024

#: More than a figure for a page needs; what is larger makes a repository slow to clone.
MAX_FILE_BYTES = 8 * 1024 * 1024

_ENDINGS: Mapping[PictureFormat, tuple[str, ...]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg"),
    "GIF": (".gif",),
    "WEBP": (".webp",),
}
# Start of frame, which has the size: all kinds, but not DHT, JPG and DAC, which have numbers between them.
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXPECTED = "a picture in PNG, JPEG, WebP or GIF"
_OTHER_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"<svg", "an SVG drawing"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "XML"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"version https://git-lfs", "a pointer of Git LFS"),
)


class PictureError(ValueError):
    """Bytes that cannot become a thumbnail. The message says what they are, ``fix`` what would be right."""

    def __init__(self, found: str, *, fix: str = f"use {_EXPECTED}") -> None:
        super().__init__(found)
        self.found = found
        self.fix = fix


@dataclass(frozen=True, kw_only=True, slots=True)
class PictureHeader:
    """The format of a picture, and its size in pixels."""

    format: PictureFormat
    width: int
    height: int


def read_header(raw: bytes) -> PictureHeader:
    """Return the header of a picture that can become a thumbnail. Raises PictureError for all other bytes."""
    header = _read_header(raw)
    size = f"{header.width:,} × {header.height:,} pixels"
    short, long = sorted((header.width, header.height))
    if long > MAX_SIDE or short * long > MAX_PIXELS:
        raise PictureError(f"has {size}", fix=f"use at most {MAX_PIXELS:,} pixels, and {MAX_SIDE:,} on a side")
    if short < MIN_SIDE or long > MAX_RATIO * short:
        fix = f"use at least {MIN_SIDE} pixels on a side, and no side {MAX_RATIO} times as long as the other"
        raise PictureError(f"has {size}, which is too small or too narrow", fix=fix)
    return header


def check_file(raw: bytes, *, name: str) -> None:
    """Check a file of content/images/: its size, its header, and that its name says its format. Decodes nothing.

    Raises PictureError for a file that cannot become a thumbnail.
    """
    if len(raw) > MAX_FILE_BYTES:
        raise PictureError(f"has {len(raw) / 1024**2:.1f} MB", fix=f"use at most {MAX_FILE_BYTES // 1024**2} MB")
    header = read_header(raw)
    endings = _ENDINGS[header.format]
    if not name.endswith(endings):
        raise PictureError(f"is a picture in {header.format}", fix=f"rename it so that its name ends in {endings[0]}")


def _read_header(raw: bytes) -> PictureHeader:
    try:
        return _parse_header(raw)
    except (struct.error, IndexError):
        raise PictureError("is cut off") from None


def _parse_header(raw: bytes) -> PictureHeader:
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        if raw[12:16] != b"IHDR":
            raise PictureError("is a damaged PNG")
        width, height = struct.unpack_from(">II", raw, 16)
        return PictureHeader(format="PNG", width=width, height=height)
    if raw.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack_from("<HH", raw, 6)
        return PictureHeader(format="GIF", width=width, height=height)
    if raw.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(raw)
        return PictureHeader(format="JPEG", width=width, height=height)
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        width, height = _webp_size(raw)
        return PictureHeader(format="WEBP", width=width, height=height)
    raise PictureError(f"is {_describe(raw)}, not a picture")


def _describe(raw: bytes) -> str:
    start = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "an SVG drawing"
    known = next((name for prefix, name in _OTHER_TYPES if start.startswith(prefix.lower())), "")
    return known or ("empty" if not raw else "something else")


def _jpeg_size(raw: bytes) -> tuple[int, int]:
    """Return width and height from the first frame header among the segments of a JPEG."""
    place = 2
    while raw[place] == 0xFF:
        kind = raw[place + 1]
        if kind == 0xFF:  # any number of these bytes may precede a marker
            place += 1
        elif kind in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", raw, place + 5)
            return width, height
        else:
            (length,) = struct.unpack_from(">H", raw, place + 2)
            place += 2 + max(length, 2)
    raise PictureError("is a damaged JPEG")


def _webp_size(raw: bytes) -> tuple[int, int]:
    """Return width and height from the first chunk of a WebP file: lossy, lossless or extended."""
    match raw[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", raw, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", raw, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width, height = (int.from_bytes(raw[place : place + 3], "little") + 1 for place in (24, 27))
            return (width, height) if len(raw) >= 30 else _webp_size(b"")
    raise PictureError("is a damaged WebP")


def read_thumbnail(raw: bytes) -> PictureHeader:
    """Return the header of a finished thumbnail: a still WebP of at most 12 KB with even sides, without metadata.

    Raises PictureError for everything else. Extended files can be animated and have metadata, so they are none.
    """
    header = _read_header(raw)
    if len(raw) > MAX_THUMBNAIL_BYTES:
        raise PictureError(f"has {len(raw):,} bytes", fix=f"a thumbnail has at most {MAX_THUMBNAIL_BYTES:,}")
    fits = 0 < header.width <= THUMBNAIL_WIDTH and 0 < header.height <= THUMBNAIL_HEIGHT
    if header.format != "WEBP" or not fits or header.width % 2 or header.height % 2:
        fix = f"a thumbnail is a WebP of at most {THUMBNAIL_WIDTH} × {THUMBNAIL_HEIGHT} pixels, in even numbers"
        raise PictureError("is not a thumbnail", fix=fix)
    chunk = int.from_bytes(raw[16:20], "little")
    if raw[12:16] == b"VP8X" or len(raw) != 20 + chunk + chunk % 2:
        raise PictureError("has other parts than a picture", fix="a thumbnail has no metadata")
    return header
