"""The kind of a publication is the one stated, else the one that venue and identifiers suggest."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.kinds import kind_of, suggested_kind
from generator.model import Ids, Paper, PaperKind
from generator.sources.shared.kinds import named_kind, normal_pages, page_range
from generator.store.load import load_content

ROOT = Path(__file__).parent.parent
CASES = yaml.load((ROOT / "tests/cases/kinds/suggested.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("venue") or str(case.get("ids")))
def test_venue_and_identifiers_suggest_the_kind(case: dict[str, Any]) -> None:
    assert set(case) <= {"venue", "ids", "number", "kind", "why"}
    ids = Ids.model_validate(case.get("ids", {}))
    assert suggested_kind(case.get("venue", ""), ids, number=case.get("number", "")) == case["kind"]


def test_a_stated_kind_counts() -> None:
    paper = Paper(title="T", date=date(2025, 7, 31), kind="report", venue="Journal of Falls")
    assert kind_of(paper) == "report"


def test_records_of_this_repository_have_the_kind_of_their_venue() -> None:
    kinds = Counter((record.paper.venue, kind_of(record.paper)) for record in load_content(ROOT).records)
    unusual = {venue: kind for venue, kind in kinds if venue and kind != "conference"}
    assert unusual == {"PLOS ONE 2024": "article"}
    assert {kind for venue, kind in kinds if not venue} == {"preprint"}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("Article", " Proceedings Paper"), "conference"),
        (("JournalArticle", "Conference"), "conference"),
        (("Journal Article", "Review"), "article"),
        (("journal-article",), "article"),
        (("Conference and Workshop Papers",), "conference"),
        (("Informal and Other Publications",), "preprint"),
        (("IEEE Conferences",), "conference"),
        (("bookSection",), "chapter"),
        (("dissertation",), "thesis"),
        (("posted-content",), "preprint"),
        (("Dataset",), "dataset"),
        (("Poster",), None),
    ],
)
def test_words_of_databases_name_a_kind(words: tuple[str, ...], kind: PaperKind | None) -> None:
    assert named_kind(words) == kind


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("230--265", "230-265"),
        ("pp. 230 – 265", "230-265"),
        ("p. 7", "7"),
        ("e0123", "e0123"),
        ("1-9, 12-15", "1-9, 12-15"),
    ],
)
def test_pages_have_a_hyphen(text: str, pages: str) -> None:
    assert normal_pages(text) == pages


@pytest.mark.parametrize(
    ("first", "last", "pages"), [("1", "9", "1-9"), ("1", "", "1"), ("1-9", "9", "1-9"), ("7", "7", "7"), ("", "9", "")]
)
def test_a_first_and_a_last_page(first: str, last: str, pages: str) -> None:
    assert page_range(first, last) == pages
