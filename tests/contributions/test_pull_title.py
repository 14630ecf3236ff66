"""Titles of pull requests, which become commits when they are squashed."""

from __future__ import annotations

import pytest

from generator.contributions.pull_title import list_words, pull_title

TITLES = [
    ("Fix authors: Attention Is All You Need", 7, "Fix authors: Attention Is All You Need (#7)"),
    ("Add: A Paper", None, "Add: A Paper"),
    (
        "Add: closes #1, fixes digest/digest#2 and resolves GH-3",
        7,
        "Add: closes 1, fixes digest/digest 2 and resolves GH 3 (#7)",
    ),
    (
        "Add: closes https://github.com/digest/digest/issues/1",
        7,
        "Add: closes https github.com/digest/digest/issues/1 (#7)",
    ),
    ("Add: by @team, in C#", 7, "Add: by team, in C# (#7)"),
    ("Add: two\nlines\r\nand \u202econtrols", 7, "Add: two lines and \\u202econtrols (#7)"),
    ("Add: " + "word " * 60, 7, "Add: " + "word " * 22 + "word… (#7)"),
]


@pytest.mark.parametrize(("text", "issue", "title"), TITLES)
def test_titles(text: str, issue: int | None, title: str) -> None:
    assert pull_title(text, issue=issue) == title


def test_lists_of_words() -> None:
    assert list_words(["title"]) == "title"
    assert list_words(["title", "authors", "venue"]) == "title, authors and venue"
