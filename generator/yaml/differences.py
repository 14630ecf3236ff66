"""Where the parser is less strict than YAML 1.2, or reads another value.

PyYAML implements YAML 1.1. Editors and most other programs implement YAML 1.2, and in the cases below they refuse a
file that PyYAML accepts, or read another value. Such a file is refused, since its author may see the other reading.
The cases come from the YAML test suite; tests/cases/yaml/suite.yml lists the decision for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.yaml.comments import comments_between

# The first line of a block scalar without an explicit indentation, its leading blank lines, its first indentation.
_BLOCK_HEAD = re.compile(r"[|>][+-]?(?:[ \t][^\n]*)?\n((?:[ ]*\n)*)([ ]*)(?=[^ \n])")
_QUOTE_PLAIN = "put the text in quotes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A passage that YAML 1.2 refuses or reads differently; ``at`` is its position in the text."""

    at: int
    found: str
    fix: str


def scalar_difference(text: str, start: int, *, is_plain: bool, in_flow: bool, indent: int) -> Difference | None:
    """What YAML 1.2 reads differently in the scalar at ``start``.

    ``in_flow`` means inside [ ] or { }; ``indent`` is the column of the block that holds the scalar, -1 for none.
    """
    if in_flow and text[start - 1 : start] == "?":
        return Difference(at=start - 1, found="text that starts with ?", fix=_QUOTE_PLAIN)
    first = text[start : start + 1]
    if in_flow and is_plain and first == "-" and text[start + 1 : start + 2] in _ENDS_OF_DASH:
        return Difference(at=start, found="a dash between brackets", fix="put the dash in quotes")
    if first in ("|", ">") and (head := _BLOCK_HEAD.match(text, start)):
        deepest = max(map(len, head[1].split("\n")))
        if deepest > len(head[2]) > indent:
            fix = "delete the spaces on the blank lines at the beginning of the text"
            return Difference(at=start, found="a blank line with more spaces than the text below it", fix=fix)
    return None


_ENDS_OF_DASH = frozenset({"", " ", "\t", "\n", "\r", ",", "[", "]", "{", "}"})


def indentation_difference(text: str, start: int, end: int, *, indent: int, is_flow: bool) -> Difference | None:
    """The first line of a quoted scalar or of a [list] or {mapping} that is not indented more than its field.

    A closing bracket may be in the column of its field, as in JSON: YAML 1.2 forbids it, but all parsers accept it.
    """
    line = text.find("\n", start, end) + 1
    while line:
        body = line
        while body < end and text[body] == " ":
            body += 1
        first = text[body : body + 1]
        closes = is_flow and first in ("]", "}") and body - line >= indent
        is_blank = first in ("\n", "\r", "") or (is_flow and first == "#")
        if body - line <= indent and not closes and not is_blank and not _is_blank_line(text, body):
            found = "a line that must be indented further than the field it belongs to"
            return Difference(at=body, found=found, fix="start the line with more spaces (tabs do not count)")
        line = text.find("\n", line, end) + 1
    return None


def comment_differences(text: str, scalars: Sequence[tuple[int, int]]) -> Iterator[Difference]:
    """Every # that follows its neighbour without a space, which YAML 1.2 does not accept as a comment."""
    for comment in comments_between(text, scalars):
        if comment.start and text[comment.start - 1] not in " \t\n\r":
            fix = "put a space before the # of a comment, or quotes around text that contains it"
            yield Difference(at=comment.start, found="a # without a space before it", fix=fix)


def _is_blank_line(text: str, at: int) -> bool:
    end = text.find("\n", at)
    return not text[at : len(text) if end < 0 else end].strip(" \t\r")
