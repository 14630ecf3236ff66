"""Editing YAML files: any readable file can be changed, and afterwards it has the values that were asked for."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.yaml import editor
from generator.yaml.comments import find_comments
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, update_yaml
from generator.yaml.reader import read_yaml
from tests.yaml.test_suite import KINDS

STYLE = FileStyle(order=("a", "b", "c"), prose=frozenset({"b"}), quoted=("c",))
# Valid YAML that ruamel.yaml cannot edit, or that it writes back with other comments.
ODD = (
    "a:\n  - |-\n\n      b\n",
    "a: # b\n  - |-\n    \n\n    c\n  - d\n",
    "a: # b\n  - c\n  # d\n  -\n",
    "a:\n  - b # c\n  - [d, # e\n     f]\n",
    "a: {b: c, # d\n    e: f}\n",
    "? a\n: - b # c\n",
    "a: |+ # b\n  c\n\n\n",
    "a: >-\n  b\n\n   # c\n",
    '"a": # b\n  "c": # d\n    e\n',
    "a:\n- - b # c\n  -   d\n",
)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.text("ab :#'\n\t-", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3),
    max_leaves=6,
)
changes = st.dictionaries(st.sampled_from("abcx"), values, min_size=1, max_size=3)
PIECES = (
    *("a", "b", "c", "a: ", "b:\n", "c: ", "  ", "- ", "  - ", "|-\n", "|+\n", ">2\n", "[", "]", "{", "}", ", "),
    *("'b'", '"c"', "\n", "\n\n", "# d\n", " # e\n", "      \n", "? ", ": ", "\r\n", "...\n", "---\n"),
)


def _check(raw: bytes, changed: dict[str, Plain]) -> None:
    document = read_yaml(raw, file="")
    assert document.problems == ()
    assert isinstance(document.value, dict)
    updated = update_yaml(raw, changed, STYLE)
    after = read_yaml(updated, file="")
    assert after.problems == ()
    assert (after.value or {}) == _expected(document.value, changed)
    assert len(find_comments(updated.decode())) >= len(find_comments(raw.decode()))


def _expected(old: dict[str, Plain], changed: dict[str, Plain]) -> dict[str, Plain]:
    """The old fields with the changes; None removes a field, but leaves an empty one as it is."""
    removed = {name for name, value in changed.items() if value is None and old.get(name) is not None}
    added = {name: value for name, value in changed.items() if value is not None}
    return {name: value for name, value in {**old, **added}.items() if name not in removed}


@pytest.mark.parametrize("text", ODD)
@settings(deadline=None, max_examples=30)
@given(changed=changes)
@example(changed={"a": ["b", "x"]})
@example(changed={"a": None})
@example(changed={"a": {"b": "x"}})
def test_odd_files_can_be_changed(text: str, changed: dict[str, Plain]) -> None:
    _check(text.encode(), changed)


def test_a_block_that_ruamel_cannot_read_is_refused_by_the_reader() -> None:
    raw = b"title: A\nkeywords:\n  - |-\n          \n    b\n"
    assert [str(problem.place) for problem in read_yaml(raw, file="a.yaml").problems] == ["a.yaml:3:5", "a.yaml:5:5"]


def test_any_error_of_ruamel_leads_to_the_canonical_form(monkeypatch: pytest.MonkeyPatch) -> None:
    class OtherError(Exception):
        pass

    def fail(*_: object) -> str:
        raise OtherError

    monkeypatch.setattr(editor, "_edited_by_ruamel", fail)
    assert update_yaml(b"a: [b] # c\n", {"a": ["b", "d"]}, STYLE) == b"# c\na:\n  - b\n  - d\n"


MAPPINGS = [kind["text"] for kind in KINDS if isinstance(kind.get("value"), dict)]


@settings(deadline=None, max_examples=200)
@given(text=st.sampled_from(MAPPINGS), changed=changes)
def test_every_kind_of_mapping_can_be_changed(text: str, changed: dict[str, Plain]) -> None:
    _check(text.encode(), changed)


@settings(deadline=None, max_examples=400)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=12), changed=changes)
def test_generated_files_can_be_changed(parts: list[str], changed: dict[str, Plain]) -> None:
    raw = ("a:\n  " + "".join(parts)).encode()
    document = read_yaml(raw, file="")
    assume(not document.problems and isinstance(document.value, dict))
    _check(raw, changed)


LARGE = {
    "comments inside": "a:\n" + "  - b # c\n" * 15_000,
    "items": "a:\n" + "  - b\n" * 19_000,
    "comments above": "a: b\n" + "# c\n" * 30_000,
    "brackets": "a: [" + "b, " * 19_000 + "]",
}


@pytest.mark.parametrize("kind", LARGE)
def test_large_fields_are_changed_in_seconds(kind: str) -> None:
    started = time.process_time()
    _check(LARGE[kind].encode(), {"a": ["b"] * 10_000})
    assert time.process_time() - started < 10
