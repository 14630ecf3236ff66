"""Weeks, months and years of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.periods import in_full, in_short, month_of, period_of, periods, week_of, year_of


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2025, 7, 31), "2025-W31"),
        (date(2026, 1, 1), "2026-W01"),
    ],
)
def test_a_week_belongs_to_the_year_of_its_thursday(day: date, week: str) -> None:
    assert week_of(day).id == week


def test_a_leap_february() -> None:
    assert month_of(date(2024, 2, 3)).last == date(2024, 2, 29)


def test_words() -> None:
    day = date(2025, 7, 31)
    assert [week_of(day).title, month_of(day).title, year_of(day).title] == ["Week 31 of 2025", "July 2025", "2025"]
    assert (in_full(day), in_short(day)) == ("Thursday, 31 July 2025", "31 July 2025")


@given(
    day=st.dates(min_value=date(2, 1, 1), max_value=date(9998, 12, 31)), kind=st.sampled_from(["week", "month", "year"])
)
def test_every_day_of_a_period_names_the_same_period(day: date, kind: str) -> None:
    period = period_of(kind, day)  # type: ignore[arg-type]  # the kinds above
    assert day in period.days
    assert {period_of(kind, period.first), period_of(kind, period.last)} == {period}  # type: ignore[arg-type]


def test_periods_are_in_order_and_each_comes_once() -> None:
    days = [date(2025, 1, 5), date(2024, 12, 30), date(2024, 1, 1), date(2025, 7, 31)]
    assert [period.id for period in periods("year", days)] == ["2024", "2025"]
    assert [period.id for period in periods("week", days)] == ["2024-W01", "2025-W01", "2025-W31"]
