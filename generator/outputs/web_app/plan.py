"""The web app manifest (https://www.w3.org/TR/appmanifest/) and the icons of an installed site.

Icons are square and opaque, because iOS puts its own mask on them, and has none for parts that are transparent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from generator.catalog.catalog import Catalog
from generator.language.words import current_language, gettext
from generator.outputs.card.canvas import Canvas
from generator.outputs.card.sign import ACCENT, BACKGROUND, UNITS, draw_sign
from generator.outputs.output_file import OutputFile
from generator.pages.routes import MANIFEST, READING_LIST, SEARCH
from generator.settings import Settings

#: Launchers cut off longer names (https://developer.chrome.com/docs/extensions/reference/manifest/name).
LONGEST_SHORT_NAME = 12
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to", "with"})
#: Side in pixels, and whether a launcher may cut the icon to a circle or another shape.
_ICONS = {
    "assets/icon-192.png": (192, False),
    "assets/icon-512.png": (512, False),
    "assets/icon-maskable.png": (512, True),
}
_BAND = 3
_MOST_COLOURS = 8


def plan_web_app(catalog: Catalog, settings: Settings) -> Iterator[OutputFile]:
    """Yield the manifest, and the icons for a site without an icon of its own."""
    text = json.dumps(_manifest(settings), ensure_ascii=False, indent=1)
    yield OutputFile(path=MANIFEST.lstrip("/"), inputs=lambda: text, render=text.encode)
    if settings.icon:
        return
    colours = tuple(topic.colour for topic in catalog.topic_set.topics)[:_MOST_COLOURS]
    for path, (side, maskable) in _ICONS.items():
        shown = () if maskable else colours
        yield OutputFile(path=path, inputs=partial(repr, (side, shown)), render=partial(_draw, side, shown))


def short_name(title: str) -> str:
    """Return a name of up to 12 characters, as is room for below an icon: the first words of a title."""
    words = title.split()
    while len(words) > 1 and (len(" ".join(words)) > LONGEST_SHORT_NAME or words[-1].lower() in _SMALL_WORDS):
        words.pop()
    return " ".join(words)[:LONGEST_SHORT_NAME]


def _manifest(settings: Settings) -> dict[str, Any]:
    """Return the manifest. Addresses are relative to it, so that it is right at any address of the site.

    It has one pair of colours: the format has none for dark schemes. It has no ``id``, which would be relative to the
    host: without one, the start address tells digests on the same host apart.
    """
    described = {"description": settings.description} if settings.description else {}
    language = current_language()
    links = {gettext("Today"): "./", gettext("Search"): f".{SEARCH}", gettext("Reading list"): f".{READING_LIST}"}
    short = settings.title if len(settings.title) <= LONGEST_SHORT_NAME else short_name(settings.title)
    return {
        "name": settings.title,
        "short_name": short,
        **described,
        "lang": language.id,
        **({"dir": "rtl"} if language.is_right_to_left else {}),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": BACKGROUND,
        "theme_color": BACKGROUND,
        "icons": list(_icons(settings)),
        "shortcuts": [{"name": name, "url": url} for name, url in links.items()],
    }


def _icons(settings: Settings) -> Iterator[dict[str, str]]:
    own = settings.icon
    if own:
        sizes, kind = (f"{own.pixels}x{own.pixels}", "image/png") if own.pixels else ("any", "image/svg+xml")
        yield {"src": f"./{own.path}", "sizes": sizes, "type": kind}
        return
    for path, (side, maskable) in _ICONS.items():
        purpose = {"purpose": "maskable"} if maskable else {}
        yield {"src": f"./{path}", "sizes": f"{side}x{side}", "type": "image/png", **purpose}


def _draw(side: int, colours: Sequence[str]) -> bytes:
    """Draw the icon with a band of colours at its lower edge."""
    canvas = Canvas(side, side, ACCENT)
    draw_sign(canvas, 0, 0, side // UNITS)
    edges = [round(side * number / len(colours)) for number in range(len(colours) + 1)] if colours else []
    for colour, (left, right) in zip(colours, pairwise(edges), strict=True):
        canvas.fill(left, side - _BAND * (side // UNITS), right, side, colour)
    return canvas.png()
