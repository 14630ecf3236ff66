"""The export as Parquet, read by other programs."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from generator.errors import DigestifError
from generator.exports.formats import BINARY_EXPORTS
from generator.exports.parquet import ParquetRow, parquet_file, parquet_version
from generator.model import Mention, Paper, SourceMetrics
from tests.cli.running import digestif
from tests.exports.selecting import select

DAY = date(2025, 7, 31)
FULL = Paper.model_validate(
    {
        "title": "=A \"title\", with 'quotes' & $x^2$",
        "date": DAY,
        "authors": ({"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097"}, {"name": "Bo", "affiliation": "X"}),
        "ids": {"arxiv": "2412.11360"},
        "links": {"code": "https://example.org/code"},
        "published": "2024-12",
        "keywords": ("one", "two"),
        "abstract": "First.\n\nSecond.",
        "translations": {"zh": {"title": "题", "by": "Ada", "date": DAY}},
    }
)


def test_a_paper_reads_back(tmp_path: Path) -> None:
    mention = Mention(key="a", source="hf", day=DAY, rank=3, metrics=SourceMetrics(upvotes=7))
    rows = [ParquetRow(key="a", paper=FULL, topics=("robots",), mentions=(mention,))]
    (tmp_path / "papers.parquet").write_bytes(parquet_file(rows))
    (row,) = pq.read_table(tmp_path / "papers.parquet").to_pylist()
    assert {name: value for name, value in row.items() if value not in (None, [])} == {
        "key": "a",
        "title": FULL.title,
        "authors": [
            {"name": "Ada Lovelace", "orcid": "0000-0002-1825-0097", "affiliation": None},
            {"name": "Bo", "orcid": None, "affiliation": "X"},
        ],
        "abstract": FULL.abstract,
        "date": DAY,
        "published": "2024-12",
        "kind": "preprint",
        "arxiv": "2412.11360",
        "topics": ["robots"],
        "keywords": ["one", "two"],
        "status": "published",
        "link_code": "https://example.org/code",
        "mentions": [{"source": "hf", "date": DAY, "rank": 3, "upvotes": 7}],
        "translations": [
            {"language": "zh", "title": "题", "abstract": None, "by": "Ada", "model": None, "date": DAY},
        ],
    }
    query = f"SELECT authors[1].name, topics[1], date FROM '{tmp_path}/papers.parquet'"  # a path of this test
    assert duckdb.execute(query).fetchall() == [("Ada Lovelace", "robots", DAY)]


def test_the_columns_are_the_same_without_papers() -> None:
    empty, full = (b"".join(BINARY_EXPORTS["parquet"](select(papers))) for papers in ((), (FULL,)))
    assert pq.read_schema(io.BytesIO(empty)) == pq.read_schema(io.BytesIO(full))


def test_the_same_papers_give_the_same_bytes() -> None:
    one, other = (b"".join(BINARY_EXPORTS["parquet"](select((FULL, FULL)))) for _ in range(2))
    assert one == other


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DigestifError) as raised:
        parquet_version()
    assert str(raised.value) == (
        "Parquet needs pyarrow, which is not installed\n"
        "  run: pip install 'digestif[parquet]'; for workflows, digestif update adds it to requirements.txt"
    )


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    assert digestif("new", "digest", cwd=tmp_path).returncode == 0
    site = tmp_path / "digest"
    (site / "papers.bib").write_text("@article{a, title={Agents That Plan}, author={Lovelace, Ada}, year={2025}}\n")
    assert digestif("import", "papers.bib", "--date", "2025-07-31", cwd=site).returncode == 0
    ran = digestif("export", "parquet", "--out", "papers.parquet", cwd=site)
    assert ran.stderr == ""
    assert (ran.returncode, ran.stdout.splitlines()[-1:]) == (0, ["papers.parquet: 1 paper"])
    assert pq.read_table(site / "papers.parquet")["title"].to_pylist() == ["Agents That Plan"]
