r"""Chemical formulas and quantities of TeX's packages mhchem, chemformula and siunitx, as text.

``\ce{H2O}`` is H₂O, ``\SI{5}{\kilo\metre}`` is 5 km.
"""

from __future__ import annotations

import re

from generator.text.markup.scripts import subscript, superscript

_UNIT_TEXT = """
    metre m meter m gram g second s ampere A kelvin K mole mol candela cd hertz Hz newton N pascal Pa joule J watt W
    coulomb C volt V farad F ohm Ω siemens S weber Wb tesla T henry H lumen lm lux lx becquerel Bq gray Gy sievert Sv
    minute min hour h day d litre L liter L tonne t electronvolt eV angstrom Å bar bar degree ° percent % celsius °C
    degreeCelsius °C bit bit byte B decibel dB dalton Da parsec pc lightyear ly nm nm um μm mm mm cm cm km km ms ms
    us μs kHz kHz MHz MHz GHz GHz kg kg mg mg eV eV keV keV MeV MeV GeV GeV TeV TeV
    kilo k mega M giga G tera T peta P exa E hecto h deca da deci d centi c milli m micro μ nano n pico p femto f
    kibi Ki mebi Mi gibi Gi tebi Ti per / squared ² cubed ³ square ^2 cubic ^3
"""
_WORDS = _UNIT_TEXT.split()
_UNITS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_PREFIX_TEXT = "kilo mega giga tera peta exa hecto deca deci centi milli micro nano pico femto kibi mebi gibi tebi"
_JOINED = frozenset((*_PREFIX_TEXT.split(), "per", "squared", "cubed"))
_COUNT = re.compile(r"(?<=[A-Za-z)\]])(\d+)")
_CHARGE = re.compile(r"\^\{?([\d+-]+)\}?|(?<=[A-Za-z₀-₉\])])([+-])(?=$|[\s)\]])")
_LOWERED = re.compile(r"_\{?(\d+)\}?")
_POWER = re.compile(r"^([+-]?[\d.,]*)[eEdD]([+-]?\d+)$")
_UNIT = re.compile(r"\\([A-Za-z]+)|([^\\\s~]+)")
_ARROWS = {"<=>": "⇌", "<->": "↔", "->": "→", "<-": "←"}


def read_chemistry(formula: str) -> str:
    """A chemical formula with its counts as subscripts and its charges as superscripts."""
    if "$" in formula or "\\" in formula:
        return formula
    for arrow, sign in _ARROWS.items():
        formula = formula.replace(arrow, sign)
    formula = _CHARGE.sub(lambda found: superscript(found[1] or found[2]), formula)
    return _COUNT.sub(lambda found: subscript(found[1]), _LOWERED.sub(lambda found: subscript(found[1]), formula))


def read_number(number: str) -> str:
    """A number, with a power of ten in place of an exponent."""
    found = _POWER.match(number.strip())
    if not found:
        return number.strip().replace("+-", " ± ")
    power = f"10{superscript(found[2].lstrip('+'))}"
    return f"{found[1]} × {power}" if found[1] else power


def read_unit(unit: str) -> str:
    r"""A unit, as "m/s" for ``\metre\per\second``; unknown parts stay without their backslash."""
    out, power, was_prefix = "", "", False
    for found in _UNIT.finditer(unit):
        name = found[1] or ""
        text = _UNITS.get(name, name) if name else found[2]
        if name in ("square", "cubic"):
            power = superscript(text[1:])
            continue
        is_bound = not out or out.endswith("/") or name in ("per", "squared", "cubed") or name not in _UNITS
        out += text if is_bound or was_prefix else f" {text}"
        was_prefix = name in _JOINED
        if not was_prefix:
            out, power = out + power, ""
    return out


def with_unit(number: str, unit: str) -> str:
    """A number and its unit, without a blank before a sign such as % or °."""
    return number + ("" if unit[:1] in ("%", "°") and unit != "°C" else " ") + unit
