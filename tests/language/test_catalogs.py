"""The catalogs of translations are complete, and their messages fit those in the code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from generator.language.languages import LANGUAGES, Language, read_catalog
from tests.tools.catalogs import CATALOGS, extract_messages, updated

TRANSLATED = [language for language in LANGUAGES if not language.is_source]
_PLACE = re.compile(r"%\(\w+\)s")
_TAG = re.compile(r"<[^>]*>|&\w+;")
_LINE = re.compile(r"(#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?\"(?:[^\"\\]|\\.)*\")?")
_EDGE = re.compile(r"^\s*|\s*$")


def _forms(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each form of a translation with its message; the form for one may leave out the number."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((str(message.id[-1]), form) for form in message.string or ())


@pytest.fixture(scope="module", params=TRANSLATED, ids=lambda language: language.id)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def test_every_catalog_belongs_to_a_language() -> None:
    assert {path.stem for path in CATALOGS.iterdir()} == {each.id for each in TRANSLATED}


def test_a_catalog_has_the_messages_of_the_code_and_nothing_else(language: Language) -> None:
    """After a change of messages, ``make catalogs`` writes this text."""
    text = (CATALOGS / f"{language.id}.po").read_text(encoding="utf-8")
    expected = updated(language, extract_messages()).decode()
    changes = list(
        unified_diff(text.splitlines(), expected.splitlines(), "the file", "make catalogs", lineterm="", n=1)
    )
    assert "\n".join(changes[:20]) == ""


def test_every_text_of_a_catalog_ends_with_its_quotation_mark(language: Language) -> None:
    lines = (CATALOGS / f"{language.id}.po").read_text(encoding="utf-8").splitlines()
    assert [f"{number}: {line}" for number, line in enumerate(lines, 1) if not _LINE.fullmatch(line)] == []


def test_every_message_is_translated(language: Language) -> None:
    messages = [message for message in read_catalog(language) if message.id]
    assert messages
    missing = [original for message in messages for original, form in _forms(message) if not form or message.fuzzy]
    assert missing == []


def test_a_translation_has_the_places_and_the_markup_of_its_message(language: Language) -> None:
    for message in read_catalog(language):
        for original, form in _forms(message) if message.id else ():
            places = set(_PLACE.findall(form))
            wanted = set(_PLACE.findall(original))
            assert places == wanted or (message.pluralizable and wanted - places == {"%(number)s"}), (original, form)
            assert Counter(_TAG.findall(form)) == Counter(_TAG.findall(original)), (original, form)
            assert _EDGE.findall(form) == _EDGE.findall(original), (original, form)
            assert "%" not in _PLACE.sub("", form) or "%" in _PLACE.sub("", original), (original, form)


def test_the_code_has_messages_in_pages_scripts_feeds_and_mail() -> None:
    files = {Path(path).parts[1] for message in extract_messages() for path, _line in message.locations}
    assert {"pages", "theme", "mail", "outputs", "catalog"} <= files
