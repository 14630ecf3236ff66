"""The search page's two files: one script of all modules that it needs, and one style sheet of the rules that it uses.

Material's style sheet alone is 23 KB, of which this page uses a quarter, and thirty modules are thirty requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from graphlib import TopologicalSorter

SCRIPT = "assets/javascripts/search-page-bundle.js"
STYLES = "assets/stylesheets/search-page.css"
#: What they are made of, as patterns of paths in the site; style sheets are in their order.
SCRIPTS = "assets/javascripts/*.js"
SHEETS = tuple(f"assets/stylesheets/{name}.css" for name in ("main.*.min", "palette.*.min", "digestif", "search"))
#: The modules that the page runs, and those that they load when the page is open.
ENTRIES = ("palette-choice", "keys", "reader", "search-page", "search-engine", "search", "search-follow")

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js"\n', re.MULTILINE)
_LATER = re.compile(r'import\("\./([\w-]+)\.js"\)')
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_TOKEN = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\((?!["'])[^)]*\)|[{};]""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"(?:[^,()]|\((?:[^()]|\([^()]*\))*\))+")
_INNER = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_NAME = re.compile(r"""\.(-?[A-Za-z_][\w-]*)|\[data-md-color-\w+=["']?([\w-]+)""")
_PROPERTY = re.compile(
    r"""(--[\w-]+):(?:"[^"]*"|'[^']*'|url\((?!["'])[^)]*\)|(?!url\()[^;}"']|url\((?=["']))*+(?:;|(?=\}))"""
)
_EMPTY = re.compile(r"^[^{}\n]*\{\}\n", re.MULTILINE)
_USED_PROPERTY = re.compile(r"var\(\s*(--[\w-]+)")
_WORD = re.compile(r"[\w-]+")
_GROUPS = ("@media", "@supports", "@container", "@layer")


def bundle_modules(modules: Mapping[str, str]) -> str:
    """Return one module that runs ``ENTRIES``, from the texts of modules by name.

    Each module becomes a function that returns its exports, so names of one never meet those of another. An
    ``import()`` of a module that is in the bundle gives that one; others are loaded as before. This relies on how the
    theme's modules are written: they import names from files beside them, and export functions, classes and constants
    where they are defined. ``tests/build/test_search_page_files.py`` checks that.
    """
    order = list(_in_order(modules))
    names = {name: f"_{name.replace('-', '_')}" for name in order}
    return "".join(f"const {names[name]} = (() => {{\n{_wrapped(modules[name], names)}}})()\n" for name in order)


def _in_order(modules: Mapping[str, str]) -> Iterator[str]:
    """Yield the entries and all that they import, each after its imports."""
    graph: dict[str, list[str]] = {}
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop()
        if name not in graph:
            graph[name] = [found[2] for found in _IMPORT.finditer(modules[name])]
            waiting += graph[name]
    # A module whose script runs at once must find those that it loads later.
    later = {name: [found for found in _LATER.findall(modules[name]) if found in graph] for name in graph}
    ordered = {name: sorted({*graph[name], *later[name]}) for name in sorted(graph)}
    return iter(TopologicalSorter(ordered).static_order())


def _wrapped(text: str, names: Mapping[str, str]) -> str:
    exports = [found[2] for found in _EXPORT.finditer(text)]
    text = _IMPORT.sub(lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = {names[found[2]]}\n", text)
    text = _LATER.sub(lambda found: f"Promise.resolve({names[found[1]]})" if found[1] in names else found[0], text)
    return _EXPORT.sub(r"\1 \2", text) + f"return {{ {', '.join(exports)} }}\n"


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
