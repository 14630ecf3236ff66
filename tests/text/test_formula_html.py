"""Formulas for programs that do not show MathML."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.text.markup.math import paragraphs_html, prose_html

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "formulas" / "html.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["tex"] for case in CASES])
def test_a_formula_as_simple_html(case: dict[str, str]) -> None:
    tex = case["tex"].replace("&", "&amp;")
    assert prose_html(f"${case['tex']}$", simple=True) == (case["html"] or f"<code>${tex}$</code>")


@given(st.text(alphabet="ax1+-=<>&^_{}\\$ '\"()|,", max_size=40))
def test_every_formula_is_well_formed_or_stays_tex(tex: str) -> None:
    html = paragraphs_html(f"Before $x{tex}$ after", simple=True)
    root = ElementTree.fromstring(f"<div>{html}</div>")  # our own output
    assert {element.tag for element in root.iter()} <= {"div", "p", "i", "b", "sub", "sup", "code"}
