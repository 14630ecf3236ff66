r"""Repairs damaged and leftover LaTeX in titles and abstracts where only one reading is possible.

Pages that list papers drop the dollar signs and backslashes of ``$2.68\times$`` and print ``2.68times``; others keep
``\emph{…}`` in plain text. Each rule below repairs one such damage, and each repair is recorded, so that the source's
own text can be restored. Text with two readings stays: ``sim`` and ``times`` between words, unknown macros, money.
Formulas between their delimiters stay, too: they are converted when a page is rendered.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache

from generator.text.markup.formulas import find_formulas
from generator.text.markup.scripts import subscript, superscript
from generator.text.markup.tex import read_tex
from generator.text.markup.tex_symbols import accented, swallows_blank, symbol
from generator.text.repairs import Repair, Replacement, apply_replacements

_PASSES = 12

_DAMAGE = re.compile(
    r"[\\~]|``|\^|(?:leq|geq|neq)|arrow|mapsto|\d(?:times|approx|pm)|\dsim|%sim|(?:text(?:it|bf|tt|sc)|emph|underline)\{"
    r"|\{(?:it|em|bf|tt|sc|sl)\s"
)


def repair_latex(text: str, *, field: str = "") -> tuple[str, tuple[Repair, ...]]:
    """The text with its LaTeX repaired, and the repairs in the order in which they were made.

    ``undo_repairs(repaired, repairs)`` is the source's text. Repairing the result again changes nothing.
    ``field`` is the field of a record that the text is for.
    """
    repairs: list[Repair] = []
    # A repair can uncover another: \emph{2}times is 2times once the macro is removed. Texts that people wrote need two
    # passes; twelve are a bound for all others.
    for _ in range(_PASSES):
        if not _DAMAGE.search(text):
            break
        text, made = apply_replacements(text, _replacements(text), field=field)
        if not made:
            break
        repairs += made
    return text, tuple(repairs)


def _replacements(text: str) -> Iterator[Replacement]:
    """What to replace, outside of formulas, addresses and citations."""
    verbatim = _joined(
        [(formula.start, formula.end) for formula in find_formulas(text)]
        + [found.span() for found in _VERBATIM.finditer(text)]
    )
    ends = [end for _, end in verbatim]
    for each in (*_by_rules(text), *_items(text), *_quotes(text), *_styles(text), *_dollars(text)):
        following = bisect_right(ends, each.start)
        if following == len(ends) or verbatim[following][0] >= each.end:
            yield each


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans from left to right; those that overlap are joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# ── One rule for each damage: an expression that finds it, and a function that repairs it ────────────────────────────

_Repairer = Callable[[re.Match[str]], str]

# \url{…} and \href{…}{…} have their own rules. Bare addresses keep their tildes and percent signs.
_VERBATIM = re.compile(
    r"(?<!\\url\{)(?<!\\href\{)\bhttps?://[^\s<>\"{}|\\^`]+"
    r"|\\(?:cite\w*|ref|eqref|[cC]ref|label)\*?(?:\[[^\]]{0,200}\])*\{[^{}]{0,2000}\}"
)

_GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|"
    "upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
)
_ARROWS = "rightarrow|leftarrow|leftrightarrow|Rightarrow|Leftarrow|longrightarrow|mapsto"
_RELATIONS = (
    "times|cdot|sim|simeq|approx|leq|geq|neq|le|ge|ll|gg|pm|mp|equiv|propto|infty|to|uparrow|downarrow|ldots|dots"
)
_BEFORE_NUMBER = (
    r"(?<=\bFig\.)|(?<=\bSec\.)|(?<=\bTab\.)|(?<=\bEq\.)|(?<=\bFigure)|(?<=\bSection)|(?<=\bTable)|(?<=\bEquation)"
    r"|(?<=\bAppendix)|(?<=\bTheorem)|(?<=\bLemma)"
)
_LETTERS = "ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|o|O|l|L|i"
_SIGNS = "copyright|S|P|slash|LaTeXe|LaTeX|TeX|BibTeX|pounds|euro|degree|dag|ddag"
_LISTS = "itemize|enumerate|description|compactitem|compactenum"
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@lru_cache(maxsize=1024)
def _symbol(tex: str) -> str:
    """A macro or an accent as pylatexenc converts it."""
    # Imported here because it takes as long as a hundred abstracts, most of which have no macro.
    from pylatexenc.latex2text import LatexNodes2Text

    return unicodedata.normalize("NFC", LatexNodes2Text(math_mode="text").latex_to_text(tex))


def _lost(found: re.Match[str]) -> str:
    return _symbol("\\" + found["word"])


def _accent(found: re.Match[str]) -> str:
    """The accented letter where Unicode has it as one character, else the text as it was."""
    letter = (found["braced"] or found["bare"]).strip("\\")
    return accented(found["accent"], letter) or found[0]


def _converted(found: re.Match[str]) -> str:
    """The fragment as it is read in bibliographies, where every text is TeX."""
    return read_tex(found[0])


def _letter(found: re.Match[str]) -> str:
    return symbol(found["word"]) or found[0]


def _sign(found: re.Match[str]) -> str:
    """A text command without arguments, and the blank after it unless TeX needs that blank to end the command."""
    text = symbol(found["word"])
    if text is None:
        return found[0]
    return text if swallows_blank(text) else text + found["blank"]


def _list_end(found: re.Match[str]) -> str:
    """Nothing at the edges of a list but a blank within the text, since titles have one line."""
    return " " if found.start() and found.end() < len(found.string) else ""


def _script(found: re.Match[str]) -> str:
    return (superscript if found["kind"] == "super" else subscript)(found["inner"])


def _power(found: re.Match[str]) -> str:
    return _lost(found) + found["power"].strip("{}").translate(_SUPERSCRIPTS)


def _chain(found: re.Match[str]) -> str:
    return re.sub(r"(?<= )\\?times(?= )", "×", found[0])


def _url(found: re.Match[str]) -> str:
    glued = found.string[max(0, found.start() - 1) : found.start()].strip(" \n\t([{<\"'“‘`")
    return (" " if glued else "") + re.sub(r"\\([%#&_~])(?:\{\})?", r"\1", found["url"].strip())


def _href(found: re.Match[str]) -> str:
    url, words = found["url"].strip(), found["words"].strip()
    return url if words == url else f"{words} ({url})"


_RULES: tuple[tuple[re.Pattern[str], _Repairer], ...] = (
    # 2.68times, 10times, 224times224
    (re.compile(r"(?<=\d)(?P<word>times)(?![A-Za-z_])"), _lost),
    # 80%sim95%, 3sim5, 10approx20
    (re.compile(r"(?<=[\d%])(?P<word>sim|approx)(?=\d)"), _lost),
    # 12.3pm0.4, never 5pm
    (re.compile(r"(?:(?<=\.\d)|(?<=\.\d\d))(?P<word>pm)(?=\d)"), _lost),
    # n leq 5
    (re.compile(r"(?<![\\\w])(?P<word>leq|geq|neq)(?=\s?\d)"), _lost),
    # COrrection rightarrow ModificatIon
    (re.compile(rf"(?<![\\\w-])(?P<word>{_ARROWS})(?![\w-])"), _lost),
    # (observation times action rightarrow observation): an arrow between brackets makes it a formula.
    (re.compile(r"(?<=[(\[])\w+(?: \\?times \w+)+(?= (?:\\?rightarrow|→) )"), _chain),
    (re.compile(r"(?<=rightarrow )\w+(?: \\?times \w+)+(?=[)\]])|(?<=→ )\w+(?: \\?times \w+)+(?=[)\]])"), _chain),
    # chi^2
    (re.compile(rf"(?<![\\A-Za-z])\\?(?P<word>{_GREEK})\^(?P<power>-?\d+|\{{-?\d+\}})(?![\w}}])"), _power),
    # 90^circ
    (re.compile(r"(?<=\d)\^(?:\\?circ(?![A-Za-z])|\{\\?circ\})"), lambda _: "°"),
    # macros that only lost their dollar signs: 10\times, \rightarrow, \alpha-divergence
    (re.compile(rf"\\(?P<word>{_GREEK}|{_ARROWS}|{_RELATIONS})(?:\{{\}})?(?![A-Za-z{{_^])"), _lost),
    # \"{o}, {\"o}, \c{c}
    (re.compile(r"\\(?P<accent>[\"'`^~=.]|[cvuHkrdb])\{(?P<braced>\\[ij]|[A-Za-z])(?P<bare>)\}"), _accent),
    (re.compile(r"\{\\(?P<accent>[\"'`^~=.])(?P<bare>\\[ij]|[A-Za-z])(?P<braced>)\}"), _accent),
    (re.compile(r"\{\\(?P<accent>[cvuHkrdb]) (?P<bare>\\[ij]|[A-Za-z])(?P<braced>)\}"), _accent),
    # na\"ive, Kowali\'nski, \'Swi\k{a}tek, Dvo\v r\'ak: bare letters, unless the text escapes its quotation marks
    (re.compile(r"\\(?P<accent>[\"'`^~=.])(?P<bare>\\[ij](?![A-Za-z])|[^\W\d_])(?P<braced>)"), _accent),
    (re.compile(r"(?<=[A-Za-z])\\(?P<accent>[cvuHk]) (?P<bare>[A-Za-z])(?P<braced>)"), _accent),
    # \v z, \c c at the beginning of a word
    (re.compile(r"(?<![\w\\])\\(?P<accent>[cvHk]) (?P<bare>[A-Za-z])(?P<braced>)(?=[a-z\s,.;:)]|$)"), _accent),
    # \d{\^e}, \'{\u{a}}
    (re.compile(r"\\(?:[\"'`^~=.]|[cvuHkrdb])\{\\[\"'`^~=.cvu](?:\{[A-Za-z]\}|[A-Za-z])\}"), _converted),
    # \textcolor{red}{text}, \SI{5}{\metre}, \ce{H2O}, \footnote{…}
    (
        re.compile(
            r"\\(?:textcolor\{[^{}]{0,40}\}|(?:SI|qty)(?:\[[^\]]{0,80}\])?\{[^{}]{0,80}\}|num|si|unit|ce|ch|footnote)"
            r"\{(?:[^{}$]|\{[^{}]{0,80}\}){0,500}\}"
        ),
        _converted,
    ),
    # 10{\^{}}6
    (re.compile(r"\{\\[\^~]\{\}\}"), _converted),
    # {\o}, \ss{}, Paw\l owski, \AA ngstr\"om
    (re.compile(rf"\{{\\(?P<word>{_LETTERS})\s?\}}"), _letter),
    (re.compile(rf"\\(?P<word>{_LETTERS})(?![A-Za-z_^{{]|\{{[^}}])(?:\{{\}}| (?=[a-zß-ÿ]))?"), _letter),
    (re.compile(rf"\\(?P<word>{_LETTERS})\{{\}}"), _letter),
    # 90\textdegree, \copyright 2020, \LaTeX{}
    (re.compile(rf"\\(?P<word>text[a-z]+|{_SIGNS})(?![A-Za-z_^{{]|\{{[^}}])(?:\{{\}})?(?P<blank>[ \n]?)"), _sign),
    (re.compile(rf"\\(?P<word>text[a-z]+|{_SIGNS})\{{\}}(?P<blank>)"), _sign),
    # H\textsubscript{2}O, 10\textsuperscript{th}
    (re.compile(r"\\text(?P<kind>sub|super)script\{(?P<inner>[^{}\\$]{0,80})\}"), _script),
    # \enquote{quoted}
    (re.compile(r"\\(?:enquote|mkbibquote|textquote)\*?\{(?P<inner>[^{}]*)\}"), lambda found: f"“{found['inner']}”"),
    # e.\,g., 5\,%, a\;b
    (re.compile(r"(?<=\.)\\,(?=[A-Za-z])"), lambda _: ""),
    (re.compile(r"(?<=[\w.,%)])\\[,;:](?=[\w\\%(°])"), lambda _: " "),
    # \begin{itemize} \item First. \end{itemize}
    (re.compile(rf"\s*\\(?:begin|end)\{{(?:{_LISTS})\}}(?:\[[^\]]*\])?\s*"), _list_end),
    # VLMs~(Vision, benchmarks~fu2020d4rl; not ~10x, ~/home, x~Normal(0,1)
    (re.compile(r"(?:(?<=[A-Za-z]{2})|(?<=[)\]}.,;:%]))~(?=[A-Za-z]{2}|[A-Z]\W|[(\[\\{`“])(?!\w+\()"), lambda _: " "),
    (re.compile(rf"(?:{_BEFORE_NUMBER})~(?=[\dA-Z(])"), lambda _: " "),
    # \%, \&, \#, \_
    (re.compile(r"(?<!\\)\\([%&#_])"), lambda found: found[1]),
    # e.g.\ this; multi\-modal
    (re.compile(r"(?<=[.\w,;])\\ (?=\S)"), lambda _: " "),
    (re.compile(r"(?<=[A-Za-z])\\-(?=[A-Za-z])"), lambda _: ""),
    (re.compile(r"\\url\{(?P<url>[^{}]*(?:\{\}[^{}]*)*)\}"), _url),
    (re.compile(r"\\href\{(?P<url>[^{}\s]*)\}\s*\{(?P<words>[^{}\\$]*)\}"), _href),
)


def _by_rules(text: str) -> Iterator[Replacement]:
    quoted = _escaped_quotes(text)
    for expression, repair in _RULES:
        for found in expression.finditer(text):
            if not (found[0].startswith(quoted) and "{" not in found[0]):
                yield Replacement(start=found.start(), end=found.end(), now=repair(found))


def _escaped_quotes(text: str) -> tuple[str, ...]:
    r"""The escaped quotation marks of a text, as in \"yes\" and don\'t, which are no accents."""
    return tuple(sign for sign, quote in _ESCAPED_QUOTES.items() if sign in text and quote.search(text))


