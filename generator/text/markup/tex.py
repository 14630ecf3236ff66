r"""TeX in the texts of bibliographies as plain text: ``{\"O}zg{\"u}r {GPT}`` becomes Özgür GPT.

Commands are read one by one, so that one that is unknown does not keep the others from being read. A parser of our
own, and not pylatexenc's converter: that converter drops ``&`` and ``#``, gives up where a brace is missing, and loses
commands that it does not know. Its table of symbols is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from generator.text.markup.formulas import find_formulas
from generator.text.markup.scripts import subscript, superscript
from generator.text.markup.tex_science import read_chemistry, read_number, read_unit, with_unit
from generator.text.markup.tex_symbols import (
    ACCENTS,
    DROPPED,
    QUOTES,
    STYLES,
    SWITCHES,
    accented,
    swallows_blank,
    symbol,
)

_SPECIAL = re.compile(r"[\\{}~$`'?!]|-{2,3}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_COMMAND_OR_ACCENT = re.compile(r"\\(?:[A-Za-z]|[\"'`^~=.](?=[A-Za-z{\\]))")
_BLANK = re.compile(r"\s*")
_OPTIONS = re.compile(r"\s*\[[^\]{}]*\]")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+\*?)\}(?:\[[^\]]*\])?\s*")
_LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"})
_PLAIN_ENVIRONMENTS = frozenset({"abstract", "quote", "quotation", "center", "flushleft", "flushright", "document"})
# Symbols that exporters write as formulas of their own.
_SYMBOL = re.compile(r"\$\s*\{?\\(?:(less|greater|backslash)|([a-z]+))\}?\s*\$(?(2)(?=\d))")
# A formula that is only a subscript or a superscript: H$_2$O, 10$^{-3}$, 20$^{\circ}$C
_SCRIPT = re.compile(r"(?<![\\$])\$\s*([_^])\s*(?:\{([^{}$]{1,20}|\\[a-z]+\{[^{}$]{1,20}\})\}|(\w|\\circ))\s*\$(?!\$)")
_STYLE_IN_SCRIPT = re.compile(r"\\(?:text|math)[a-z]*\{([^{}]*)\}")
# A quotation mark or an apostrophe that was escaped, as in \"yes\", and is no accent.
_QUOTATION = {sign: re.compile(rf"\\{sign}(?![A-Za-z{{\\])") for sign in "\"'"}
_DASH = re.compile(r"(?<=[\w.,;)”’\"'])(?P<blank>[ \n]?)-{2,3}(?P=blank)(?=[\w(“‘\"'])")
_DASHES = {"--": "–", "---": "—"}
_SPACES = {" ": " ", "\n": " ", "\t": " ", ";": " ", ":": " ", "~": " ", "!": "", "/": "", "-": "", "@": "", "\\": " "}
_MAX_DEPTH = 50
_Style = Callable[[str], str]
_SCRIPTS: dict[str, _Style] = {
    "textsuperscript": superscript,
    "textsubscript": subscript,
    "textsup": superscript,
    "textsub": subscript,
    "mkbibsuperscript": superscript,
    "mkbibsubscript": subscript,
    "ce": read_chemistry,
    "ch": read_chemistry,
    "num": read_number,
    "hspace": lambda width: " ",
}
# Commands of siunitx, with the number of their arguments.
_QUANTITIES = {"SI": 2, "qty": 2, "si": 1, "unit": 1}


def read_tex(text: str) -> str:
    """The text without TeX. Formulas stay, and unknown commands stay with their arguments.

    A blank line and ``\\par`` separate paragraphs.
    """
    if not any(sign in text for sign in "\\{}~`'-$"):
        return text
    if "$" in text:
        text = _SCRIPT.sub(_script, text)
    text = _SYMBOL.sub(lambda found: f"\\{found[1]}{{}}" if found[1] else f"\\ensuremath{{\\{found[2]}}}", text)
    plain = _Reader(text).read()
    return _without_escaped_dollars(unicodedata.normalize("NFC", plain).replace("\N{NO-BREAK SPACE}", " "))


def _script(found: re.Match[str]) -> str:
    """The script as Unicode where that has all characters, else the formula as it was."""
    inner = _STYLE_IN_SCRIPT.sub(r"\1", found[2] or found[3]).replace("\\circ", "°")
    if inner.strip() == "°":
        return "°"
    plain = (subscript if found[1] == "_" else superscript)(inner)
    return found[0] if "\\" in inner or plain.startswith(("$", found[1])) else plain


def read_dashes(text: str) -> str:
    """The text with ``--`` between words or numbers as a dash; formulas and options such as ``--help`` stay."""
    if "--" not in text:
        return text
    parts: list[str] = []
    done = 0
    for formula in find_formulas(text):
        parts += _DASH.sub(_dash, text[done : formula.start]), text[formula.start : formula.end]
        done = formula.end
    return "".join((*parts, _DASH.sub(_dash, text[done:])))


def _dash(found: re.Match[str]) -> str:
    return _DASHES[found[0].strip()].join((found["blank"], found["blank"]))


def _without_escaped_dollars(text: str) -> str:
    """The text with plain dollar signs, where they cannot be taken for the ends of a formula."""
    plain = text.replace("\\$", "$")
    return plain if "\\$" in text and len(find_formulas(plain)) == len(find_formulas(text)) else text


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, *, depth: int = 0) -> None:
        self._text = text
        self._at = 0
        self._depth = depth
        self._quotes = 0
        self._quotations = {sign for sign, found in _QUOTATION.items() if found.search(text)}
        self._formulas = {formula.start: formula.end for formula in find_formulas(text)}

    def read(self) -> str:
        """The whole text; a brace that closes nothing stays."""
        parts = [self._read_group()]
        while self._at < len(self._text):
            parts.append("}")
            self._at += 1
            parts.append(self._read_group())
        return "".join(parts)

    def _read_group(self) -> str:
        """The text up to the brace that closes the group, or to the end."""
        out: list[str] = []
        while found := _SPECIAL.search(self._text, self._at):
            out.append(self._text[self._at : found.start()])
            self._at = found.start()
            if found[0] == "}":
                return "".join(out)
            out.append(self._read_special(found[0], "".join(out[-2:])))
        out.append(self._text[self._at :])
        self._at = len(self._text)
        return "".join(out)

    def _read_special(self, sign: str, before: str) -> str:
        if self._at in self._formulas:
            start, self._at = self._at, self._formulas[self._at]
            return self._text[start : self._at]
        if sign == "{":
            return self._read_braces()
        if sign == "\\":
            return self._read_command(before)
        return self._read_sign(sign)

    def _read_sign(self, sign: str) -> str:
        pair = self._text[self._at : self._at + 2]
        self._at += len(sign)
        if pair in ("``", "''", "?`", "!`"):
            if pair == "''" and not self._quotes:
                return sign
            self._at += 1
            self._quotes += {"``": 1, "''": -1}.get(pair, 0)
            return {"``": "“", "''": "”", "?`": "¿", "!`": "¡"}[pair]
        return " " if sign == "~" else _DASHES.get(sign, sign)

    def _read_braces(self) -> str:
        """The content of a group, without its braces."""
        self._at += 1
        if self._depth >= _MAX_DEPTH:
            return ""
        self._depth += 1
        content = self._read_group()
        self._depth -= 1
        self._at += self._text.startswith("}", self._at)
        return content

    def _read_command(self, before: str) -> str:
        environment = _ENVIRONMENT.match(self._text, self._at)
        if environment:
            return self._read_environment(environment)
        command = _COMMAND.match(self._text, self._at)
        if command is None:
            return self._read_escape(before)
        start, name = self._at, command[1]
        self._at = command.end()
        if name in ACCENTS:
            return self._read_accent(name, start)
        if name == "verb":
            return self._read_verbatim()
        if command[0][1:] in QUOTES and self._has_argument():
            opening, closing = QUOTES[command[0][1:]]
            return f"{opening}{self._read_argument()}{closing}"
        if name in _QUANTITIES and self._has_argument():
            return self._read_quantity(_QUANTITIES[name])
        return self._read_named(name, start)

    def _read_named(self, name: str, start: int) -> str:
        if name in STYLES and self._has_argument():
            return self._read_argument()
        if name in _SCRIPTS and self._has_argument():
            return _SCRIPTS[name](self._read_argument())
        if name in ("url", "nolinkurl", "path", "doi") and self._has_argument():
            return re.sub(r"\\([%#&_~])", r"\1", self._raw_argument())
        if name in ("href", "textcolor", "color", "texorpdfstring", "foreignlanguage", "selectlanguage"):
            return self._read_with_parameter(name)
        if name == "ensuremath" and self._has_argument():
            formula = self._raw_argument()
            plain = self._inner(formula)
            return plain if not re.search(r"[\\^_{}]", plain) else f"${formula}$"
        if name in DROPPED:
            if self._has_argument():
                self._raw_argument()
            return ""
        if name in SWITCHES or name == "item":
            self._skip_blank()
            return "\n\n• " if name == "item" else ""
        return self._read_symbol(name, start)

    def _read_verbatim(self) -> str:
        r"""``\\verb|text|``, between two signs of any kind."""
        sign, start = self._text[self._at : self._at + 1], self._at + 1
        end = self._text.find(sign, start) if sign and not sign.isalnum() and not sign.isspace() else -1
        if end < 0:
            return "\\verb"
        self._at = end + 1
        return self._text[start:end]

    def _read_quantity(self, count: int) -> str:
        r"""``\\SI{5}{\\metre}`` and ``\\si{\\metre}``, with their options left out."""
        number = read_number(self._read_argument()) if count > 1 else ""
        unit = read_unit(self._raw_argument()) if self._has_argument() else ""
        return with_unit(number, unit) if number else unit

    def _read_with_parameter(self, name: str) -> str:
        r"""``\href{address}{words}`` and other commands of which one argument is printed."""
        if not self._has_argument():
            return ""
        first = self._at
        parameter = self._raw_argument()
        if not self._has_argument():
            return "" if name in ("color", "selectlanguage") else self._inner(parameter)
        if name == "texorpdfstring":
            # The second argument is the one for plain text.
            return self._read_argument()
        return (
            self._read_argument() if name in ("href", "textcolor", "foreignlanguage") else self._text[first : self._at]
        )

    def _read_symbol(self, name: str, start: int) -> str:
        text = symbol(name)
        if text is None:
            while self._has_argument() or _OPTIONS.match(self._text, self._at):
                options = _OPTIONS.match(self._text, self._at)
                if options:
                    self._at = options.end()
                else:
                    self._raw_argument()
            return self._text[start : self._at]
        if text == name and len(name) > 1:
            # "O(n\\log n)": the name of a function stands alone.
            return f" {text}" if self._text[start - 1 : start].isalnum() else text
        if self._text.startswith("{}", self._at):
            self._at += 2
        elif swallows_blank(text):
            self._skip_blank()
        return text

    def _read_accent(self, accent: str, start: int) -> str:
        """An accent and its letter, in braces, as a command, or bare."""
        braced = self._has_argument()
        if braced or accent.isalpha():
            self._skip_blank()
        elif accent in self._quotations:
            return accent
        at = self._at
        if braced:
            letters = self._read_braces()
        elif _COMMAND_OR_ACCENT.match(self._text, self._at) and self._depth < _MAX_DEPTH:
            self._depth += 1
            letters = self._read_command("")
            self._depth -= 1
        else:
            letters = self._text[self._at : self._at + 1]
            self._at += len(letters)
        if not letters and braced:
            return accent
        whole = accented(accent, letters)
        if whole is not None:
            return whole
        if braced and letters[:1].isalpha():
            return letters[0] + ACCENTS[accent] + letters[1:]
        if accent.isalpha():
            return self._text[start : self._at]
        # An escaped quotation mark or apostrophe, as in don\'t.
        self._at = at if not braced else self._at
        return accent + self._text[start + 2 : at] + (letters if braced else "")

    def _read_escape(self, before: str) -> str:
        r"""A backslash before a sign: ``\&``, ``\,``, ``\"o``."""
        start = self._at
        sign = self._text[start + 1 : start + 2]
        self._at += 1 + len(sign)
        if sign in ACCENTS and sign:
            return self._read_accent(sign, start)
        if sign == ",":
            following = self._text[self._at : self._at + 1]
            return "" if before.endswith(".") and following.isalpha() else " "
        if sign == "$":
            return "\\$"
        if sign in _SPACES and sign:
            return _SPACES[sign]
        return sign or "\\"

    def _read_environment(self, found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if name in _LISTS:
            self._at = found.end()
            return "\n\n" if kind == "end" else ""
        if name in _PLAIN_ENVIRONMENTS:
            self._at = found.end()
            return "\n\n"
        end = self._text.find(f"\\end{{{name}}}", self._at) if kind == "begin" else -1
        stop = end + len(name) + 6 if end >= 0 else found.end()
        start, self._at = self._at, stop
        return self._text[start:stop]

    def _has_argument(self) -> bool:
        blank = _BLANK.match(self._text, self._at)
        return self._text.startswith("{", blank.end() if blank else self._at)

    def _read_argument(self) -> str:
        self._skip_blank()
        return self._read_braces()

    def _raw_argument(self) -> str:
        """The source of an argument, without its braces."""
        self._skip_blank()
        start, depth = self._at + 1, 0
        for at in range(self._at, len(self._text)):
            if at and self._text[at - 1] == "\\":
                continue
            depth += {"{": 1, "}": -1}.get(self._text[at], 0)
            if depth == 0:
                self._at = at + 1
                return self._text[start:at]
        self._at = len(self._text)
        return self._text[start:]

    def _inner(self, text: str) -> str:
        """A text within this one; nested too deeply, it stays as it is."""
        return _Reader(text, depth=self._depth + 1).read() if self._depth < _MAX_DEPTH else text

    def _skip_blank(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
