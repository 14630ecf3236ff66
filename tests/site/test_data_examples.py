"""The examples of the page Data, run as they stand there, against a local server in place of the site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from generator.pages.views.data_examples import EXAMPLES
from tests.site.conftest import Built

PROGRAMS = {"bash": ["bash", "-e"], "python": [sys.executable], "javascript": ["node"], "r": ["Rscript"]}
SUFFIXES = {"bash": ".sh", "python": ".py", "javascript": ".mjs", "r": ".R"}


class Examples(HTMLParser):
    """The programs on the page, by language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self._language = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._language = (dict(attrs).get("class") or "").removeprefix("language-") if tag == "code" else ""

    def handle_data(self, data: str) -> None:
        if self._language:
            self.texts[self._language] = self.texts.get(self._language, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._language = ""


@pytest.fixture(scope="module")
def base(built: Built, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(built.site)


@pytest.fixture(scope="module")
def examples(built: Built, base: str) -> dict[str, str]:
    texts = Examples((built.site / "data/index.html").read_text(encoding="utf-8")).texts
    assert set(texts) == {example.language for example in EXAMPLES}
    return {language: text.replace(built.settings.site_url, base) for language, text in texts.items()}


def run(examples: dict[str, str], language: str, folder: Path) -> str:
    program = PROGRAMS[language]
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    file = folder / f"example{SUFFIXES[language]}"
    file.write_text(examples[language], encoding="utf-8")
    done = subprocess.run([*program, str(file)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_curl(built: Built, examples: dict[str, str], tmp_path: Path) -> None:
    assert run(examples, "bash", tmp_path).split()[0] == str(len(built.catalog.entries))


def test_python(built: Built, examples: dict[str, str], tmp_path: Path) -> None:
    lines = run(examples, "python", tmp_path).splitlines()
    assert len(lines) == 3
    assert all(line.startswith(str(built.catalog.latest)) for line in lines)


def test_javascript(built: Built, examples: dict[str, str], tmp_path: Path) -> None:
    assert built.catalog.latest
    newest = built.catalog.by_day[built.catalog.latest]
    assert run(examples, "javascript", tmp_path).splitlines() == [entry.paper.title for entry in newest]


def months(built: Built) -> dict[str, int]:
    dates = [entry.paper.date.strftime("%Y-%m") for entry in built.catalog.entries]
    return {month: dates.count(month) for month in dates}


def test_duckdb(built: Built, examples: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(built.site / "api/v1/papers.jsonl.gz", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert dict(duckdb.execute(examples["sql"]).fetchall()) == months(built)


def test_r(built: Built, examples: dict[str, str], tmp_path: Path) -> None:
    assert all(month in run(examples, "r", tmp_path) for month in months(built))
