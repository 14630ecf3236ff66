"""JSON text as its items, each with its place and its own text: what one broken item spoils stays small."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from generator.errors import Place, Problem
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft

# Where answers of an API keep their list.
LIST_NAMES = ("data", "dailyPapers", "papers")
_BLANK = re.compile(r"[ \t\n\r]*")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonItem:
    """One item: its value, where it begins, its path (``[3]``; empty for one that stands alone), its text."""

    value: object
    place: Place
    path: str
    verbatim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenJson:
    """Text that is no JSON, from the place of the first item that cannot be read."""

    found: str
    place: Place
    path: str
    verbatim: str


def walk_json(text: str, *, file: str) -> Iterator[JsonItem | BrokenJson]:
    """The items of a list, of an object's list (``data``), of JSON lines, or the one object that the text is."""
    cursor = Cursor(text, file=file)
    start = _skip_blank(text, 0)
    if start == len(text):
        return
    if text[start] == "[":
        yield from _elements(text, start + 1, cursor, path="")
    elif _is_lines(text):
        for line in _LINE.finditer(text):
            yield from _single(text, line.start(), line.end(), cursor)
    else:
        yield from _single(text, start, len(text), cursor)


def gather_json(harvest: Collector, text: str, fill: Callable[[PaperDraft, object], None]) -> None:
    """Add a text's items to the harvest; what is no JSON is quarantined from the first broken item on."""
    fix = "expected JSON: mend it from here on, and import the piece again"
    for item in walk_json(text, file=harvest.name):
        if isinstance(item, JsonItem):
            harvest.add(_filling(fill, item.value), place=item.place, path=item.path, verbatim=item.verbatim)
        elif item.verbatim:
            harvest.quarantine(
                "bad-json", item.found, place=item.place, path=item.path, verbatim=item.verbatim, fix=fix
            )
        else:
            found = f"{item.found}: items may be missing"
            harvest.note(Problem(place=item.place, code="bad-json", found=found, fix="fetch it again", field=item.path))


def _filling(fill: Callable[[PaperDraft, object], None], value: object) -> Callable[[PaperDraft], None]:
    return lambda draft: fill(draft, value)


def first_item(text: str) -> object:
    """The first item's value, for recognising a file by its fields; None where the text is no JSON."""
    first = next(walk_json(text, file=""), None)
    return first.value if isinstance(first, JsonItem) else None


def _is_lines(text: str) -> bool:
    """One object a line: most lines begin with a brace, where printed-out JSON indents or names a field."""
    begins = [line[0][0] for line in islice(_LINE.finditer(text), 100)]
    return begins[:1] == ["{"] and 2 * begins.count("{") > len(begins)


def _single(text: str, at: int, end: int, cursor: Cursor) -> Iterator[JsonItem | BrokenJson]:
    """The one value between two offsets, or the list that it holds under one of ``LIST_NAMES``."""
    held = _held_list(text, at)
    if held is not None:
        name, start = held
        yield from _elements(text, start + 1, cursor, path=name)
        return
    place, verbatim = cursor.place(at), text[at:end].rstrip()
    try:
        value, stop = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        yield BrokenJson(found=_say(error), place=place, path="", verbatim=verbatim)
        return
    if text[stop:end].strip():
        yield BrokenJson(found="more text after its end", place=place, path="", verbatim=verbatim)
        return
    yield JsonItem(value=value, place=place, path="", verbatim=verbatim)


def _held_list(text: str, at: int) -> tuple[str, int] | None:
    """The name of the object's member that is the list of items, and where its bracket stands.

    The object is walked and not decoded as a whole, so that a broken item in the list spoils no other.
    """
    try:
        while text[at] in "{,":
            name, at = _DECODER.raw_decode(text, _skip_blank(text, at + 1))
            at = _skip_blank(text, at)
            if text[at] != ":":
                return None
            at = _skip_blank(text, at + 1)
            if name in LIST_NAMES and text[at] == "[":
                return name, at
            at = _skip_blank(text, _DECODER.raw_decode(text, at)[1])
    except (ValueError, IndexError, RecursionError, TypeError):
        return None
    return None


def _elements(text: str, at: int, cursor: Cursor, *, path: str) -> Iterator[JsonItem | BrokenJson]:
    """The list's elements from just after its bracket on; from the first broken one on, the rest is one piece."""
    index = 0
    while True:
        at = _skip_blank(text, at)
        here = f"{path}[{index}]"
        if text[at : at + 1] == "]":
            return
        if at == len(text):
            yield BrokenJson(found="the text ends within the list", place=cursor.place(at), path=here, verbatim="")
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            rest = text[at:].rstrip()
            yield BrokenJson(found=_say(error), place=cursor.place(at), path=here, verbatim=rest)
            return
        yield JsonItem(value=value, place=cursor.place(at), path=here, verbatim=text[at:end])
        at = _skip_blank(text, end)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] not in ("]", ""):
            rest = text[at:].rstrip()
            yield BrokenJson(found="expected a comma or ]", place=cursor.place(at), path=here, verbatim=rest)
            return
        index += 1


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _say(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "lists within lists without end"
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg}"
    return f"not JSON: {error}"
