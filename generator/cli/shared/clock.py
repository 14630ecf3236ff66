"""The clock: the only module that reads it. Everything else takes the digest's day as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from generator.settings import load_settings


def today(site: Path) -> date:
    """Return today's date in the digest's time zone (``extra.digestif.timezone`` in ``mkdocs.yml``)."""
    return load_settings(site).day_at(datetime.now(UTC))


def now() -> datetime:
    """Return the current moment, for sources that have days of their own."""
    return datetime.now(UTC)
