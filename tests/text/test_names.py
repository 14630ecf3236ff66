"""One name, its parts and its renderings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.folding import fold
from generator.text.people.names import parse_name
from tests.text.text_cases import Case, read_cases

WORDS = st.sampled_from(
    ["Ada", "van", "de", "Van", "Jr.", "III", "y", "田中", "エイダ", "Team", "d'", ",", " ", "O'Neill"]
)
NAMES = st.text(max_size=30) | st.lists(WORDS, max_size=6).map(" ".join)
FIELDS = {"name", "display", "family", "suffix", "last_first", "initials", "key"}


@pytest.mark.parametrize("case", read_cases("names", fields=FIELDS))
def test_a_name_has_its_parts_and_renderings(case: Case) -> None:
    name = parse_name(case["name"])
    assert name.display == case.get("display", case["name"])
    assert (name.family_with_particle, name.suffix) == (case["family"], case.get("suffix", ""))
    assert (name.last_first, name.initials, name.match_key) == (case["last_first"], case["initials"], case["key"])


@given(NAMES)
def test_the_display_of_a_name_is_read_as_the_same_name(text: str) -> None:
    display = parse_name(text).display
    assert parse_name(display).display == display


@given(NAMES)
def test_no_word_of_a_name_is_lost(text: str) -> None:
    # The name of a group keeps its commas: "The A, B and C Collaboration".
    assert sorted(parse_name(text).display.replace(",", " ").split()) == sorted(text.replace(",", " ").split())


def test_folding_removes_accents_case_and_strokes() -> None:
    assert fold("ÉCOLE Łódź Straße ﬁne 日本") == "ecole lodz strasse fine 日本"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
