"""Reading YAML strictly: text stays text, and every fault is told with its place and its remedy."""

from __future__ import annotations

import pickle
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.yaml import reader as yaml_text
from generator.yaml.reader import MAX_BYTES, MAX_NODES, comments_of, field_path, read_yaml
from tests.records.record_cases import cases


def _says(raw: bytes) -> str:
    return "\n".join(str(problem) for problem in read_yaml(raw, file="a.yaml").problems)


@pytest.mark.parametrize("case", cases("yaml"))
def test_case(case: dict[str, Any]) -> None:
    document = read_yaml((case["file"] or "").encode(), file="a.yaml")
    assert "".join(f"{problem}\n" for problem in document.problems) == (case["says"] or "")
    assert document.value == case["value"]


def test_a_file_in_another_encoding() -> None:
    assert _says("title: A\nvenue: Café\n".encode("latin-1")) == (
        "a.yaml:2:11: byte 0xe9 is not UTF-8\n  save the file with the encoding UTF-8"
    )


def test_a_byte_order_mark_is_no_text() -> None:
    assert read_yaml(b"\xef\xbb\xbftitle: A\n", file="a.yaml").value == {"title": "A"}


def test_a_field_has_a_name() -> None:
    assert _says(b'"": b\n') == "a.yaml:1:1: a field without a name\n  write its name before the colon"


def test_line_breaks_of_other_systems() -> None:
    assert read_yaml(b"a: |\r\n  b\r\n  c\r\nd: e\r\n", file="a.yaml").value == {"a": "b\nc\n", "d": "e"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"x" * (MAX_BYTES + 1), "a.yaml: has 262,145 bytes, more than 262,144\n  a record is far smaller: shorten it"),
        (b"[" * 200_000, "a.yaml:1:17: lists and mappings more than 16 deep\n  a record is 4 deep"),
        (b"- a\n" * (MAX_NODES + 1), "a.yaml:20000:3: more than 20,000 values\n  a record has a few hundred at most"),
    ],
    ids=["bytes", "depth", "nodes"],
)  # fmt: skip
def test_limits(raw: bytes, says: str) -> None:
    begun = time.monotonic()
    assert _says(raw) == says
    assert time.monotonic() - begun < 1


def test_many_merge_keys_cost_nothing() -> None:
    bomb = "a: &a {x: y}\n" + "".join(
        f"{c}: &{c} {{<<: [*{p}, *{p}, *{p}]}}\n" for p, c in zip("abcdefg", "bcdefgh", strict=True)
    )
    begun = time.monotonic()
    assert "is an anchor" in _says(bomb.encode())
    assert time.monotonic() - begun < 0.5


def test_without_the_c_parser_values_and_places_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"a: 2401.10000 # c\nb:\n  - no\n  - {c: 12:30}\nd: |\n  e\nd: f\n"
    fast = read_yaml(raw, file="a.yaml")
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
    assert read_yaml(raw, file="a.yaml") == fast


@pytest.mark.parametrize("case", cases("yaml"))
def test_without_the_c_parser_every_fault_is_still_told(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
    document = read_yaml((case["file"] or "").encode(), file="a.yaml")
    assert bool(document.problems) == bool(case["says"])


def test_places_of_values_keys_and_what_is_missing() -> None:
    document = read_yaml(b"# c\na: b\nc:\n  - d\n  - e: f\n", file="a.yaml")
    assert str(document.mark(("c", 1, "e"))) == "a.yaml:5:8"
    assert str(document.mark(("c", 1, "e"), key=True)) == "a.yaml:5:5"
    assert str(document.mark(("c", 1, "x"))) == "a.yaml:5:5"
    assert str(document.mark(())) == "a.yaml:2:1"
    assert field_path(("c", 1, "e")) == "c[1].e"
    assert pickle.loads(pickle.dumps(document)) == document


@settings(deadline=None)
@given(st.binary(max_size=80) | st.text("ab:#-[]{}'\"\\&*!|>%@`?,. \n\t\r\x85\u2028", max_size=40).map(str.encode))
def test_nothing_makes_the_reader_fail(raw: bytes) -> None:
    document = read_yaml(raw, file="a.yaml")
    assert all(problem.found and problem.fix and problem.place.line for problem in document.problems)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), st.text("ab: #\n"), max_size=4))
def test_comments_are_found_wherever_they_stand(fields: dict[str, str]) -> None:
    text = "# 0\n" + "".join(f"{name}: {yaml_quoted(value)} # {name}\n" for name, value in fields.items())
    assert [comment for _, _, comment in comments_of(text)] == ["# 0", *(f"# {name}" for name in fields)]


def yaml_quoted(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'
