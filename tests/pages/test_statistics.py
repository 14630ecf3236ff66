"""The page of statistics: every chart agrees with its table, and the counts with the files of the records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from math import ceil
from pathlib import Path

import pytest
import yaml

from generator.build.catalog_loader import load_catalog
from generator.catalog.catalog import Catalog, build_catalog
from generator.catalog.statistics import count_all
from generator.catalog.topics.topic_set import make_topic_set
from generator.model import Author, Library, Links, Paper, Record
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
        [name] = re.findall(r'role="img" aria-label="(.*?); the numbers are in the table"', figure)
        shapes = [
            {**dict(re.findall(r'(\w+)="([^"]*)"', attributes)), "title": unescape(title)}
            for attributes, title in re.findall(r"<rect([^>]*)><title>(.*?)</title></rect>", figure)
        ]
        body = figure.split("<tbody>")[1]
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", body)]
        yield unescape(name), shapes, [[unescape(cell) for cell in row] for row in rows]


def test_every_bar_agrees_with_its_row(page: str) -> None:
    charts = [chart for chart in figures(page) if not chart[0].startswith("Papers by day")]
    assert len(charts) == 3 + 12
    shared = max(int(count) for name, _, rows in charts[3:] for _, count in rows)
    for name, shapes, rows in charts:
        counts = [0 if count == "–" else int(count.rstrip("%")) for _, count in rows]
        top = 100 if "code" in name else shared if (name, shapes, rows) in charts[3:] else max(counts)
        assert [shape["title"] for shape in shapes] == [f"{label}: {count}" for label, count in rows]
        assert [int(shape["height"]) for shape in shapes] == [ceil(count * HEIGHT / top) for count in counts]
        assert all(int(shape["y"]) + int(shape["height"]) == HEIGHT for shape in shapes)


def test_headings_say_which_months_are_shown(page: str) -> None:
    assert "<h2>Papers by day, August 2024 to July 2025</h2>" in page
    assert "<h2>Topics by month, August 2024 to July 2025</h2>" in page


def test_every_day_agrees_with_its_week(page: str) -> None:
    _, shapes, rows = next(figures(page))
    squares = [shape["title"].rsplit(": ", 1) for shape in shapes]
    counts = {read_date(day): int(count) for day, count in squares}
    assert list(counts) == [date(2024, 8, 1) + timedelta(days=days) for days in range(365)]
    weeks = [
        (read_date(week, "%d %b %Y") + timedelta(days=place), cell)
        for week, *cells in rows
        for place, cell in enumerate(cells)
    ]
    assert {day: int(cell) for day, cell in weeks if cell not in {"", "0"}} == {
        day: n for day, n in counts.items() if n
    }
    assert all(day not in counts for day, cell in weeks if not cell)
    top = max(counts.values())
    for shape, (day, count) in zip(shapes, counts.items(), strict=True):
        assert shape["class"] == f"f{ceil(4 * count / top)}"
        assert (int(shape["x"]) // 11, int(shape["y"]) // 11) == divmod(day.day - 1 + day.replace(day=1).weekday(), 7)


def read_date(text: str, form: str = "%d %B %Y") -> date:
    """Read "31 July 2025"."""
    return datetime.strptime(text, form).date()


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


def with_authors(numbers: dict[date, list[int]]) -> Catalog:
    """A catalog of papers with code, of these days with these numbers of authors."""
    records = {}
    for day, of_day in numbers.items():
        for index, number in enumerate(of_day):
            key = f"{day}-{index}"
            authors = tuple(Author(name=f"Author {each}") for each in range(number))
            links = Links(code="https://example.org/code")
            paper = Paper(title=f"Paper {key}", date=day, authors=authors, links=links)
            records[key] = Record(key=key, file=f"content/papers/{day:%Y/%m/%d}/{key}.yaml", paper=paper)
    return build_catalog(Library(records=records, mentions={}, notes={}, removed={}), make_topic_set(()), {}, {})


@pytest.mark.parametrize(("numbers", "shown"), [([1, 9], "5"), ([2, 9], "5.5"), ([1, 2, 9], "2")])
def test_the_median_of_an_even_number_of_papers_is_between_two(numbers: list[int], shown: str) -> None:
    text = plan_statistics(make_context(with_authors({date(2025, 7, 31): numbers}), SETTINGS)).text
    assert f"Authors per paper (median {shown})" in text


def test_a_month_without_papers_has_no_share_of_papers_with_code() -> None:
    catalog = with_authors({date(2025, 5, 31): [1], date(2025, 7, 31): [1]})
    charts = figures(plan_statistics(make_context(catalog, SETTINGS)).text)
    [rows] = [rows for name, _, rows in charts if "code" in name]
    assert rows == [["May 2025", "100%"], ["June 2025", "–"], ["July 2025", "100%"]]
