"""Comments of a YAML text, which the parser drops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_HASH = re.compile(r"#[^\n]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A comment: its text from the # on, and its position in the whole text."""

    start: int
    text: str


def find_comments(text: str) -> list[Comment]:
    """Every comment of a YAML text without syntax errors, in order."""
    if "#" not in text:
        return []
    spans = []
    loader = yaml_loader()(text)
    try:
        while (event := loader.get_event()) is not None:
            if isinstance(event, yaml.ScalarEvent):
                start, end = start_of(event).index, end_of(event).index
                if end > start:
                    spans.append((start, end))
    finally:
        loader.dispose()
    return list(comments_between(text, spans))


def comments_between(text: str, scalars: Sequence[tuple[int, int]]) -> Iterator[Comment]:
    """The comments of a text, given the start and end positions of its scalars, in order."""
    written = 0
    for start, end in [*scalars, (len(text), len(text))]:
        # A comment may follow the | or > of a block.
        stop = _end_of_line(text, start) if text[start : start + 1] in ("|", ">") else start
        for match in _HASH.finditer(text, written, stop):
            yield Comment(start=match.start(), text=match.group().rstrip())
        written = max(stop, end)


def yaml_loader() -> Any:
    """PyYAML's loader class, written in C where that is installed."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def start_of(event: yaml.Event) -> Any:
    """The position where an event starts; the events of parsers always have one, which the library's types omit."""
    return event.start_mark


def end_of(event: yaml.Event) -> Any:
    """The position where an event ends."""
    return event.end_mark


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
