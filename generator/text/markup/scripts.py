"""Subscripts and superscripts: as Unicode characters where they exist, else as formulas."""

from __future__ import annotations

_SUPER = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ",
        strict=True,
    )
)
_SUB = dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
# The ends of ordinals are as readable on the line, and found by a search.
_ORDINALS = frozenset({"st", "nd", "rd", "th", "e", "er", "o", "a", "TM", "®", "™", "°", "*"})


def superscript(text: str) -> str:
    """The text as a superscript: ``⁻²`` for -2, ``th`` for th, ``$^{QD}$`` for QD."""
    return text if text.strip() in _ORDINALS else _shifted(text, _SUPER, "^")


def subscript(text: str) -> str:
    """The text as a subscript: ``₀.₄`` for 0.4, ``$_{eff,0}$`` for eff,0."""
    return _shifted(text, _SUB, "_")


def raised(text: str) -> str:
    """The superscript of a formula in plain text: ``²`` for 2, ``^(QD)`` for QD."""
    return _plain_script(text, _SUPER, "^")


def lowered(text: str) -> str:
    """The subscript of a formula in plain text: ``₀`` for 0, ``_(QD)`` for QD."""
    return _plain_script(text, _SUB, "_")


def _plain_script(text: str, characters: dict[str, str], sign: str) -> str:
    if text in ("∘", "°"):
        return "°"
    if text in ("′", "″", "∗", "*"):
        return text
    text = "".join(text.split())
    if all(character in characters or character == "." for character in text):
        return "".join(characters.get(character, character) for character in text)
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


def _shifted(text: str, characters: dict[str, str], sign: str) -> str:
    if not text.strip():
        return text
    if all(character in characters or character in ". " for character in text):
        return "".join(characters.get(character, character) for character in text)
    if any(character in text for character in "$\\{}<>\n"):
        return f"{sign}{text}"
    return f"${sign}{{{text}}}$"
