"""The strict reader: text stays text, and every mistake has its place and its fix."""

from __future__ import annotations

import pickle
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.yaml import reader
from generator.yaml.comments import find_comments
from generator.yaml.document import field_path
from generator.yaml.reader import MAX_BYTES, MAX_NODES, read_yaml
from tests.records.record_cases import cases


def _problems(raw: bytes) -> str:
    return "\n".join(str(problem) for problem in read_yaml(raw, file="a.yaml").problems)


@pytest.mark.parametrize("case", cases("yaml", other="suite.yml"))
def test_case(case: dict[str, Any]) -> None:
    document = read_yaml((case["file"] or "").encode(), file="a.yaml")
    assert "".join(f"{problem}\n" for problem in document.problems) == (case["problems"] or "")
    assert document.value == case["value"]


def test_a_file_in_another_encoding_is_refused() -> None:
    assert _problems("title: A\nvenue: Café\n".encode("latin-1")) == (
        "a.yaml:2:11: byte 0xe9 is not UTF-8\n  save the file with the encoding UTF-8"
    )


def test_a_byte_order_mark_at_the_start_is_ignored() -> None:
    assert read_yaml(b"\xef\xbb\xbftitle: A\n", file="a.yaml").value == {"title": "A"}


def test_a_field_needs_a_name() -> None:
    assert _problems(b'"": b\n') == "a.yaml:1:1: a field without a name\n  write its name before the colon"


def test_a_space_before_the_first_field_is_named() -> None:
    assert _problems(b" title: A\ndate: 2025-07-31\n") == (
        "a.yaml:1:1: a space before 'title', but not before the fields below it\n  remove the space before 'title'"
    )


def test_line_breaks_of_windows_are_line_breaks() -> None:
    assert read_yaml(b"a: |\r\n  b\r\n  c\r\nd: e\r\n", file="a.yaml").value == {"a": "b\nc\n", "d": "e"}


LIMITS = {
    "bytes": (
        b"x" * (MAX_BYTES + 1),
        "a.yaml: has 262,145 bytes, more than the 262,144 allowed\n  shorten its longest texts",
    ),
    "depth": (
        b"[" * 200_000,
        "a.yaml:1:17: lists and mappings nested more than 16 levels deep\n  use fewer levels",
    ),
    "nodes": (b"- a\n" * (MAX_NODES + 1), "a.yaml:20000:3: more than 20,000 values\n  shorten its longest lists"),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_limits(limit: str) -> None:
    raw, expected = LIMITS[limit]
    started = time.process_time()
    assert _problems(raw) == expected
    assert time.process_time() - started < 1


# Files just below the size limit that once took time with the square of their size.
SLOW = {
    "anchors": b"- &a\n" * 19_000,
    "comments": b"#\n" * 131_000,
    "broken fields": b"a: b: c\n" * 32_000,
    "glued comments": b'- "a"#\n' * 9_000,
    "lists without indentation": b"a: [\n" + b"b,\n" * 9_000 + b"]\n",
    "spaces in a broken line": b"a: @" + b" " * 262_000 + b"b\n",
    "lines of quoted text": b'a: "\n' + b" b\n" * 87_000 + b'"\n',
}


@pytest.mark.parametrize("kind", SLOW)
def test_reading_takes_time_in_proportion_to_size(kind: str) -> None:
    assert len(SLOW[kind]) <= MAX_BYTES
    started = time.process_time()
    read_yaml(SLOW[kind], file="a.yaml")
    find_comments(SLOW["comments"].decode())
    assert time.process_time() - started < 10


def test_merge_keys_cannot_multiply_values() -> None:
    bomb = "a: &a {x: y}\n" + "".join(
        f"{c}: &{c} {{<<: [*{p}, *{p}, *{p}]}}\n" for p, c in zip("abcdefg", "bcdefgh", strict=True)
    )
    started = time.process_time()
    assert "is a YAML anchor" in _problems(bomb.encode())
    assert time.process_time() - started < 0.5


def test_without_the_c_parser_values_and_places_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"a: 2401.10000 # c\nb:\n  - no\n  - {c: 12:30}\nd: |\n  e\nd: f\n"
    fast = read_yaml(raw, file="a.yaml")
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    assert read_yaml(raw, file="a.yaml") == fast


@pytest.mark.parametrize("case", cases("yaml", other="suite.yml"))
def test_without_the_c_parser_the_same_files_are_refused(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    document = read_yaml((case["file"] or "").encode(), file="a.yaml")
    assert bool(document.problems) == bool(case["problems"])


def test_values_keys_and_missing_values_have_places() -> None:
    document = read_yaml(b"# c\na: b\nc:\n  - d\n  - e: f\n", file="a.yaml")
    assert str(document.place(("c", 1, "e"))) == "a.yaml:5:8"
    assert str(document.place(("c", 1, "e"), key=True)) == "a.yaml:5:5"
    assert str(document.place(("c", 1, "x"))) == "a.yaml:5:5"
    assert str(document.place(())) == "a.yaml:2:1"
    assert field_path(("c", 1, "e")) == "c[1].e"
    assert pickle.loads(pickle.dumps(document)) == document


@settings(deadline=None)
@given(st.binary(max_size=80) | st.text("ab:#-[]{}'\"\\&*!|>%@`?,. \n\t\r\x85\u2028", max_size=40).map(str.encode))
def test_the_reader_never_raises_and_explains_every_problem(raw: bytes) -> None:
    document = read_yaml(raw, file="a.yaml")
    assert all(problem.found and problem.fix and problem.place.line for problem in document.problems)
    assert not any("cannot read this line" in problem.found for problem in document.problems)


@settings(deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), st.text("ab: #\n"), max_size=4))
def test_comments_are_found_beside_all_values(fields: dict[str, str]) -> None:
    text = "# 0\n" + "".join(f"{name}: {yaml_quoted(value)} # {name}\n" for name, value in fields.items())
    comments = find_comments(text)
    assert [comment.text for comment in comments] == ["# 0", *(f"# {name}" for name in fields)]
    assert all(text.startswith(comment.text, comment.start) for comment in comments)


def yaml_quoted(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'
