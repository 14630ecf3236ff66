"""JSON as items, each with its place and its own text, so that a broken item does not cost the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from generator.errors import Place, Problem
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft

#: The names under which answers of APIs hold their list, and those of the objects around it, as in Crossref's
#: ``message.items`` and DBLP's ``result.hits.hit``.
LIST_NAMES = (
    "data",
    "dailyPapers",
    "papers",
    "results",
    "notes",
    "items",
    "hit",
    "articles",
    "docs",
    "records",
    "result",
    "recommendedPapers",
)
_AROUND = ("message", "result", "hits", "response", "resultList")
# An object with one of these is a paper itself, whatever lists it has.
_PAPER_NAMES = frozenset({"title", "key", "paper"})
_BLANK = re.compile(r"[ \t\n\r]*")
# Anchored and possessive, so that a long run of blanks is read once.
_LINE = re.compile(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
_DECODER = json.JSONDecoder()
# The beginnings of Python's messages, in words that do not need the rest of them.
_FAULTS = {
    "Unterminated string": "a text has no closing quotation mark",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing after a name",
    "Expecting value": "a value is missing",
    "Expecting property name": "a name in double quotation marks is missing",
    "Illegal trailing comma": "there is a comma after the last item",
    "Invalid control character": "a text contains a line break or a control character",
    "Invalid \\": "a text contains a backslash that escapes nothing",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class JsonItem:
    """One item: its value, where it begins, its path (``[3]``; empty where it is alone), and its text."""

    value: object
    place: Place
    path: str
    verbatim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenJson:
    """Text that is not JSON, from the first item on that cannot be read; empty where the text ends too early."""

    found: str
    place: Place
    path: str
    verbatim: str


def walk_json(text: str, *, file: str) -> Iterator[JsonItem | BrokenJson]:
    """The items of a list, of an object's list (``LIST_NAMES``) or of JSON lines, or the one object of the text."""
    cursor = Cursor(text, file=file)
    start = _skip_blank(text, 0)
    if start == len(text):
        return
    if text[start] == "[":
        yield from _elements(text, start + 1, cursor, path="")
    elif _is_lines(text):
        for line in _LINE.finditer(text):
            yield from _single_item(line[0], cursor, offset=line.start())
    else:
        yield from _single_item(text, cursor)


def gather_json(
    collector: Collector,
    text: str,
    fill: Callable[[PaperDraft, object], None],
    *,
    is_extra: Callable[[object], bool] = lambda value: False,
) -> None:
    """Add a text's items to the collector; text that is not JSON is quarantined from the first broken item on.

    Items that only belong to a paper (``is_extra``) are counted and left out.
    """
    extras = 0
    fix = "correct the JSON from here on, and import this part again"
    for item in walk_json(text, file=collector.name):
        if isinstance(item, JsonItem) and not item.path and refuse_error_answer(collector, item.value):
            continue
        if isinstance(item, JsonItem) and item.path and is_extra(item.value):
            extras += 1
        elif isinstance(item, JsonItem):
            collector.add(_bind(fill, item.value), place=item.place, path=item.path, verbatim=item.verbatim)
        elif item.verbatim:
            collector.quarantine(
                "bad-json", item.found, place=item.place, path=item.path, verbatim=item.verbatim, fix=fix
            )
        else:
            found = f"{item.found}, so items may be missing"
            fix = "fetch the file again"
            collector.note(Problem(place=item.place, code="bad-json", found=found, fix=fix, field=item.path))
    if extras:
        were = "1 item that is no paper was" if extras == 1 else f"{extras:,} items that are no papers were"
        fix = "nothing to do: they are replies, attachments or notes"
        collector.refuse("extras", f"{were} left out", fix=fix, severity="suggestion")


def refuse_error_answer(collector: Collector, value: object) -> bool:
    """Report an answer in which a server says that it failed, in the server's own words; False for anything else."""
    words = _error_words(value)
    if words:
        found = f"this is a server's error message, not a list of papers: {words[:300]}"
        collector.refuse("error-answer", found, fix="check the address and the query, and fetch the file again")
    return bool(words)


def _error_words(value: object) -> str:
    if not isinstance(value, dict) or _PAPER_NAMES & value.keys():
        return ""
    status = value.get("status")
    is_fine = str(status).lower() in ("ok", "success")
    failed = str(status).lower() in ("error", "failed", "fail") or (isinstance(status, int) and status >= 400)
    names = (
        "error",
        "errors",
        "error_description",
        "detail",
        "fault",
        *(("message",) if failed or (len(value) <= 3 and not is_fine) else ()),
    )
    return next((words for name in names if (words := _words(value.get(name)))), "")


