"""What no record can hold is named in the report of an import, also where it is inside a field that is read."""

from __future__ import annotations

import json

import pytest

from generator.sources.registry import detect_source, parse

EXPORTED = {
    "key": "a", "title": "A Title", "date": "2025-07-31",
    "authors": [{"name": "Ada One", "email": "a@example.org"}, {"name": "Bo", "email": "b@example.org"}],
    "ids": {"arxiv": "2507.00001", "pubmed": "1"},
    "links": {"page": "https://example.org/", "blog": "https://example.org/blog", "more": ["https://example.org/2"]},
    "publication": {"volume": "1", "edition": "2"},
    "summary": {"text": "Short.", "model": "m", "license": "CC0"},
    "translations": {"de": {"title": "Ein Titel", "reviewer": "Cy"}, "fr": {"by": "Cy"}},
    "mentions": [{"source": "list", "date": "2025-07-31", "rank": 1, "note": "n", "facts": {"stars": 1, "shares": 2}}],
}  # fmt: skip
ENTRY = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<id>http://arxiv.org/abs/2507.00001v1</id><title>A Title</title><summary>Text.</summary>
<author><name>Ada One</name><email>a@example.org</email><arxiv:affiliation>X</arxiv:affiliation>
<arxiv:affiliation>Y</arxiv:affiliation></author></entry></feed>"""
HF = {"paper": {"id": "2507.00001", "title": "A Title", "summary": "S", "upvotes": 1, "authors": [
    {"name": "Ada One", "_id": "1", "hidden": False}, {"name": "Bo Two", "hidden": True}]}}  # fmt: skip
CSL = {"type": "article-journal", "title": ["A Title", "A Subtitle"], "container-title": "A Journal", "author": [
    {"family": "One", "given": "Ada", "sequence": "first", "affiliation": [{"name": "X"}, {"name": "Y"}]}]}  # fmt: skip
TABLE = {
    "title": "A Title", "authors": [{"firstName": "Ada", "lastName": "One", "email": "a@example.org"}],
    "venue": {"name": "A Conference", "city": "Graz"}, "keywords": [{"name": "one", "score": 0.5}],
}  # fmt: skip

CASES = {
    "an export": (
        "export.jsonl",
        json.dumps(EXPORTED) + "\n",
        {
            *("authors.email", "ids.pubmed", "links.blog", "publication.edition", "summary.license"),
            *("translations.de.reviewer", "translations.fr.by", "mentions.note", "mentions.facts.shares"),
        },
    ),
    "a summary without text": (
        "export.json",
        json.dumps([{"key": "a", "title": "T", "date": "2025-07-31", "summary": {"model": "m"}}]),
        {"summary.model"},
    ),
    "objects": ("list.json", json.dumps([TABLE]), {"authors.email", "venue.city", "keywords.score"}),
    "people with other parts": (
        "items.json",
        json.dumps([{"title": "T", "creators": [{"name": "Ada One"}, {"name": "Ed Three", "creatorType": "editor"}]}]),
        {"creators.editor"},
    ),
    "the daily papers": ("hf.json", json.dumps([HF]), {"authors._id", "authors.hidden"}),
    "CSL-JSON": ("csl.json", json.dumps([CSL]), {"author.sequence", "author.affiliation[1]", "title[1]"}),
    "arXiv": ("feed.xml", ENTRY, {"author.email", "author.affiliation[1]"}),
    "RIS": (
        "list.ris",
        "TY  - JOUR\nTI  - A Title\nTI  - Another\nAB  - One.\nAB  - One.\nAU  - One, Ada\nER  - \n",
        {"TI[1]"},
    ),
    "PubMed": ("list.nbib", "PMID- 1\nTI  - A Title\nTI  - Another\nFAU - One, Ada\n", {"PMID", "TI[1]"}),
    "columns with one heading": ("list.csv", "title,author,author\nA Title,Ada One,Bo Two\n", {"author[1]"}),
    "lists in cells": (
        "list.csv",
        "title,authors\nA Title,\"[{'name': 'Ada One', 'email': 'a'}]\"\n",
        {"authors.email"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_parts_that_no_record_has_are_not_read(case: str) -> None:
    name, text, expected = CASES[case]
    source = detect_source(text.encode(), name=name)
    assert source is not None
    parsed = parse(source, text.encode(), name=name)
    assert len(parsed.papers) == 1
    assert dict(parsed.unread_fields) == dict.fromkeys(expected, 1)


def test_what_is_read_is_not_named() -> None:
    known = {
        **EXPORTED, "authors": [{"name": "Ada One", "orcid": None, "affiliation": "X"}], "ids": {"arxiv": "2507.00001"},
        "links": {"more": ["https://example.org/2"]}, "publication": {"volume": "1"},
        "summary": {"text": "Short.", "date": "2025-07-31"}, "translations": {"de": {"title": "Ein Titel"}},
        "mentions": [{"source": "list", "date": "2025-07-31", "rank": 1, "facts": {"stars": 1}}],
    }  # fmt: skip
    assert parse("table", json.dumps([known]).encode(), name="export.json").unread_fields == ()
