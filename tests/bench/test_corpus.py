"""The synthetic archives of the benchmarks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.store.load import load_content
from tests.bench.commands import ROOT
from tests.bench.corpus import NEWEST, make_corpus


def test_an_archive_has_valid_records_of_every_decade(tmp_path: Path) -> None:
    corpus = make_corpus(ROOT, tmp_path / "digest", papers=20, seed=1)
    corpus.write_day(date(2008, 12, 29), 3)  # a hundred thousand papers reach back so far
    content = load_content(corpus.site)
    assert content.problems == ()
    assert sorted({record.paper.date.year for record in content.records}) == [2008, NEWEST.year]
