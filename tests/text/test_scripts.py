"""Titles in other scripts get the language that their letters tell; languages.js of the theme passes the same cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.language.words import in_language
from generator.text.scripts import language_of

CASES = json.loads((Path(__file__).parent.parent / "cases" / "languages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "language"), CASES)
def test_letters_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("site", "text", "language"),
    [
        ("de", "Attention Is All You Need", "en"),
        ("zh", "Attention Is All You Need", "en"),
        ("zh", "大型语言模型", ""),
        ("zh-TW", "大型語言模型", ""),
        ("de", "大型语言模型", "zh"),
        ("ru", "Обучение с подкреплением", ""),
        ("ru", "تعلم الآلة", "und-Arab"),
        ("ar", "تعلم الآلة", ""),
    ],
)
def test_a_site_in_another_language_names_the_language_of_other_titles(site: str, text: str, language: str) -> None:
    with in_language(site):
        assert language_of(text) == language
