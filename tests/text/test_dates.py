"""Dates with and without month and day: what is read from texts, in which order, and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.language.words import in_language
from generator.model import SourceMetadata
from generator.text.dates import MAX_YEAR, MIN_YEAR, PartialDate, most_precise, read_date

_FILE = Path(__file__).parent.parent / "cases" / "dates" / "usual-forms.yml"
FORMS: dict[str, str] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
_DAYS = st.dates(min_value=date(MIN_YEAR, 1, 1), max_value=date(MAX_YEAR, 12, 31))


@pytest.mark.parametrize("text", FORMS)
def test_a_date_is_read_in_the_forms_that_people_write(text: str) -> None:
    reading = read_date(text)
    assert f"{reading.value or ''}{'' if reading.is_complete else '?'}" == FORMS[text]


@given(_DAYS)
def test_every_day_month_and_year_is_read_in_each_form(day: date) -> None:
    whole, month, year = PartialDate.of(day), PartialDate(day.year, day.month), PartialDate(day.year)
    assert [read_date(str(each)).value for each in (whole, month, year)] == [whole, month, year]
    assert [read_date(each.in_words).value for each in (whole, month, year)] == [whole, month, year]
    assert read_date(day.strftime("%a, %d %b %Y")).value == whole


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read_date(text)


def test_a_year_sorts_before_its_months_and_a_month_before_its_days() -> None:
    ordered = ["2018-12-31", "2019", "2019-05", "2019-05-01", "2019-06", "2020"]
    assert [str(each) for each in sorted(map(PartialDate.parse, reversed(ordered)))] == ordered


@pytest.mark.parametrize(("text", "words"), [("2019", "2019"), ("2019-05", "May 2019"), ("2019-05-17", "17 May 2019")])
def test_a_date_in_words(text: str, words: str) -> None:
    assert PartialDate.parse(text).in_words == words


@pytest.mark.parametrize(("text", "words"), [("2019", "2019"), ("2019-05", "Mai 2019"), ("2019-05-17", "17. Mai 2019")])
def test_a_date_in_words_of_the_language_of_the_site(text: str, words: str) -> None:
    with in_language("de"):
        assert PartialDate.parse(text).in_words == words


@pytest.mark.parametrize("text", ["", "19", "2019-5", "2019-00", "2019-13", "2019-02-30", "2019-05-17T00:00", "0000"])
def test_only_the_canonical_form_is_parsed(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|year|day"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("one", "other", "chosen"),
    [
        ("2019", "2019-05", "2019-05"),
        ("2019-05", "2019", "2019-05"),
        ("2019", "2020-05-17", "2019"),
        ("2019-05", "2019-06-01", "2019-05"),
    ],
)
def test_the_more_precise_of_two_statements_counts_unless_it_contradicts_the_first(
    one: str, other: str, chosen: str
) -> None:
    assert str(most_precise(PartialDate.parse(one), PartialDate.parse(other))) == chosen


def test_metadata_takes_partial_dates_and_days_and_writes_them_in_canonical_form() -> None:
    metadata = SourceMetadata.model_validate({"title": "A", "published": "2019-05", "updated": date(2019, 6, 1)})
    assert metadata.model_dump(mode="json", exclude_defaults=True) == {
        "title": "A",
        "published": "2019-05",
        "updated": "2019-06-01",
    }
