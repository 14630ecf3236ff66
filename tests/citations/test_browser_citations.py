"""The theme's scripts write citations byte for byte as the build does, from what the API has of each paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.citations.bibtex import bibtex
from generator.citations.citation import cite
from generator.citations.csl import csl_item
from generator.citations.ris import ris
from generator.exports.formats import EXPORTS
from generator.model import Paper
from generator.store.load import load_content
from tests.citations.in_browser import DAY, node, write_in_browser, write_search_results
from tests.exports.selecting import select
from tests.pages.invented import HOSTILE
from tests.pages.invented import papers as invented_papers

pytestmark = pytest.mark.skipif(node() is None, reason="needs Node.js 20 or newer")
ROOT = Path(__file__).parents[2]


def paper(title: str, **fields: Any) -> Paper:
    return Paper.model_validate({"title": title, "date": DAY, **fields})


def case_names() -> list[str]:
    """Return every name that the cases of names print."""
    cases = yaml.safe_load((ROOT / "tests/cases/names/names.yml").read_text(encoding="utf-8"))
    return [" ".join(case["name"].split()) for case in cases if case["name"].strip()]


def known_papers() -> list[tuple[str, Paper]]:
    """Return the records of this repository, the invented ones, and one for each rule of a format."""
    known = [(record.key, record.paper) for record in load_content(ROOT).records]
    known += list(invented_papers().items())
    extra = [paper("A Name", authors=[{"name": name}], published="2024-05") for name in case_names()]
    extra += [paper(title, abstract=f"{title}\n\nTY  - x\nAB - y", keywords=[title]) for title in HOSTILE]
    extra += [
        paper("Straße & Łódź: -- ``quotes''", authors=[{"name": "Łukasz Øberg"}], ids={"doi": "10.1000/x(1);a_b"}),
        paper("Costs $5 and $6, or $x^2$3 and \\(a\\) with $\\{$", authors=[{"name": "A B"}], venue="J, 2019"),
        paper("T", venue="arXiv", ids={"arxiv": "hep-th/9901001"}, categories=["hep-th"]),
        paper("T", venue="TMLR", ids={"acl": "2020.acl-main.12"}, links={"page": "https://example.org/a%20b#c"}),
        paper(
            "T", ids={"openreview": "rJl-b3RcF7"}, links={"page": "https://example.org/"}, keywords=["$k$-means", "$5"]
        ),
        paper("Dates", published="1665-03-06", keywords=["a, b", "c"], status="withdrawn"),
    ]
    return known + [(f"extra-{place:03}", each) for place, each in enumerate(extra)]


@pytest.fixture(scope="module")
def known() -> list[tuple[str, Paper]]:
    return known_papers()


def test_every_format_is_the_same_byte_for_byte(known: list[tuple[str, Paper]]) -> None:
    written = write_in_browser(known)
    citations = [cite(each, key=key) for key, each in known]
    assert len(citations) > 400
    for place, citation in enumerate(citations):
        assert written.bibtex[place] == bibtex(citation)
        assert written.ris[place] == ris(citation)
        assert written.csl[place] == json.dumps(csl_item(citation), ensure_ascii=False)


@pytest.mark.parametrize(("name", "format"), [("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON")])
def test_a_file_of_many_papers_is_that_of_the_command(known: list[tuple[str, Paper]], name: str, format: str) -> None:  # noqa: A002  # the word of the page
    chosen = [each for _, each in known[:60]] + [known[0][1]]
    keyed = [(f"paper-{number}", each) for number, each in enumerate(chosen, 1)]
    assert write_in_browser(keyed).files[format] == "".join(EXPORTS[name](select(chosen)))


def test_search_exports_what_lists_do_in_every_format(known: list[tuple[str, Paper]]) -> None:
    of_lists, of_search = write_in_browser(known).files, write_search_results(known)
    assert of_search.keys() == of_lists.keys() == {"BibTeX", "RIS", "CSL-JSON", "CSV", "Markdown"}
    for name, text in of_lists.items():
        assert of_search[name] == text, name
