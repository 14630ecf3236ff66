"""MathML as text where Unicode can print it, else as a formula of TeX."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

from generator.text.markup.scripts import subscript, superscript

_NAMESPACED = re.compile(r"(</?)(?:mml|m):", re.IGNORECASE)
_DECLARATION = re.compile(r"\s+xmlns(?::\w+)?=(?:\"[^\"]*\"|'[^']*')|\s+\w+:\w+=(?:\"[^\"]*\"|'[^']*')")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(\w+);")
_MAX_DEPTH = 60
# Characters with a meaning in TeX, or with a command of their own.
_TEX = {
    "<": "<", ">": ">", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "\\": r"\backslash ",
    "$": r"\$", "×": r"\times ", "·": r"\cdot ", "±": r"\pm ", "∓": r"\mp ", "≤": r"\leq ", "≥": r"\geq ",
    "≠": r"\neq ", "≈": r"\approx ", "∼": r"\sim ", "≃": r"\simeq ", "≡": r"\equiv ", "∝": r"\propto ",
    "→": r"\to ", "←": r"\leftarrow ", "↔": r"\leftrightarrow ", "⇒": r"\Rightarrow ", "∞": r"\infty ",
    "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "∂": r"\partial ", "∇": r"\nabla ", "∈": r"\in ",
    "√": r"\surd ", "−": "-", "⊗": r"\otimes ", "⊕": r"\oplus ", "∗": "*", "…": r"\ldots ", "⋯": r"\cdots ",
    "′": "'", "°": r"^{\circ}", "⟨": r"\langle ", "⟩": r"\rangle ", "〈": r"\langle ", "〉": r"\rangle ",
    "ℏ": r"\hbar ", "ℓ": r"\ell ", "≪": r"\ll ", "≫": r"\gg ", "⊂": r"\subset ", "∪": r"\cup ", "∩": r"\cap ",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u00a0": " ", "\u2009": " ", "\u200b": "",
}  # fmt: skip
_ACCENTS = {
    "¯": "bar",
    "‾": "bar",
    "^": "hat",
    "ˆ": "hat",
    "~": "tilde",
    "˜": "tilde",
    "→": "vec",
    "˙": "dot",
    "¨": "ddot",
}


def read_mathml(markup: str) -> str:
    """A ``math`` element as text, as in ``RuO₂``, or as a formula, as in ``$\\frac{a}{b}$``.

    Where it is not well-formed, its text without tags.
    """
    xml = _DECLARATION.sub("", _NAMESPACED.sub(r"\1", markup))
    xml = _ENTITY.sub(lambda found: unescape(found[0]).replace("&", "&amp;").replace("<", "&lt;"), xml)
    try:
        # Without a DOCTYPE, which begins with <!, no entity can be expanded.
        root = ElementTree.fromstring(xml) if "<!" not in xml else None  # noqa: S314 (see above)
    except (ElementTree.ParseError, ValueError):
        root = None
    if root is None or _depth(root) > _MAX_DEPTH:
        return " ".join(unescape(re.sub(r"<[^<>]*>", "", markup)).split())
    annotation = next(
        (node for node in root.iter("annotation") if "tex" in str(node.get("encoding", "")).lower()), None
    )
    if annotation is not None and (annotation.text or "").strip():
        return f"${(annotation.text or '').strip().strip('$')}$"
    plain = _plain(root)
    if plain is not None:
        return plain
    tex = " ".join(_tex(root).split())
    return f"$${tex}$$" if root.get("display") == "block" else f"${tex}$"


def _plain(node: ElementTree.Element) -> str | None:
    """The node as text; None where text cannot print it."""
    if node.tag in ("mi", "mn", "mtext", "ms"):
        text = " ".join((node.text or "").split())
        return text if "$" not in text else None
    if node.tag == "mo":
        sign = (node.text or "").strip()
        return sign if sign in ("-", "−", ",", ".", "/", "+", "%", "°", "(", ")", ":") else None
    if node.tag in ("math", "mrow", "mstyle", "mpadded", "semantics"):
        children = [_plain(child) for child in node if not child.tag.startswith("annotation")]
        return "".join(child or "" for child in children) if None not in children else None
    if node.tag == "mspace":
        return " "
    if node.tag in ("msub", "msup") and len(node) == 2:
        base, script = _plain(node[0]), _plain(node[1])
        if base is None or script is None:
            return None
        shifted = (subscript if node.tag == "msub" else superscript)(script)
        is_variable = len(base) == 1 and base.isalpha() and not script.isdecimal()
        return base + shifted if not shifted.startswith("$") and not is_variable else None
    return None


def _tex(node: ElementTree.Element) -> str:
    children = [_tex(child) for child in node if not child.tag.startswith("annotation")]
    own = "".join(_TEX.get(character, character) for character in (node.text or "").strip())
    if node.tag in ("mi", "mtext", "ms") and len(own.strip()) > 1 and own.isalpha():
        return rf"\mathrm{{{own}}}" if node.tag == "mi" else rf"\text{{{own}}}"
    if node.tag == "mspace":
        return " "
    parts = [*children, "", "", ""]
    if node.tag in _FORMS and len(children) >= 2:
        if node.tag in ("msub", "msup", "msubsup") and node[0].tag not in ("mi", "mn", "mo"):
            parts[0] = f"{{{parts[0]}}}"
        return _FORMS[node.tag].format(*parts[:3])
    if node.tag == "msqrt":
        return rf"\sqrt{{{''.join(children)}}}"
    if node.tag == "mfenced":
        return f"({','.join(children)})"
    if node.tag == "mover" and len(children) == 2:
        accent = _ACCENTS.get("".join(node[1].itertext()).strip())
        return rf"\{accent}{{{children[0]}}}" if accent else rf"\overset{{{children[1]}}}{{{children[0]}}}"
    return own + "".join(children)


_FORMS = {
    "msub": "{0}_{{{1}}}",
    "msup": "{0}^{{{1}}}",
    "msubsup": "{0}_{{{1}}}^{{{2}}}",
    "munder": "{0}_{{{1}}}",
    "munderover": "{0}_{{{1}}}^{{{2}}}",
    "mfrac": r"\frac{{{0}}}{{{1}}}",
    "mroot": r"\sqrt[{1}]{{{0}}}",
}


def _depth(node: ElementTree.Element) -> int:
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in parent]
    return deepest
