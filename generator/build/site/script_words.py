"""Translations in the theme's scripts: a build writes them where the messages are.

So no script loads a catalog, and a page has each text once. ``theme/assets/javascripts/words.js`` has the functions.
"""

from __future__ import annotations

import json
import re

from babel.messages.jslexer import unquote_string

from generator.language.languages import Language
from generator.language.words import catalog_messages

#: The module with the language itself.
LANGUAGE = "language.js"
_TEXT = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_COUNTED = re.compile(rf"\bngettext\(\s*{_TEXT},\s*{_TEXT},")
_ALONE = re.compile(rf"(?<![\w.])gettext\(\s*{_TEXT},?\s*\)")
_MESSAGE = re.compile(rf"(?<![\w.])gettext\(\s*{_TEXT}")
_IMPORT = re.compile(r'^import \{ ([^}]*) \} from "\./words\.js"\n', re.MULTILINE)


def translate_script(name: str, script: str, language: Language) -> str:
    """Return a script with its messages in a language. Messages without values become plain texts in every language.

    A script that has only such messages imports no functions for them any more. ``name`` is that of its file.
    """
    if name == LANGUAGE and not language.is_source:
        return language_module(language)
    translations = catalog_messages(language)

    def translated(found: re.Match[str]) -> str:
        message = (unquote_string(found[1]),)
        return _quoted(translations.get(message, message)[0])

    def counted(found: re.Match[str]) -> str:
        forms = translations.get((unquote_string(found[1]), unquote_string(found[2])))
        return f'ngettext({json.dumps(forms, ensure_ascii=False)}, "",' if forms else found[0]

    script = _COUNTED.sub(counted, script)
    script = _ALONE.sub(translated, script)
    script = _MESSAGE.sub(lambda found: f"gettext({translated(found)}", script)
    return _IMPORT.sub(lambda found: _import_of_used(found[1].split(", "), script.replace(found[0], "")), script)


def language_module(language: Language) -> str:
    """Return the module ``language.js`` of a language other than English."""
    locale = language.locale.replace("_", "-")
    return (
        f"export const LOCALE = {_quoted(locale)}\n"
        f"export const DATE_LOCALE = {_quoted(locale)}\n"
        f'export const LATIN_TITLES = "en"\n'
        f"export const OWN_SCRIPT = {json.dumps(language.script or None)}\n"
        f"export const pluralForm = (n) => Number({language.plural_forms[1]})\n"
    )


def _import_of_used(names: list[str], script: str) -> str:
    used = [name for name in names if re.search(rf"(?<![\w.]){name}\b", script)]
    return f'import {{ {", ".join(used)} }} from "./words.js"\n' if used else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
