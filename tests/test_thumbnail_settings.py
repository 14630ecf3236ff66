"""The setting of thumbnails in mkdocs.yml, and what is said about wrong values."""

from __future__ import annotations

import pytest

from generator.errors import DigestifError
from generator.settings import Settings, parse_settings


def parsed(setting: str) -> Settings:
    return parse_settings(f"extra:\n  digestif:\n    curator: Ada\n{setting}".encode())


@pytest.mark.parametrize(
    ("setting", "days", "extras"),
    [
        ("", 0, ()),
        ("    thumbnails: false\n", 0, ()),
        ("    thumbnails:\n", 0, ()),
        ("    thumbnails: {days: 14}\n", 14, ("thumbnails",)),
        ("    thumbnails:\n      days: 366\n", 366, ("thumbnails",)),
    ],
)
def test_thumbnails_are_off_unless_a_number_of_days_is_set(setting: str, days: int, extras: tuple[str, ...]) -> None:
    settings = parsed(setting)
    assert (settings.thumbnail_days, settings.extras) == (days, extras)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("true", "mkdocs.yml:4:17: extra.digestif.thumbnails: is not a mapping\n"),
        ("{days: 0}", "mkdocs.yml:4:24: extra.digestif.thumbnails.days: '0' is not a whole number from 1 to 366\n"),
        ("{days: 400}", "'400' is not a whole number from 1 to 366\n  write one, as in days: 14"),
        ("{days: many}", "'many' is not a whole number from 1 to 366"),
        ("{}", "mkdocs.yml:4:17: extra.digestif.thumbnails: needs days\n  add it, as in days: 14"),
        ("{day: 3}", "extra.digestif.thumbnails.day: no such setting\n  known are days"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(setting: str, message: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parsed(f"    thumbnails: {setting}\n")
    assert message in str(caught.value)
