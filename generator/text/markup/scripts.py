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


def _shifted(text: str, characters: dict[str, str], sign: str) -> str:
    if not text.strip():
        return text
    if all(character in characters or character in ". " for character in text):
        return "".join(characters.get(character, character) for character in text)
    if any(character in text for character in "$\\{}<>\n"):
        return f"{sign}{text}"
    return f"${sign}{{{text}}}$"
