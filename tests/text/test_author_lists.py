"""Lists of authors: one table of cases, and random lists in every style that are read back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.people.author_lists import read_author_entries, read_authors
from tests.text.text_cases import read_cases

FIELDS = {"text", "names", "affiliations", "orcids", "doubt", "cut"}
GIVEN = st.sampled_from(["Ada", "Bo", "Jean-Pierre", "José", "Mary Ann", "Ch.", "A.", "J. R. R.", "Øystein"])
FAMILY = st.sampled_from(
    [
        *("Lovelace", "Muñoz", "van der Berg", "de la Cruz", "d'Alembert", "al-Khwarizmi", "bin Example", "O'Brien"),
        *("Peña-García", "Łukasz", "Ångström", "von Neumann"),
    ]
)
PEOPLE = st.lists(st.tuples(GIVEN, FAMILY), min_size=2, max_size=8, unique=True)
People = list[tuple[str, str]]


def names_of(text: str) -> list[str]:
    return [author.name for author in read_authors(text).authors]


def printed(people: People) -> list[str]:
    return [f"{given} {family}" for given, family in people]


@pytest.mark.parametrize("case", read_cases("author_lists", fields=FIELDS))
def test_a_list_has_its_authors(case: dict[str, Any]) -> None:
    read = read_authors(case["text"])
    assert [author.name for author in read.authors] == case["names"]
    nothing = [""] * len(read.authors)
    assert [author.affiliation for author in read.authors] == case.get("affiliations", nothing)
    assert [author.orcid for author in read.authors] == case.get("orcids", nothing)
    assert (bool(read.doubt), read.is_cut) == ("doubt" in case, "cut" in case)


@given(PEOPLE, st.sampled_from([", ", "; ", " and ", " & ", " | ", "\n", "、", "，", " ; ", ",", ";"]))
def test_people_are_read_back_from_any_separator(people: People, separator: str) -> None:
    assert names_of(separator.join(printed(people))) == printed(people)


@given(PEOPLE, st.sampled_from([" and ", ", and ", " & ", ", & "]), st.sampled_from(["", ", et al.", " et al."]))
def test_people_are_read_back_with_a_word_before_the_last(people: People, last: str, rest: str) -> None:
    names = printed(people)
    assert names_of(f"{', '.join(names[:-1])}{last}{names[-1]}{rest}") == names


@given(PEOPLE, st.sampled_from(["; ", " and ", ";", " | ", "\n"]))
def test_people_are_read_back_with_their_family_names_first(people: People, separator: str) -> None:
    assert names_of(separator.join(f"{family}, {given}" for given, family in people)) == printed(people)


@given(PEOPLE, st.sampled_from(["*", "†", "1", "¹", " 2", "1,2", "$^{1}$", "^1", "*†", " (Lab of Things)", " 0001"]))
def test_marks_and_affiliations_are_no_part_of_names(people: People, mark: str) -> None:
    assert names_of(", ".join(name + mark for name in printed(people))) == printed(people)


@given(st.lists(st.sampled_from(["Sample BC", "Example A", "van der Berg D", "Muñoz JP"]), min_size=1, unique=True))
def test_initials_after_family_names_come_first(names: list[str]) -> None:
    turned = {"Sample BC": "B. C. Sample", "Example A": "A. Example", "van der Berg D": "D. van der Berg"}
    expected = [turned.get(name, "J. P. Muñoz") for name in names]
    assert names_of(", ".join(names)) == expected
    assert [author.name for author in read_author_entries(names).authors] == expected


@given(st.text(max_size=60))
def test_any_text_is_a_list(text: str) -> None:
    assert all(author.name.strip() for author in (*read_authors(text).authors, *read_author_entries([text]).authors))
