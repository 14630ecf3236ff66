"""TeX in the texts of bibliographies: accents, symbols and braces become text; unknown macros and formulas stay."""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerParseError
from pylatexenc.macrospec import LatexContextDb

# pylatexenc replaces these by placeholders or drops them; generator.text.latex handles most of them.
_KEPT = frozenset(
    {"cite", "citet", "citep", "ref", "eqref", "label", "url", "href", "footnote", "title", "author", "input", "item"}
)
# Text commands of LaTeX that pylatexenc does not know, or converts to another character that looks similar.
_TEXT_COMMANDS = {
    "textasciicircum": "^",
    "textasciitilde": "~",
    "texttildelow": "~",
    "textasciigrave": "`",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textbackslash": "\\",
    "textbar": "|",
    "textbardbl": "‖",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textdollar": "$",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textlangle": "⟨",
    "textrangle": "⟩",
    "textperiodcentered": "·",
    "textcompwordmark": "",
    "slash": "/",
    "-": "",
}
_STYLED = re.compile(r"\{\\(?:bf|it|em|tt|sc|sl|rm|sf)\b[^{}]*\}")
# With braces in its arguments, and without: the second finds macros within the arguments of known macros.
_WITH_ARGUMENTS = (
    re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\[[^\]{}]*\])?(?:\{(?:[^{}]|\{[^{}]*\})*\})+"),
    re.compile(r"\\(?P<name>[A-Za-z]+)\*?(?:\[[^\]{}]*\])?(?:\{[^{}]*\})+"),
)
# In TeX, a comment begins here and the rest of the line would be lost; in an abstract it means per cent.
_PERCENT = re.compile(r"(?<!\\)%")
_ALONE = re.compile(r"\\(?P<name>[A-Za-z]+)\*?")
_PLACEHOLDER = re.compile("\ue000([0-9]+)\ue001")
_DEPTH = 8


def read_tex(text: str) -> str:
    r"""The text of a bibliography without TeX: ``{\"O}zg{\"u}r {GPT}`` becomes Özgür GPT.

    Formulas stay as they are. Macros that pylatexenc does not know stay with their arguments.
    """
    if not any(character in text for character in "\\{}~`'-") or "\\begin" in text or "\ue000" in text:
        return text
    kept: list[str] = []
    with_placeholders = _replace_kept(text, kept)
    try:
        plain = str(_converter().latex_to_text(with_placeholders))
    except (LatexWalkerParseError, RecursionError, ValueError, IndexError):
        return text
    for _ in range(_DEPTH + 2):
        plain = _PLACEHOLDER.sub(lambda found: kept[int(found[1])], plain)
    return plain.replace("\N{NO-BREAK SPACE}", " ")


def _replace_kept(text: str, kept: list[str]) -> str:
    """The text with placeholders for what must stay, innermost first, since pylatexenc removes the braces of groups."""

    def keep(found: re.Match[str]) -> str:
        name = found.groupdict().get("name")
        if name is not None and not _stays(name):
            return found[0]
        kept.append(found[0])
        return f"\ue000{len(kept) - 1}\ue001"

    for _ in range(_DEPTH):
        before = text
        for expression in (_STYLED, *_WITH_ARGUMENTS):
            text = expression.sub(keep, text)
        if before == text:
            break
    return _PERCENT.sub(keep, _ALONE.sub(keep, text))


def _stays(name: str) -> bool:
    return name in _KEPT or _context().get_macro_spec(name) is None


@cache
def _context() -> LatexContextDb:
    context = get_default_latex_context_db().filter_context(
        exclude_categories=["latex-placeholders", "latex-ethuebung"]
    )
    macros = [MacroTextSpec(name, character) for name, character in _TEXT_COMMANDS.items()]
    context.add_context_category("text-commands", macros=macros, prepend=True)
    context.set_unknown_macro_spec(None)
    return context


@cache
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(latex_context=_context(), math_mode="verbatim", strict_latex_spaces=False)
