"""TeX in the texts of bibliographies: accents, symbols and braces become text, what nobody knows stays."""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

# pylatexenc replaces these by placeholders or drops them; generator.text.latex knows what to do with most.
_KEPT = frozenset(
    {"cite", "citet", "citep", "ref", "eqref", "label", "url", "href", "footnote", "title", "author", "input", "item"}
)
_STYLED = re.compile(r"\{\\(?:bf|it|em|tt|sc|sl|rm|sf)\b[^{}]*\}")
# With braces in its arguments, and without: the second finds what stands within arguments of macros that we know.
_WITH_ARGUMENTS = (
    re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\[[^\]{}]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})+"),
    re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\[[^\]{}]*\])?(?:\{[^{}]*\})+"),
)
# For TeX a comment begins here, and everything up to the line's end would stay TeX; in an abstract it is per cent.
_PERCENT = re.compile(r"(?<!\\)%")
_ALONE = re.compile(r"\\(?P<name>[A-Za-z]+)\*?")
_SHELF = re.compile("\ue000([0-9]+)\ue001")
_DEPTH = 8


def read_tex(text: str) -> str:
    r"""A bibliography's text without its TeX: ``{\"O}zg{\"u}r {GPT}`` is Özgür GPT. Mathematics stays as it is.

    Macros that pylatexenc does not know stay with their arguments.
    """
    if not any(character in text for character in "\\{}~`'-") or "\\begin" in text or "\ue000" in text:
        return text
    shelf: list[str] = []
    shelved = _set_aside(text, shelf)
    try:
        plain = str(_converter().latex_to_text(shelved))
    except (LatexWalkerParseError, RecursionError, ValueError, IndexError):
        return text
    for _ in range(_DEPTH + 2):
        plain = _SHELF.sub(lambda found: shelf[int(found[1])], plain)
    return plain.replace("\N{NO-BREAK SPACE}", " ")


def _set_aside(text: str, shelf: list[str]) -> str:
    """The text with what shall stay put on the shelf, innermost first: pylatexenc takes the braces from groups."""

    def put(found: re.Match[str]) -> str:
        name = found.groupdict().get("name")
        if name is not None and not _stays(name):
            return found[0]
        shelf.append(found[0])
        return f"\ue000{len(shelf) - 1}\ue001"

    for _ in range(_DEPTH):
        before = text
        for expression in (_STYLED, *_WITH_ARGUMENTS):
            text = expression.sub(put, text)
        if before == text:
            break
    return _PERCENT.sub(put, _ALONE.sub(put, text))


def _stays(name: str) -> bool:
    return name in _KEPT or _context().get_macro_spec(name) is None


@cache
def _context() -> LatexContextDb:
    context = get_default_latex_context_db().filter_context(
        exclude_categories=["latex-placeholders", "latex-ethuebung"]
    )
    context.set_unknown_macro_spec(None)
    return context


@cache
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(latex_context=_context(), math_mode="verbatim", strict_latex_spaces=False)
