"""Letters as grey images: text in, a line of pixels out.

They were drawn once by ``tests/tools/glyphs.py`` from DejaVu Serif, so that a build needs no fonts, and the same text
gives the same image on every machine.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
_FILE = "glyphs.bin"
#: Of a line's text, at least this part must have letters; a title in another script is left out of the image.
_MIN_KNOWN = 0.8


@dataclass(frozen=True, slots=True)
class Letter:
    """Pixels from 0 to 1, the distance of their left edge from the pen, and how far the pen moves on."""

    pixels: Grey
    left: int
    advance: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawn:
    """The letters as they were drawn, all of one height."""

    height: int
    by_character: Mapping[str, Letter]


def line_height(scale: float) -> int:
    """Return the height of a line in pixels; ``scale`` is at most 1."""
    return round(_drawn().height * scale)


def line_width(text: str, scale: float) -> int:
    """Return the width of a line of known text in pixels."""
    return sum(_letter(character, scale).advance for character in text)


def draw_line(text: str, scale: float) -> Grey:
    """Return a line of known text as an image."""
    height = line_height(scale)
    line = np.zeros((height, line_width(text, scale) + 2 * height), np.float32)
    pen = height  # room for a letter that begins before its place
    for character in text:
        letter = _letter(character, scale)
        start = pen + letter.left
        part = line[:, start : start + letter.pixels.shape[1]]
        np.maximum(part, letter.pixels, out=part)
        pen += letter.advance
    return line[:, height:]


@cache
def _drawn() -> _Drawn:
    """Read the letters from their file."""
    header, _, pixels = zlib.decompress(resources.files(__package__).joinpath(_FILE).read_bytes()).partition(b"\n")
    described = json.loads(header)
    grey = np.frombuffer(pixels, np.uint8).astype(np.float32) / described["levels"]
    height = described["height"]
    by_character = {}
    place = 0
    for character, (width, left, advance) in described["glyphs"].items():
        by_character[character] = Letter(grey[place : place + width * height].reshape(height, width), left, advance)
        place += width * height
    return _Drawn(height=height, by_character=by_character)


@cache
def _letter(character: str, scale: float) -> Letter:
    """Return a letter at a size; each pixel is the mean of the area that it covers."""
    letter = _drawn().by_character[character]
    height, width = letter.pixels.shape
    new_width = round(width * scale)
    rows, columns = _averages(height, line_height(scale)), _averages(width, new_width)
    # Not by the matrix product, whose last bits depend on the number of threads.
    pixels = np.einsum("iw,jw->ij", np.einsum("ih,hw->iw", rows, letter.pixels), columns)
    return Letter(pixels, round(letter.left * scale), round(letter.advance * scale))


def known_text(text: str) -> str:
    """Return text with characters that have letters only; empty where too many have none.

    A character without a letter is replaced by its base, as in ấ → a, or left out.
    """
    known = _drawn().by_character
    found = []
    missing = 0
    for character in " ".join(unicodedata.normalize("NFC", text).split()):
        if character in known:
            found.append(character)
            continue
        base = unicodedata.normalize("NFKD", character)[0]
        missing += base not in known
        found.append(base if base in known else "")
    return "" if missing > (1 - _MIN_KNOWN) * len(found) else " ".join("".join(found).split())


def _averages(size: int, new_size: int) -> Grey:
    """Return the matrix that averages ``size`` values to ``new_size`` ones, weighted by how much each covers."""
    edges = np.linspace(0, size, new_size + 1)
    cells = np.arange(size)
    rows = [np.clip(np.minimum(cells + 1, end) - np.maximum(cells, start), 0, None) for start, end in pairwise(edges)]
    return np.asarray(rows, np.float32) * np.float32(new_size / size)
