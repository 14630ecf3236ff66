"""The theme's scripts without comments and indentation, which are a third of what a page would load of them.

Prettier puts every comment but those at the end of a line on lines of its own, so two patterns find them. Minifiers in
Python (rJSmin, jsmin) remove blanks from nested template literals. ``tests/build/test_scripts.py`` compares the tokens
of both forms.
"""

from __future__ import annotations

import re
from pathlib import Path

import generator.theme

_SCRIPTS = Path(generator.theme.__path__[0]) / "assets" / "javascripts"
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_INDENTATION = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def shortened_script(path: str) -> str | None:
    """Return the short form of a script of the theme; None for every other file, such as a person's own script."""
    script = Path(path)
    if script.suffix != ".js" or not script.is_relative_to(_SCRIPTS):
        return None
    return _INDENTATION.sub("", _COMMENT.sub("", script.read_text(encoding="utf-8")))
