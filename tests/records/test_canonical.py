"""Writing records: the canonical form, and the smallest change to what people wrote."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Paper
from generator.records.canonical import dump_record, format_record, paper_plain
from generator.records.editor import update_record
from generator.records.fields import FIELD_ORDER, FIELDS, PARTS, fields_of
from generator.records.limits import exceeded_limits
from generator.records.read import read_record
from generator.yaml.comments import find_comments
from generator.yaml.reader import read_yaml

FILE = "content/papers/2025/07/31/2401.10000.yaml"
FULL = Paper.model_validate(
    {
        "title": "C# is #1: yes",
        "date": "2025-07-31",
        "authors": [{"name": "Ada Example"}, {"name": "No", "orcid": "0000-0002-1825-0097"}],
        "abstract": "One line.\n\nAnd: # another.",
        "ids": {"arxiv": "2401.10000", "doi": "10.1145/abc"},
        "links": {"code": "https://example.org/#x", "more": ["https://example.org/b"]},
        "topics": [],
        "venue": "2024",
        "keywords": ["a, b", "[c]"],
        "status": "withdrawn",
        "summary": {"text": "Short.", "model": "A", "date": "2025-08-01"},
        "translations": {
            "zh-Hant": {"title": "C#: 是", "abstract": "一。\n\n二。", "by": "No", "model": "3", "date": "2025-08-02"},
            "no": {"title": "Ja"},
        },
        "aliases": ["an-old-key"],
    }
)
FULL_YAML = """\
# yaml-language-server: $schema=../../../../schema/paper.schema.json
title: 'C# is #1: yes'
date: 2025-07-31
authors:
  - Ada Example
  - name: 'No'
    orcid: '0000-0002-1825-0097'
abstract: |-
  One line.

  And: # another.
ids:
  arxiv: '2401.10000'
  doi: '10.1145/abc'
links:
  code: https://example.org/#x
  more:
    - https://example.org/b
topics: []
venue: '2024'
status: withdrawn
keywords:
  - a, b
  - '[c]'
summary:
  text: |-
    Short.
  model: A
  date: 2025-08-01
translations:
  zh-Hant:
    title: 'C#: 是'
    abstract: |-
      一。

      二。
    by: 'No'
    model: '3'
    date: 2025-08-02
  'no':
    title: Ja
aliases:
  - an-old-key
"""
COMMENTED = """\
# yaml-language-server: $schema=../../../../schema/paper.schema.json
# Compared with the PDF.
date: 2025-07-31   # the day of the list
title:  "A title"

# Names as in the PDF.
authors: [Ada Example,   'Bo Example'] # both
ids:
    arxiv: 2401.10000  # without version
    # none else
links: {code: "https://example.org/a"}
abstract: |  # from the PDF
  One.

  Two.

# The end.
"""


def test_a_new_record_is_written_in_canonical_form() -> None:
    assert dump_record(FULL, file=FILE).decode() == FULL_YAML


def test_every_field_has_a_position_and_a_description() -> None:
    assert set(FIELD_ORDER) == set(Paper.model_fields)
    nested = {f"{part}.{field}" for part in PARTS for field in fields_of(part)}
    assert set(FIELDS) == set(FIELD_ORDER) | nested


lines = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)
prose = st.text(st.sampled_from("ab1 :#-'\"\\\n\t[]{},&*!|>%@`~=.\xa0é\u202e"), max_size=30)


def _paper(fields: dict[str, Any]) -> Paper | None:
    """The paper, or None for text that a record may not contain."""
    try:
        paper = Paper.model_validate(fields)
    except ValueError:
        return None
    return None if exceeded_limits(paper) else paper


@settings(deadline=None)
@given(title=lines, names=st.lists(lines, max_size=3), abstract=prose, note=prose, venue=st.none() | lines)
def test_a_written_record_is_read_back_unchanged(
    title: str, names: list[str], abstract: str, note: str, venue: str | None
) -> None:
    authors = [{"name": name} for name in names]
    paper = _paper(
        {
            "title": title,
            "date": date(2025, 7, 31),
            "authors": authors,
            "abstract": abstract,
            "note": note,
            "venue": venue,
        }
    )
    if paper is None:
        return
    raw = dump_record(paper, file=FILE)
    read = read_record(raw, file=FILE)
    assert read.problems == ()
    assert read.record is not None
    assert read.record.paper == paper
    assert format_record(raw) == raw


def test_without_a_change_every_byte_is_kept() -> None:
    raw = COMMENTED.encode()
    assert update_record(raw, {"title": "A title", "venue": None}) == raw


def test_a_change_keeps_the_bytes_of_every_other_field_and_all_comments() -> None:
    changed = update_record(
        COMMENTED.encode(),
        {
            "title": "Another: title",
            "authors": ["Ada Example", "Cy Example", "Bo Example"],
            "ids": {"arxiv": "2401.10000", "doi": "10.1145/abc"},
            "venue": "NeurIPS 2024",
        },
    ).decode()
    assert (
        changed
        == """\
