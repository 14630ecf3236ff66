"""Pictures that tests make, and files that only look like pictures."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def noise(width: int = 1200, height: int = 648, *, seed: int = 1) -> Image.Image:
    """The picture that compresses worst."""
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))


def figure(colour: str = "#4477aa", *, width: int = 800, height: int = 500) -> bytes:
    """A PNG like a figure: few colours and sharp edges."""
    picture = Image.new("RGB", (width, height), "white")
    for bar in range(6):
        top = 60 + 50 * bar
        picture.paste(colour, (60 + 110 * bar, top, 140 + 110 * bar, height - 40))
    return encoded(picture, "PNG")


def png_of_size(width: int, height: int, *, rows: int = 0) -> bytes:
    """A PNG that states a size, with so many rows of black pixels, which compress to nearly nothing."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rest = zlib.compress(bytes((1 + 3 * width) * rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rest) + chunk(b"IEND", b"")


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>Not found</title>"
