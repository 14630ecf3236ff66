"""Formulas as simple HTML, for programs that do not show MathML, such as feed readers and mail programs.

Many of them remove the elements of MathML and keep their text, which turns x² into "x2". Letters, ``<sub>`` and
``<sup>`` pass through all of them.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape
from xml.etree.ElementTree import Element

#: Operators with a space on both sides.
_SPACED = frozenset("=<>≤≥≠≈∼≃≅≡∝→←↔⇒⇐⇔↦∈∉⊂⊆⊃⊇∪∩×·±∓+−∧∨∥∣≪≫⊕⊗∘")
#: Accents, as characters that combine with the letter before.
_ACCENTS = {"^": "\u0302", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "˙": "\u0307"}
_GROUPS = frozenset({"math", "mrow", "mstyle", "mpadded"})
_INVISIBLE = re.compile("[\u2061-\u2064]")
_ATOM = re.compile(r"[\w.]+")


class _NotExpressibleError(Exception):
    """A part of the formula, such as a matrix, needs MathML."""


def formula_html(root: Element) -> str:
    """Return a MathML element as letters with ``<i>``, ``<b>``, ``<sub>`` and ``<sup>``; empty if that cannot be."""
    try:
        return _node(root).strip()
    except _NotExpressibleError:
        return ""


def _node(node: Element) -> str:
    own = _INVISIBLE.sub("", (node.text or "").strip())
    parts = list(node)
    if node.tag in _GROUPS:
        return _row(parts)
    if node.tag == "mi":
        return _identifier(own)
    if node.tag in ("mn", "ms", "mo"):
        return escape(own)
    if node.tag == "mtext":
        return escape(" ".join((node.text or "").replace("\u00a0", " ").split(" ")))
    if node.tag == "mspace":
        return " "
    if node.tag == "msqrt" and parts:
        return escape("√") + _grouped(_row(parts), parts)
    if node.tag == "mfrac" and len(parts) == 2:
        return "/".join(_grouped(_node(part), [part]) for part in parts)
    if node.tag in ("msub", "munder", "msup", "mover", "msubsup", "munderover"):
        return _with_scripts(node, parts)
    raise _NotExpressibleError


def _row(parts: list[Element]) -> str:
    """Write parts one after another, with spaces around operators between two of them, and after functions."""
    written = ""
    for index, part in enumerate(parts):
        shown = _node(part)
        sign = (part.text or "").strip()
        follows = index + 1 < len(parts)
        if part.tag == "mo" and sign in _SPACED and index and follows and not _is_operator(parts[index - 1]):
            shown = f" {shown} "
        elif sign in (",", ":") and follows:
            shown = f"{shown} "
        elif part.tag in ("mi", "mo") and len(sign) > 1 and sign.isalpha():  # a function, such as log
            before = " " if index and parts[index - 1].tag in ("mi", "mn") else ""
            shown = f"{before}{shown}{' ' if follows and parts[index + 1].tag != 'mo' else ''}"
        written += shown
    return re.sub(r" {2,}", " ", written)


def _is_operator(node: Element) -> bool:
    sign = (node.text or "").strip()
    return node.tag == "mo" and (sign in _SPACED or sign in ("(", "[", "{", "|", ","))


def _identifier(name: str) -> str:
    """Write a variable or the name of a function; letters of mathematical alphabets become plain ones."""
    if len(name) != 1:
        return escape(name)
    if ord(name) < 0x1D400:
        return f"<i>{escape(name)}</i>" if name.isalpha() else escape(name)
    element, letter = "b" if "BOLD" in unicodedata.name(name, "") else "i", unicodedata.normalize("NFKC", name)
    return f"<{element}>{escape(letter)}</{element}>"


def _with_scripts(node: Element, parts: list[Element]) -> str:
    has_lower, has_upper = node.tag not in ("msup", "mover"), node.tag not in ("msub", "munder")
    if len(parts) != 1 + has_lower + has_upper:
        raise _NotExpressibleError
    base = _node(parts[0])
    if node.tag == "mover":
        letter = "".join(parts[0].itertext()).strip()
        accent = _ACCENTS.get("".join(parts[1].itertext()).strip())
        if accent and len(letter) == 1:
            return base.replace(escape(letter), escape(letter) + accent, 1)
    lower = f"<sub>{_node(parts[1]).strip()}</sub>" if has_lower else ""
    if not has_upper:
        return base + lower
    upper = "".join(parts[-1].itertext()).strip()
    if upper and not set(upper) - {"′", "'"}:  # a prime is raised already
        return base + lower + escape("′" * len(upper))
    return f"{base}{lower}<sup>{_node(parts[-1]).strip()}</sup>"


def _grouped(shown: str, parts: list[Element]) -> str:
    """Put parentheses around all but a single word."""
    return shown if _ATOM.fullmatch("".join("".join(part.itertext()) for part in parts)) else f"({shown})"
