"""Every text that is written is read back unchanged, by this reader and by readers of YAML 1.1 and 1.2."""

from __future__ import annotations

from io import StringIO

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generator.records.editor import render_field
from generator.yaml.reader import read_yaml
from generator.yaml.scalars import scalar

# Texts that YAML readers are known to misread or to lose.
DIFFICULT = (
    "no", "Yes", "NULL", "null", "~", "true", "on", "y", "2401.10000", "1e3", "0x1F", "0o14", "0b1", "12:30", "1_000",
    "1,000", ".inf", ".NaN", "-.inf", "=", "<<", "2025-07-31", "2001-12-14t21:59:43.10-05:00", "", " ", " a", "a ",
    "a: b", "a:", "C# is #1", "a #b", "#a", "- a", "-", "? a", ": a", "[Re] a", "{a", "a]", "&a", "*a", "!a", "|", ">",
    "%a", "@a", "`a`", "'", '"', "it's", 'say "it\'s"', "\\alpha", "a\nb", "a\n", "\na", "a\n\n", "a\n \nb", "\ta",
    "a\n\tb", "a\tb", "---", "...", "a\n---\nb", "a\n...\n", "\u2028", "a\u2028b: c", "\x85", "\xa0", "\ufeff", "\x00",
    "\x1b[31m", "\r", "a\r\nb", "\U0001f600", "x" * 3000, "word " * 800 + "end", "1", "0", "-1", "+1", "3D", "é",
    "名前", "a,b", "title: x\ndate: y", "\u202e", "\xad",
)  # fmt: skip
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from("ab1 :#-'\"\\\n\t[]{},&*!|>%@`~=.\xa0\u2028é"), max_size=12
)


@settings(deadline=None)
@given(texts)
@example("a\nb")
def test_this_reader_reads_every_text_back(text: str) -> None:
    _reads_back(text)


@pytest.mark.parametrize("text", DIFFICULT)
def test_difficult_texts_are_read_back(text: str) -> None:
    _reads_back(text)
    if text.isprintable():
        assert YAML(typ="safe", pure=True).load(StringIO(f"a: {scalar(text)}\n")) == {"a": text}, "YAML 1.2"


def _reads_back(text: str) -> None:
    for name in ("title", "abstract"):
        written = render_field(name, text)
        assert read_yaml(written.encode(), file="x").value == {name: text}
        assert read_yaml(written.encode(), file="x").problems == ()
        assert yaml.load(written, Loader=yaml.CSafeLoader) == {name: text}, "YAML 1.1"
        # PyYAML's pure Python loader refuses characters that it cannot print, even if they are escaped.
        assert yaml.load(written, Loader=yaml.SafeLoader) == {name: text}
    nested = render_field("authors", [{"name": text, "affiliation": text}, text])
    assert read_yaml(nested.encode(), file="x").value == {"authors": [{"name": text, "affiliation": text}, text]}


def test_plain_texts_stay_without_quotes() -> None:
    for text in (
        "Attention Is All You Need",
        "It's All You Need",
        "https://example.org/a#b",
        "A Survey (2nd ed.), Part 1",
    ):
        assert scalar(text) == text


def test_identifiers_are_quoted_and_dates_are_not() -> None:
    assert render_field("ids", {"openreview": "rJl-b3RcF7"}) == "ids:\n  openreview: 'rJl-b3RcF7'\n"
    assert render_field("date", "2025-07-31") == "date: 2025-07-31\n"
    assert render_field("title", "2025-07-31") == "title: '2025-07-31'\n"
