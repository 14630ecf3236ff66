"""Turns the Markdown of a report into text for a terminal. Reports in, lines without markup out.

In reports, everything that comes from records and forms is either in a fenced block or has its punctuation escaped, so
that the signs of Markdown are the report's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from generator.text.lines import split_lines

_FENCE = re.compile(r"(`{3,})(\w*)")
_LABEL = re.compile(r"\*\*(.+)\*\*")


def plain_report(report: str) -> str:
    """Return a report for pull requests as text that ends in a line break; differences are indented."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: str) -> Iterator[str]:
    fence = indent = ""
    is_below_label = False
    for line in split_lines(report):
        if fence:
            if line == fence:
                fence = ""
            else:
                yield f"{indent}{line}".rstrip()
        elif opened := _FENCE.fullmatch(line):
            fence, indent = opened[1], "  " if opened[2] == "diff" else ""
        elif label := _LABEL.fullmatch(line):
            yield f"{label[1]}:"
        elif line or not is_below_label:
            yield _without_markup(line)
        is_below_label = not fence and (_LABEL.fullmatch(line) is not None)


def _without_markup(line: str) -> str:
    return html.unescape(re.sub(r"</?code>", "", line.removeprefix("### ")))
