"""Update the message catalogs from the messages in the code, and from the topics of a new digest: ``make catalogs``.

New messages are added without a translation, messages that the code no longer has are removed, and the others are kept.
``python -m tests.tools.catalogs nl`` begins a catalog of another language; ``generator/language/languages.py`` lists
them all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from generator.language.languages import LANGUAGES, Language, language_named

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator"
CATALOGS = PACKAGE / "language" / "catalogs"
_METHODS = [
    ("starter/content/topics.yaml", "tests.tools.catalogs:topic_messages"),
    ("**.py", "python"),
    ("theme/assets/javascripts/**.js", "javascript"),
    ("theme/**.html", "jinja2"),
    ("**/templates/**.j2", "jinja2"),
]
_OPTIONS = {
    "javascript": {"parse_template_string": "true"},
    "jinja2": {"silent": "false", "trimmed": "true"},
}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extract_messages() -> Catalog:
    """Return all messages of the code, with the files that have them and notes for translators."""
    catalog = Catalog(project="Digestif", charset="utf-8")
    options = {pattern: _OPTIONS.get(method, {}) for pattern, method in _METHODS}
    found = extract_from_dir(
        str(PACKAGE), _METHODS, options, keywords=_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for path, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalog.add(message, locations=[(f"generator/{path}", 0)], auto_comments=comments, context=context)
    return catalog


def topic_messages(
    file: IO[bytes], _keywords: object, _tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Yield the names and descriptions of a file of topics, as Babel takes messages from code."""
    for topic in yaml.safe_load(file).values():
        for text in (topic["name"], topic["description"]):
            yield 1, "pgettext", ("topic", text), []


def updated(language: Language, template: Catalog) -> bytes:
    """Return the text of a language's catalog with the messages of the template."""
    file = CATALOGS / f"{language.id}.po"
    catalog = read_po(BytesIO(file.read_bytes()), locale=language.locale) if file.exists() else Catalog(language.locale)
    old = {(message.id, message.context): message.string for message in catalog if message.id and not message.fuzzy}
    made = Catalog(locale=language.locale, project="Digestif", charset="utf-8", fuzzy=False)
    for message in sorted((each for each in template if each.id), key=_order):
        made.add(
            message.id,
            old.get((message.id, message.context)) or message.string,
            locations=sorted({(file, 0) for file, _line in message.locations}),
            auto_comments=message.auto_comments,
            context=message.context,
        )
    written = BytesIO()
    write_po(written, made, width=110, omit_header=True, include_lineno=False)
    return _header(language).encode() + written.getvalue().rstrip() + b"\n"


def main(arguments: list[str]) -> None:
    """Write the catalogs of the named languages, or of all."""
    template = extract_messages()
    for language in _named(arguments):
        text = updated(language, template)
        (CATALOGS / f"{language.id}.po").write_bytes(text)
        missing = sum(
            1 for message in read_po(BytesIO(text), locale=language.locale) if not _is_complete(message.string)
        )
        print(f"{language.id}: {len(template)} messages, {missing} without a translation")


def _named(arguments: list[str]) -> Iterator[Language]:
    for name in arguments:
        language = language_named(name)
        if language is None or language.is_source:
            sys.exit(f"{name}: add the language to LANGUAGES in generator/language/languages.py first")
        yield language
    if not arguments:
        yield from (language for language in LANGUAGES if not language.is_source)


def _order(message: object) -> tuple[str, str]:
    return str(getattr(message, "id", "")), str(getattr(message, "context", "") or "")


def _is_complete(given: object) -> bool:
    return all(given) if isinstance(given, tuple | list) else bool(given)


def _header(language: Language) -> str:
    number, expression = language.plural_forms
    return (
        f"# {language.name}: the words of a site. docs/translating.md says how to change them.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.id}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: nplurals={number}; plural={expression};\\n"\n\n'
    )


if __name__ == "__main__":
    main(sys.argv[1:])
