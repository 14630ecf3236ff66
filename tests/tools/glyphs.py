"""Draw the letters of card images: ``python -m tests.tools.glyphs FONT.ttf``.

They are drawn once, in grey, and are part of the program, so that a build needs neither fonts nor an imaging library,
and gives the same image everywhere. The font is DejaVu Serif, whose licence permits that (https://dejavu-fonts.github.io).
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = 64
#: Shades of a letter's edge, from nothing to full.
LEVELS = 15
OUT = Path(__file__).parents[2] / "generator/outputs/card/glyphs.bin"
#: Letters and signs of titles: Latin, Greek and Cyrillic, punctuation, superscripts, arrows and operators.
RANGES = (
    *((0x20, 0x7E), (0xA1, 0x17F), (0x218, 0x21B), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x491), (0x1E9E, 0x1E9E)),
    *((0x2010, 0x2026), (0x2030, 0x203A), (0x2070, 0x209C), (0x20AC, 0x20AC), (0x2190, 0x2194), (0x2200, 0x2212)),
    *((0x221A, 0x221E), (0x2229, 0x222B), (0x2248, 0x2248), (0x2260, 0x2265), (0x22C5, 0x22C5)),
)


def draw(font_file: str) -> bytes:
    """Return the letters as one file: a line of JSON with widths, then a byte for each pixel, compressed."""
    font = ImageFont.truetype(font_file, SIZE)
    ascent, descent = font.getmetrics()
    missing = font.getmask("\uffff").getbbox(), bytes(font.getmask("\uffff"))
    glyphs: dict[str, tuple[int, int, int]] = {}
    pixels = []
    for character in (chr(code) for first, last in RANGES for code in range(first, last + 1)):
        mask = font.getmask(character)
        if not character.isprintable() or (mask.getbbox(), bytes(mask)) == missing:
            continue
        left, _, right, _ = map(round, font.getbbox(character))
        width = max(right - left, 0)
        image = Image.new("L", (max(width, 1), ascent + descent))
        ImageDraw.Draw(image).text((-left, 0), character, font=font, fill=255)
        glyphs[character] = (width, left, round(font.getlength(character)))
        pixels += [round(value * LEVELS / 255) for value in image.crop((0, 0, width, ascent + descent)).tobytes()]
    header = {"height": ascent + descent, "ascent": ascent, "levels": LEVELS, "glyphs": glyphs}
    return zlib.compress(json.dumps(header, ensure_ascii=False).encode() + b"\n" + bytes(pixels), 9)


if __name__ == "__main__":
    OUT.write_bytes(draw(sys.argv[1]))
