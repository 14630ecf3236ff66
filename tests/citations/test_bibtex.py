"""BibTeX: a paper is one valid entry, whatever its title."""

from __future__ import annotations

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.citations.bibtex import ESCAPES, bibtex
from generator.citations.citation import Citation, cite
from generator.model import Paper
from tests.pages.invented import HOSTILE, invented, paper


def citation(paper: Paper, key: str = "key") -> Citation:
    return cite(paper, key=key)


def unescaped(value: str) -> str:
    """Return the text that LaTeX shows for what ``escape_bibtex`` wrote."""
    bare = value
    for character, written in sorted(ESCAPES.items(), key=lambda item: -len(item[1])):
        if written.endswith("{}"):
            bare = bare.replace(written, f"\0{ord(character)}\0")
    bare = bare.replace("{", "").replace("}", "")
    for character, written in ESCAPES.items():
        if not written.endswith("{}"):
            bare = bare.replace(written, character)
        bare = bare.replace(f"\0{ord(character)}\0", character)
    return bare


def test_an_entry_with_all_fields() -> None:
    assert bibtex(citation(invented().by_key["2412.11360"].paper)).splitlines() == [
        "@article{lovelace2024walking,",
        "  title         = {A Walking Robot That Learns to Fall},",
        "  author        = {Lovelace, Ada and Example, Bo and O'Neill, Grace and <b>, Şule and Muñoz, José"
        " and Wei, Lin and X and Y and Z and V and W and U},",
        "  year          = {2024},",
        "  month         = dec,",
        "  journal       = {Journal of Falls \\& Rises},",
        "  eprint        = {2412.11360},",
        "  archivePrefix = {arXiv},",
        "  primaryClass  = {cs.RO},",
        "  doi           = {10.1000/x(1)},",
        "  url           = {https://doi.org/10.1000/x(1)},",
        "  note          = {Retracted},",
        "}",
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("LLMs for 3D Vision", "{LLMs} for {3D} Vision"),
        ("γ-MoD: 50% of R&D", "γ-{MoD}: 50\\% of {R\\&D}"),
        ("$\\pi_0$: A Policy", "$\\pi_0$: A Policy"),
        ("An open { brace", "An open \\textbraceleft{} brace"),
        ("C# and C++ for $5", "{C\\#} and {C++} for \\$5"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert f"= {{{expected}}},\n" in bibtex(citation(paper(title)))


def test_unknown_fields_are_left_out() -> None:
    assert bibtex(citation(paper("A Title"))) == "@misc{key,\n  title = {A Title},\n}\n"


def test_no_text_begins_another_entry() -> None:
    """bibtexparser takes ``@SUM(`` within a value for one, and loses the entry that it stands in."""
    entry = bibtex(citation(paper("@SUM(1) and @article{x,", venue="@SUM(1)")))
    read = parse_string(entry)
    assert read.failed_blocks == []
    assert len(read.entries) == 1


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("Ludwig van der Berg", "van der Berg, Ludwig"),
        ("Smith, Jr.", "{Smith Jr.}"),
        ("Qwen Team", "{Qwen Team}"),
        ("Plato", "Plato"),
        ("Sturm und Drang and Partners", "Partners, {Sturm und Drang and}"),
    ],
)
def test_every_name_stays_one_name(name: str, author: str) -> None:
    record = paper("T", authors=({"name": name}, {"name": "Ada Lovelace"}))
    assert f"author = {{{author} and Lovelace, Ada}}" in bibtex(citation(record))


def test_the_key_is_made_of_family_name_year_and_first_significant_word() -> None:
    record = paper("The Şaşkın Robot", authors=({"name": "José Muñoz"},), ids={"arxiv": "2412.11360"})
    assert citation(record).label == "munoz2024saskin"
    king = paper("A Dream", authors=({"name": "Martin Luther King Jr."},), ids={"arxiv": "2412.11360"})
    assert citation(king).label == "king2024dream"
    assert citation(paper("大规模", authors=({"name": "José Muñoz"},))).label == "key"


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_gives_one_entry(title: str) -> None:
    assert_round_trip(title)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" {}\\$%&#_~^@,=\"'"), min_size=1, max_size=50
    )
)
def test_any_title_gives_one_entry_and_is_read_back(title: str) -> None:
    record = " ".join(title.split())
    if record:
        assert_round_trip(record)


def assert_round_trip(title: str) -> None:
    record = paper(title, authors=({"name": "Ada Lovelace"},))
    library = parse_string(bibtex(citation(record)))
    assert library.failed_blocks == []
    [found] = library.entries
    value = found.fields_dict["title"].value
    if "$" not in title and "\\(" not in title and "\\[" not in title:
        assert unescaped(value) == record.title


@pytest.mark.parametrize(
    ("venue", "published", "ids", "lines"),
    [
        ("J, 2019", None, {}, ["  year      = {2019},", "  booktitle = {J},"]),
        ("NeurIPS 2024", None, {}, ["  year      = {2024},", "  booktitle = {NeurIPS 2024},"]),
        (None, "2019", {}, ["  year   = {2019},"]),
        (None, "2019-05", {}, ["  year   = {2019},", "  month  = may,"]),
        (None, None, {"acl": "2020.acl-main.12"}, ["  year   = {2020},"]),
    ],
)
def test_a_citation_has_the_year_that_is_known_from_any_field(
    venue: str | None, published: str | None, ids: dict[str, str], lines: list[str]
) -> None:
    record = paper("Falling", authors=[{"name": "Ada Lovelace"}], venue=venue, published=published, ids=ids)
    names = {"year", "month", "booktitle"}
    assert [line for line in bibtex(citation(record)).splitlines() if line.split("=")[0].strip() in names] == lines