# yaml-language-server: $schema=../../../../schema/paper.schema.json
# Compared with the PDF.
date: 2025-07-31   # the day of the list
title: 'Another: title'

# Names as in the PDF.
authors: [Ada Example, Cy Example, 'Bo Example'] # both
ids:
  arxiv: 2401.10000    # without version
    # none else
  doi: '10.1145/abc'
links: {code: "https://example.org/a"}
abstract: |  # from the PDF
  One.

  Two.
venue: NeurIPS 2024

# The end.
"""
    )


def test_a_removed_field_leaves_its_comments() -> None:
    changed = update_record(COMMENTED.encode(), {"authors": None, "abstract": None}).decode()
    assert "authors" not in changed
    assert [comment.text for comment in find_comments(changed)] == [
        comment.text for comment in find_comments(COMMENTED)
    ]


def test_line_breaks_of_windows_are_kept() -> None:
    raw = COMMENTED.replace("\n", "\r\n").encode()
    changed = update_record(raw, {"venue": "NeurIPS"})
    assert changed == raw.replace(b"  Two.\r\n", b"  Two.\r\nvenue: NeurIPS\r\n")


def test_a_mapping_in_braces_can_be_changed() -> None:
    changed = update_record(b"{title: A, date: 2025-07-31} # c\n", {"title": "B"})
    assert changed == b"# c\ntitle: B\ndate: 2025-07-31\n"


values = st.recursive(
    st.text("ab :#'\n", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3),
    max_leaves=6,
)
FIELD_NAMES = ("title", "authors", "abstract", "ids", "links", "venue", "note")


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELD_NAMES), values | st.none(), max_size=4))
def test_after_a_change_the_file_has_the_requested_values(changes: dict[str, Any]) -> None:
    raw = COMMENTED.encode()
    before = read_yaml(raw, file="x").value
    assert isinstance(before, dict)
    changed = update_record(raw, changes)
    expected = {name: value for name, value in {**before, **changes}.items() if value is not None}
    assert read_yaml(changed, file="x").value == expected
    kept = [comment.text for comment in find_comments(changed.decode())]
    assert sorted(kept) == sorted(comment.text for comment in find_comments(COMMENTED))
    assert update_record(changed, changes) == changed


def with_comment(text: str, line: int, comment: str, *, beside: bool) -> str:
    """The text with a comment beside or below a line, or as it is where that would be no comment."""
    lines = text.split("\n")
    line %= len(lines)
    added = [f"{lines[line]}  {comment}"] if beside and lines[line] else [lines[line], comment]
    commented = "\n".join((*lines[:line], *added, *lines[line + 1 :]))
    document = read_yaml(commented.encode(), file="")
    same = not document.problems and document.value == read_yaml(text.encode(), file="").value
    return commented if same and any(found.text == comment for found in find_comments(commented)) else text


places = st.tuples(st.integers(0, 60), st.booleans())
rounds = st.tuples(st.lists(places, max_size=4), st.dictionaries(st.sampled_from(FIELD_NAMES), values | st.none()))


@settings(deadline=None)
@given(st.lists(rounds, max_size=4))
def test_no_comment_is_lost_in_a_history_of_edits(history: list[Any]) -> None:
    text, number = FULL_YAML, 0
    for comments, changes in history:
        for line, beside in comments:
            number += 1
            text = with_comment(text, line, f"# comment {number}", beside=beside)
        before = sorted(comment.text for comment in find_comments(text))
        text = update_record(text.encode(), changes).decode()
        assert sorted(comment.text for comment in find_comments(text)) == before
        text = format_record(text.encode()).decode()
        assert sorted(comment.text for comment in find_comments(text)) == before


def test_formatting_keeps_comments_and_changes_no_value() -> None:
    formatted = format_record(COMMENTED.encode())
    assert (
        formatted.decode()
        == """\
# yaml-language-server: $schema=../../../../schema/paper.schema.json
title: A title
# Compared with the PDF.
date: 2025-07-31  # the day of the list
# Names as in the PDF.
authors: [Ada Example,   'Bo Example'] # both
abstract: |  # from the PDF
  One.

  Two.
ids:
    arxiv: 2401.10000  # without version
    # none else
links:
  code: https://example.org/a
# The end.
"""
    )
    assert format_record(formatted) == formatted


def test_a_file_with_problems_is_not_formatted() -> None:
    assert format_record(b"title: a: b\n") == b"title: a: b\n"


@settings(deadline=None)
@given(st.permutations(COMMENTED.split("\n\n")))
def test_formatting_twice_changes_nothing_more(parts: list[str]) -> None:
    formatted = format_record("\n\n".join(parts).encode())
    assert format_record(formatted) == formatted


def test_empty_fields_are_left_out() -> None:
    paper = Paper.model_validate({"title": "A", "date": "2025-07-31"})
    assert paper_plain(paper) == {"title": "A", "date": "2025-07-31"}
