"""Lines of a bibliography are those of the published CSL styles, by the processor citeproc-py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from generator.citations.citation import cite
from generator.citations.csl import csl_item
from generator.kinds import kind_of
from generator.model import Paper, PaperKind
from generator.store.load import load_content
from generator.text.markup.math import plain
from tests.citations.csl_oracle import STYLES, bibliography_line, comparable
from tests.citations.in_browser import DAY, node, write_in_browser

pytestmark = pytest.mark.skipif(node() is None, reason="needs Node.js 20 or newer")
ROOT = Path(__file__).parents[2]
# citeproc-py takes the initials of these for something else.
_LOWER_CASE_INITIAL = re.compile(r"-[a-z]|[A-Z]\.[A-Z]|[^\x00-\u024f]")


def paper(title: str = "A Title", *names: str, **fields: Any) -> Paper:
    return Paper.model_validate({"title": title, "date": DAY, "authors": [{"name": name} for name in names], **fields})


def invented() -> Iterator[Paper]:
    """Yield papers of every kind, with one to 25 authors, and with all degrees of knowledge of their date."""
    kinds: list[dict[str, Any]] = [
        {"ids": {"arxiv": "2412.11360"}},
        {"venue": "Journal of Falls & Rises", "ids": {"doi": "10.1000/x(1)"}},
        {"venue": "NeurIPS 2024", "ids": {"doi": "10.1000/x(1)"}},
        {"venue": "NeurIPS", "links": {"page": "https://example.org/a"}},
        {"links": {"page": "https://example.org/a"}},
        {},
    ]
    yield from of_every_kind()
    for kind in kinds:
        for count in (1, 2, 3, 6, 7, 20, 21, 25):
            names = [f"Given{chr(65 + place)} M. Family{chr(65 + place)}" for place in range(count)]
            yield paper(f"The {count} Authors", *names, published="2024-12-06", **kind)
        for published in ("2019", "2019-05", "2019-09-30", None):
            yield paper("A Date", "Ada Lovelace", published=published, **kind)
        for names in (
            ["Qwen Team"],
            ["Qwen Team", "Ada Lovelace"],
            ["Plato", "Ada Lovelace"],
            ["Martin Luther King Jr."],
            ["Ada Lovelace", "Martin Luther King Jr."],
            ["Ludwig van der Berg", "Guy Van den Broeck"],
            ["Jean-Pierre Serre", "Maria de la Cruz", "Qwen Team"],
        ):
            yield paper("Some Names", *names, published="2024-07", **kind)
        for title in (
            "Is This a Title?",
            "Stop!",
            "Why? A Title: With a Part",
            "On $\\alpha$ and $O(n^2)$",
            "It Ends.",
        ):
            yield paper(title, "Ada Lovelace", published="2024-06-17", **kind)


def of_every_kind() -> Iterator[Paper]:
    """Yield papers of every kind, with and without what a citation of the kind names."""
    journal, proceedings = {"venue": "Journal of Falls"}, {"venue": "Proceedings of Falls"}
    book = {"kind": "chapter", "venue": "Handbook of Falls"}
    thesis, report = {"kind": "thesis", "venue": "University of Falls"}, {"kind": "report", "venue": "Fall Institute"}
    nothing: list[dict[str, str]] = [{}]
    stated: list[tuple[dict[str, Any], list[dict[str, str]]]] = [
        (journal, [{"volume": "12", "number": "3", "pages": "230-265"}, {"volume": "12", "pages": "e17"}]),
        (journal, [{"volume": "12", "number": "3"}, {"volume": "12"}, {"number": "3"}, {"pages": "1-9"}]),
        (journal, [{"number": "3", "pages": pages} for pages in ("101-109", "1001-1009", "100-104", "1496-1500", "7")]),
        (proceedings, [{"volume": "12", "pages": "42-57", "publisher": "PMLR"}, {"pages": "1-9"}]),
        (proceedings, [{"publisher": "MIT Press"}, {}]),
        (book, [{"pages": "23-42", "publisher": "MIT Press"}, {"volume": "2", "pages": "23"}, {}]),
        ({"kind": "book"}, [{"publisher": "MIT Press"}, {"volume": "2"}, {}]),
        ({"kind": "book", "venue": "Lectures on Falls"}, [{"publisher": "MIT Press"}, {"volume": "2"}]),
        (thesis, [{"genre": "Master's thesis"}, {}]),
        (report, [{"number": "TR-12", "genre": "Technical Report"}, {"number": "TR-12"}, {"genre": "Working Paper"}]),
        (report, nothing),
        *(({"kind": kind}, nothing) for kind in get_args(PaperKind) if kind != "book"),
        ({"kind": "preprint", "venue": "bioRxiv"}, nothing),
        *(({"kind": kind, "venue": "Zenodo"}, nothing) for kind in ("dataset", "software", "other")),
    ]
    ways: list[dict[str, Any]] = [{}, {"ids": {"doi": "10.1000/x(1)"}}, {"links": {"page": "https://example.org/a"}}]
    for fields, publications in stated:
        for publication in publications:
            for way in ways:
                for published in ("2024-12-06", "2019", None):
                    whole = {**fields, **way, "publication": publication, "published": published}
                    cited = paper("A Title of It", "Ada M. Lovelace", "Bo Example", **whole)
                    # Without venue and year, some lines end in a comma in IEEE style.
                    if published or (cited.venue and kind_of(cited) not in ("conference", "thesis")):
                        yield cited


def real() -> Iterator[Paper]:
    """Yield papers of this repository that have authors whose initials citeproc-py knows."""
    for record in load_content(ROOT).records[::12]:
        names = [author.name for author in record.paper.authors]
        if names and not any(map(_LOWER_CASE_INITIAL.search, names)) and "<" not in record.paper.title:
            yield record.paper


def item(paper: Paper) -> dict[str, Any]:
    """Return the CSL item without what styles do not print, or print where it does not belong.

    They take the arXiv number of a paper with a venue for the number of an article.
    """
    citation = cite(paper, key="key")
    unsaid = {"abstract", "keyword", "note"}
    return {name: value for name, value in csl_item(citation).items() if name not in unsaid} | {
        "title": plain(paper.title)
    }


def text(pieces: list[Any]) -> str:
    return "".join(piece if isinstance(piece, str) else piece["italic"] for piece in pieces)


@pytest.fixture(scope="module")
def styled() -> list[tuple[Paper, dict[str, list[Any]]]]:
    papers = [*invented(), *real()]
    written = write_in_browser([(f"paper-{place}", each) for place, each in enumerate(papers)])
    return list(zip(papers, written.styled, strict=True))


@pytest.mark.parametrize("style", STYLES)
def test_lines_are_those_of_the_csl_style(styled: list[tuple[Paper, dict[str, list[Any]]]], style: str) -> None:
    different = {}
    for each, lines in styled:
        ours, expected = comparable(text(lines[style])), bibliography_line(style, item(each))
        if ours != expected:
            different[ours] = expected
    assert different == {}
    assert len(styled) > 150


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("APA", "A “Quoted” Title: 大规模 at x². (n.d.). (Retracted.)"),
        ("MLA", "“A ‘Quoted’ Title: 大规模 at x².” (Retracted.)"),
        ("Chicago", "“A ‘Quoted’ Title: 大规模 at x².” n.d. (Retracted.)"),
        ("IEEE", "“A ‘Quoted’ Title: 大规模 at x².” (Retracted.)"),
    ],
)
def test_a_retracted_paper_of_which_nothing_else_is_known(style: str, expected: str) -> None:
    known = paper("A “Quoted” Title: 大规模 at $x^2$", status="retracted")
    assert text(write_in_browser([("key", known)]).styled[0][style]) == expected


@pytest.mark.parametrize(
    ("style", "expected"),
    [("APA", "田中 太郎, & 王 伟."), ("MLA", "田中 太郎, and 王 伟."), ("IEEE", "田中 太郎 and 王 伟,")],
)
def test_names_in_chinese_and_japanese_stay_whole(style: str, expected: str) -> None:
    names = paper("T", "田中 太郎", "王 伟")
    assert text(write_in_browser([("key", names)]).styled[0][style]).startswith(expected)
