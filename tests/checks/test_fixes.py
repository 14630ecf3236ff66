"""Only problems with one possible fix are fixed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.fixes import fix_record, show_difference
from generator.records.read import read_record
from generator.records.spelling import correct_spelling
from tests.records.record_cases import cases

BROKEN = """\
# Checked by hand.
title: ' On Computable Numbers. '   # as printed
date: 2025-7-1
published: 2024/01/02
ids:
  arxiv: https://arxiv.org/abs/2401.10000v2  # the first
  doi: "https://doi.org/10.1145/ABC"
authors:
  - "Rene\\u0301"
  - {name: Ada, orcid: https://orcid.org/0000-0002-1825-0097}
links: {code: HTTPS://Example.org/Code}
venue: London
foo: kept
"""
FIXED = """\
# Checked by hand.
title: On Computable Numbers.       # as printed
date: 2025-07-01
published: 2024-01-02
ids:
  arxiv: '2401.10000'                        # the first
  doi: '10.1145/abc'
authors:
  - René
  - {name: Ada, orcid: '0000-0002-1825-0097'}
links: {code: https://example.org/Code}
venue: London
foo: kept
"""


def test_safe_problems_are_fixed_and_the_rest_keeps_its_bytes() -> None:
    assert fix_record(BROKEN.encode()).decode() == FIXED
    assert fix_record(FIXED.encode()).decode() == FIXED


def test_the_difference_is_shown() -> None:
    assert (
        show_difference(b"a\nb\n", b"a\nc\n", file="x.yaml")
        == "--- a/x.yaml\n+++ b/x.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
    )
    assert show_difference(b"a\n", b"a\n", file="x.yaml") == ""
    assert show_difference(b"a", b"b\n", file="x").endswith("-a\n\\ No newline at end of file\n+b\n")


@pytest.mark.parametrize("case", cases("broken_records"))
def test_fixing_twice_is_fixing_once_and_adds_no_problem(case: dict[str, Any]) -> None:
    raw = case["file"].encode()
    fixed = fix_record(raw)
    assert fix_record(fixed) == fixed
    before = read_record(raw, file="content/papers/2025/07/31/a.yaml").problems
    after = read_record(fixed, file="content/papers/2025/07/31/a.yaml").problems
    assert len(after) <= len(before)
    assert not any("--fix" in problem.fix for problem in after)


@pytest.mark.parametrize(
    "raw",
    [
        b"title: C# is #1\ndate: 2025-07-31\n",  # only a person knows what was meant
        b"title: a: b\n",
        b"\xff",
        b"- a\n",
        b"title: A.\ndate: 31.07.2025\nids: {arxiv: 2401.1}\n",
    ],
)
def test_what_needs_a_decision_stays(raw: bytes) -> None:
    assert fix_record(raw) == raw


@settings(deadline=None)
@given(
    st.sampled_from(["date", "ids.arxiv", "ids.doi", "authors.name", "abstract", "links.code", "authors.orcid"]),
    st.text(),
)
def test_a_fixed_value_needs_no_fix(field: str, text: str) -> None:
    fixed = correct_spelling(field, text)
    assert fixed is None or correct_spelling(field, fixed) == fixed
