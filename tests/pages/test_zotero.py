"""Zotero saves every kind of paper from its page as the right type of item, with all fields."""

from __future__ import annotations

from typing import Any

import pytest

from generator.catalog.catalog import Entry
from generator.citations.citation import cite
from generator.pages.head import paper_head
from tests.pages.embedded_metadata import zotero_item
from tests.pages.invented import SETTINGS, invented, paper

NUMBERS = {"volume": "12", "number": "3", "pages": "230-265", "publisher": "MIT Press"}


def head_of(entry: Entry) -> str:
    return paper_head(SETTINGS, entry, cite(entry.paper, key=entry.key))


def saved(**fields: Any) -> dict[str, Any]:
    """Return the item of a paper, without what all items of this test have."""
    given = {"authors": [{"name": "Ada Marie Lovelace"}], "published": "2024-12-06", **fields}
    item = zotero_item(head_of(Entry(key="key", file="key.yaml", paper=paper("A Title", **given))))
    assert item.pop("title") == "A Title"
    assert item.pop("date") == "2024/12/06"
    assert item.pop("url") == "https://example.org/digest/papers/key/"
    assert item.pop("creators") == [("Ada Marie", "Lovelace")]
    return {name: value for name, value in item.items() if value}


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        (
            {"venue": "Journal of Falls", "publication": NUMBERS, "ids": {"doi": "10.1000/x(1)"}},
            {
                "itemType": "journalArticle",
                "publicationTitle": "Journal of Falls",
                "volume": "12",
                "issue": "3",
                "pages": "230-265",
                "publisher": "MIT Press",
                "DOI": "10.1000/x(1)",
            },
        ),
        (
            {"venue": "PLOS ONE", "publication": {"volume": "12", "pages": "e17"}},
            {"itemType": "journalArticle", "publicationTitle": "PLOS ONE", "volume": "12", "pages": "e17"},
        ),
        (
            {"venue": "NeurIPS 2024", "publication": {"pages": "1-9"}, "ids": {"arxiv": "2412.11360"}},
            {
                "itemType": "conferencePaper",
                "conferenceName": "NeurIPS 2024",
                "pages": "1-9",
                "attachments": ["https://arxiv.org/pdf/2412.11360"],
            },
        ),
        (
            {
                "kind": "chapter",
                "venue": "Handbook of Falls",
                "publication": {**NUMBERS, "number": None},
            },
            {
                "itemType": "bookSection",
                "publicationTitle": "Handbook of Falls",
                "volume": "12",
                "pages": "230-265",
                "publisher": "MIT Press",
            },
        ),
        (
            {"kind": "book", "venue": "Lectures on Falls", "publication": {"volume": "2", "publisher": "MIT Press"}},
            {"itemType": "book", "series": "Lectures on Falls", "volume": "2", "publisher": "MIT Press"},
        ),
        (
            {"kind": "thesis", "venue": "University of Falls", "publication": {"genre": "Master's thesis"}},
            {"itemType": "thesis", "university": "University of Falls", "thesisType": "Master's thesis"},
        ),
        (
            {"kind": "report", "venue": "Fall Institute", "publication": {"number": "TR-12", "genre": "Working Paper"}},
            {"itemType": "report", "institution": "Fall Institute", "number": "TR-12", "reportType": "Working Paper"},
        ),
        (
            {"ids": {"arxiv": "2412.11360"}},
            {
                "itemType": "preprint",
                "repository": "arXiv",
                "archiveID": "arXiv:2412.11360",
                "attachments": ["https://arxiv.org/pdf/2412.11360"],
            },
        ),
        (
            {"venue": "bioRxiv", "ids": {"doi": "10.1101/2020.01.01.123"}},
            {"itemType": "preprint", "repository": "bioRxiv", "DOI": "10.1101/2020.01.01.123"},
        ),
        ({"kind": "dataset", "venue": "Zenodo"}, {"itemType": "dataset", "publisher": "Zenodo"}),
        ({"kind": "software", "venue": "Zenodo"}, {"itemType": "computerProgram", "publisher": "Zenodo"}),
        ({}, {"itemType": "document"}),
        *(({"kind": kind}, {"itemType": kind}) for kind in ("thesis", "report", "book", "dataset", "preprint")),
        ({"kind": "article"}, {"itemType": "journalArticle"}),
        ({"kind": "conference"}, {"itemType": "conferencePaper"}),
        ({"kind": "chapter"}, {"itemType": "bookSection"}),
    ],
)
def test_every_kind_is_saved_with_its_fields(fields: dict[str, Any], item: dict[str, Any]) -> None:
    assert saved(**fields) == item


@pytest.mark.parametrize(
    ("name", "creator"),
    [
        ("Qwen Team", ("", "Qwen Team")),
        ("The ATLAS Collaboration", ("", "The ATLAS Collaboration")),
        ("Ludwig van der Berg", ("Ludwig", "van der Berg")),
        ("Gabriel García Márquez", ("Gabriel García", "Márquez")),
        ("Gemini Team, Google", ("", "Gemini Team Google")),
        ("Martin Luther King, Jr.", ("Martin Luther Jr", "King")),
        ("John Smith III", ("John III", "Smith")),
        ("Plato", ("", "Plato")),
        ("李明", ("", "李明")),
    ],
)
def test_names_keep_their_parts_and_groups_are_one_name(name: str, creator: tuple[str, str]) -> None:
    for others in ((), ("Ada Lovelace",)):
        authors = [{"name": each} for each in (name, *others)]
        head = head_of(Entry(key="key", file="key.yaml", paper=paper("A Title", authors=authors)))
        assert zotero_item(head)["creators"] == [creator, ("Ada", "Lovelace")][: len(authors)]


@pytest.mark.parametrize("key", invented().by_key)
def test_hostile_records_are_saved_as_they_are(key: str) -> None:
    entry = invented().by_key[key]
    item = zotero_item(head_of(entry))
    assert len(item["creators"]) == len(entry.paper.authors)
    assert item["url"] == f"https://example.org/digest/papers/{key}/"
