"""Messages in scripts are replaced by translations, and what is not needed any more is left out."""

from __future__ import annotations

import pytest

from generator.build.site.script_words import translate_script
from generator.language.languages import ENGLISH

IMPORT = 'import { gettext, ngettext } from "./words.js"\n'


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
