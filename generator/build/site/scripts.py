"""The theme's scripts without comments and indentation, which are a third of what a page would load of them.

Prettier puts most comments on lines of their own. Others are types within a line, and notes at the end of one, which
are removed where no quotation mark follows. Minifiers in Python (rJSmin, jsmin) remove blanks from nested template
literals. ``tests/build/test_scripts.py`` compares the tokens of both forms.
"""

from __future__ import annotations

import re
from pathlib import Path

import generator.theme

#: The service worker of the site, and the one that takes its place where the settings turn reading offline off.
WORKER, WORKER_OFF = "service-worker.js", "service-worker-off.js"
#: The script of the palette, as a static template.
PALETTE = "assets/javascripts/palette.js"
_SCRIPTS = Path(generator.theme.__path__[0]) / "assets" / "javascripts"
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_WITHIN_LINE = re.compile(r"/\*\* @[^\n]*?\*/ ?|[ \t]+// [^\n\"'`]*$", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def shortened_script(path: str) -> str | None:
    """Return the short form of a script of the theme; None for every other file, such as a person's own script."""
    script = Path(path)
    if script.suffix != ".js" or not script.is_relative_to(_SCRIPTS):
        return None
    return without_comments(script.read_text(encoding="utf-8"))


def without_comments(script: str) -> str:
    """Return a script without comments and indentation."""
    return _INDENTATION.sub("", _WITHIN_LINE.sub("", _COMMENT.sub("", script)))
