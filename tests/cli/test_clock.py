"""Today is the digest's own day: all commands agree on it, wherever the computer is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main
from generator.cli.shared import clock

FORM = "### Paper to add\n\n_No response_\n\n### Title\n\nA new paper\n\n### Authors\n\nAda Lovelace\n"


class _FixedClock:
    """A clock that always shows half an hour before the end of July 2025, in UTC."""

    @staticmethod
    def now(tz: tzinfo | None = None) -> datetime:
        return datetime(2025, 7, 31, 23, 30, tzinfo=UTC).astimezone(tz)


@pytest.fixture(params=["Pacific/Kiritimati", "Etc/GMT+12"])
def _computer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer in another time zone than the digest."""
    monkeypatch.setattr(clock, "datetime", _FixedClock)
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_computer")
@pytest.mark.parametrize(("timezone", "day"), [("UTC", "2025-07-31"), ("Europe/Berlin", "2025-08-01")])
def test_a_form_is_added_to_the_day_that_the_check_calls_today(tmp_path: Path, timezone: str, day: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: A digest\ntheme: {{name: digestif}}\nplugins: []\nextra: {{digestif: {{timezone: {timezone}}}}}\n"
    )
    (tmp_path / "form.md").write_text(FORM)
    applied = CliRunner().invoke(main, ["-C", str(tmp_path), "apply", str(tmp_path / "form.md")])
    assert applied.exit_code == 0, applied.output
    added = tmp_path / f"content/papers/{day.replace('-', '/')}/a-new-paper.yaml"
    assert f"date: {day}\n" in added.read_text()
    checked = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert checked.exit_code == 0, checked.output
    assert "future" not in checked.output

    tomorrow = added.read_text().replace(f"date: {day}", "date: 2025-08-02")
    later = tmp_path / "content/papers/2025/08/02/a-new-paper.yaml"
    later.parent.mkdir(parents=True)
    later.write_text(tomorrow)
    added.unlink()
    checked = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])
    assert f"2025-08-02 is in the future\n  correct the year, month or day; today is {day}" in checked.output
