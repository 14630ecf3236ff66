"""Lines end at line breaks, and at no other character that Unicode or Python counts as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.lines import split_lines

#: str.splitlines splits at each of these.
NO_LINE_BREAKS = ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

TEXTS = st.text(alphabet=st.sampled_from(["a", "\n", "\r", *NO_LINE_BREAKS]))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("one", ["one"]),
        ("one\ntwo\n", ["one", "two"]),
        ("one\r\ntwo\rthree", ["one", "two", "three"]),
        ("\n\n", ["", ""]),
        ("one\n\rtwo", ["one", "", "two"]),
    ],
)
def test_lines_end_at_the_breaks_of_all_systems(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines


@pytest.mark.parametrize("character", NO_LINE_BREAKS)
def test_a_line_goes_on_after_other_characters(character: str) -> None:
    assert split_lines(f"one{character}two\nthree") == [f"one{character}two", "three"]


@given(TEXTS)
def test_lines_with_their_ends_are_the_whole_text(text: str) -> None:
    lines = split_lines(text, keep_ends=True)
    assert "".join(lines) == text
    assert [line.rstrip("\r\n") for line in lines] == split_lines(text)
