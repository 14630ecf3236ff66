"""Changing some fields of a file that people edit: their bytes stay, and only what changes is written.

The file is cut into its top-level fields, and only the lines of a changed field are replaced. Inside such a field
ruamel.yaml keeps comments and quoting; what it cannot keep is written in canonical form, with its comments above.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
    SingleQuotedScalarString,
)

from generator.yaml.reader import Document, Plain, comments_of, read_yaml
from generator.yaml.scalars import is_literal, is_plain, literal_block, quoted_text, scalar

# A block after |+ has the blank lines below it as its own.
_KEEPS_BLANKS = re.compile(r"[^#]*[|>][1-9]?\+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileStyle:
    """How the fields of one kind of file are written; names of nested fields are dotted, as in ``summary.text``.

    ``order`` is the order of top-level fields. Multi-line text of a ``prose`` field is a literal block, a ``dates``
    field is written without quotes, and everything inside a ``quoted`` field is quoted.
    """

    order: tuple[str, ...] = ()
    prose: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    quoted: tuple[str, ...] = ()

    def rank(self, name: str) -> tuple[int, str]:
        """Sort key of the order of fields; unknown fields come last, by name."""
        return (self.order.index(name) if name in self.order else len(self.order)), name

    def is_quoted(self, name: str) -> bool:
        """Whether the field lies inside a field whose texts are always quoted."""
        return name.startswith(tuple(f"{field}." for field in self.quoted))


def update_yaml(raw: bytes, changes: Mapping[str, Plain], style: FileStyle) -> bytes:
    """Write changed top-level fields into a readable YAML file; a field that becomes None is taken out.

    Every other field keeps its bytes; comments, key order and quoting survive; no change gives the same bytes.
    A new field comes after those that stand before it in a record. Raises ValueError when the file is not a
    mapping that ``read_yaml`` reads without errors.
    """
    document = read_yaml(raw, file="")
    held = document.value
    if not isinstance(held, dict) or document.problems:
        raise ValueError("only a mapping without faults can be changed")
    changes = {name: value for name, value in changes.items() if held.get(name) != value}
    if not changes:
        return raw
    text = raw.decode()
    if not text.endswith("\n"):  # the last line of a block gets its end, as every line has that something follows
        text += "\n"
        document = read_yaml(text.encode(), file="")
        held = document.value if isinstance(document.value, dict) else held
    wanted = {name: value for name, value in (held | changes).items() if value is not None or name not in changes}
    updated = _with_newlines(_apply(text, document, changes, style), text).encode()
    if read_yaml(updated, file="").value == wanted:
        return updated
    # A mapping in braces, where no line is one field's alone, or blank lines that came to stand below a |+.
    return _with_newlines("".join(_plain_file(text, wanted, style)), text).encode()


def render_field(name: str, value: Plain, style: FileStyle) -> str:
    """One top-level field in canonical form, with its line break."""
    return "".join(f"{line}\n" for line in _field_lines(name, value, name, 0, style))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A top-level field's lines: ``text`` is the field, ``above`` the comments and blank lines over it."""

    name: str
    above: str
    text: str


def split_sections(text: str, document: Document) -> tuple[list[Section], str]:
    """The file's top-level fields in its order, and what follows the last one; joined again they are the text."""
    lines = text.splitlines(keepends=True)
    starts = sorted((line - 1, str(path[0])) for path, (line, _) in document.keys_at.items() if len(path) == 1)
    sections = []
    written = 0
    for place, (start, name) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        keeps_blanks = _KEEPS_BLANKS.match(lines[start])
        while end > start + 1 and _is_between(lines[end - 1], blank=not keeps_blanks):
            end -= 1
        sections.append(Section(name=name, above="".join(lines[written:start]), text="".join(lines[start:end])))
        written = end
    return sections, "".join(lines[written:])


def _is_between(line: str, *, blank: bool) -> bool:
    """Whether a line behind a field belongs to none; ``blank`` tells whether blank lines do."""
    return line.startswith(("#", "...")) or (blank and not line.strip())


def _apply(text: str, document: Document, changes: Mapping[str, Plain], style: FileStyle) -> str:
    sections, tail = split_sections(text, document)
    names = {section.name for section in sections}
    for place, section in enumerate(sections):
        if section.name in changes:
            sections[place] = _changed(section, changes[section.name], style)
    for name in sorted(changes.keys() - names, key=style.rank):
        place = _place_for(name, sections, style)
        sections.insert(place, Section(name=name, above="", text=render_field(name, changes[name], style)))
    return "".join(part for section in sections for part in (section.above, section.text)) + tail


def _place_for(name: str, sections: list[Section], style: FileStyle) -> int:
    """Behind the last field that stands before it in a record."""
    before = [place for place, section in enumerate(sections) if style.rank(section.name) < style.rank(name)]
    return before[-1] + 1 if before else 0


def _changed(section: Section, value: Plain, style: FileStyle) -> Section:
    """The field with another value; a comment that loses its place goes above it."""
    text = "" if value is None else _edited(section, value, style)
    kept = [comment for _, _, comment in comments_of(text)]
    lost = [comment for _, _, comment in comments_of(section.text) if comment not in kept]
    return replace(section, above=section.above + "".join(f"{comment}\n" for comment in lost), text=text)


