"""Openings of abstracts, folded authors, links."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Author, Ids, Links, Paper
from generator.pages.cards import authors, links, opening
from generator.text.formulas import find_formulas
from tests.pages.invented import NAMES

WORDS = st.lists(
    st.sampled_from(["We", "learn", "$x^2 + y$", "costs", "$5", "\\(a b\\)", "robot.", "\n\n"]), max_size=60
).map(" ".join)


@given(abstract=WORDS, limit=st.integers(min_value=1, max_value=80))
def test_an_opening_never_cuts_a_formula(abstract: str, limit: int) -> None:
    start, rest = opening(abstract, limit)
    shown = start.removesuffix(" …")
    assert abstract.startswith(shown)
    for formula in find_formulas(abstract.partition("\n\n")[0]):
        assert formula.end <= len(shown) or formula.start >= len(shown)
    assert "".join(abstract.split()) == "".join((shown + rest).split())


def test_a_short_abstract_is_its_own_opening() -> None:
    assert opening("Short.") == ("Short.", "")


def test_the_first_paragraph_ends_an_opening() -> None:
    assert opening("First.\n\nSecond.") == ("First.", "Second.")


def test_more_than_ten_authors_are_folded() -> None:
    people = tuple(Author(name=name) for name in NAMES)
    assert authors(people).folded == "Ada Lovelace, Bo Example, Grace O'Neill … U"
    assert authors(people).count == "12 authors"
    assert authors(people[:10]).folded == ""


def test_each_address_is_linked_once_under_its_best_name() -> None:
    shown = links(
        Paper.model_validate(
            {
                "title": "T",
                "date": "2025-07-31",
                "ids": Ids(arxiv="2412.11360"),
                "links": Links(
                    page="https://arxiv.org/abs/2412.11360",
                    code="https://example.org/c",
                    more=("https://example.com/x",),
                ),
            }
        )
    )
    assert [(link.label, link.href) for link in shown] == [
        ("arXiv", "https://arxiv.org/abs/2412.11360"),
        ("PDF", "https://arxiv.org/pdf/2412.11360"),
        ("code", "https://example.org/c"),
        ("example.com", "https://example.com/x"),
    ]
