"""The manifest and icons of a site that readers install as an app."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.icon_settings import SiteIcon
from generator.language.words import in_language
from generator.outputs.web_app.plan import plan_web_app, short_name
from generator.settings import load_settings
from tests.outputs.test_cards import decode
from tests.pages.invented import SETTINGS, invented


def made(**changes: object) -> dict[str, bytes]:
    settings = replace(SETTINGS, **changes)  # type: ignore[arg-type]  # a test's own names of settings
    return {file.path: file.render() for file in plan_web_app(invented(), settings)}


def manifest(**changes: object) -> Any:
    return json.loads(made(**changes)["manifest.webmanifest"])


def test_the_manifest_names_the_site_and_leads_to_the_newest_digest() -> None:
    found = manifest(title="Papers of the Day & <Night>", description="A “daily” list")
    assert (found["name"], found["short_name"]) == ("Papers of the Day & <Night>", "Papers")
    assert found["description"] == "A “daily” list"
    assert (found["start_url"], found["scope"]) == ("./", "./")
    assert [(each["name"], each["url"]) for each in found["shortcuts"]] == [
        ("Today", "./"),
        ("Search", "./search/"),
        ("Reading list", "./reading-list/"),
    ]


def test_the_manifest_says_its_language_and_direction() -> None:
    assert (manifest()["lang"], "dir" in manifest()) == ("en", False)
    with in_language("de"):
        assert (manifest()["lang"], "dir" in manifest()) == ("de", False)
    with in_language("ar"):
        assert (manifest()["lang"], manifest()["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Papers", "Papers"),
        ("Papers of the Day", "Papers"),
        ("Robot Daily News", "Robot Daily"),
        ("Donaudampfschifffahrt", "Donaudampfsc"),
        ("", ""),
    ],
)
def test_a_short_name_has_whole_words_where_it_can(title: str, short: str) -> None:
    assert short_name(title) == short


def test_icons_are_those_that_the_manifest_states() -> None:
    files = made()
    icons = {icon["src"].removeprefix("./"): icon for icon in manifest()["icons"]}
    assert set(files) == {"manifest.webmanifest", *icons}
    for path, icon in icons.items():
        pixels = decode(files[path])
        assert icon["sizes"] == f"{pixels.shape[1]}x{pixels.shape[0]}"
        band = {f"#{bytes(pixel).hex()}" for pixel in pixels[-1]}
        assert (band == {"#8a2f1d"}) == (icon.get("purpose") == "maskable")
    assert sorted(icon["sizes"] for icon in icons.values()) == ["192x192", "512x512", "512x512"]
    assert sum(map(len, files.values())) < 12_000


def test_a_maskable_icon_has_nothing_outside_the_circle_that_stays() -> None:
    (path,) = [icon["src"].removeprefix("./") for icon in manifest()["icons"] if icon.get("purpose") == "maskable"]
    pixels = decode(made()[path])
    light = [(y - 255.5, x - 255.5) for y, x in zip(*(pixels.sum(axis=2) > 600).nonzero(), strict=True)]
    assert max(y * y + x * x for y, x in light) ** 0.5 <= 0.4 * 512


def test_the_same_site_has_the_same_files() -> None:
    assert made() == made()


def test_a_site_s_own_icon_takes_the_place_of_the_drawn_ones() -> None:
    drawing = SiteIcon(path="assets/own.svg", pixels=0)
    assert set(made(icon=drawing)) == {"manifest.webmanifest"}
    assert manifest(icon=drawing)["icons"] == [{"src": "./assets/own.svg", "sizes": "any", "type": "image/svg+xml"}]
    photo = SiteIcon(path="own.png", pixels=512)
    assert manifest(icon=photo)["icons"] == [{"src": "./own.png", "sizes": "512x512", "type": "image/png"}]


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + header + crc


@pytest.mark.parametrize(
    ("theme", "icon"),
    [
        ("favicon: assets/own.svg", SiteIcon(path="assets/own.svg", pixels=0)),
        ("favicon: small.png, logo: large.png", SiteIcon(path="large.png", pixels=512)),
        ("favicon: small.png", None),
        ("logo: wide.png", None),
        ("favicon: missing.svg", None),
        ("favicon: ../outside.svg", None),
        ("favicon: https://example.org/x.svg", None),
        ("favicon: text.png", None),
        ("favicon: [a, b]", None),
        ("icon: {logo: material/book}", None),
    ],
)
def test_an_icon_of_the_site_s_own_is_found(tmp_path: Path, theme: str, icon: SiteIcon | None) -> None:
    docs = tmp_path / "docs"
    (docs / "assets").mkdir(parents=True)
    (docs / "assets/own.svg").write_text("<svg/>")
    (tmp_path / "outside.svg").write_text("<svg/>")
    for name, content in (("small", png(64, 64)), ("large", png(512, 512)), ("wide", png(800, 200)), ("text", b"text")):
        (docs / f"{name}.png").write_bytes(content)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Own\ntheme: {{name: digestif, {theme}}}\n")
    assert load_settings(tmp_path).icon == icon
