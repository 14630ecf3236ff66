"""The export as CSV."""

from __future__ import annotations

import csv

from generator.exports.table import export_csv
from generator.model import Paper
from tests.exports.selecting import select


def test_every_language_has_columns_at_the_end() -> None:
    papers = [
        {"title": "One", "date": "2025-07-31", "translations": {"zh": {"title": "=一"}, "de": {"abstract": "Eins."}}},
        {"title": "Two", "date": "2025-07-31"},
    ]
    rows = _rows([Paper.model_validate(paper) for paper in papers])
    assert list(rows[0])[-5:] == ["abstract", "title (de)", "abstract (de)", "title (zh)", "abstract (zh)"]
    assert [[row[name] for name in list(row)[-4:]] for row in rows] == [["", "Eins.", "'=一", ""], ["", "", "", ""]]
    assert list(_rows([Paper.model_validate(papers[1])])[0])[-1] == "abstract"


def _rows(papers: list[Paper]) -> list[dict[str, str]]:
    return list(csv.DictReader("".join(export_csv(select(papers))).splitlines()))
