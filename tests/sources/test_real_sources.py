"""Counts of papers in real inputs, which are in a folder beside the project."""

import time
from datetime import date

import pytest

from generator.sources.registry import detect_source, parse
from tests.sources.source_cases import SHARED, needs_shared

DAYS = {
    "2024-05-27": 13, "2024-05-28": 15, "2024-08-01": 11, "2024-11-05": 18, "2024-12-11": 26, "2024-12-12": 18,
    "2025-01-09": 13, "2025-01-10": 9, "2025-02-03": 4, "2025-03-04": 13, "2025-04-15": 15, "2025-05-20": 26,
    "2025-06-10": 28, "2025-06-11": 13, "2025-06-12": 10, "2025-06-13": 26,
}  # fmt: skip
OTHERS = [
    ("seed/daily-papers-jul-31.txt", "hf-page", 103, 0),
    ("samples/csv/mini-conf-iclr-2020-first-60.csv", "table", 60, 0),
    # The API sent a name in UTF-8 twice, which is repaired and told.
    ("samples/arxiv-atom/search-10.xml", "arxiv", 10, 1),
    ("samples/arxiv-atom/old-style-id.xml", "arxiv", 1, 0),
    ("samples/arxiv-atom/one-missing-id.xml", "arxiv", 1, 1),
    ("samples/arxiv-atom/empty.xml", "arxiv", 0, 0),
    ("samples/arxiv-atom/bad-id-error.xml", "arxiv", 0, 1),
]


@needs_shared
@pytest.mark.parametrize(("file", "source", "papers", "problems"), OTHERS)
def test_a_real_file_gives_all_its_papers(file: str, source: str, papers: int, problems: int) -> None:
    raw = (SHARED / file).read_bytes()
    assert detect_source(raw, name="f") == source
    parsed = parse(source, raw, name="f")
    assert (len(parsed.papers), len(parsed.problems), len(parsed.quarantined)) == (papers, problems, 0)


@needs_shared
def test_every_day_of_the_api_gives_all_its_papers_in_time() -> None:
    started = time.process_time()
    for day, papers in DAYS.items():
        raw = (SHARED / "samples" / "hf-daily" / f"{day}.json").read_bytes()
        assert detect_source(raw, name="f") == "hf-json"
        parsed = parse("hf-json", raw, name="f")
        assert (len(parsed.papers), parsed.problems, parsed.quarantined) == (papers, (), ())
        assert all(
            paper.metadata.ids.arxiv and paper.metadata.authors and paper.metadata.abstract for paper in parsed.papers
        )
        assert {paper.day for paper in parsed.papers} <= {None, date.fromisoformat(day)}
    # 9,600 papers must take well under half a minute.
    assert time.process_time() - started < 30 * sum(DAYS.values()) / 9600


@needs_shared
def test_the_seed_keeps_the_order_of_its_page_and_finds_its_links() -> None:
    parsed = parse("hf-page", (SHARED / "seed" / "daily-papers-jul-31.txt").read_bytes(), name="seed.txt")
    assert parsed.day_hint == "Jul 31"
    assert [paper.rank for paper in parsed.papers] == list(range(1, 104))
    assert parsed.papers[0].metadata.title == "Visual IRL for Human-Like Robotic Manipulation"
    assert sum(paper.metadata.links.code is not None for paper in parsed.papers) > 20
    assert all(paper.metadata.abstract and paper.day is None for paper in parsed.papers)
