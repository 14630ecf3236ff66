"""Search finds words of other languages than English: the judged titles of tests/bench/search/languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.bench.search.engine import SiteSearch, write_site
from tests.bench.search.other_languages import LANGUAGES, load_language, measure, records

#: Measured on 30 November 2026, less what one query of each language weighs.
LEAST = {"zh": 0.97, "ja": 0.97, "ko": 0.94, "de": 0.88, "ar": 0.96, "ru": 0.97}


def test_chinese_titles_and_queries_are_as_many_as_the_documentation_says() -> None:
    judged = load_language("zh")
    assert (len(judged.titles), len(set(judged.titles)), len(judged.queries)) == (500, 500, 100)
    assert all(load_language("zh").queries.values())


def test_a_title_answers_words_and_not_what_crosses_their_boundary() -> None:
    judged = load_language("zh")
    found = [judged.titles[number] for number in judged.queries["人机"]]
    assert not any("机器人机械臂" in title for title in found)
    assert any("人机交互" in title for title in found)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_a_language_find_the_titles_that_have_them(
    page: Page, serve_folder: Callable[[Path], str], tmp_path: Path, language: str
) -> None:
    judged = load_language(language)
    page.goto(f"{serve_folder(write_site(records(judged), tmp_path))}/index.html")
    figures = measure(judged, SiteSearch(page))
    assert figures.precision >= LEAST[language], figures.misses
    assert figures.empty == 0
