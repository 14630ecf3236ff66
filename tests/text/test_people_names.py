import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.names import display, family_name, fold, name_key
from tests.text.text_cases import Case, read_cases


@pytest.mark.parametrize("case", read_cases("names", fields={"name", "display", "family", "key"}))
def test_names(case: Case) -> None:
    name = case["name"]
    assert (display(name), family_name(name), name_key(name)) == (case["display"], case["family"], case["key"])


def test_folding_takes_accents_case_and_strokes_off() -> None:
    assert fold("ÉCOLE Łódź Straße ﬁne 日本") == "ecole lodz strasse fine 日本"


@given(st.text())
def test_no_name_breaks_it(name: str) -> None:
    assert name_key(display(name)) is not None
    assert fold(fold(name)) == fold(name)
