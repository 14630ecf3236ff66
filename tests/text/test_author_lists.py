"""Lists of authors: one table of cases, and random lists in every style that are read back."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.registry import parse
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


INITIALS = st.sampled_from(["A", "B C", "J P", "K-L"])
PLAIN_FAMILY = st.sampled_from(["Sample", "Example", "van der Berg", "Muñoz", "O'Brien", "Łukasz"])
SHORT = st.lists(st.tuples(INITIALS, PLAIN_FAMILY), min_size=1, max_size=6, unique=True)


def spelled(initials: str) -> str:
    """Initials as papers print them: "B. C." for "B C", and "K.-L." for "K-L"."""
    return (
        "-".join(f"{part}." for part in initials.split("-")) if "-" in initials else f"{initials.replace(' ', '. ')}."
    )


@given(SHORT, st.sampled_from(["{0} {1}", "{0} {1}.", "{0}, {1}"]))
def test_initials_without_full_stops_are_read_in_one_way(people: People, form: str) -> None:
    listed = "; ".join(form.format(family, given.replace(" ", "")) for given, family in people)
    assert names_of(listed) == [f"{spelled(given)} {family}" for given, family in people]


@given(SHORT, st.sampled_from(["{0} {1}", "{0}, {1}"]), st.sampled_from([", ", "; "]))
def test_initials_with_full_stops_are_read_back(people: People, form: str, separator: str) -> None:
    listed = separator.join(form.format(family, spelled(given)) for given, family in people)
    assert names_of(listed) == [f"{spelled(given)} {family}" for given, family in people]


@given(PEOPLE, st.lists(st.sampled_from(["Jr.", "Sr.", "II", "III", "IV"]), min_size=8), st.sampled_from([" ", ", "]))
def test_suffixes_stay_with_their_names(people: People, suffixes: list[str], before: str) -> None:
    pairs = list(zip(printed(people), suffixes, strict=False))
    assert names_of(", ".join(f"{name}{before}{suffix}" for name, suffix in pairs)) == [
        f"{name} {suffix}" for name, suffix in pairs
    ]


@given(PEOPLE, st.sampled_from(["PhD", "Ph.D.", "MD", "M.Sc.", "MPH"]), st.sampled_from([", ", "; "]))
def test_degrees_are_no_part_of_names(people: People, degree: str, separator: str) -> None:
    assert names_of(separator.join(f"{name}, {degree}" for name in printed(people))) == printed(people)


@given(
    PEOPLE, st.sampled_from(["({})", "[{}]", "(ORCID: {})", "(https://orcid.org/{})"]), st.sampled_from([", ", "; "])
)
def test_orcid_ids_are_kept_apart(people: People, form: str, separator: str) -> None:
    orcid = "0000-0002-1825-0097"
    read = read_authors(separator.join(f"{name} {form.format(orcid)}" for name in printed(people))).authors
    assert [(author.name, author.orcid) for author in read] == [(name, orcid) for name in printed(people)]


TEAMS = st.sampled_from(
    ["The Things Team", "the ATLAS Collaboration", "The A, B and C Collaboration", "OpenAI", "Plato", "Qwen Team"]
)


@given(PEOPLE, TEAMS, st.integers(0, 8), st.sampled_from(["; ", " | ", "\n"]))
def test_single_names_and_teams_stay_whole_between_people(people: People, team: str, at: int, separator: str) -> None:
    names = printed(people)
    names.insert(at, team)
    assert names_of(separator.join(names)) == names


@given(PEOPLE, st.sampled_from(["the ATLAS Collaboration", "The A, B and C Collaboration", "OpenAI"]))
def test_teams_stay_whole_in_a_list_with_commas(people: People, team: str) -> None:
    assert names_of(", ".join((*printed(people), team))) == [*printed(people), team]


CJK = st.lists(st.sampled_from(["王伟", "李娜", "欧阳修", "高橋花子", "김철수", "田中太郎"]), min_size=3, unique=True)


@given(CJK, st.sampled_from(["、", "，", ", ", "；", "; ", "・", " "]))
def test_chinese_japanese_and_korean_names_are_read_back(names: list[str], separator: str) -> None:
    assert names_of(separator.join(names)) == names


@given(PEOPLE, st.sampled_from([" y ", " e ", " und ", " och ", " et ", " và ", " with "]))
def test_people_are_read_back_with_the_word_for_and_of_other_languages(people: People, last: str) -> None:
    names = [f"{given} Example" if " " in family else f"{given} {family}" for given, family in people]
    names = list(dict.fromkeys(names))
    if len(names) > 2:
        assert names_of(f"{', '.join(names[:-1])}{last}{names[-1]}") == names


@given(PEOPLE)
def test_lists_that_programs_wrote_are_read_back(people: People) -> None:
    names = printed(people)
    lists = [str(names), json.dumps(names), json.dumps(names, ensure_ascii=False), str(names).replace("', '", "' '")]
    rows = "".join(f'"A Title","{written.replace(chr(34), chr(34) * 2)}"\n' for written in lists)
    parsed = parse("table", f"title,authors\n{rows}".encode(), name="list.csv")
    assert [[author.name for author in paper.metadata.authors] for paper in parsed.papers] == [names] * len(lists)


@given(PEOPLE, st.sampled_from(["{given} {family}", "{family}, {given}", "family={{{family}}}, given={{{given}}}"]))
def test_names_of_bibtex_are_read_back_from_tex(people: People, form: str) -> None:
    names = " and ".join(form.format(given=in_tex(given), family=in_tex(family)) for given, family in people)
    parsed = parse("bibtex", f"@article{{a, title={{T}}, author={{{names}}}}}".encode(), name="a.bib")
    assert [author.name for author in parsed.papers[0].metadata.authors] == printed(people)


def in_tex(text: str) -> str:
    """A name in ASCII, as reference managers write it."""
    return re.sub(r"[^\x00-\x7f]", lambda letter: TEX_LETTERS[letter[0]], text)


TEX_LETTERS = {
    "é": r"{\'e}",
    "ñ": r"\~{n}",
    "Ø": r"{\O}",
    "í": r"{\'\i}",
    "Ł": r"{\L}",
    "Å": r"\AA{}",
    "ö": r"\"o",
}


@given(st.text(max_size=60))
def test_any_text_is_a_list(text: str) -> None:
    assert all(author.name.strip() for author in (*read_authors(text).authors, *read_author_entries([text]).authors))
