"""A picture with few colours, written as PNG (https://www.w3.org/TR/png-3/) with the standard library."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from generator.outputs.card.letters import Grey

#: Red, green and blue, from 0 to 255.
Colour = tuple[int, int, int]

#: Shades between the background and a colour of text.
_SHADES = 16
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED = 3


class Canvas:
    """A picture of ``width`` × ``height`` pixels on a background; colours are #rrggbb."""

    def __init__(self, width: int, height: int, background: str) -> None:
        self._pixels = np.zeros((height, width), np.uint8)
        self._palette = [_channels(background)]
        self._ramps: dict[Colour, int] = {}

    def fill(self, left: int, top: int, right: int, bottom: int, colour: str) -> None:
        """Fill a rectangle; the edges right and bottom are not part of it."""
        self._pixels[top:bottom, left:right] = self._add(_channels(colour))

    def draw(self, image: Grey, left: int, top: int, colour: str) -> None:
        """Draw a grey image onto the background, in shades of a colour; what is outside the picture is cut off."""
        part = self._pixels[top : top + image.shape[0], left : left + image.shape[1]]
        shades = np.rint(image[: part.shape[0], : part.shape[1]] * (_SHADES - 1)).astype(np.uint8)
        first = self._ramp(_channels(colour))
        np.copyto(part, first + shades - 1, where=shades > 0)

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        height, width = self._pixels.shape
        rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter, 0 for none
        rows[:, 1:] = self._pixels
        return b"".join(
            (
                _SIGNATURE,
                _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, _INDEXED, 0, 0, 0)),
                _chunk(b"PLTE", bytes(channel for colour in self._palette for channel in colour)),
                _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
                _chunk(b"IEND", b""),
            )
        )

    def _ramp(self, colour: Colour) -> int:
        """Return the index of the first of the shades of a colour."""
        if colour not in self._ramps:
            self._ramps[colour] = len(self._palette)
            self._palette += [_mixed(self._palette[0], colour, step / (_SHADES - 1)) for step in range(1, _SHADES)]
        return self._ramps[colour]

    def _add(self, colour: Colour) -> int:
        if colour not in self._palette:
            self._palette.append(colour)
        return self._palette.index(colour)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(one, other, strict=True))
    return red, green, blue


def _channels(colour: str) -> Colour:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
