"""Prose as HTML: formulas become MathML, addresses become links, everything else is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape
from xml.etree import ElementTree

from generator.text.addresses.links import WEB_ADDRESS, trim_url
from generator.text.addresses.urls import check_url
from generator.text.markup.formula_html import formula_html
from generator.text.markup.formula_text import formula_text
from generator.text.markup.formulas import Formula, find_formulas

MAX_TEX = 1000
# Deeper trees come close to Python's recursion limit, so that the result would depend on the caller's stack.
_MAX_DEPTH = 40
_ELEMENTS = re.compile(
    r"math|mrow|mi|mn|mo|mtext|mspace|ms|msub|msup|msubsup|munder|mover|munderover|mfrac|msqrt|mroot|mtable|mtr|mtd"
    r"|mstyle|mpadded|mphantom|menclose|mmultiscripts|mprescripts|none"
)
_ATTRIBUTES = re.compile(
    r"display|stretchy|fence|form|separator|lspace|rspace|minsize|maxsize|symmetric|largeop|movablelimits|accent"
    r"|accentunder|mathvariant|linethickness|displaystyle|scriptlevel|columnalign|columnlines|rowlines|notation"
    r"|width|height|depth|voffset"
)
# Words, or a small length: a formula must not move the rest of the page.
_VALUE = re.compile(r"[a-z -]{1,60}|[+-]?\d{0,2}(?:\.\d{1,4})?(?:em|ex|px|pt|mu|%)?")
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{2,6});")
_BIDI = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff]"
)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")


def prose_html(text: str, *, simple: bool = False) -> str:
    """Text as one line of inline HTML with formulas and without links, so that it may be used within a link.

    Text with right-to-left letters or controls is isolated in ``<bdi>``. In Markdown, put it into an HTML block,
    whose content Markdown does not parse. ``simple`` is that of ``paragraphs_html``.
    """
    return _isolated(_inline(text, links=False, simple=simple), text)


def paragraphs_html(text: str, *, simple: bool = False, with_source: bool = False) -> str:
    """Prose as one line of ``<p>…</p>``: blank lines separate paragraphs, http and https addresses become links.

    Formulas become MathML, or with ``simple`` letters with ``<sub>`` and ``<sup>``. The result is also XHTML. With
    ``with_source``, MathML has the formula's TeX and its delimiters in ``data-tex``.
    """
    paragraphs = _PARAGRAPH_END.split(text.strip()) if "\n" in text else [text.strip()]
    shown = ((part, _inline(part, links=True, simple=simple, with_source=with_source)) for part in paragraphs if part)
    return "".join(f"<p>{_isolated(html, part)}</p>" for part, html in shown)


def prose_pieces(text: str) -> tuple[str | tuple[str, str], ...] | None:
    """Prose for a page that makes its elements itself: None for plain text, which needs no conversion.

    A piece is text, or a formula as MathML and source; the MathML is empty where the formula cannot be converted.
    """
    if "$" not in text and "\\" not in text:
        return None
    pieces: list[str | tuple[str, str]] = []
    done = 0
    for formula in find_formulas(text):
        pieces.append(text[done : formula.start].replace("\\$", "$"))
        mathml = _mathml(formula.tex, display=formula.display) or ""
        pieces.append((mathml, text[formula.start : formula.end].replace("\n", " ")))
        done = formula.end
    pieces.append(text[done:].replace("\\$", "$"))
    shown = tuple(piece for piece in pieces if piece)
    return None if shown == (text,) else shown


def plain(text: str) -> str:
    """Prose as plain text with formulas in Unicode, as in ``O(n²)``, for attributes and titles; nothing is escaped.

    A formula that cannot be converted stays as it is.
    """
    return _with_formulas(text, words=str, formula=_formula_text) if "$" in text or "\\" in text else text


def _inline(text: str, *, links: bool, simple: bool, with_source: bool = False) -> str:
    if "$" not in text and "\\" not in text:
        return _words(text, links=links)
    formula = _simple_html if simple else _formula_with_source if with_source else _formula_html
    return _with_formulas(text, words=partial(_words, links=links), formula=formula)


def _with_formulas(text: str, *, words: Callable[[str], str], formula: Callable[[Formula, str], str]) -> str:
    """Join what ``words`` makes of the text between formulas, and ``formula`` of each formula and its source."""
    parts = []
    done = 0
    for found in find_formulas(text):
        parts.append(words(text[done : found.start].replace("\\$", "$")))
        parts.append(formula(found, text[found.start : found.end]))
        done = found.end
    parts.append(words(text[done:].replace("\\$", "$")))
    return "".join(parts)


def _formula_html(formula: Formula, source: str) -> str:
    shown = escape(source).replace("\n", " ")
    return _mathml(formula.tex, display=formula.display) or f"<code>{shown}</code>"


def _formula_with_source(formula: Formula, source: str) -> str:
    tex = escape(source).replace("\n", " ")
    return _formula_html(formula, source).replace("<math", f'<math data-tex="{tex}"', 1)


def _simple_html(formula: Formula, source: str) -> str:
    root = _element(formula.tex, display=formula.display)
    shown = escape(source).replace("\n", " ")
    return (formula_html(root) if root is not None else "") or f"<code>{shown}</code>"


def _formula_text(formula: Formula, source: str) -> str:
    root = _element(formula.tex, display=formula.display)
    return (formula_text(root) if root is not None else "") or source


def _words(text: str, *, links: bool) -> str:
    if links and "://" in text:
        return _linked(text)
    html = escape(text)
    return html.replace("\n", " ") if "\n" in html else html


def _linked(text: str) -> str:
    html = []
    done = 0
    for found in WEB_ADDRESS.finditer(text):
        shown = trim_url(found[0])
        try:
            url = check_url(shown)
        except ValueError:
            continue
        html.append(_words(text[done : found.start()], links=False))
        html.append(f'<a href="{escape(url)}" rel="nofollow noopener">{escape(shown)}</a>')
        done = found.start() + len(shown)
    html.append(_words(text[done:], links=False))
    return "".join(html)


def _isolated(html: str, text: str) -> str:
    return f"<bdi>{html}</bdi>" if not text.isascii() and _BIDI.search(text) else html


@lru_cache(maxsize=8192)
def _mathml(tex: str, *, display: bool) -> str | None:
    """A formula as MathML, or None where it cannot be converted, or not safely."""
    root = _element(tex, display=display)
    return None if root is None else ElementTree.tostring(root, encoding="unicode").replace("\n", " ")


def _element(tex: str, *, display: bool) -> ElementTree.Element | None:
    # Imported here because it takes 90 ms, and commands that render no page do not need it.
    from latex2mathml.converter import convert_to_element

    if len(tex) > MAX_TEX:
        return None
    try:
        root = convert_to_element(tex, display="block" if display else "inline")
        if _depth(root) > _MAX_DEPTH or not all(_is_safe(element) for element in root.iter()):
            return None
    except Exception:  # broken TeX raises anything, IndexError and RecursionError among others
        return None
    root.attrib.pop("xmlns", None)  # HTML needs no namespace for MathML
    for element in root.iter():
        if element.text:
            element.text = _ENTITY.sub(_character, element.text)
    return root


def _is_safe(element: ElementTree.Element) -> bool:
    """Whether an element is plain MathML without scripts or foreign markup, and has no macro left in its text."""
    return (
        _ELEMENTS.fullmatch(element.tag) is not None
        and "\\" not in (element.text or "")
        and not (element.tail or "").strip()
        and all(
            name == "xmlns" or (_ATTRIBUTES.fullmatch(name) and _VALUE.fullmatch(value))
            for name, value in element.attrib.items()
        )
    )


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x10FFFE else "\ufffd"


def _depth(element: ElementTree.Element) -> int:
    return 1 + max((_depth(child) for child in element), default=0)
