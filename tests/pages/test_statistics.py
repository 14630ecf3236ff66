"""The page of statistics: every chart agrees with its table, and the counts with the files of the records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from math import ceil
from pathlib import Path

import pytest
import yaml

from generator.build.catalog_loader import load_catalog
from generator.catalog.catalog import build_catalog
from generator.catalog.statistics import count_all
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Library
from generator.pages.context import make_context
from generator.pages.views.statistics import plan_statistics
from tests.pages.invented import SETTINGS, invented

REPOSITORY = Path(__file__).parent.parent.parent
HEIGHT = 60


@pytest.fixture(scope="module")
def page() -> str:
    """The page of this repository's own digest."""
    return plan_statistics(make_context(load_catalog(REPOSITORY), SETTINGS)).text


def figures(page: str) -> Iterator[tuple[str, list[dict[str, str]], list[list[str]]]]:
    """The charts of a page: name, rectangles with their titles, and the rows of the table."""
    for figure in re.findall(r"<figure.*?</figure>", page):
        [name] = re.findall(r'<svg[^>]*aria-label="(.*?); the numbers are in the table"', figure)
        shapes = [
            {**dict(re.findall(r'(\w+)="([^"]*)"', attributes)), "title": unescape(title)}
            for attributes, title in re.findall(r"<rect([^>]*)><title>(.*?)</title></rect>", figure)
        ]
        body = figure.split("<tbody>")[1]
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
        yield unescape(name), shapes, [[unescape(cell) for cell in row] for row in rows]


def test_every_bar_agrees_with_its_row(page: str) -> None:
    charts = [chart for chart in figures(page) if chart[0] != "Papers by day"]
    assert len(charts) == 3 + 12
    shared = max(int(count) for name, _, rows in charts[3:] for _, count in rows)
    for name, shapes, rows in charts:
        counts = [int(count.rstrip("%")) for _, count in rows]
        top = 100 if "code" in name else shared if (name, shapes, rows) in charts[3:] else max(counts)
        assert [shape["title"] for shape in shapes] == [f"{label}: {count}" for label, count in rows]
        assert [int(shape["height"]) for shape in shapes] == [ceil(count * HEIGHT / top) for count in counts]
        assert all(int(shape["y"]) + int(shape["height"]) == HEIGHT for shape in shapes)


def test_every_day_agrees_with_its_week(page: str) -> None:
    _, shapes, rows = next(figures(page))
    counts = [int(shape["title"].rpartition(": ")[2]) for shape in shapes]
    weeks = [counts[start : start + 7] for start in range(0, len(counts), 7)]
    assert len(weeks) == 53
    assert [list(map(int, row[1:])) for row in rows] == [week for week in weeks if any(week)]
    assert {int(shape["class"][1]) for shape, count in zip(shapes, counts, strict=True) if count} <= {1, 2, 3, 4}
    assert {shape["class"] for shape, count in zip(shapes, counts, strict=True) if not count} == {"f0"}


def test_the_counts_are_those_of_the_records() -> None:
    records = [yaml.safe_load(file.read_text()) for file in REPOSITORY.glob("content/papers/*/*/*/*.yaml")]
    statistics = count_all(load_catalog(REPOSITORY))
    assert statistics.papers == len(records)
    months = Counter(str(record["date"])[:7] for record in records)
    assert {count.month.id: count.papers for count in statistics.months if count.papers} == dict(months)
    with_code = Counter(str(record["date"])[:7] for record in records if record.get("links", {}).get("code"))
    assert {count.month.id: count.with_code for count in statistics.months if count.with_code} == dict(with_code)
    numbers = Counter(min(15, len(record.get("authors", []))) for record in records)
    assert {number: papers for number, papers in enumerate(statistics.authors) if papers} == dict(numbers)
    names = Counter(
        name
        for record in records
        for name in {author if isinstance(author, str) else author["name"] for author in record.get("authors", [])}
    )
    found = [(len(person.papers), person.name) for person in statistics.people]
    assert [papers for papers, _ in found] == sorted(names.values(), reverse=True)[:15]
    assert all(names[name] == papers for papers, name in found)


def test_names_and_titles_of_strangers_are_text() -> None:
    text = plan_statistics(make_context(invented(), SETTINGS)).text
    assert "<b>" not in text
    assert "<Sight>" not in text


def test_without_papers_the_page_says_so() -> None:
    empty = build_catalog(Library(records={}, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})
    assert "No papers yet" in plan_statistics(make_context(empty, SETTINGS)).text
