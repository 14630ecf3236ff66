"""The plan of the images for link previews: one for the site and, if the settings say so, one for each paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from generator.catalog.catalog import Catalog, Entry
from generator.outputs.card.canvas import Canvas
from generator.outputs.card.letters import draw_line, known_text, line_height, line_width
from generator.outputs.card.sign import ACCENT, BACKGROUND, draw_sign
from generator.outputs.output_file import OutputFile
from generator.pages.routes import CARD, paper_card
from generator.pages.views.cards import author_list
from generator.settings import Settings
from generator.text.markup.math import plain

#: The size that networks ask for (https://ogp.me, developers.facebook.com "Images in Link Shares").
WIDTH, HEIGHT = 1200, 630
#: The colours of the theme's light scheme (theme/assets/stylesheets/digestif.css).
_TEXT, _MUTED = "#211c17", "#5e564c"
_MARGIN = 80
_WIDEST = WIDTH - 2 * _MARGIN
_BAND = 18
_MOST_BAND_COLOURS = 28
_TITLE_SCALES = (1.0, 0.85, 0.7, 0.55)
_SMALL = 0.5
_TITLE_HEIGHT = 290


def plan_cards(catalog: Catalog, settings: Settings) -> Iterator[OutputFile]:
    """Yield the images. There are none without the site's address, which previews need to find them."""
    if settings.card_images == "none" or not settings.site_url:
        return
    colours = tuple(topic.colour for topic in catalog.topic_set.topics)[:_MOST_BAND_COLOURS] or (ACCENT,)
    shown = repr((settings.title, settings.description, colours))
    yield OutputFile(
        path=CARD.lstrip("/"),
        inputs=lambda: shown,
        render=partial(_render, settings.title, settings.description, "", colours),
    )
    if settings.card_images == "papers":
        for entry in catalog.entries:
            yield _paper_file(catalog, settings, entry)


def _paper_file(catalog: Catalog, settings: Settings, entry: Entry) -> OutputFile:
    authors = author_list(entry.paper.authors)
    names = authors.folded or ", ".join(authors.names)
    colours = tuple(catalog.topic(assignment.topic).colour for assignment in entry.topics) or (ACCENT,)
    title = plain(entry.paper.title)
    shown = repr((title, names, settings.title, colours))
    return OutputFile(
        path=paper_card(entry.key).lstrip("/"),
        inputs=lambda: shown,
        render=partial(_render, title, names, settings.title, colours),
        year=entry.paper.date.year,
    )


def _render(title: str, details: str, site: str, colours: Sequence[str]) -> bytes:
    """Draw a title, details below it, the site's name at the bottom, and a band of colours."""
    canvas = Canvas(WIDTH, HEIGHT, BACKGROUND)
    edges = [round(WIDTH * number / len(colours)) for number in range(len(colours) + 1)]
    for colour, (left, right) in zip(colours, pairwise(edges), strict=True):
        canvas.fill(left, 0, right, _BAND, colour)
    draw_sign(canvas, _MARGIN, _MARGIN, 2)
    top = _MARGIN + 64 + 56
    scale, lines = _fitted(known_text(title))
    for line in lines:
        canvas.draw(draw_line(line, scale), _MARGIN, top, _TEXT)
        top += line_height(scale)
    for line in _wrapped(known_text(details), _SMALL)[:2]:
        canvas.draw(draw_line(line, _SMALL), _MARGIN, top + 20, _MUTED)
        top += line_height(_SMALL)
    for line in _wrapped(known_text(site), _SMALL)[:1]:
        canvas.draw(draw_line(line, _SMALL), _MARGIN + 90, _MARGIN + 16, ACCENT)
    return canvas.png()


def _fitted(text: str) -> tuple[float, list[str]]:
    """Return the largest scale at which a title fits, and its lines; what does not fit at the smallest is cut off."""
    for scale in _TITLE_SCALES:
        lines = _wrapped(text, scale)
        most = _TITLE_HEIGHT // line_height(scale)
        if len(lines) <= most:
            return scale, lines
    return scale, [*lines[: most - 1], _cut(f"{lines[most - 1]} {lines[most]}", scale)]


def _wrapped(text: str, scale: float) -> list[str]:
    """Break text into lines between words; a word that is longer than a line is cut off."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and line_width(joined, scale) <= _WIDEST:
            lines[-1] = joined
        else:
            lines.append(_cut(word, scale))
    return lines


def _cut(line: str, scale: float) -> str:
    """Cut off the end of a line that is too long."""
    while line_width(line, scale) > _WIDEST:
        line = f"{line.removesuffix('…')[:-1]}…"
    return line