_ESCAPED_QUOTES = {
    '\\"': re.compile(r"\\\"(?![A-Za-z{\\])"),
    "\\'": re.compile(r"\\'(?![A-Za-z{\\])|(?<=[A-Za-z])\\'(?:[sdmt]|ll|re|ve)\b"),
}


# ── Damages with a beginning and an end ──────────────────────────────────────────────────────────────────────────────

_QUOTED = re.compile(r"(?<!`)``(?!`)(?P<quoted>(?:(?!``|''|\n\s*\n).){1,500}?)(?<!')''(?!')", re.DOTALL)
_STYLE = re.compile(
    r"(?:\\(?:emph|text(?:it|bf|tt|sc|sf|rm|sl|md|up|normal)?|underline|mbox)\s*|(?<![\\A-Za-z])(?:emph|text(?:it|bf|tt|sc)))\{"
    r"|\{\\(?:it|em|bf|tt|sc|sl|rm|sf|itshape|bfseries|ttfamily|scshape)(?:\s+|(?=\\))"
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LIST = re.compile(rf"\\(?:begin|end)\{{(?:{_LISTS})\}}")
_ITEM = re.compile(r"\\item(?![A-Za-z])\s*")


def _quotes(text: str) -> Iterator[Replacement]:
    """``…'' as “…”."""
    for found in _QUOTED.finditer(text):
        yield Replacement(start=found.start(), end=found.start() + 2, now="“")
        yield Replacement(start=found.end() - 2, end=found.end(), now="”")


def _items(text: str) -> Iterator[Replacement]:
    r"""The items of lists, where the text has the beginning or the end of one."""
    if _LIST.search(text) or "• " in text:
        for found in _ITEM.finditer(text):
            before = "" if text[: found.start()].endswith((" ", "\n")) or not found.start() else " "
            yield Replacement(start=found.start(), end=found.end(), now=f"{before}• ")


def _styles(text: str) -> Iterator[Replacement]:
    r"""Emphasis and fonts: \emph{…} and {\it …} become their content."""
    found = list(_STYLE.finditer(text))
    if not found:
        return
    ends = _closing_braces(text)
    for style in found:
        end = ends.get(style.end() - 1 if style[0].endswith("{") else style.start())
        if end is not None:
            yield Replacement(start=style.start(), end=style.end(), now="")
            yield Replacement(start=end, end=end + 1, now="")


def _closing_braces(text: str) -> dict[int, int]:
    """The offset of the closing brace, for each opening one."""
    open_braces: list[int] = []
    ends: dict[int, int] = {}
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            open_braces.append(brace.start())
        elif brace[0] == "}" and open_braces:
            ends[open_braces.pop()] = brace.start()
    return ends


def _dollars(text: str) -> Iterator[Replacement]:
    r"""\$5 as $5, where no other dollar could make a formula of it."""
    if "\\$" in text and not re.search(r"(?<!\\)\$", text):
        for found in re.finditer(r"(?<!\\)\\\$(?=\d)", text):
            yield Replacement(start=found.start(), end=found.end(), now="$")
