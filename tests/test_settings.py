"""Settings in mkdocs.yml: the time zone in which a digest's day begins and ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from generator.errors import DigestifError
from generator.settings import parse_settings


def with_timezone(name: str) -> bytes:
    return f"site_name: A digest\nextra: {{digestif: {{timezone: {name}}}}}\n".encode()


@pytest.mark.parametrize(
    ("timezone", "day"),
    [("UTC", 31), ("America/Los_Angeles", 30), ("Asia/Tokyo", 31), ("Pacific/Kiritimati", 31), ("Etc/GMT+12", 30)],
)
def test_a_day_begins_in_the_time_zone_of_the_digest(timezone: str, day: int) -> None:
    settings = parse_settings(with_timezone(timezone))
    assert settings.day_at(datetime(2025, 7, 31, 3, 0, tzinfo=UTC)) == date(2025, 7, day)


def test_the_time_zone_is_utc_by_default() -> None:
    settings = parse_settings(b"site_name: A digest\n")
    assert settings.timezone == "UTC"
    with pytest.raises(ValueError, match="without a time zone"):
        settings.day_at(datetime(2025, 7, 31, 3, 0))


@pytest.mark.parametrize("name", ["Berlin", "Europe", "../UTC", "/etc/localtime", "[Europe/Berlin]", "1"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(DigestifError) as caught:
        parse_settings(with_timezone(name))
    assert "extra.digestif.timezone" in str(caught.value)
    assert "as in timezone: Europe/Berlin" in str(caught.value)
