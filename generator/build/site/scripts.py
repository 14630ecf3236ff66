"""The theme's scripts without comments and indentation, which are a third of what a page would load of them.

Prettier puts most comments on lines of their own. Others are types within a line, and notes at the end of one, which
are removed where no quotation mark follows. Minifiers in Python (rJSmin, jsmin) remove blanks from nested template
literals. ``tests/build/test_scripts.py`` compares the tokens of both forms.
"""

from __future__ import annotations

import re
from pathlib import Path

import generator.pages
import generator.theme

_THEME = Path(generator.theme.__path__[0])
_SCRIPTS = _THEME / "assets" / "javascripts"
#: Templates of hand-written pages.
_OTHERS = frozenset({"404.html", "hand_written.html", "nav.html", "content.html"})
_SEARCH_PAGE = ("search.html.j2", "parts.html.j2")
_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
_WITHIN_LINE = re.compile(r"/\*\* @[^\n]*?\*/ ?|[ \t]+// [^\n\"'`]*$", re.MULTILINE)
_INDENTATION = re.compile(r"^[ \t]+|^\n", re.MULTILINE)


def shortened_script(path: str) -> str | None:
    """Return the short form of a script of the theme; None for every other file, such as a person's own script."""
    script = Path(path)
    if script.suffix != ".js" or not script.is_relative_to(_SCRIPTS):
        return None
    without = _WITHIN_LINE.sub("", _COMMENT.sub("", script.read_text(encoding="utf-8")))
    return _INDENTATION.sub("", without)


def frame_texts(custom_dir: str | None) -> list[str]:
    """Return the texts of the templates that the search page is made of, those of a digest's own theme included."""
    templates = Path(generator.pages.__path__[0]) / "templates"
    files = [file for file in sorted(_THEME.rglob("*.html")) if file.name not in _OTHERS]
    files += sorted(Path(custom_dir).rglob("*.html")) if custom_dir else []
    texts = [file.read_text(encoding="utf-8") for file in (*files, *(templates / name for name in _SEARCH_PAGE))]
    return [*texts, "is-search"]  # the kind of a page is a class of its content
