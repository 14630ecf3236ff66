"""Which digests are sent without a date: complete ones, none that is old news, and never an archive."""

from __future__ import annotations

from datetime import date

import pytest

from generator.catalog.catalog import Catalog
from generator.email_settings import Rhythm
from generator.mail.due import due_days
from generator.store.snapshots.fetched_days import DayState, FetchedDay
from tests.pages.invented import invented, paper

TODAY = date(2025, 8, 7)


def catalog(*days: int) -> Catalog:
    """A catalog with a paper on each of these days of August 2025, besides the invented ones up to 31 July."""
    return invented({f"day-{day}": paper(f"Day {day}", date(2025, 8, day)) for day in days})


def due(
    days: list[int],
    *,
    sent: list[str] | None = None,
    fetched: dict[int, DayState] | None = None,
    every: Rhythm = "day",
    today: date = TODAY,
) -> list[str]:
    states = {
        (date(2025, 8, day), "hf-json"): FetchedDay(state=state, papers=1) for day, state in (fetched or {}).items()
    }
    return [str(day) for day in due_days(catalog(*days), states, every=every, today=today, sent=sent or [])]


@pytest.mark.parametrize(
    ("days", "sent", "fetched", "expected"),
    [
        ([4, 5, 6], [], {}, [6]),  # the first time, only the newest
        ([4, 5, 6], ["2025-08-04"], {}, [4, 5, 6]),
        ([4, 5, 6], ["2025-08-05", "2025-08-06"], {}, [5, 6]),
        ([6, 7], ["2025-08-06"], {}, [6]),  # today may still grow
        ([6, 7], ["2025-08-06"], {7: "settled"}, [6, 7]),
        ([5, 6], ["2025-08-05"], {6: "provisional"}, [5]),
        ([3, 6], ["2025-08-03"], {3: "provisional"}, [3, 6]),  # not waited for any longer
        ([6, 8], ["2025-08-06"], {8: "settled"}, [6]),  # a day of the future
        ([1, 6], ["2025-07-01"], {}, [1, 6]),
    ],
)
def test_complete_days_since_the_first_that_was_sent_are_due(
    days: list[int], sent: list[str], fetched: dict[int, DayState], expected: list[int]
) -> None:
    found = [day for day in due(days, sent=sent, fetched=fetched) if day >= "2025-08"]
    assert found == [f"2025-08-{day:02}" for day in expected]


def test_a_digest_is_no_news_after_a_week() -> None:
    assert due([1], sent=["2025-07-01"], today=date(2025, 8, 8)) == ["2025-08-01"]
    assert due([1], sent=["2025-07-01"], today=date(2025, 8, 9)) == []


def test_a_week_is_due_when_it_has_ended() -> None:
    assert due([4], every="week", today=date(2025, 8, 10)) == ["2025-08-03"]
    assert due([4], every="week", today=date(2025, 8, 11)) == ["2025-08-10"]
    assert due([4], every="week", sent=["2025-W31", "2025-08-09"], today=date(2025, 8, 11)) == [
        "2025-08-03",
        "2025-08-10",
    ]
