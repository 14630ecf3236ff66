"""Style sheets of generated pages: the rules that they use, of Material's style sheets and of the theme's.

Material's style sheets alone are 24 KB, of which these pages use a tenth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import generator.pages
import generator.text.markup
import generator.theme

STYLES = "assets/stylesheets/generated.css"
SEARCH_STYLES = "assets/stylesheets/search-page.css"
#: What both are made of, as patterns of paths in the site, in their order, and what the search page has in addition.
SHEETS = tuple(f"assets/stylesheets/{name}.css" for name in ("main.*.min", "palette.*.min", "digestif"))
SEARCH_SHEETS = ("assets/stylesheets/search.css", "assets/stylesheets/lists.css")
#: All style sheets, and Material's among them.
ALL_SHEETS = "assets/stylesheets/*.css"
MATERIAL_SHEETS = "*.min.css"

_THEME = Path(generator.theme.__path__[0])
_PAGES = Path(generator.pages.__path__[0])
_MARKUP = Path(generator.text.markup.__path__[0])
#: Templates of hand-written pages.
_OTHERS = frozenset({"404.html", "hand_written.html", "nav.html", "content.html"})
_SEARCH_PAGE = ("search.html.j2", "parts.html.j2")
_TOKEN = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\((?!["'])[^)]*\)|[{};]""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Parentheses within parentheses, three levels deep: ``:not(:has(li:not([hidden])))``.
_PARENTHESES = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_SELECTOR = re.compile(rf"(?:[^,()]|{_PARENTHESES})+")
_INNER = re.compile(rf":(?:not|is|where|has){_PARENTHESES}")
_NAME = re.compile(r"""\.(-?[A-Za-z_][\w-]*)|\[data-md-color-\w+=["']?([\w-]+)""")
_PROPERTY = re.compile(
    r"""(--[\w-]+):(?:"[^"]*"|'[^']*'|url\((?!["'])[^)]*\)|(?!url\()[^;}"']|url\((?=["']))*+(?:;|(?=\}))"""
)
_EMPTY = re.compile(r"^[^{}\n]*\{\}\n", re.MULTILINE)
_USED_PROPERTY = re.compile(r"var\(\s*(--[\w-]+)")
_MATERIAL_NAME = re.compile(r"\.md-[\w-]+|\[data-md-color[^\]]*\]")
_WORD = re.compile(r"[\w-]+")
_GROUPS = ("@media", "@supports", "@container", "@layer")


def used_styles(sheets: Sequence[str], used_by: Sequence[str]) -> str:
    """Return the rules of style sheets, in their order, whose classes and colours occur as words in some texts.

    A selector is also kept if it has no class, or has one within ``:is()``, ``:not()``, ``:where()`` or ``:has()``.
    Values of custom properties that no other rule uses are left out.
    """
    words = {word for text in used_by for word in _WORD.findall(text)}
    kept = "".join(_kept(_COMMENT.sub("", sheet), words) for sheet in sheets)
    used = words | set(_USED_PROPERTY.findall(kept))
    return _EMPTY.sub("", _PROPERTY.sub(lambda found: found[0] if found[1] in used else "", kept))


def _kept(css: str, words: set[str]) -> str:
    kept = []
    for opening, body in _rules(css):
        if opening.startswith(_GROUPS):
            body = _kept(body, words)
        elif not opening.startswith("@"):
            opening = ",".join(each for each in _SELECTOR.findall(opening) if _is_used(each, words))
        if opening and body:
            kept.append(f"{opening}{{{body}}}\n")
    return "".join(kept)


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield what is before and within the braces of each rule; statements such as ``@charset`` are left out."""
    depth, start, brace = 0, 0, 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            brace = brace if depth else token.start()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if not depth:
                yield css[start:brace].strip(), css[brace + 1 : token.start()].strip()
                start = token.end()
        elif token[0] == ";" and not depth:
            start = token.end()


def _is_used(selector: str, words: set[str]) -> bool:
    return all(found[1] in words or found[2] in words for found in _NAME.finditer(_INNER.sub("", selector)))


def own_names(sheet: str) -> str:
    """Return a style sheet of the theme without names of classes and colours of Material's.

    As a text that uses styles, it then keeps the theme's own rules, also where a template composes the name of a class,
    but no rule of Material's.
    """
    return _MATERIAL_NAME.sub("", sheet)


def search_page_texts(custom_dir: str | None) -> list[str]:
    """Return the texts of the templates that the search page is made of, those of a digest's own theme included."""
    texts = [_read(_PAGES / "templates" / name) for name in _SEARCH_PAGE]
    return [*_frame_texts(custom_dir), *texts, "is-search"]  # the kind of a page is a class of its content


def page_texts(custom_dir: str | None) -> list[str]:
    """Return all texts that may name a class of a generated page."""
    files = [*sorted(_PAGES.rglob("*.j2")), *sorted(_PAGES.rglob("*.py")), *sorted(_MARKUP.rglob("*.py"))]
    return [*_frame_texts(custom_dir), *map(_read, files)]


def _frame_texts(custom_dir: str | None) -> list[str]:
    files = [file for file in sorted(_THEME.rglob("*.html")) if file.name not in _OTHERS]
    files += sorted(Path(custom_dir).rglob("*.html")) if custom_dir else []
    return [_read(file) for file in files]


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
