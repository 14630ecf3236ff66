"""Figures become the tables of docs/performance.md, and are measured once for a version of the program."""

from __future__ import annotations

import argparse
import math
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.files.program import program_hash
from tests.bench.bench import measure
from tests.bench.features import FEATURES, FIXED, FRAME, feature_of
from tests.bench.growth_plot import growth_plot
from tests.bench.performance_page import PAGE, tables, written
from tests.bench.results import (
    COLD,
    DAY,
    IDLE,
    RECORD,
    Details,
    Measured,
    Result,
    Run,
    Weight,
    read_result,
    read_results,
    write_result,
)
from tests.bench.rivals import HUGO, MATERIAL


def runs(*cpu: float) -> tuple[Run, ...]:
    return tuple(Run(seconds=each * 2, cpu=each, memory=100 + each) for each in cpu)


def result(papers: int, *, compared: bool = False, program: str = "p") -> Result:
    """Figures of which first builds grow with n log n, and nothing else grows."""
    cold = papers * math.log(papers) / 1000
    steps = {COLD: runs(cold), IDLE: runs(1.0), DAY: runs(9.0, 2.0, 3.0), RECORD: runs(4.0)}
    others = {
        MATERIAL: Measured(version="9", steps={COLD: runs(20.0)}, files=30, size=2_000_000, index=400_000),
        HUGO: Measured(version="0.1 and 1", steps={COLD: runs(30.0)}, files=40, size=3_000_000),
    }
    return Result(
        papers=papers,
        program=program,
        day=date(2026, 12, 1),
        machine="2 cores, Linux",
        ours=Measured(version="this version", steps=steps, files=papers * 2, size=papers * 10_000),
        details=Details(
            served=(0.5, 0.7, 3.0),
            features={
                "Page of the paper": Weight(files=papers, size=papers * 8_000),
                "Feeds": Weight(files=10, size=papers * 2_000),
                FIXED: Weight(files=5, size=4_000_000),
            },
            page={"Abstract": 1600.4, FRAME: 1500.0},
            profile={"Search index": 3.0, "Topics": 1.0},
        ),
        others=others if compared else {},
    )


def test_builds_are_compared_with_first_builds_of_others_by_medians() -> None:
    table = tables([result(1_000, compared=True)])["comparison"]
    assert "| Digestif: one day | 3.0 (6.0) | 0.150 | 0.100 | 109 |  |  |" in table
    assert "| Material for MkDocs: first build | 20.0 (40.0) | 1.000 | 0.667 | 120 | 2 | 30 |" in table
    assert "shows an edited record after 0.7 seconds" in table
    assert "loads an index of 0.4 MB in Material for MkDocs, compressed" in table


def test_growth_between_sizes_is_compared_with_n_log_n() -> None:
    table = tables([result(1_000), result(10_000)])["growth"]
    row = table.splitlines()[-1]
    assert row == "| 10,000 | 1.12 | 1.12 | 0.00 | 0.00 | 0.00 | 0.25 | 1.00 |"
    assert "| 10,000 | 92.1 (184.2) | 3.0 (6.0) | 4.0 (8.0) | 1.0 (2.0) |" in table
    assert "| 10,000 | 192 | 100 | 20,000 |" in table


def test_sizes_say_how_many_papers_a_host_has_room_for() -> None:
    table = tables([result(1_000)])["sizes"]
    assert "| Page of the paper | 8,000 | 8,000 | 1,000 |  |" in table
    assert "| Feeds | 2,000 | 2,000 | 10 | 124,500 |" in table
    assert "| All | 14,000 | 10,000 | 2,000 | with all of it, 99,600 |" in table
    assert table.index("| Abstract | 1,600 |") < table.index(f"| {FRAME} | 1,500 |")


def test_a_smaller_archive_tells_what_one_more_paper_takes() -> None:
    small = result(1_000)
    details = small.details.model_copy(
        update={"features": {**small.details.features, "Feeds": Weight(files=9, size=0)}}
    )
    table = tables([small.model_copy(update={"details": details}), result(2_000)])["sizes"]
    assert "| Feeds | 2,000 | 4,000 | 10 | 124,500 |" in table
    assert "| All | 12,000 | 12,000 | 4,000 | with all of it, 83,300 |" in table


def test_every_part_has_a_place_on_the_page_and_one_without_figures_stays() -> None:
    page = PAGE.read_text(encoding="utf-8")
    every = [result(1_000), result(10_000, compared=True)]
    full = written(page, every)
    assert all(text in full for text in tables(every).values())
    assert written(full, []) == full
    with pytest.raises(ValueError, match="no place for sizes"):
        written("<!-- begin: profile -->\n<!-- end: profile -->\n", every[:1])


def test_the_plot_is_well_formed_and_its_names_are_clear_of_each_other() -> None:
    lines = {
        name: [(1_000, low), (100_000, high)] for name, low, high in (("a", 1, 500), ("b", 0.2, 40), ("c", 0.2, 41))
    }
    plot = ElementTree.fromstring(growth_plot(lines, [(1_000, 1), (100_000, 167)], label="Times", unit="s"))
    assert len(plot.findall("polyline")) == 4
    width, height = (float(part) for part in plot.attrib["viewBox"].split()[2:])
    drawn = " ".join(line.get("points", "") for line in plot.iter("polyline"))
    points = [tuple(map(float, point.split(","))) for point in drawn.split()]
    assert all(0 < x < width and 0 < y < height for x, y in points)
    places = {text.text: float(text.get("y", "")) for text in plot.iter("text")}
    assert places["b"] - places["c"] >= 15 > 0
    assert {"1,000", "10,000", "100,000", "0.1", "1", "10", "100"} <= places.keys()


def test_a_size_is_measured_again_with_another_version(tmp_path: Path) -> None:
    write_result(tmp_path, result(1_000, program="old"))
    write_result(tmp_path, result(200, program="new"))
    assert read_result(tmp_path, 1_000, program="new") is None
    assert read_result(tmp_path, 500, program="new") is None
    assert read_result(tmp_path, 200, program="new") == result(200, program="new")
    assert [each.papers for each in read_results(tmp_path)] == [200, 1_000]


def test_what_is_known_is_not_measured(tmp_path: Path) -> None:
    known = result(100_000, compared=True, program=program_hash())
    write_result(tmp_path, known)
    options = argparse.Namespace(results=tmp_path, again=False)
    assert measure(100_000, tmp_path / "missing", options, compare=True) == known


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("papers/2507.00001/index.html", "Page of the paper"),
        ("days/2025-07-01/index.html", "Days, with abstracts"),
        ("days/2025-07-01/index.html.md", "Days as Markdown"),
        ("api/v1/papers.jsonl.gz", "Download of all papers"),
        ("api/v1/papers/2025-07-1.json", "API"),
        ("search-index/cards/0a/1f", "Search: cards of results"),
        ("search-index/terms.69ec6757/12", "Search: words and their places"),
        ("search-index/manifest.json", "Search: authors, filters, meaning"),
        ("assets/stylesheets/generated.css", FIXED),
        ("about/index.html", FIXED),
    ],
)
def test_a_file_belongs_to_a_feature(path: str, feature: str) -> None:
    assert feature_of(path) == feature
    assert feature in {*FEATURES, FIXED}
