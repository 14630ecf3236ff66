"""Texts with HTML, JATS or MathML, and entities, as plain text with paragraphs.

Crossref, PubMed and Zotero send such texts for titles, abstracts and names. Only known elements are markup, so that
``a < b > c`` and the ``<s>`` of a language model stay. Formulas become TeX, and subscripts Unicode where it has them.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from generator.text.clean import unwrap_paragraphs
from generator.text.markup.mathml import read_mathml
from generator.text.markup.scripts import subscript, superscript

_PREFIX = r"(?:jats:|xhtml:|html:)?"
# Elements that are markup wherever they are, and those that are markup only in pairs.
_BLOCKS = "p|div|br|hr|h[1-6]|ul|ol|dl|li|dt|dd|sec|title|list|list-item|abstract|abstracttext|blockquote|tr|table"
_INLINE = (
    "i|b|u|em|strong|italic|bold|sc|scp|small|big|span|font|tt|code|a|ext-link|xref|monospace|underline|roman|sans-serif"
    "|named-content|styled-content|inline-formula|disp-formula|alternatives|inline-graphic|graphic|cite|q|strike|sub|sup"
    "|inf|inline-supplementary-material|uri|email|bdi|sec-title|label|tex-math|fixed-case|url|formula|tex"
)
_TAG = re.compile(rf"<(?P<end>/?)\s*{_PREFIX}(?P<name>{_BLOCKS}|{_INLINE})\b(?P<rest>(?:\s[^<>]*|/)?)>", re.IGNORECASE)
_BLOCK = re.compile(_BLOCKS, re.IGNORECASE)
_ABSTRACT_HEADING = re.compile(
    rf"<{_PREFIX}title\b[^<>]*>\s*(?:abstract|summary|zusammenfassung|résumé)\s*[:.]?\s*</{_PREFIX}title>",
    re.IGNORECASE,
)
# An element without an end is not searched for beyond the next one of its kind.
_TEX_MATH = re.compile(
    r"<(?:jats:)?tex(?:-math)?\b[^<>]*>(?:<!\[CDATA\[)?(?P<tex>(?:(?!<(?:jats:)?tex(?:-math)?\b).)*?)(?:\]\]>)?"
    r"</(?:jats:)?tex(?:-math)?>",
    re.IGNORECASE | re.DOTALL,
)
_ALTERNATIVES = re.compile(
    r"<(?:jats:)?alternatives\b[^<>]*>((?:(?!<(?:jats:)?alternatives\b).)*?)</(?:jats:)?alternatives>",
    re.IGNORECASE | re.DOTALL,
)
_MATHML = re.compile(
    r"<((?:mml:|m:)?)math\b[^<>]*>(?:(?!<\1math\b).)*?</\1math>(?:\s+(?=[-,;:.)\u2010-\u2013]))?",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT = re.compile(rf"<{_PREFIX}(?P<name>sub|sup|inf)\b[^<>]*>(?P<inner>[^<>]*)</{_PREFIX}(?P=name)>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->|<!\[CDATA\[|\]\]>|<\?xml[^<>]*\?>", re.DOTALL)
_ESCAPED_TAG = re.compile(rf"&lt;/?{_PREFIX}(?:{_BLOCKS}|{_INLINE}|(?:mml:)?math)\b[^<>&]*&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_PREAMBLE = re.compile(r"\\documentclass.*?\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def read_html(text: str) -> str:
    """The text without markup; a blank line separates paragraphs.

    Entities are decoded that are escaped once or twice. An entity that HTML does not know stays.
    """
    if "&" not in text and "<" not in text:
        return text
    if "&" in text:
        text = _with_tags(text)
    if "<" in text:
        text = _without_markup(text)
    return _decode(text)


def read_html_line(text: str) -> str:
    """The text without markup, on one line."""
    return " ".join(read_html(text).split()) if "&" in text or "<" in text else text


def _with_tags(text: str) -> str:
    """The text with escaped tags as tags, so that ``&lt;i&gt;`` is markup, and ``p &lt; 0.05`` stays escaped."""
    text = _TWICE.sub("&", text)
    return _ESCAPED_TAG.sub(lambda found: found[0].replace("&lt;", "<").replace("&gt;", ">"), text)


def _decode(text: str) -> str:
    """The text with its entities decoded; the no-break spaces of HTML are spaces."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: unescape(found[0]) if _is_known(found[0]) else found[0], text).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def _is_known(entity: str) -> bool:
    return entity.startswith("&#") or entity[1:] in html5


def _without_markup(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _ABSTRACT_HEADING.sub("", text)
    text = _ALTERNATIVES.sub(_one_alternative, text)
    text = _TEX_MATH.sub(_tex, text)
    text = _MATHML.sub(lambda found: read_mathml(found[0]), text)
    before = None
    while text != before:
        before = text
        text = _SCRIPT.sub(_script, text)
    return _without_tags(text)


def _one_alternative(found: re.Match[str]) -> str:
    """The TeX of a formula that is given twice, as TeX and as MathML, else all of it."""
    tex = _TEX_MATH.search(found[1])
    return tex[0] if tex else found[1]


def _tex(found: re.Match[str]) -> str:
    preamble = _PREAMBLE.search(found["tex"])
    tex = (preamble[1] if preamble else found["tex"]).strip()
    return tex if tex.startswith(("$", "\\(", "\\[")) else f"${tex}$"


def _script(found: re.Match[str]) -> str:
    inner = unescape(found["inner"])
    return superscript(inner) if found["name"].lower() == "sup" else subscript(inner)


def _without_tags(text: str) -> str:
    """The text without known tags; blocks become paragraphs, and a tag without its other half is text."""
    names: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        names.setdefault(tag["name"].lower(), [0, 0])[1 if tag["end"] else 0] += 1
    has_blocks = False

    def replace(tag: re.Match[str]) -> str:
        nonlocal has_blocks
        name = tag["name"].lower()
        if _BLOCK.fullmatch(name):
            has_blocks = True
            return "\n\n"
        is_alone = tag["rest"].rstrip().endswith("/")
        return "" if is_alone or min(names[name]) or name in ("span", "font", "a") else tag[0]

    plain = _TAG.sub(replace, text)
    return unwrap_paragraphs(plain) if has_blocks else plain
