"""Images for link previews, decoded as a network's program does."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from generator.outputs.card.letters import known_text
from generator.outputs.card.plan import HEIGHT, WIDTH, plan_cards
from tests.pages.invented import HOSTILE, SETTINGS, invented

Pixels = NDArray[np.uint8]


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place = 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        assert struct.unpack(">I", png[place + 8 + size : place + 12 + size]) == (zlib.crc32(kind + content),)
        yield kind, content
        place += 12 + size


def decode(png: bytes) -> Pixels:
    """Return red, green and blue of each pixel."""
    found = dict(chunks(png))
    width, height, *kind = struct.unpack(">IIBBBBB", found[b"IHDR"])
    assert kind == [8, 3, 0, 0, 0]
    rows = np.frombuffer(zlib.decompress(found[b"IDAT"]), np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    palette = np.frombuffer(found[b"PLTE"], np.uint8).reshape(-1, 3)
    assert len(palette) <= 256
    return palette[rows[:, 1:]]


def cards(title: str = SETTINGS.title, **changes: object) -> dict[str, bytes]:
    settings = replace(SETTINGS, title=title, **changes)  # type: ignore[arg-type]  # a test's own names of settings
    return {file.path: file.render() for file in plan_cards(invented(), settings)}


def has_text(image: Pixels) -> bool:
    """Whether the area of the title has dark pixels."""
    return bool((image[200:500, 80:].sum(axis=2) < 150).any())


def test_the_site_has_one_image_by_default() -> None:
    assert list(cards()) == ["assets/card.png"]
    image = decode(cards()["assets/card.png"])
    assert image.shape == (HEIGHT, WIDTH, 3) == (630, 1200, 3)
    assert has_text(image)
    band = {f"#{bytes(pixel).hex()}" for pixel in image[5]}
    assert band == {topic.colour for topic in invented().topic_set.topics}


def test_the_same_settings_give_the_same_bytes_and_other_titles_others() -> None:
    assert cards() == cards()
    assert cards() != cards("Another Digest")


def test_every_paper_can_have_an_image() -> None:
    made = cards(card_images="papers")
    assert set(made) == {"assets/card.png", *(f"assets/cards/{key}.png" for key in invented().by_key)}
    assert len(set(made.values())) == len(made)
    for png in made.values():
        assert decode(png).shape == (HEIGHT, WIDTH, 3)
        assert len(png) < 30_000


def test_images_can_be_turned_off_and_need_an_address() -> None:
    assert cards(card_images="none") == {}
    assert cards(site_url="") == {}


@pytest.mark.parametrize("title", [*HOSTILE, "W" * 500, "word " * 200, "", "\ud800\x00\x1b[31m", "日本語の論文"])
def test_any_title_makes_an_image(title: str) -> None:
    assert decode(cards(title)["assets/card.png"]).shape == (HEIGHT, WIDTH, 3)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("γ-MoD: Ünïcödé ≤ 2²", "γ-MoD: Ünïcödé ≤ 2²"),
        ("Trần Ngọc", "Tran Ngoc"),
        ("An emoji 🤖 here", "An emoji here"),
        ("日本語の論文", ""),
        ("مراجعة شاملة", ""),
        ("", ""),
    ],
)
def test_text_without_letters_is_left_out(text: str, shown: str) -> None:
    assert known_text(text) == shown
