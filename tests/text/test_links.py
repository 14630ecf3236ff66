import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Links
from generator.text.addresses.links import find_links, trim_url
from tests.text.text_cases import Case, read_cases

_KINDS = {"code", "project", "data", "demo", "model", "video", "more"}


@pytest.mark.parametrize("case", read_cases("links", fields={"text", *_KINDS}))
def test_links(case: Case) -> None:
    expected = {kind: case[kind] for kind in _KINDS & set(case)}
    links = dict(find_links(case["text"]))
    more = links.pop("more", None)
    assert links | ({"more": " ".join(more)} if more else {}) == expected


@given(st.text() | st.lists(st.sampled_from(["https://", "github.com/a/b", ")", "(", ".", "x", "{", " "])).map("".join))
def test_every_link_is_valid_in_a_record(text: str) -> None:
    Links.model_validate(find_links(text))


def test_punctuation_of_the_sentence_is_not_part_of_an_address() -> None:
    assert trim_url('https://a.b/c_(d)))."') == "https://a.b/c_(d)"
