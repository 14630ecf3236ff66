"""Formulas as plain text, for places that cannot show markup: titles of windows, link previews, search results."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from generator.text.markup.scripts import lowered, raised

_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "¯": "\u0304", "‾": "\u0304", "→": "\u20d7",
    "˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c",
}  # fmt: skip
_SPACED = frozenset("=<>≤≥≠≈∼≃≡∝→←↔⇒⇐⇔∈∉⊂⊆∪∩≪≫|+−±×")
#: A sign of these at the beginning or end of a formula belongs to its number, as in −3 and 2×.
_SIGNS = frozenset("+−±∼~×<>≤≥≈→←")


def formula_text(root: Element) -> str:
    """Return the text of a MathML element: ``π₀.₅``, ``(a + b)/2``, ``√n``, ``x^(QD)``."""
    return " ".join(_text(root).split())


def _text(node: Element) -> str:
    children = list(node)
    if node.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover"):
        return _scripts(node.tag, children)
    if node.tag == "mfrac" and len(children) == 2:
        above, below = (_text(child) for child in children)
        # A binomial coefficient is a fraction without a line.
        return f"{above} {below}" if node.get("linethickness") == "0" else f"{_grouped(above)}/{_grouped(below)}"
    if node.tag == "msqrt":
        return f"√{_grouped(_row(children))}"
    if node.tag == "mroot" and len(children) == 2:
        return f"{raised(_text(children[1]))}√{_grouped(_text(children[0]))}"
    if node.tag == "mtable":
        return "; ".join(_text(child).strip() for child in children)
    if node.tag == "mtr":
        return " ".join(_text(child) for child in children)
    if node.tag == "mspace":
        return " "
    if node.tag == "mphantom":
        return ""
    return _row(children) if children else node.text or ""


def _row(nodes: list[Element]) -> str:
    parts: list[str] = []
    for number, node in enumerate(nodes, 1):
        text = _text(node)
        is_named = node.tag == "mi" and len(text) > 1 and text.isalpha()
        # A sign at either end stands alone, as in 2× and −3.
        is_between = number < len(nodes) and bool("".join(parts).strip())
        is_binary = node.tag in ("mo", "mi") and text in _SPACED and (is_between or text not in _SIGNS)
        parts.append(f" {text} " if is_named or is_binary else text)
    return "".join(parts)


def _scripts(tag: str, children: list[Element]) -> str:
    base, *scripts = (_text(child).strip() for child in children)
    if tag == "mover" and len(scripts) == 1 and scripts[0] in _ACCENTS and len(base) == 1:
        return base + _ACCENTS[scripts[0]]
    lower = scripts[0] if tag in ("msub", "munder", "msubsup", "munderover") else ""
    upper = scripts[-1] if tag in ("msup", "mover", "msubsup", "munderover") else ""
    return f"{base}{lowered(lower)}{raised(upper)}"


def _grouped(text: str) -> str:
    text = text.strip()
    return text if text.isalnum() or len(text) == 1 else f"({text})"
