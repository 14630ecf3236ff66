"""A curator's own tables in content/sources.yaml: each problem with its place, and imports by name."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from generator.errors import DigestifError
from generator.model import Parsed
from generator.sources.registry import SOURCES, parse
from generator.sources.shared.headings import PRESETS
from generator.sources.sources_file import BUILT_IN, KeptSources, parse_sources, read_sources
from generator.sources.sources_schema import sources_json_schema
from tests.sources.source_cases import ROOT

FILE = "content/sources.yaml"
CASES = yaml.load((ROOT / "tests/cases/sources_file/faults.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
MLCONF = b"""\
mlconf:
  label: ML Conf
  columns:
    title: Paper Name
    authors: [Speakers, Author List]
    keywords: Areas
    published: Date
  separators: {authors: /, keywords: "+"}
  venue: ML Conf 2025
  date: 2025-07-31
"""


def parse_as_mlconf(raw: str) -> Parsed:
    return parse("mlconf", raw.encode(), name="papers", kept=read_sources(MLCONF, file=FILE).presets)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["why"]) for case in CASES])
def test_a_problem_has_its_place_and_the_other_sources_are_used(case: dict[str, str]) -> None:
    assert set(case) <= {"why", "file", "problems", "names"}
    presets, problems = parse_sources(case["file"].encode(), file=FILE)
    assert "".join(f"{problem}\n" for problem in problems) == case["problems"]
    assert list(presets) == case.get("names", "").split()


def test_a_refusal_lists_every_error() -> None:
    assert read_sources(b"", file=FILE) == KeptSources()
    with pytest.raises(DigestifError, match=r"1:1: a: must be a mapping(?s:.)*2:1: b: must be a mapping") as error:
        read_sources(b"a: x\nb: y\n", file=FILE).refuse_problems(fix="fix these")
    assert error.value.fix == "fix these"


def test_no_name_of_a_built_in_source_can_be_taken() -> None:
    assert {*SOURCES, *PRESETS} <= BUILT_IN
    for name in sorted(BUILT_IN):
        presets, problems = parse_sources(f"{name}: {{columns: {{title: T}}}}\n".encode(), file=FILE)
        assert not presets
        assert [problem.code for problem in problems] == ["source-name"]


@pytest.mark.parametrize("raw", [case["file"] for case in CASES] + [MLCONF.decode()])
def test_the_schema_refuses_only_what_the_reader_refuses(raw: str) -> None:
    schema = json.loads(sources_json_schema())
    Draft202012Validator.check_schema(schema)
    problems = parse_sources(raw.encode(), file=FILE)[1]
    errors = list(Draft202012Validator(schema).iter_errors(yaml.load(raw, Loader=yaml.BaseLoader) or None))
    # Only the reader knows the names of built-in sources, the calendar, and what YAML it accepts.
    beyond = {"source-name", "source-date", "source-column-twice", "yaml-tag"}
    assert bool(errors) <= bool(problems)
    assert errors or {problem.code for problem in problems} <= beyond


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_sources_or_problems(raw: bytes) -> None:
    presets, problems = parse_sources(raw, file=FILE)
    assert not set(presets) & BUILT_IN
    assert all(problem.place.file == FILE and problem.found and problem.fix for problem in problems)


def test_a_table_is_read_by_its_name() -> None:
    parsed = parse_as_mlconf(
        "Paper Name,Speakers,Author List,Areas,Date,Room\nA Title,Ada One / Bo Two,,x+y,2025-05-02,4\n"
    )
    assert parsed.source == "mlconf"
    (paper,) = parsed.papers
    assert [author.name for author in paper.metadata.authors] == ["Ada One", "Bo Two"]
    assert paper.metadata.keywords == ("x", "y")
    assert paper.metadata.venue == "ML Conf 2025"
    assert str(paper.metadata.published) == "2025-05-02"
    assert paper.day == date(2025, 7, 31)
    assert parsed.read_fields == ("Paper Name", "Speakers", "Author List", "Areas", "Date")
    assert parsed.unread_fields == (("Room", 1),)
    assert parsed.problems == ()


def test_what_a_row_states_counts_more_than_the_source() -> None:
    parsed = parse_as_mlconf(
        "Paper Name;Author List;Areas;Date;Venue;Digest date\nT;Ada One;;2025;Elsewhere;2025-06-01\n"
    )
    (paper,) = parsed.papers
    assert (paper.metadata.venue, paper.day) == ("Elsewhere", date(2025, 6, 1))
    assert [author.name for author in paper.metadata.authors] == ["Ada One"]


def test_json_is_read_by_its_name() -> None:
    parsed = parse_as_mlconf(
        '[{"Paper Name": "One", "Speakers": "Ada One/Bo Two"}, {"Paper Name": "Two", "Areas": ["x"]}]'
    )
    assert [paper.metadata.title for paper in parsed.papers] == ["One", "Two"]
    assert [author.name for author in parsed.papers[0].metadata.authors] == ["Ada One", "Bo Two"]
    assert parsed.papers[1].metadata.keywords == ("x",)


def test_a_column_that_the_table_lacks_is_told_once() -> None:
    parsed = parse_as_mlconf("Paper Name,Areas,Date\nA,,\nB,,\n")
    assert [str(problem) for problem in parsed.problems] == [
        "papers: warning: the table has no column 'Speakers' or 'Author List', so the field authors is empty\n"
        "  if the heading has changed, correct mlconf.columns.authors in content/sources.yaml"
    ]


def test_columns_of_the_command_line_count_more_than_those_of_the_source() -> None:
    kept = read_sources(MLCONF, file=FILE).presets
    parsed = parse("MLConf", b"Paper Name,Other\nA,B\n", name="papers", columns={"title": "Other"}, kept=kept)
    assert [paper.metadata.title for paper in parsed.papers] == ["B"]


def test_an_unknown_name_suggests_those_of_the_digest() -> None:
    with pytest.raises(DigestifError, match="unknown source 'mlcomf'") as error:
        parse("mlcomf", b"title\nA\n", name="papers", kept=read_sources(MLCONF, file=FILE).presets)
    assert error.value.fix.startswith("did you mean mlconf? use one of arxiv, ")
