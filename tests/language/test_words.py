"""Words, numbers and dates in the language of the site."""

from __future__ import annotations

from datetime import date

import pytest
from babel.messages.catalog import Catalog

from generator.errors import DigestifError
from generator.language import words
from generator.language.dates import date_range, joined, long_date, month_title, short_date, weekday_names
from generator.language.languages import LANGUAGES, language_named
from generator.language.words import (
    current_language,
    format_number,
    format_percent,
    format_rounded,
    gettext,
    in_language,
    use_language,
)

DAY = date(2025, 7, 31)


def test_english_messages_are_those_in_the_code() -> None:
    assert gettext("Papers by %(name)s", name="Ada") == "Papers by Ada"
    assert gettext("100%") == "100%"


def test_a_language_is_used_within_a_block_only() -> None:
    with in_language("de"):
        assert current_language().id == "de"
    assert current_language().id == "en"


def test_an_unknown_language_gives_english() -> None:
    use_language("xx")
    assert current_language().id == "en"


@pytest.mark.parametrize(("name", "language"), [("zh-Hant", "zh-TW"), ("pt", "pt-BR"), ("de", "de"), ("EN", None)])
def test_names_that_material_has_are_known(name: str, language: str | None) -> None:
    found = language_named(name)
    assert (found.id if found else None) == language


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Thursday, 31 July 2025 | 31 July 2025 | July 2025 | 28 July – 3 August 2025 | Mon | A, B and C | 12,345",
        ),
        (
            "de",
            "Donnerstag, 31. Juli 2025 | 31. Juli 2025 | Juli 2025 | 28. Juli – 3. Aug. 2025 | Mo | A, B und C | "
            "12.345",
        ),
        ("zh", "2025年7月31日星期四 | 2025年7月31日 | 2025年7月 | 2025年7月28日至8月3日 | 周一 | A、B和C | 12,345"),
        ("ja", "2025年7月31日木曜日 | 2025年7月31日 | 2025年7月 | 2025年7月28日～8月3日 | 月 | A、B、C | 12,345"),
    ],
)
def test_dates_and_numbers_follow_the_language(language: str, expected: str) -> None:
    with in_language(language):
        days = (long_date(DAY), short_date(DAY), month_title(DAY), date_range(date(2025, 7, 28), date(2025, 8, 3)))
        found = (*days, weekday_names()[0], joined(["A", "B", "C"]), format_number(12345))
    # CLDR sets thin and non-breaking spaces
    assert " | ".join(found).replace("\u2009", " ").replace("\u202f", " ").replace("\xa0", " ") == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "3.5 1,235 12%"), ("de", "3,5 1.235 12\xa0%")])
def test_means_and_percentages_follow_the_language(language: str, expected: str) -> None:
    with in_language(language):
        assert f"{format_rounded(3.49, 1)} {format_rounded(1234.6, 0)} {format_percent(12)}" == expected


def test_arabic_alone_is_written_from_right_to_left() -> None:
    assert [language.id for language in LANGUAGES if language.is_right_to_left] == ["ar"]


def test_every_language_has_weekdays_of_its_own_or_those_of_its_neighbour() -> None:
    names = []
    for language in LANGUAGES:
        with in_language(language.id):
            names.append(weekday_names())
    assert len(set(names)) == len(LANGUAGES)


def test_a_translation_with_a_wrong_place_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = Catalog(locale="ja")
    catalog.add("Saved %(file)s", "%(datei)s")
    monkeypatch.setattr(words, "read_catalog", lambda language: catalog)
    words._translations.cache_clear()
    expected = r"^ja.po: the translation of 'Saved %\(file\)s' has a place that is not in the message: '%\(datei\)s'"
    with in_language("ja"), pytest.raises(DigestifError, match=expected):
        gettext("Saved %(file)s", file="a.bib")
    words._translations.cache_clear()
