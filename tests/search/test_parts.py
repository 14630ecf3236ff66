"""The index in two parts: what a new day changes, and that answers are those of an index in one part."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from generator.build.search.index import build_index
from generator.build.search.main_part import main_papers
from generator.files.folder import Folder
from generator.pages.views.search import SearchRecord, search_records
from tests.search.index_files import files, manifest
from tests.search.small_archive import small_catalog

MODULES = Path(__file__).parents[2] / "generator" / "theme" / "assets" / "javascripts"
RECORD = next(search_records(small_catalog()))
FIRST = date(2024, 1, 1)
ANSWERS = """async (queries) => {
  const { Engine } = await import("/assets/javascripts/search-engine.js")
  const { parseQuery } = await import("/assets/javascripts/search-query.js")
  const { rowsByKey } = await import("/assets/javascripts/search-keys.js")
  const engine = new Engine(new URL("/", location))
  const answers = []
  for (const query of queries) {
    const { results, corrections, found } = await engine.search(parseQuery(query, false))
    answers.push({ results, corrections, found, completed: await engine.complete(query) })
  }
  return { answers, rows: [...(await rowsByKey(engine.files, ["k000003", "k000640"]))] }
}"""


def days(*papers: int) -> list[date]:
    """The days of papers, so many each."""
    return [FIRST + timedelta(days=number) for number, count in enumerate(papers) for _ in range(count)]


def archive(count: int) -> list[SearchRecord]:
    """Papers of words by chance, ten a day: some words are in most papers, and most words in few."""
    drawn = random.Random(14)
    frequent, rare = ("robot", "learning", "graph", "agent", "images"), [f"q{word}w" for word in range(900)]

    def text(length: int) -> str:
        return " ".join(drawn.choice(drawn.choice((frequent, rare))) for _ in range(length))

    return [
        replace(
            RECORD,
            key=f"k{number:06}",
            ids=(f"k{number:06}",),
            fingerprint=str(number),
            title=text(6).title(),
            abstract=text(40),
            authors=(f"Ada {drawn.choice(rare)}", f"{drawn.choice(rare).title()} Gao"),
            date=FIRST + timedelta(days=number // 10),
        )
        for number in range(count)
    ]


def test_a_small_archive_is_not_divided() -> None:
    assert [main_papers(days(*papers)) for papers in ((), (1,), (300, 211))] == [0, 1, 511]


def test_the_main_part_ends_before_the_day_with_a_multiple_of_a_step() -> None:
    assert main_papers(days(300, 50, 300)) == 350
    assert main_papers(days(256, 256)) == 256
    assert main_papers(days(*[10] * 100)) == 760
    assert main_papers(days(*[10] * 1000)) == 9720


def test_a_day_with_most_papers_leaves_the_archive_undivided() -> None:
    assert main_papers(days(100, 500)) == 600


def test_a_new_day_changes_no_file_of_the_main_part(tmp_path: Path) -> None:
    papers = archive(640)
    build_index(papers[:-30], Folder(tmp_path), "before", cache="cache")
    build_index(papers, Folder(tmp_path), "after", cache="cache")
    before, after = files(tmp_path / "before"), files(tmp_path / "after")
    main = [name for name in before if name.startswith(("search-index/terms.", "search-index/places."))]
    assert main
    assert all(after.get(name) == before[name] for name in main)
    newest = [name for name in after if name.startswith("search-index/newest-")]
    assert 0 < len(newest) <= len(main)


def test_builds_with_a_cache_give_the_files_of_a_first_build_after_any_change(tmp_path: Path) -> None:
    papers = archive(600)
    corrected = replace(papers[3], abstract="Flash-attention by process reward models (PRM).", fingerprint="corrected")
    defining = [
        replace(paper, abstract="A world model (WM). The wm robot.", fingerprint="new") for paper in papers[-1:]
    ]
    changes: dict[str, Sequence[SearchRecord]] = {
        "first": papers,
        "correction": [*papers[:3], corrected, *papers[4:]],
        "new definition": [*papers[:3], corrected, *papers[4:-1], *defining],
        "removal": [*papers[:90], *papers[91:]],
        "new days": archive(800),
        "few": papers[:300],
    }
    for change, changed in changes.items():
        build_index(changed, Folder(tmp_path), "site", cache="cache")
        build_index(changed, Folder(tmp_path), "clean", cache=f"cache of {change}")
        assert files(tmp_path / "site") == files(tmp_path / "clean"), change


@pytest.mark.browser
def test_answers_are_those_of_an_index_in_one_part(
    tmp_path: Path, serve_folder: Callable[[Path], str], browser: Browser
) -> None:
    divided = archive(650)
    undivided = [replace(paper, date=FIRST) for paper in divided]
    drawn = random.Random(1)
    queries = [
        "robot",
        "learning graph",
        "q1w",
        "q1",
        "qq17w",
        "robots q3w",
        "k00064",
        "Gao",
        '"robot learning"',
        "imag",
    ]
    for paper in drawn.sample(divided, 30):
        words = paper.title.split()
        queries += [" ".join(words[:3]), f'"{words[1]} {words[2]}"', f"author:{paper.authors[0].split()[1]}"]
        queries += [" ".join(drawn.sample(paper.abstract.split(), 4)), f'author:"{paper.authors[1]}"', paper.key]
    one, several = (
        _answers(tmp_path / name, papers, queries, serve_folder, browser)
        for name, papers in (("one", undivided), ("several", divided))
    )
    assert manifest(tmp_path / "one" / "site")["terms"]["newest"] is None
    assert manifest(tmp_path / "several" / "site")["terms"]["papers"] == 510
    assert several["rows"] == one["rows"] == [["k000003", [3]], ["k000640", [640]]]
    for query, answer, expected in zip(queries, several["answers"], one["answers"], strict=True):
        assert answer == expected, query
    assert sum(answer["found"] > 0 for answer in one["answers"]) > 150


def _answers(
    folder: Path,
    papers: Sequence[SearchRecord],
    queries: Sequence[str],
    serve_folder: Callable[[Path], str],
    browser: Browser,
) -> dict[str, Any]:
    folder.mkdir()
    build_index(papers, Folder(folder), "site", cache="cache")
    (folder / "site" / "assets").mkdir()
    (folder / "site" / "assets" / "javascripts").symlink_to(MODULES)
    (folder / "site" / "index.html").write_text("<!doctype html><html lang=en><title>Search</title>")
    page = browser.new_page()
    page.goto(f"{serve_folder(folder / 'site')}/index.html")
    answers: dict[str, Any] = page.evaluate(ANSWERS, list(queries))
    page.close()
    return answers
