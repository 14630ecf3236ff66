"""TeX in bibliographies, where every text is TeX; test_latex.py has the repairs of texts from elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.markup.tex import read_tex
from generator.text.markup.titles import clean_title
from tests.text.text_cases import Case, read_cases

_TEX = st.lists(
    st.sampled_from([*"\\{}$~^`'\"%_ az1.", "\\SI", "\\ce", "\\verb|", "\\'", "\\c ", "\\log"]), max_size=30
)


@pytest.mark.parametrize("case", read_cases("tex", fields={"text", "plain"}))
def test_commands_are_read(case: Case) -> None:
    assert read_tex(case["text"]) == case.get("plain", case["text"])


@given(_TEX.map("".join))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read_tex(text), str)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        (r"\href{https://example.org/x}{A Linked Title}: and more", "A Linked Title: and more"),
        ("{NASA} and the {{Deep Things}}", "NASA and the Deep Things"),
        (r"Sets $\{X\}$ and {A, B} and x_{N}", r"Sets $\{X\}$ and {A, B} and x_{N}"),
    ],
)
def test_titles_lose_addresses_and_protecting_braces(title: str, clean: str) -> None:
    assert clean_title(title) == clean