def _edited(section: Section, value: Plain, style: FileStyle) -> str:
    fresh = render_field(section.name, value, style)
    if not comments_of(section.text) and isinstance(value, str):
        return fresh
    editor = _editor()
    try:
        loaded = editor.load(section.text.replace("\r\n", "\n"))
        loaded[section.name] = _merged(loaded[section.name], value, section.name, style)
        out = io.StringIO()
        editor.dump(loaded, out)
    except (yaml.YAMLError, ValueError, AttributeError, TypeError, KeyError, IndexError):
        return fresh  # ruamel.yaml raises all of these on valid YAML with comments in unusual places
    edited = out.getvalue()
    return edited if read_yaml(edited.encode(), file="").value == {section.name: value} else fresh


class _TextResolver(VersionedResolver):
    """Knows no numbers, dates or truth values: every scalar is text."""

    versioned_resolver: dict[str, Any] = {}  # noqa: RUF012 - ruamel.yaml looks the table up by this name


def _editor() -> YAML:
    editor = YAML()
    editor.Resolver = _TextResolver
    editor.preserve_quotes = True
    editor.width = 1 << 30
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor


def _merged(old: Any, new: Plain, name: str, style: FileStyle) -> Any:
    """``new`` written into ruamel's ``old`` where both have the same shape, so that comments keep their places."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = _merged(old.get(key), value, f"{name}.{key}", style)
        return old
    if isinstance(old, list) and isinstance(new, list):
        _merge_list(old, new, name, style)
        return old
    if isinstance(old, str) and old == new:
        return old
    return _styled(new, name, style)


def _merge_list(old: list[Any], new: list[Plain], name: str, style: FileStyle) -> None:
    """Only items that differ are touched, from the last one back, so that comments move with their items."""
    steps = SequenceMatcher(None, [_compared(item) for item in old], [_compared(item) for item in new], autojunk=False)
    for kind, old_start, old_end, new_start, new_end in reversed(steps.get_opcodes()):
        if kind == "equal":
            continue
        shared = min(old_end - old_start, new_end - new_start)
        for place in reversed(range(old_start + shared, old_end)):
            del old[place]
        for place in range(shared, new_end - new_start):
            old.insert(old_start + place, _styled(new[new_start + place], name, style))
        for place in range(shared):
            old[old_start + place] = _merged(old[old_start + place], new[new_start + place], name, style)


def _compared(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _styled(value: Plain, name: str, style: FileStyle) -> Any:
    """The value with the quoting of the canonical form."""
    if isinstance(value, dict):
        return {key: _styled(held, f"{name}.{key}", style) for key, held in value.items()}
    if isinstance(value, list):
        return [_styled(item, name, style) for item in value]
    if value is None:
        return None
    if name in style.prose and is_literal(value):
        return LiteralScalarString(value)
    if (is_plain(value) and not style.is_quoted(name)) or (name in style.dates and _DATE.fullmatch(value)):
        return PlainScalarString(value)
    return SingleQuotedScalarString(value) if quoted_text(value)[0] == "'" else DoubleQuotedScalarString(value)


def _field_lines(key: str, value: Plain, name: str, indent: int, style: FileStyle) -> Iterator[str]:
    margin = " " * indent
    label = key if is_plain(key) else quoted_text(key)
    if isinstance(value, str):
        yield f"{margin}{label}: {_text(value, name, indent, style)}"
    elif value is None:
        yield f"{margin}{label}:"
    elif not value:
        yield f"{margin}{label}: {'[]' if isinstance(value, list) else '{}'}"
    else:
        yield f"{margin}{label}:"
        yield from _nested_lines(value, name, indent + 2, style)


def _nested_lines(value: list[Plain] | dict[str, Plain], name: str, indent: int, style: FileStyle) -> Iterator[str]:
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _field_lines(key, held, f"{name}.{key}", indent, style)
        return
    margin = " " * indent
    for item in value:
        if isinstance(item, str):
            yield f"{margin}- {_text(item, name, indent, style)}"
        elif not item:
            yield f"{margin}-{' []' if isinstance(item, list) else ' {}' if isinstance(item, dict) else ''}"
        else:
            first, *rest = _nested_lines(item, name, indent + 2, style)
            yield f"{margin}- {first.lstrip()}"
            yield from rest


def _text(text: str, name: str, indent: int, style: FileStyle) -> str:
    if name in style.prose and is_literal(text):
        return literal_block(text, indent=indent + 2)
    if name in style.dates and _DATE.fullmatch(text):
        return text  # what a date is read as is what it is
    return quoted_text(text) if style.is_quoted(name) else scalar(text)


def _plain_file(text: str, value: dict[str, Plain], style: FileStyle) -> Iterator[str]:
    """The whole file in canonical form, its comments first."""
    for _, _, comment in comments_of(text):
        yield f"{comment}\n"
    for name in value:
        yield render_field(name, value[name], style)


def _with_newlines(text: str, like: str) -> str:
    """The text with the line breaks of ``like``."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in like else text
