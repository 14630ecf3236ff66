"""Default topic colours: a perceptually even ramp of hues with enough contrast on light and dark backgrounds.

OKLCH and its conversion to sRGB: Björn Ottosson, "A perceptual color space for image processing" (2020).
Contrast: WCAG 2.2, definition of relative luminance and success criterion 1.4.11 (3:1 for graphics).
"""

from __future__ import annotations

from math import cos, radians, sin

#: Backgrounds of the light and the dark colour scheme, as the theme's style sheet sets them.
PAGE_BACKGROUNDS = ("#fffdf8", "#1c1a18")
#: Contrast ratio that WCAG requires of graphics that carry meaning.
MIN_CONTRAST = 3.0

_HUES = 28
#: Topics that follow each other in the file get distant hues; 11 and 28 are coprime, so every hue is used once.
_STRIDE = 11
#: Alternating lightness, within the range that has 3:1 on both backgrounds, so that close hues still differ.
_LIGHTNESS = (0.585, 0.645)
_CHROMA = 0.15


def topic_hue(position: int) -> str:
    """Return the default colour, as #rrggbb, of the topic at ``position`` in the file; colours repeat after 28."""
    step = position * _STRIDE % _HUES
    return oklch_hex(_LIGHTNESS[step % 2], _CHROMA, 360 * step / _HUES + 20)


def oklch_hex(lightness: float, chroma: float, hue: float) -> str:
    """Convert OKLCH (0 to 1, 0 to 0.4, degrees) to #rrggbb, reducing chroma until the colour is within sRGB."""
    while True:
        channels = _linear_srgb(lightness, chroma * cos(radians(hue)), chroma * sin(radians(hue)))
        if chroma <= 0 or all(-1e-4 <= channel <= 1 + 1e-4 for channel in channels):
            return "#" + "".join(f"{round(255 * _gamma(min(max(channel, 0.0), 1.0))):02x}" for channel in channels)
        chroma -= 0.005


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _linear_srgb(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * float(channel ** (1 / 2.4)) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
