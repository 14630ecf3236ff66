"""Titles in other scripts get the language that their letters tell; languages.js of the theme passes the same cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.text.scripts import language_of

CASES = json.loads((Path(__file__).parent.parent / "cases" / "languages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "language"), CASES)
def test_letters_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language
