"""Shows reviewers what changed between two states of records, as Markdown in which text from records is only text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.contributions.forms.answers import field_label
from generator.errors import Problem
from generator.model import Paper
from generator.records.canonical import paper_plain
from generator.records.fields import FIELD_ORDER
from generator.store.content import PAPERS_FOLDER, Content
from generator.text.lines import split_lines
from generator.text.markup.markdown import shown_text
from generator.text.visible import escape_controls
from generator.yaml.document import Plain

#: GitHub allows summaries of a megabyte and pull requests of 65,536 characters; people read less.
MAX_RECORDS = 100
MAX_CHARACTERS = 60_000
_LINE = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordChange:
    """A record before and after a change; None before it was added or after it was removed."""

    key: str
    before: Paper | None
    after: Paper | None


def find_changes(before: Content, after: Content) -> tuple[RecordChange, ...]:
    """Return the records that differ between two states of content/, in the order of keys.

    A record that cannot be read in either state is left out: it was neither added nor removed, and the check names it.
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
    """Return the changed papers with the difference of each field, as Markdown that ends in a line break."""
    changes = tuple(changes)
    parts = [f"{_count(changes)}\n"]
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
    """Return one record's difference: its title, and each changed field."""
    paper = change.after or change.before
    what = "Added" if change.before is None else "Removed" if change.after is None else "Changed"
    lines = [f"### {what}: {shown_text(paper.title if paper else '')}", "", shown_text(change.key), ""]
    old = paper_plain(change.before) if change.before else {}
    new = paper_plain(change.after) if change.after else {}
    # The heading has the title of a new paper, and a removed one needs nothing else.
    shown = () if what == "Removed" else (name for name in FIELD_ORDER if what == "Changed" or name != "title")
    return "\n".join((*lines, *_field_lines({name: field_label(name) for name in shown}, old, new)))


def render_fields(labels: Mapping[str, str], before: Mapping[str, Plain], after: Mapping[str, Plain]) -> str:
    """Return the difference of each changed field below its label, in the order of the labels."""
    return "\n".join(_field_lines(labels, before, after))


def _field_lines(labels: Mapping[str, str], before: Mapping[str, Plain], after: Mapping[str, Plain]) -> Iterator[str]:
    for name, label in labels.items():
        if before.get(name) != after.get(name):
            yield from (f"**{label}**", "", _difference(before.get(name), after.get(name)), "")


def render_problems(problems: Iterable[Problem]) -> str:
    """Return problems as a block of text in which nothing is markup."""
    lines = []
    for problem in problems:
        lines.append(f"{problem.field or problem.place}: {problem.found}")
        lines += [f"  {problem.fix}"] if problem.fix else []
    return _block("text", [line for text in lines for line in split_lines(text)])


def _count(changes: tuple[RecordChange, ...]) -> str:
    added = sum(change.before is None for change in changes)
    removed = sum(change.after is None for change in changes)
    parts = {"added": added, "removed": removed, "changed": len(changes) - added - removed}
    counted = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
    return f"Records: {counted}." if counted else "No records changed."


def _difference(before: Plain, after: Plain) -> str:
    """Return a diff of all lines. difflib.ndiff is not used: two abstracts of 8,000 words take it minutes."""
    old, new = list(_lines(before)), list(_lines(after))
    lines = []
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            lines += [f"  {line}" for line in old[old_start:old_end]]
        else:
            lines += [f"- {line}" for line in old[old_start:old_end]]
            lines += [f"+ {line}" for line in new[new_start:new_end]]
    return _block("diff", lines)


def _block(language: str, lines: Iterable[str]) -> str:
    """Return a fenced block with a fence longer than any run of backticks inside."""
    body = "\n".join(escape_controls(line) for line in lines)
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{body}\n{fence}"


def _lines(value: Plain) -> Iterator[str]:
    """Yield a value as lines that can be compared, each with one item or a few words."""
    if isinstance(value, str):
        for paragraph in split_lines(value):
            yield from _sentences(paragraph)
    elif isinstance(value, list):
        for item in value:
            yield ", ".join(_flat(item))
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, Mapping):
                for part, text in item.items():
                    yield from (f"{name}.{part}: {line}" for line in _lines(text))
            else:
                yield f"{name}: {', '.join(_flat(item))}"


def _sentences(paragraph: str) -> Iterator[str]:
    """Yield a paragraph by sentences, so that a changed word does not shift all lines after it."""
    for sentence in re.split(r"(?<=[.!?]) +", paragraph):
        yield from textwrap.wrap(sentence, _LINE, break_long_words=False, break_on_hyphens=False) or [""]


def _flat(value: Plain) -> Iterator[str]:
    if isinstance(value, list):
        yield from (str(item) for item in value)
    elif isinstance(value, Mapping):
        yield from (str(item) for item in value.values())
    else:
        yield value or ""
