"""Dates, weekdays and lists in the language of the site, from the tables of the Unicode CLDR.

English dates are those of running text: "Thursday, 31 July 2025", "10–16 August 2026".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from babel.lists import format_list

from generator.language.languages import Language
from generator.language.words import current_language

#: Days of a week whose Monday is a date like any other, for names of weekdays.
_WEEK = tuple(date(2024, 1, day) for day in range(1, 8))


def long_date(day: date) -> str:
    """A date with its weekday: "Thursday, 31 July 2025"."""
    return _formatted(current_language(), day, "EEEE, d MMMM y", "full")


def short_date(day: date) -> str:
    """A date for running text: "31 July 2025"."""
    return _formatted(current_language(), day, "d MMMM y", "long")


def compact_date(day: date) -> str:
    """A date in little space: "4 Nov 2024"."""
    return _of_skeleton(current_language(), day, "d MMM y", "yMMMd")


def day_and_month(day: date) -> str:
    """A date without its year: "31 July"."""
    return _of_skeleton(current_language(), day, "d MMMM", "MMMMd")


def weekday_and_day(day: date) -> str:
    """A day of a week in little space: "Thu 31"."""
    language = current_language()
    # Short names of weekdays have two characters in Chinese, which do not stay on one line, and are whole in Arabic.
    return _formatted(language, day, "EEE d", "ccccc d" if language.id in ("zh", "zh-TW", "ar") else "ccc d")


def month_title(day: date) -> str:
    """The month of a date: "July 2025"."""
    return _of_skeleton(current_language(), day, "MMMM y", "yMMMM")


def short_month_title(day: date) -> str:
    """The month of a date in little space: "Jul 2025"."""
    return _of_skeleton(current_language(), day, "MMM y", "yMMM")


def short_month_name(day: date) -> str:
    """The month of a date without its year, in little space: "Jul"."""
    return _of_skeleton(current_language(), day, "MMM", "MMM")


def date_range(first: date, last: date) -> str:
    """Two dates without repeating what they share: "10–16 August 2026", "30 December 2024 – 5 January 2025"."""
    language = current_language()
    if first == last:
        return short_date(first)
    if not language.is_source:
        return _interval(language, first, last)
    if first.year != last.year:
        return f"{short_date(first)} – {short_date(last)}"
    if first.month != last.month:
        return f"{day_and_month(first)} – {short_date(last)}"
    return f"{first.day}–{short_date(last)}"


def weekday_names() -> tuple[str, ...]:
    """The names of the weekdays in little space, from Monday on: "Mon"."""
    return tuple(_formatted(current_language(), day, "ccc", "ccc") for day in _WEEK)


def weekday_letters() -> tuple[str, ...]:
    """The shortest names of the weekdays, from Monday on: "M"."""
    names = get_day_names("narrow", "stand-alone", locale=current_language().locale)
    return tuple(names[day.weekday()] for day in _WEEK)


def joined(items: Sequence[str]) -> str:
    """Items as a list in running text: "A, B and C"."""
    return format_list(items, locale=current_language().locale)


@cache
def _formatted(language: Language, day: date, english: str, other: str) -> str:
    return format_date(day, english if language.is_source else other, locale=language.locale)


@cache
def _of_skeleton(language: Language, day: date, english: str, other: str) -> str:
    if language.is_source:
        return format_date(day, english, locale=language.locale)
    return format_skeleton(other, day, locale=language.locale)


@cache
def _interval(language: Language, first: date, last: date) -> str:
    return format_interval(first, last, "yMMMd", locale=language.locale)
