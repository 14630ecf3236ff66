"""Messages in the language of the site.

The names are those of GNU gettext, so that programs for translators find the messages: ``gettext("Related papers")``,
``ngettext("%(number)s paper", "%(number)s papers", count)``. A message is a whole sentence or label, with names for
what is inserted. A constant of a module is marked with ``gettext_noop`` and translated where it is shown.

The language is one for the whole process, as Django has it: a build makes one site. ``use_language`` sets it where a
command starts to make pages, feeds or e-mails; what a command prints is English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.numbers import format_decimal
from babel.numbers import format_percent as format_share

from generator.errors import DigestifError, quote
from generator.language.languages import ENGLISH, Language, language_named, read_catalog

_active: tuple[Language, NullTranslations] = (ENGLISH, NullTranslations())


def use_language(name: str) -> None:
    """Make ``gettext`` and all others answer in a language; in English where there is no catalog for it."""
    global _active
    language = language_named(name) or ENGLISH
    _active = language, _translations(language)


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Use a language within a block."""
    global _active
    before = _active
    use_language(name)
    try:
        yield
    finally:
        _active = before


def current_language() -> Language:
    """Return the language in use."""
    return _active[0]


def gettext(message: str, /, **values: object) -> str:
    """Return the translation of a message, with its ``%(name)s`` replaced by values."""
    found = _active[1].gettext(message)
    return _filled(message, found, values) if values else found


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the translation of a message that depends on a number; ``%(number)s`` is the number, with separators."""
    return _filled(many, _active[1].ngettext(one, many, number), {"number": format_number(number), **values})


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Return the translation of a message that means different things in different places; ``context`` says where."""
    found = _active[1].pgettext(context, message)
    return _filled(message, found, values) if values else found


def _filled(message: str, found: str, values: Mapping[str, object]) -> str:
    try:
        return found % values
    except (KeyError, TypeError, ValueError):
        raise DigestifError(
            f"{_active[0].id}.po: the translation of {quote(message)} has a place that is not in the message: "
            f"{quote(found)}",
            fix="keep places such as %(number)s letter for letter",
        ) from None


def gettext_noop(message: str) -> str:
    """Return a message as it is, and mark it for the catalogs: it is translated where it is shown."""
    return message


def format_number(number: int) -> str:
    """Return a whole number with separators, as in "12,000"."""
    return str(number) if -1000 < number < 1000 else _grouped(_active[0].locale, number)


def format_rounded(number: float, places: int) -> str:
    """Return a number with so many decimal places, as in "3.4"."""
    pattern = f"#,##0.{'0' * places}" if places else "#,##0"
    return format_decimal(round(number, places), pattern, locale=_active[0].locale)


def format_percent(percent: int) -> str:
    """Return a percentage, as in "12%"."""
    return format_share(percent / 100, locale=_active[0].locale)


@cache
def _grouped(locale: str, number: int) -> str:
    return format_decimal(number, locale=locale)


@cache
def _translations(language: Language) -> NullTranslations:
    if language.is_source:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalog(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def catalog_messages(language: Language) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return the forms of each translation by the message, or by the two messages of one with a number.

    Messages with a context are left out: scripts have none. English has no translations.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for message in () if language.is_source else read_catalog(language):
        forms = _texts(message.string)
        if message.id and not message.context and not message.fuzzy and all(forms):
            found[_texts(message.id)] = forms
    return found


def _texts(given: str | Sequence[str] | None) -> tuple[str, ...]:
    return (given or "",) if given is None or isinstance(given, str) else tuple(given)
