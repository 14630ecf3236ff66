"""Which translation leads on a site, and what readers see first."""

from __future__ import annotations

from datetime import date

import pytest

from generator.catalog.lead import lead_of, leading_tag
from generator.model import Paper, Translation


def _paper(**translations: dict[str, str]) -> Paper:
    named = {tag.replace("_", "-"): parts for tag, parts in translations.items()}
    return Paper.model_validate(
        {"title": "A Title", "abstract": "Text.", "date": date(2025, 7, 31), "translations": named}
    )


@pytest.mark.parametrize(
    ("wanted", "tags", "leads"),
    [
        ("zh", ("de", "zh"), "zh"),
        ("zh", ("zh-Hant", "zh"), "zh"),
        ("zh", ("zh-Hant", "zh-Hans"), "zh-Hant"),
        ("zh-Hans", ("zh-Hant", "zh"), "zh"),
        ("zh-Hans", ("zh-Hant", "zha"), ""),
        ("", ("zh",), ""),
        ("zh", (), ""),
    ],
)
def test_the_nearest_language_leads(wanted: str, tags: tuple[str, ...], leads: str) -> None:
    assert leading_tag({tag: Translation(title="T") for tag in tags}, wanted) == leads


def test_a_translation_without_text_does_not_lead() -> None:
    assert leading_tag({"zh": Translation(by="Ada")}, "zh") == ""


def test_the_original_leads_where_there_is_no_translation() -> None:
    lead = lead_of(_paper(de={"title": "Ein Titel"}), "zh")
    assert (lead.title, lead.language, lead.abstract, lead.original, lead.tag) == ("A Title", "", "Text.", "", "")


def test_what_is_not_translated_stays() -> None:
    title, abstract = (lead_of(_paper(zh=parts), "zh") for parts in ({"title": "题"}, {"abstract": "文。"}))
    assert (title.title, title.language, title.abstract, title.abstract_language) == ("题", "zh", "Text.", "")
    assert (title.original, title.original_language) == ("A Title", "en")
    assert (abstract.title, abstract.language, abstract.abstract, abstract.original) == ("A Title", "", "文。", "")
    assert abstract.abstract_language == "zh"


def test_an_equal_title_is_shown_once() -> None:
    assert lead_of(_paper(zh={"title": "A Title"}), "zh").original == ""