def _words(value: object) -> str:
    """The text in an error, which may be in a list or an object."""
    if isinstance(value, list):
        return next((words for each in value if (words := _words(each))), "")
    if isinstance(value, dict):
        return next(
            (words for name in ("message", "detail", "msg", "error", "title") if (words := _words(value.get(name)))), ""
        )
    return value if isinstance(value, str) else ""


def first_item(text: str) -> object:
    """The value of the first item, to recognise a file by its fields; None where the text is not JSON."""
    first = next(walk_json(text, file=""), None)
    return first.value if isinstance(first, JsonItem) else None


def parse_json(text: str) -> object:
    """The value of a whole JSON text. Raises ValueError with a message for people."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(_describe(error)) from None


def _bind(fill: Callable[[PaperDraft, object], None], value: object) -> Callable[[PaperDraft], None]:
    return lambda draft: fill(draft, value)


def _is_lines(text: str) -> bool:
    """Whether it is one object per line: most lines begin with a brace, where indented JSON has names of fields."""
    begins = [line[0][0] for line in islice(_LINE.finditer(text), 100)]
    return begins[:1] == ["{"] and 2 * begins.count("{") > len(begins)


def _single_item(text: str, cursor: Cursor, *, offset: int = 0) -> Iterator[JsonItem | BrokenJson]:
    """The value of a text, or the items of the list that it holds under one of ``LIST_NAMES``.

    ``offset`` is the place of the text in the file. A line of JSON lines comes as a text of its own: a broken one
    would otherwise be searched, and its place counted, through the rest of the file.
    """
    at = _skip_blank(text, 0)
    held = _held_list(text, at)
    if held is not None:
        name, start = held
        yield from _elements(text, start + 1, cursor, path=name, offset=offset)
        return
    place, verbatim = cursor.place(offset + at), text[at:].rstrip()
    try:
        value, stop = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        yield BrokenJson(found=_describe(error), place=place, path="", verbatim=verbatim)
        return
    if text[stop:].strip():
        yield BrokenJson(found="more text after the end of the object", place=place, path="", verbatim=verbatim)
        return
    yield JsonItem(value=value, place=place, path="", verbatim=verbatim)


def _held_list(text: str, at: int) -> tuple[str, int] | None:
    """The name of the object's member that is the list of items, and the offset of its bracket.

    The object is walked and not decoded as a whole, so that a broken item in the list does not cost the others.
    """
    try:
        while text[at] in "{,":
            name, at = _DECODER.raw_decode(text, _skip_blank(text, at + 1))
            at = _skip_blank(text, at)
            if text[at] != ":":
                return None
            at = _skip_blank(text, at + 1)
            if name in _PAPER_NAMES:
                return None
            if name in LIST_NAMES and text[at] == "[" and text[_skip_blank(text, at + 1)] in '{["]':
                return name, at
            inner = _held_list(text, at) if name in _AROUND and text[at] == "{" else None
            if inner is not None:
                return f"{name}.{inner[0]}", inner[1]
            at = _skip_blank(text, _DECODER.raw_decode(text, at)[1])
    except (ValueError, IndexError, RecursionError, TypeError):
        return None
    return None


def _elements(text: str, at: int, cursor: Cursor, *, path: str, offset: int = 0) -> Iterator[JsonItem | BrokenJson]:
    """The list's elements from just after its bracket on; from the first broken one on, the rest is one piece."""
    index = 0
    while True:
        at = _skip_blank(text, at)
        here = f"{path}[{index}]"
        place = cursor.place(offset + at)
        if text[at : at + 1] == "]":
            return
        if at == len(text):
            yield BrokenJson(found="the text ends within the list", place=place, path=here, verbatim="")
            return
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield BrokenJson(found=_describe(error), place=place, path=here, verbatim=text[at:].rstrip())
            return
        yield JsonItem(value=value, place=place, path=here, verbatim=text[at:end])
        at = _skip_blank(text, end)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] not in ("]", ""):
            place, rest = cursor.place(offset + at), text[at:].rstrip()
            yield BrokenJson(found="a comma or ] is missing", place=place, path=here, verbatim=rest)
            return
        index += 1


def _skip_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _describe(error: Exception) -> str:
    """The fault in words, without the place, which the decoder counts in its own text."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return (
            f"not JSON: {next((words for start, words in _FAULTS.items() if error.msg.startswith(start)), error.msg)}"
        )
    if "integer string conversion" in str(error):
        return "not JSON: a number with too many digits"
    return f"not JSON: {error}"
