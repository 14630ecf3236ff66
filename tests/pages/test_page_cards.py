"""Openings of abstracts, folded authors, links."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Author, Ids, Links, Paper
from generator.pages.views.cards import OPENING, SHORT, authors, fold, links, opening
from generator.text.formulas import find_formulas
from tests.pages.invented import NAMES

WORDS = st.lists(
    st.sampled_from(["We", "learn", "$x^2 + y$", "costs", "$5", "\\(a b\\)", "robot.", "\n\n"]), max_size=60
).map(" ".join)


@given(abstract=WORDS, limit=st.integers(min_value=1, max_value=80))
def test_an_opening_never_cuts_a_formula(abstract: str, limit: int) -> None:
    shown = opening(abstract, limit).removesuffix(" …")
    assert abstract.startswith(shown)
    for formula in find_formulas(abstract.partition("\n\n")[0]):
        assert formula.end <= len(shown) or formula.start >= len(shown)


def test_a_short_abstract_is_its_own_opening() -> None:
    assert opening("Short.", 80) == "Short."


def test_the_first_paragraph_ends_an_opening() -> None:
    assert opening("First.\n\nSecond.", 80) == "First."


@given(abstract=WORDS)
def test_a_fold_parts_an_abstract_and_loses_nothing(abstract: str) -> None:
    start, rest = fold(abstract)
    assert abstract.startswith(start)
    assert abstract.endswith(rest)
    assert "".join(abstract.split()) == "".join((start + rest).split())
    assert not rest or len(start) >= OPENING or abstract[len(start) :].startswith("\n\n")
    for formula in find_formulas(abstract.partition("\n\n")[0]):
        assert formula.end <= len(start) or formula.start >= len(start)


def test_a_fold_ends_with_a_sentence() -> None:
    first, second = "Robots of Lovelace et al. Walk " + "very " * 30 + "far.", "They rest " + "a " * 30 + "lot."
    assert fold(f"{first} {second}") == (first, second)


def test_a_short_abstract_is_not_folded() -> None:
    abstract = "word " * (SHORT // 5 - 4) + "end.\n\nMore."
    assert fold(abstract) == (abstract, "")


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
