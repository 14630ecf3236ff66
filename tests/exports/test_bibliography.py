"""Bibliographies are read back by our own importers, and by the libraries that other programs use."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as read_bibtex
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string as read_with_pybtex

from generator.exports.formats import EXPORTS
from generator.model import Paper, Record, SourceMetadata
from generator.sources.registry import parse
from generator.store.content import Content
from tests.exports.selecting import select, select_records
from tests.pages.invented import HOSTILE

DAY = date(2025, 7, 31)
SOURCES = {"bibtex": "bibtex", "ris": "ris", "csl": "csl-json", "csv": "table"}
#: What a format cannot say of a paper, beside the links to code and the like that no format of a bibliography has.
UNSAID = {"bibtex": {"day", "categories"}, "ris": {"categories"}, "csl": {"categories"}, "csv": set[str]()}


def paper(title: str = "Falling", **fields: Any) -> Paper:
    return Paper.model_validate({"title": title, "date": DAY, **fields})


def export(name: str, *papers: Paper) -> str:
    return "".join(EXPORTS[name](select(papers)))


PAPERS = [
    paper("A Title", authors=[{"name": "Ada Lovelace"}]),
    paper(
        "LLMs -- at 50% & $\\alpha$: a “title”",
        authors=[{"name": "Martin Luther King Jr."}, {"name": "Ludwig van der Berg"}, {"name": "Qwen Team"}],
        abstract="One -- two.\n\nAI: with --- dashes\n\nTY for $5.",
        ids={"arxiv": "2412.11360"},
        published="2024-12-16",
        categories=["cs.RO"],
        keywords=["robots", "falls, and rises"],
    ),
    paper("In a Journal", authors=[{"name": "李明"}], venue="Journal of Falls & Rises", published="2019"),
    paper(
        "At a Conference",
        authors=[{"name": "Kam Hou U"}, {"name": "Inclusion AI"}, {"name": "Ada Lovelace"}],
        venue="NeurIPS",
        published="2019-05",
        ids={"doi": "10.1000/x(1)"},
    ),
    paper("Withdrawn", status="withdrawn", ids={"arxiv": "2412.11361"}, authors=[{"name": "A B"}, {"name": "A B"}]),
]
#: A paper of every kind, with all that a citation of its kind needs.
KINDS = [
    paper(
        "An Article",
        kind="article",
        venue="Falls & Rises",
        publication={"volume": "12", "pages": "230-265", "publisher": "ACM"},
        ids={"arxiv": "2412.11362", "doi": "10.1000/y"},
        status="retracted",
        published="2024",
    ),
    paper("An Article Online", venue="PLOS ONE", publication={"volume": "12", "number": "3", "pages": "e1"}),
    paper("A Conference Paper", venue="NeurIPS", publication={"volume": "37", "pages": "1-9", "publisher": "X"}),
    paper("A Chapter", kind="chapter", venue="Handbook", publication={"pages": "23-42", "publisher": "MIT Press"}),
    paper("A Book", kind="book", venue="Lectures", publication={"volume": "2", "publisher": "MIT Press"}),
    paper("A Thesis", kind="thesis", venue="ETH"),
    paper("A Master's Thesis", kind="thesis", venue="Falls College", publication={"genre": "Master's thesis"}),
    paper("A Report", kind="report", venue="Lab", publication={"number": "TR-12", "genre": "Working Paper"}),
    paper("A Preprint", venue="bioRxiv", ids={"doi": "10.1101/2020.01.01.123"}, published="2020"),
    paper("A Dataset", kind="dataset", venue="Zenodo", ids={"doi": "10.5281/zenodo.1"}, published="2020"),
    paper("Software", kind="software", venue="Zenodo"),
    paper("A Thesis of Unknown School", kind="thesis"),
    paper("An Article in Nothing", kind="article"),
]


def said(metadata: SourceMetadata, unsaid: set[str]) -> dict[str, Any]:
    """Return the fields that a format can say, without what an importer cannot know."""
    fields = metadata.model_dump(mode="json", exclude_defaults=True)
    fields.pop("links", None)
    for name in unsaid:
        fields.pop(name, None)
    if "day" in unsaid and "published" in fields:
        fields["published"] = fields["published"][:7]
    return fields


@pytest.mark.parametrize("name", SOURCES)
def test_our_importers_read_the_same_papers(name: str) -> None:
    parsed = parse(SOURCES[name], export(name, *PAPERS).encode(), name="export")
    assert (parsed.problems, parsed.quarantined) == ((), ())
    read = [said(each.metadata, UNSAID[name]) for each in parsed.papers]
    expected = [said(SourceMetadata(**dict(metadata_fields(each))), UNSAID[name]) for each in PAPERS]
    for each in expected:  # arXiv gives the date of a paper without one
        if each["title"] == "Withdrawn" and name != "csv":
            each["published"] = "2024"
    assert read == expected


@pytest.mark.parametrize("name", [*SOURCES, "jsonl"])
def test_every_kind_is_read_back_with_what_a_citation_needs(name: str) -> None:
    parsed = parse(SOURCES.get(name, "table"), export(name, *KINDS).encode(), name="export")
    assert parsed.quarantined == ()
    read = {each.metadata.title: said(each.metadata, set()) for each in parsed.papers}
    assert read == {each.title: said(SourceMetadata(**dict(metadata_fields(each))), set()) for each in KINDS}


@pytest.mark.parametrize("name", [*SOURCES, "jsonl"])
@pytest.mark.parametrize("ids", [{"acl": "2020.acl-main.12"}, {"openreview": "rJl-b3RcF7"}, {"arxiv": "math/0309136"}])
def test_every_identifier_is_read_back(name: str, ids: dict[str, str]) -> None:
    stated = paper(ids=ids, links={"pdf": "https://example.org/1.pdf"}, keywords=["$k$-means", "5 $ and 6 $"])
    [read] = parse(SOURCES.get(name, "table"), export(name, stated).encode(), name="export").papers
    assert (read.metadata.ids, read.metadata.keywords) == (stated.ids, stated.keywords)


def test_every_kind_has_its_type_for_reference_managers() -> None:
    types = re.findall(r"^@(\w+)", export("bibtex", *KINDS), re.MULTILINE)
    assert types == [
        *("article", "article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis", "techreport"),
        *("misc", "dataset", "software", "phdthesis", "article"),
    ]
    assert re.findall(r"^TY  - (\w+)", export("ris", *KINDS), re.MULTILINE) == [
        *("JOUR", "JOUR", "CPAPER", "CHAP", "BOOK", "THES", "THES", "RPRT", "UNPB", "DATA", "COMP", "THES", "JOUR"),
    ]
    assert [item["type"] for item in json.loads(export("csl", *KINDS))] == [
        *("article-journal", "article-journal", "paper-conference", "chapter", "book", "thesis", "thesis", "report"),
        *("article", "dataset", "software", "thesis", "article-journal"),
    ]
    assert len(read_with_pybtex(export("bibtex", *KINDS), "bibtex").entries) == len(KINDS)


def metadata_fields(each: Paper) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(each, name)) for name in SourceMetadata.model_fields)


def test_bibtexparser_and_pybtex_read_every_entry() -> None:
    text = export("bibtex", *PAPERS, *PAPERS)
    library = read_bibtex(text)
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == list(read_with_pybtex(text, "bibtex").entries)
    assert [entry.key for entry in library.entries] == [
        *("lovelacetitle", "king2024llms", "paper-3", "u2019at", "b2024withdrawn"),
        *("lovelacetitle-2", "king2024llms-2", "paper-8", "u2019at-2", "b2024withdrawn-2"),
    ]


def test_rispy_reads_every_record() -> None:
    read = rispy.loads(export("ris", *PAPERS))
    assert [record["title"] for record in read] == [each.title for each in PAPERS]
    assert [record["type_of_reference"] for record in read] == ["GEN", "UNPB", "JOUR", "CPAPER", "UNPB"]
    assert [author for record in read for author in record.get("authors", ())] == [
        *(
            "Lovelace, Ada",
            "King, Martin Luther, Jr.",
            "van der Berg, Ludwig",
            "Qwen Team",
            "李明",
            "U, Kam Hou",
            "Inclusion AI",
            "Lovelace, Ada",
            "B, A",
            "B, A",
        )
    ]


def test_a_citation_processor_reads_every_item() -> None:
    items = json.loads(export("csl", *PAPERS))
    assert set(CiteProcJSON(items)) == {item["id"].lower() for item in items}
    assert items[1]["author"] == [
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"},
        {"literal": "Qwen Team"},
    ]


def test_cells_that_a_spreadsheet_would_calculate_begin_with_an_apostrophe() -> None:
    text = export("csv", paper("=1+1", authors=[{"name": "@ada"}], abstract="-1"))
    assert re.findall(r"'[=@-][^,\r\n]*", text) == ["'=1+1", "'@ada", "'-1"]
    [read] = parse("table", text.encode(), name="export.csv").papers
    assert (read.metadata.title, read.metadata.authors[0].name, read.metadata.abstract) == ("=1+1", "@ada", "-1")


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("title", [title for title in HOSTILE if not re.search(r"[<&]", title)])
def test_a_hostile_title_is_read_back(name: str, title: str) -> None:
    parsed = parse(SOURCES[name], export(name, paper(title)).encode(), name="export")
    assert [each.metadata.title for each in parsed.papers] == [title]


@pytest.mark.parametrize("title", HOSTILE)
def test_titles_with_markup_are_text(title: str) -> None:
    assert [record["title"] for record in rispy.loads(export("ris", paper(title)))] == [title]
    assert [item["title"] for item in json.loads(export("csl", paper(title)))] == [title]
    assert len(read_with_pybtex(export("bibtex", paper(title)), "bibtex").entries) == 1


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_selection_is_an_empty_file(name: str) -> None:
    text = export(name)
    assert json.loads(text) == [] if name == "csl" else len(text.splitlines()) == (name == "csv")


@pytest.mark.parametrize("name", ["ris", "csl", "csv"])
@settings(max_examples=100, deadline=None)
@given(abstract=st.text(st.sampled_from("AIT  -\n.x$TYER"), max_size=60))
def test_no_abstract_ends_its_record(name: str, abstract: str) -> None:
    try:
        record = paper("A", abstract=abstract)
    except ValueError:
        return
    parsed = parse(SOURCES[name], export(name, record, paper("B")).encode(), name="export")
    assert [each.metadata.title for each in parsed.papers] == ["A", "B"]


def test_records_of_a_library_keep_their_order() -> None:
    records = tuple(Record(key=key, file=f"content/papers/{key}.yaml", paper=paper(key)) for key in ("b", "a"))
    text = "".join(EXPORTS["ris"](select_records(Content(records=records))))
    assert [record["title"] for record in rispy.load(io.StringIO(text))] == ["b", "a"]
