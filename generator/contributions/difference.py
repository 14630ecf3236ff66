"""What changed between two states of records, for people who decide: Markdown in which records' text is only text."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Paper
from generator.records.canonical import paper_plain
from generator.records.fields import FIELD_ORDER
from generator.store.content import PAPERS_FOLDER, Content
from generator.text.markdown import shown_text, visible
from generator.yaml.document import Plain

#: GitHub takes summaries of a megabyte and pull requests of 65,536 characters; a person takes fewer.
MAX_RECORDS = 100
MAX_CHARACTERS = 60_000
_LINE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordChange:
    """A record before and after; None where it was not there, or is there no longer."""

    key: str
    before: Paper | None
    after: Paper | None


def find_changes(before: Content, after: Content) -> tuple[RecordChange, ...]:
    """The records that differ between two states of content/, by key.

    A record that cannot be read on either side is left out: it did not come or go, and the check names it.
    """
    old = {key: record.paper for key, record in before.by_key.items()}
    new = {key: record.paper for key, record in after.by_key.items()}
    unread = _unread(before) | _unread(after)
    return tuple(
        RecordChange(key=key, before=old.get(key), after=new.get(key))
        for key in sorted((old.keys() | new.keys()) - unread)
        if old.get(key) != new.get(key)
    )


def _unread(content: Content) -> set[str]:
    files = (file for file in content.raw if file.startswith(f"{PAPERS_FOLDER}/"))
    return {file.rpartition("/")[2].removesuffix(".yaml") for file in files} - content.by_key.keys()


def render_changes(changes: Iterable[RecordChange]) -> str:
    """Changed papers as titles with the difference of each field, as Markdown with a line break at its end."""
    changes = tuple(changes)
    parts = [f"{_counted(changes)}\n"]
    length = 0
    for shown, change in enumerate(changes):
        part = render_change(change)
        length += len(part)
        if shown == MAX_RECORDS or length > MAX_CHARACTERS:
            parts.append(f"… and {len(changes) - shown} more.\n")
            break
        parts.append(part)
    return "\n".join(parts)


def render_change(change: RecordChange) -> str:
    """One record's difference: its title, and each field that changed."""
    paper = change.after or change.before
    what = "Added" if change.before is None else "Removed" if change.after is None else "Changed"
    lines = [f"### {what}: {shown_text(paper.title if paper else '')}", "", shown_text(change.key), ""]
    old = paper_plain(change.before) if change.before else {}
    new = paper_plain(change.after) if change.after else {}
    for name in FIELD_ORDER:
        # Of a paper that comes, the title stands above already; of one that goes, nothing else matters.
        told = what == "Removed" or (what == "Added" and name == "title")
        if old.get(name) != new.get(name) and not told:
            lines += [f"**{name}**", "", _difference(old.get(name), new.get(name)), ""]
    return "\n".join(lines)


def render_findings(problems: Iterable[Problem]) -> str:
    """Problems in words, as a block of text in which nothing is markup."""
    said = "\n".join(
        f"{problem.field or problem.place}: {problem.found}\n  {problem.fix}".rstrip() for problem in problems
    )
    return _block("text", said.splitlines())


def _counted(changes: tuple[RecordChange, ...]) -> str:
    added = sum(change.before is None for change in changes)
    removed = sum(change.after is None for change in changes)
    parts = {"added": added, "removed": removed, "changed": len(changes) - added - removed}
    said = ", ".join(f"{number} {what}" for what, number in parts.items() if number)
    return f"Records: {said}." if said else "No record differs."


def _difference(before: Plain, after: Plain) -> str:
    old, new = list(_lines(before)), list(_lines(after))
    compared = difflib.ndiff(old, new)
    # The lines with `?` only point at characters, by blanks that a proportional font would not keep.
    return _block("diff", [line for line in compared if not line.startswith("?")])


def _block(language: str, lines: Iterable[str]) -> str:
    """A fenced block whose fence is longer than any run of backticks within."""
    body = "\n".join(visible(line) for line in lines)
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def _lines(value: Plain) -> Iterator[str]:
    """A value as lines that can be compared: an item, or some words, on each."""
    if isinstance(value, str):
        for paragraph in value.splitlines():
            yield from _sentences(paragraph)
    elif isinstance(value, list):
        for item in value:
            yield ", ".join(_flat(item))
    elif isinstance(value, dict):
        for name, held in value.items():
            yield f"{name}: {', '.join(_flat(held))}"


def _sentences(paragraph: str) -> Iterator[str]:
    """A paragraph by sentences, so that a changed word does not move all that follows."""
    for sentence in re.split(r"(?<=[.!?]) +", paragraph):
        yield from textwrap.wrap(sentence, _LINE, break_long_words=False, break_on_hyphens=False) or [""]


def _flat(value: Plain) -> Iterator[str]:
    if isinstance(value, list):
        yield from (str(item) for item in value)
    elif isinstance(value, Mapping):
        yield from (str(held) for held in value.values())
    else:
        yield value or ""
