"""The formulas in a text. Any other dollar sign is money."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A dollar sign opens a formula before a visible character, and closes it after one where no digit follows. This is
# the rule of Pandoc, by which "$5 and $6" and "costs $0.031" are money; but a short text
# with TeX in it is a formula also before a digit, as in "5$\pm$1". Formulas do not cross paragraphs.
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<shown>(?:[^$\\\n]|\\.|\n(?!\s*\n)){1,4000}?)\$\$"
    r"|(?<![\\$])\$(?P<short>[^$\s\\]{0,20}(?:\\[A-Za-z]{1,20}|[\^_])[^$\s]{0,60})\$(?=\d)"
    r"|(?<![\\$])\$(?=[^\s$])(?P<inline>(?:[^$\\\n]|\\.|\n(?!\s*\n)){1,2000}?)(?<=\S)\$(?![\d$])"
    r"|(?<!\\)\\\((?P<round>(?:[^\n\\]|\\[^()]|\n(?!\s*\n)){1,2000}?)\\\)"
    r"|(?<!\\)\\\[(?P<square>(?:[^\n\\]|\\[^\[\]]|\n(?!\s*\n)){1,4000}?)\\\]"
)
# "$0.031 per call, or 50$": words between a number and the next dollar.
_MONEY = re.compile(r"[\d.,]+\s?[A-Za-z]?\s+(?:.*\s)?(?<!\\)[A-Za-z]{3,}\b", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Formula:
    """Characters ``start`` to ``end`` of a text, the TeX in the delimiters, and whether it is a displayed one."""

    start: int
    end: int
    tex: str
    display: bool


def find_formulas(text: str) -> tuple[Formula, ...]:
    r"""The formulas of a text from left to right: ``$…$``, ``\(…\)``, ``$$…$$`` and ``\[…\]``."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return ()
    formulas = []
    at = 0
    while found := _FORMULA.search(text, at):
        tex = found["inline"]
        if tex is not None and _MONEY.match(tex):
            at = found.start() + 1
            continue
        kind = found.lastgroup or "inline"
        formulas.append(
            Formula(start=found.start(), end=found.end(), tex=found[kind].strip(), display=kind in {"shown", "square"})
        )
        at = found.end()
    return tuple(formulas)
