"""Messages in scripts are replaced by translations, and what is not needed any more is left out."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.jslexer import unquote_string

import generator.theme
from generator.build.site import script_words
from generator.build.site.bundles import bundle_modules
from generator.build.site.script_words import translate_script
from generator.build.site.scripts import shortened_script
from generator.language.languages import ENGLISH, LANGUAGES, Language, language_named
from tests.build.test_bundles import both_forms, needs_node
from tests.tools.catalogs import extract_messages

IMPORT = 'import { gettext, ngettext } from "./words.js"\n'
SCRIPTS = sorted((Path(generator.theme.__path__[0]) / "assets" / "javascripts").glob("*.js"))
MODULES = {script.stem: shortened_script(str(script)) or "" for script in SCRIPTS}
CALL = re.compile(r"(?<![\w.])(?<!function )(?P<name>n?gettext)\(\s*(?P<arguments>[^\n]*\n?[^\n]*\n?)")
TEXT = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
#: What follows the name of the function and its parenthesis: whole texts in quotation marks.
LITERAL = {"gettext": re.compile(rf"{TEXT}\s*[,)]"), "ngettext": re.compile(rf"{TEXT},\s*{TEXT},")}
PAPERS = ("%(number)s paper", "%(number)s papers")
#: Parses modules, from a JSON object of texts by path.
PARSE = """
const { SourceTextModule } = require("vm")
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"))
for (const [identifier, text] of Object.entries(texts)) new SourceTextModule(text, { identifier })
"""

Translations = dict[tuple[str, ...], tuple[str, ...]]


def language(name: str) -> Language:
    found = language_named(name)
    assert found
    return found


@pytest.fixture
def translations(monkeypatch: pytest.MonkeyPatch) -> Translations:
    """The messages of a catalog, which a test fills."""
    messages: Translations = {}
    monkeypatch.setattr(script_words, "catalog_messages", lambda language: {} if language.is_source else messages)
    return messages


def printed(folder: Path, script: str, name: str, shorten: Callable[[str], str] = str) -> list[str]:
    """Return the lines that a script prints in the site of a language, bundled with the functions that it imports."""
    modules = {"first": script, "start": "", "words": MODULES["words"], "language": MODULES["language"]}
    translated = {stem: translate_script(f"{stem}.js", text, language(name)) for stem, text in modules.items()}
    bundles = bundle_modules(translated, ("first",), shorten=shorten)
    assert bundles
    (folder / "core.mjs").write_text(bundles.files[bundles.paths["core"]], encoding="utf-8")
    run = subprocess.run(["node", folder / "core.mjs"], capture_output=True, text=True, check=True, encoding="utf-8")
    return run.stdout.splitlines()


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (f'{IMPORT}const label = gettext("Open")\n', 'const label = "Open"\n'),
        (
            f'{IMPORT}say(gettext("Saved as %(name)s", {{ name }}))\n',
            'import { gettext } from "./words.js"\nsay(gettext("Saved as %(name)s", { name }))\n',
        ),
        (
            f'{IMPORT}say(ngettext("%(number)s paper", "%(number)s papers", count))\n',
            'import { ngettext } from "./words.js"\nsay(ngettext("%(number)s paper", "%(number)s papers", count))\n',
        ),
        (
            'import { formatted, gettext } from "./words.js"\nnumbers.map(formatted)\n',
            'import { formatted } from "./words.js"\nnumbers.map(formatted)\n',
        ),
        ('import { say } from "./messages.js"\nsay(1)\n', 'import { say } from "./messages.js"\nsay(1)\n'),
    ],
)
def test_a_script_imports_only_what_its_messages_need(script: str, expected: str) -> None:
    assert translate_script("a.js", script, ENGLISH) == expected


def test_every_message_of_the_theme_is_a_text_in_quotation_marks_and_is_found_for_the_catalogs() -> None:
    found = set()
    for name, script in MODULES.items():
        for call in CALL.finditer(script):
            texts = LITERAL[call["name"]].match(call["arguments"])
            assert texts, f"{name}.js: {call[0]}"
            found.add(tuple(unquote_string(text) for text in texts.groups()))
    assert found
    extracted = {message.id if isinstance(message.id, tuple) else (message.id,) for message in extract_messages()}
    assert found <= extracted, "Babel does not see these calls"


@pytest.mark.parametrize(
    "call",
    ["gettext(label)", "gettext(`Open`)", "gettext(`Open ${name}`)", 'gettext("Open" + name)', 'ngettext("a", b, n)'],
)
def test_calls_without_a_message_are_noticed(call: str) -> None:
    found = CALL.search(f"say({call})\n")
    assert found
    assert not LITERAL[found["name"]].match(found["arguments"])


def test_translations_take_the_place_of_messages(translations: Translations) -> None:
    translations |= {
        ("Open",): ("Öffnen",),
        ("Saved as %(name)s",): ("Gespeichert: „%(name)s“",),
        ("the reader's",): ('die "des Lesers"',),
        PAPERS: ("%(number)s Arbeit", "%(number)s Arbeiten"),
    }
    script = (
        'const labels = [gettext("Open"), gettext(\n  "the reader\'s",\n), gettext("Not translated")]\n'
        'say(gettext("Saved as %(name)s", { name: gettext("Open") }))\n'
        'say(ngettext(\n  "%(number)s paper",\n  "%(number)s papers",\n  count,\n))\n'
        'say(ngettext("%(number)s vote", "%(number)s votes", count))\n'
    )
    assert translate_script("a.js", script, language("de")) == (
        'const labels = ["Öffnen", "die \\"des Lesers\\"", "Not translated"]\n'
        'say(gettext("Gespeichert: „%(name)s“", { name: "Öffnen" }))\n'
        'say(ngettext(["%(number)s Arbeit", "%(number)s Arbeiten"], "",\n  count,\n))\n'
        'say(ngettext("%(number)s vote", "%(number)s votes", count))\n'
    )


@needs_node
@both_forms
def test_a_bundle_in_russian_has_its_plural_forms(
    tmp_path: Path, translations: Translations, shorten: Callable[[str], str]
) -> None:
    translations[PAPERS] = ("%(number)s статья", "%(number)s статьи", "%(number)s статей")
    script = (
        'import { ngettext } from "./words.js"\n'
        "for (const count of [0, 1, 3, 5, 11, 21, 112, 1234, 12345])\n"
        '  console.log(ngettext("%(number)s paper", "%(number)s papers", count))\n'
    )
    assert printed(tmp_path, script, "ru", shorten) == [
        "0 статей",
        "1 статья",
        "3 статьи",
        "5 статей",
        "11 статей",
        "21 статья",
        "112 статей",
        "1\u00a0234 статьи",
        "12\u00a0345 статей",
    ]


@needs_node
def test_a_bundle_in_arabic_has_its_six_forms_and_own_order(tmp_path: Path, translations: Translations) -> None:
    translations[PAPERS] = ("صفر", "واحدة", "اثنتان", "%(number)s أوراق", "%(number)s ورقة", "%(number)s من الأوراق")
    translations[("%(name)s on %(topic)s",)] = ("%(topic)s: %(name)s",)
    script = (
        'import { gettext, ngettext } from "./words.js"\n'
        "for (const count of [0, 1, 2, 3, 11, 100])\n"
        '  console.log(ngettext("%(number)s paper", "%(number)s papers", count))\n'
        'console.log(gettext("%(name)s on %(topic)s", { name: "Ada", topic: "%(name)s" }))\n'
    )
    assert printed(tmp_path, script, "ar") == [
        "صفر",
        "واحدة",
        "اثنتان",
        "3 أوراق",
        "11 ورقة",
        "100 من الأوراق",
        "%(name)s: Ada",
    ]


@needs_node
@pytest.mark.parametrize("name", [each.id for each in LANGUAGES])
def test_the_bundles_of_the_theme_are_modules_in_every_language(tmp_path: Path, name: str) -> None:
    modules = {stem: translate_script(f"{stem}.js", text, language(name)) for stem, text in MODULES.items()}
    bundles = bundle_modules(modules)
    assert bundles
    texts = json.dumps(dict(bundles.files))
    command = ["node", "--no-warnings", "--experimental-vm-modules", "-e", PARSE]
    subprocess.run(command, input=texts, text=True, check=True, encoding="utf-8")
