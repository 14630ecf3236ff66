"""Cards: folded abstracts, excerpts, authors and links."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model import Author, Ids, Links, Paper
from generator.pages.views.cards import MAX_UNFOLDED, MIN_OPENING, author_list, excerpt, links, split_abstract
from generator.text.markup.formulas import find_formulas
from tests.pages.invented import NAMES

WORDS = st.lists(
    st.sampled_from(["We", "learn", "$x^2 + y$", "costs", "$5", "\\(a b\\)", "robot.", "\n\n"]), max_size=60
).map(" ".join)


@given(abstract=WORDS, limit=st.integers(min_value=1, max_value=80))
def test_an_excerpt_never_cuts_a_formula(abstract: str, limit: int) -> None:
    shown = excerpt(abstract, limit).removesuffix(" …")
    assert abstract.startswith(shown)
    for formula in find_formulas(abstract.partition("\n\n")[0]):
        assert formula.end <= len(shown) or formula.start >= len(shown)


def test_a_short_abstract_is_its_own_excerpt() -> None:
    assert excerpt("Short.", 80) == "Short."


def test_an_excerpt_ends_with_the_first_paragraph() -> None:
    assert excerpt("First.\n\nSecond.", 80) == "First."


@given(abstract=WORDS)
def test_splitting_loses_nothing_and_never_cuts_a_formula(abstract: str) -> None:
    opening, rest = split_abstract(abstract)
    assert abstract.startswith(opening)
    assert abstract.endswith(rest)
    assert "".join(abstract.split()) == "".join((opening + rest).split())
    assert not rest or len(opening) >= MIN_OPENING or abstract[len(opening) :].startswith("\n\n")
    for formula in find_formulas(abstract.partition("\n\n")[0]):
        assert formula.end <= len(opening) or formula.start >= len(opening)


def test_an_opening_ends_with_a_sentence() -> None:
    first, second = "Robots of Lovelace et al. Walk " + "very " * 30 + "far.", "They rest " + "a " * 30 + "lot."
    assert split_abstract(f"{first} {second}") == (first, second)


def test_a_short_abstract_is_not_folded() -> None:
    abstract = "word " * (MAX_UNFOLDED // 5 - 4) + "end.\n\nMore."
    assert split_abstract(abstract) == (abstract, "")


def test_more_than_ten_authors_are_folded() -> None:
    people = tuple(Author(name=name) for name in NAMES)
    assert author_list(people).folded == "Ada Lovelace, Bo Example, Grace O'Neill … U"
    assert author_list(people).everyone == "all 12 authors"
    assert author_list(people[:10]).folded == ""


def test_each_url_is_linked_once_with_its_most_specific_label() -> None:
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
