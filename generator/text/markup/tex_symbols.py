r"""What the commands of TeX stand for in text: letters, symbols, accents, and commands that only set the style."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

_STYLES_NAMES = """
    emph textit textbf texttt textsc textsf textrm textsl textup textmd textnormal text mbox hbox underline uline
    ul mkbibemph mkbibbold mkbibitalic MakeUppercase MakeLowercase uppercase lowercase NoCaseChange nocase
    titlecap textls mkbibacro textgreek textcyr
    section subsection subsubsection paragraph lstinline
    emphasis textins enlargethispage textulc textlf bibstring relsize underbar fbox makebox mathrm
    mathit foreignquote textbook capitalize
"""
_SWITCHES_NAMES = """
    it bf em tt sc sl rm sf itshape bfseries ttfamily scshape slshape upshape rmfamily sffamily normalfont small
    footnotesize scriptsize tiny large Large normalsize protect relax noindent centering boldmath unboldmath cal
    displaystyle selectfont sloppy bigskip medskip smallskip indent leavevmode null
"""
_KEPT_NAMES = """
    cite citet citep citeauthor citeyear ref eqref autoref cref Cref title author date input
    includegraphics maketitle documentclass usepackage item
"""
#: Accents as combining characters.
ACCENTS: Mapping[str, str] = {
    "'": "\u0301", '"': "\u0308", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331", "t": "\u0361",
}  # fmt: skip
#: Commands whose argument is printed in another style, or only in another case.
STYLES = frozenset(_STYLES_NAMES.split())
#: Commands that set the style of what follows in the group.
SWITCHES = frozenset(_SWITCHES_NAMES.split())
#: Commands that put their argument between signs.
QUOTES: Mapping[str, tuple[str, str]] = {
    "enquote": ("“", "”"),
    "enquote*": ("‘", "’"),
    "mkbibquote": ("“", "”"),
    "textquote": ("“", "”"),
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
}
#: Commands that print nothing, with their argument.
DROPPED = frozenset(
    {"vspace", "noopsort", "phantom", "hphantom", "vphantom", "label", "thanks", "kern", "footnote", "footnotetext"}
)
_OWN = {
    "textasciicircum": "^",
    "textasciitilde": "~",
    "texttildelow": "~",
    "textasciigrave": "`",
    "textasciiacute": "´",
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textbackslash": "\\",
    "backslash": "\\",
    "textbar": "|",
    "textbardbl": "‖",
    "textbraceleft": "{",
    "textbraceright": "}",
    "lbrace": "{",
    "rbrace": "}",
    "textdollar": "$",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "less": "<",
    "greater": ">",
    "textlangle": "⟨",
    "textrangle": "⟩",
    "textperiodcentered": "·",
    "textminus": "−",
    "textcompwordmark": "",
    "textasteriskcentered": "*",
    "textnumero": "№",
    "textcelsius": "℃",
    "degree": "°",
    "degreeCelsius": "°C",
    "celsius": "°C",
    "textmu": "μ",
    "micro": "μ",
    "euro": "€",
    "EUR": "€",
    "pounds": "£",
    "copyright": "©",
    "S": "§",
    "eg": "e.g.",
    "ie": "i.e.",
    "etal": "et al.",
    "etc": "etc.",
    "wrt": "w.r.t.",
    "dag": "†",
    "ddag": "‡",
    "footnotemark": "",
    "P": "¶",
    "slash": "/",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "ud": " ",
    "space": " ",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "thinspace": " ",
    "nobreakspace": " ",
    "newline": " ",
    "linebreak": " ",
    "par": "\n\n",
    "nobreakdash": "",
    "allowbreak": "",
    "textvisiblespace": " ",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "lq": "‘",
    "rq": "’",
    "flqq": "«",
    "frqq": "»",
    "glqq": "„",
    "grqq": "“",
    "hyp": "-",
    "sb": "_",
    "sp": "^",
}
# Commands that pylatexenc replaces by placeholders.
_KEPT = frozenset(_KEPT_NAMES.split())


@cache
def symbol(name: str) -> str | None:
    """The text of a command without arguments, as in ``ø`` for o; None for an unknown one."""
    if name in _OWN:
        return _OWN[name]
    # Imported here because it takes as long as a hundred abstracts, most of which have no command.
    from pylatexenc.latex2text import get_default_latex_context_db

    specification = None if name in _KEPT else get_default_latex_context_db().get_macro_spec(name)
    text = getattr(specification, "simplify_repl", None)
    if not isinstance(text, str) or "%" in text or not text or name in STYLES:
        return None
    return " " if text.isspace() else unicodedata.normalize("NFC", text)


def swallows_blank(text: str) -> bool:
    r"""Whether the blank after a command with this text only ends its name, as in ``Paw\l owski``.

    TeX ignores the blank after every command, which people forget where the text is a sign: ``\S 3``.
    """
    last = text[-1:]
    return last in tuple("<>/\\–—°‘’“”„«»¿¡") or unicodedata.name(last or " ", "").startswith("LATIN")


def accented(accent: str, text: str) -> str | None:
    """The text with an accent on its first letter; None where Unicode has no such character."""
    first = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
    if not first.isalpha():
        return None
    letter = unicodedata.normalize("NFC", first + ACCENTS[accent])
    return letter + text[1:] if len(letter) == 1 else None
