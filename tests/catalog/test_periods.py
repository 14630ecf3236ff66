"""Weeks, months and years of the calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalog.periods import (
    PERIOD_KINDS,
    PeriodKind,
    last_months,
    month_of,
    period_of,
    periods_of,
    shifted,
    week_of,
    year_of,
)
from generator.language.dates import long_date, short_date


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


def test_periods_and_dates_in_words() -> None:
    day = date(2025, 7, 31)
    assert week_of(day).title == "28 July – 3 August 2025, week 31"
    assert week_of(date(2026, 8, 12)).title == "10–16 August 2026, week 33"
    assert week_of(date(2024, 12, 31)).title == "30 December 2024 – 5 January 2025, week 1"
    assert (month_of(day).title, year_of(day).title) == ("July 2025", "2025")
    assert (long_date(day), short_date(day)) == ("Thursday, 31 July 2025", "31 July 2025")


KINDS = st.sampled_from(PERIOD_KINDS)


@given(day=st.dates() | st.sampled_from([date.min, date.max]), kind=KINDS)
def test_every_date_has_periods_that_contain_it(day: date, kind: PeriodKind) -> None:
    period = period_of(kind, day)
    assert day in period.days
    assert {period_of(kind, period.first), period_of(kind, period.last)} == {period}
    assert period.title


def test_weeks_at_the_ends_of_the_calendar_have_the_days_that_there_are() -> None:
    assert (week_of(date.min).id, week_of(date.min).first) == ("0001-W01", date.min)
    assert (week_of(date.max).id, week_of(date.max).last) == ("9999-W52", date.max)
    assert week_of(date.max).title == "27–31 December 9999, week 52"
    assert (month_of(date.min).id, year_of(date.min).id, year_of(date.min).title) == ("0001-01", "0001", "1")
    assert shifted(date.max, 7) == date.max
    assert shifted(date.min, -7) == date.min


def test_the_last_months_end_with_that_of_the_date() -> None:
    assert [month.id for month in last_months(date(2025, 2, 28), 3)] == ["2024-12", "2025-01", "2025-02"]
    assert [month.id for month in last_months(date(1, 2, 28), 12)] == ["0001-01", "0001-02"]


def test_periods_are_in_order_and_each_comes_once() -> None:
    days = [date(2025, 1, 5), date(2024, 12, 30), date(2024, 1, 1), date(2025, 7, 31)]
    assert [period.id for period in periods_of("year", days)] == ["2024", "2025"]
    assert [period.id for period in periods_of("week", days)] == ["2024-W01", "2025-W01", "2025-W31"]
