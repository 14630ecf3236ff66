"""A file that takes too long, or too much memory, is refused; the command goes on."""

import os
import re
from pathlib import Path

import pytest

from generator.errors import DigestifError
from generator.importing import parsing
from generator.importing.parsing import Limits, parse_file
from generator.model import Parsed
from generator.sources.registry import parse

#: Files that take minutes where a parser needs more than linear time.
SLOW_FILES = {
    "one-line.xml": b"<?xml version='1.0' " + b"encoding='" * 11_000 + b"<feed><entry></entry></feed>",
    "comments.xml": b"<!-- -->" * 5_000 + b"arxiv",
    "attributes.html": b"<html><body><article><h3 " + b"a=b " * 110_000 + b">T</h3></article>/papers/",
    "comments.html": b"<!-- -->" * 5_000 + b"<p>/papers/",
    "broken.jsonl": b'{"title": "T", "abstract": "\n' * 35_000,
    "blank-lines.bib": b"\n" * 200_000 + b"@article{a, title={T}}",
    "blanks.json": b'{"title": "T"' + b" " * 1_000_000 + b"x",
    "rows.csv": b"title,doi\n" + b"A title,\n" * 20_000,
}


@pytest.mark.parametrize("name", SLOW_FILES)
def test_a_file_takes_no_more_than_linear_time(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(SLOW_FILES[name])
    # Each takes a second or two; with quadratic time, all of them took minutes.
    parsed = parse_file(file, limits=Limits(seconds=30))
    assert parsed.papers or parsed.problems or parsed.quarantined


def test_a_result_is_that_of_the_parser(tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_bytes(b"title,authors\nA Title,Ada Example\n,nobody\n")
    assert parse_file(file) == parse("table", file.read_bytes(), name="papers.csv")


def test_too_much_time_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run_for_ever(source: str, raw: bytes, *, name: str, columns: object, kept: object) -> Parsed:
        while True:
            pass

    file = tmp_path / "papers.csv"
    file.write_bytes(b"title,authors\nA,B\n")
    monkeypatch.setattr(parsing, "parse", run_for_ever)
    message = f"{file}: reading it took more than 1 seconds\n  split it into smaller files and import each of them"
    with pytest.raises(DigestifError, match=f"^{re.escape(message)}$"):
        parse_file(file, limits=Limits(seconds=1))


def test_too_much_memory_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_memory(source: str, raw: bytes, *, name: str, columns: object, kept: object) -> Parsed:
        return Parsed(source=source, day_hint="x" * 2**40)

    file = tmp_path / "papers.csv"
    file.write_bytes(b"title,authors\nA,B\n")
    monkeypatch.setattr(parsing, "parse", fill_memory)
    message = (
        f"{file}: reading it took more than 4.0 GB of memory\n  split it into smaller files and import each of them"
    )
    with pytest.raises(DigestifError, match=f"^{re.escape(message)}$"):
        parse_file(file)


@pytest.mark.parametrize("megabytes", [10, 20, 30, 40, 50, 60])
def test_many_rows_are_read_or_take_too_much_memory(
    tmp_path: Path, megabytes: int, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "papers.csv"
    rows = (f"Paper {number},2025-07-31,What it says,Ada Example; Bo Example\n" for number in range(10_000))
    file.write_text("title,date,abstract,authors\n" + "".join(rows))
    try:
        found = f"{len(parse_file(file, limits=Limits(memory=megabytes * 2**20)).papers):,} papers"
    except DigestifError as error:
        found = error.message
    assert found == "10,000 papers" or found.endswith("GB of memory")
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(os.environ.get("DIGESTIF_ROWS") != "all", reason="make torture tries it: it takes minutes")
def test_a_million_rows_are_refused_with_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text("title\n" + "".join(f"Paper {number}\n" for number in range(1_000_000)))
    with pytest.raises(DigestifError, match=r"GB of memory|seconds"):
        parse_file(file)


def test_an_unknown_source_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "papers.docx"
    file.write_bytes(b"A line")
    expected = r"could not detect the source\n  name it with --source: arxiv, translations, hf-json"
    with pytest.raises(DigestifError, match=expected):
        parse_file(file)
