"""Change some fields of a file that people edit, and keep the bytes of all others.

The file is split into its top-level fields, and only the lines of a changed field are replaced. Inside such a field
ruamel.yaml keeps comments and quoting; where it fails, the field is written in canonical form below its comments.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
    SingleQuotedScalarString,
)

from generator.text.lines import split_lines
from generator.yaml.comments import find_comments
from generator.yaml.document import Document, Plain
from generator.yaml.reader import read_yaml
from generator.yaml.scalars import is_literal, is_plain, literal_block, quoted_text, scalar

# The blank lines below a block that starts with |+ are part of its text.
_KEEPS_BLANKS = re.compile(r"[^#]*[|>][1-9]?\+")
# ruamel.yaml takes about a second for this many characters, and comparing lists takes time with the square of these.
_MAX_EDITED = 50_000
_MAX_COMPARED = 1_000
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class FileStyle:
    """How the fields of one kind of file are written. Names of nested fields contain dots, as in ``summary.text``.

    ``order`` is the order of top-level fields. The text of a ``prose`` field is a literal block, dates in a ``dates``
    field have no quotes, and all text inside a ``quoted`` field has quotes. In a ``keyed`` field, people choose the
    names of the parts: ``translations.zh.abstract`` is written as ``translations.abstract`` says.
    """

    order: tuple[str, ...] = ()
    prose: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    quoted: tuple[str, ...] = ()
    keyed: frozenset[str] = frozenset()

    def rank(self, name: str) -> tuple[int, str]:
        """Sort key for the order of fields; unknown fields come last, by name."""
        return (self.order.index(name) if name in self.order else len(self.order)), name

    def is_quoted(self, name: str) -> bool:
        """Whether the field is inside a field in which all text has quotes."""
        return name.startswith(tuple(f"{field}." for field in self.quoted))

    def is_prose(self, name: str) -> bool:
        """Whether the field's text is a literal block."""
        return self._without_key(name) in self.prose

    def is_date(self, name: str) -> bool:
        """Whether the field's dates have no quotes."""
        return self._without_key(name) in self.dates

    def _without_key(self, name: str) -> str:
        first, *others = name.split(".")
        return ".".join((first, *others[1:])) if first in self.keyed else name


def update_yaml(raw: bytes, changes: Mapping[str, Plain], style: FileStyle) -> bytes:
    """Change top-level fields of a YAML file; a field that is set to None is removed.

    All other fields keep their bytes, and comments, order and quoting are kept. Without a change, the bytes are the
    same. A new field is inserted in the order of ``style``. Raises ValueError unless ``read_yaml`` reads the file
    as a mapping without problems.
    """
    document = read_yaml(raw, file="")
    old = document.value
    if not isinstance(old, dict) or document.problems:
        raise ValueError("only a mapping without problems can be changed")
    changes = {name: value for name, value in changes.items() if old.get(name) != value}
    if not changes:
        return raw
    text = raw.decode()
    if not text.endswith("\n"):
        text += "\n"
    new = {name: value for name, value in (old | changes).items() if value is not None or name not in changes}
    updated = _with_newlines(_apply(text, document, changes, style), text).encode()
    again = read_yaml(updated, file="")
    if not again.problems and (again.value or {}) == new:
        return updated
    # In a mapping in braces, fields share lines; below a block with |+, blank lines become part of its text.
    return _with_newlines("".join(_canonical_file(text, new, style)), text).encode()


def render_field(name: str, value: Plain, style: FileStyle) -> str:
    """One top-level field in canonical form, including the line break at its end."""
    return "".join(f"{line}\n" for line in _field_lines(name, value, name, 0, style))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The lines of a top-level field (``text``), and the comments and blank lines above it (``above``)."""

    name: str
    above: str
    text: str


def split_sections(text: str, document: Document) -> tuple[list[Section], str]:
    """The top-level fields in the order of the file, and the text after the last one; joined, they are ``text``."""
    lines = split_lines(text, keep_ends=True)
    starts = sorted((line - 1, str(path[0])) for path, (line, _) in document.keys_at.items() if len(path) == 1)
    sections = []
    written = 0
    for index, (start, name) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(lines)
        keeps_blanks = _KEEPS_BLANKS.match(lines[start])
        while end > start + 1 and _is_between(lines[end - 1], blank=not keeps_blanks):
            end -= 1
        sections.append(Section(name=name, above="".join(lines[written:start]), text="".join(lines[start:end])))
        written = end
    return sections, "".join(lines[written:])


def _is_between(line: str, *, blank: bool) -> bool:
    """Whether a line after a field is not part of it; ``blank`` says whether that holds for blank lines."""
    return line.startswith(("#", "...")) or (blank and not line.strip())


def _apply(text: str, document: Document, changes: Mapping[str, Plain], style: FileStyle) -> str:
    sections, tail = split_sections(text, document)
    names = {section.name for section in sections}
    for index, section in enumerate(sections):
        if section.name in changes:
            sections[index] = _changed(section, changes[section.name], style)
    for name in sorted(changes.keys() - names, key=style.rank):
        index = _index_for(name, sections, style)
        sections.insert(index, Section(name=name, above="", text=render_field(name, changes[name], style)))
    return "".join(part for section in sections for part in (section.above, section.text)) + tail


def _index_for(name: str, sections: list[Section], style: FileStyle) -> int:
    """The position after the last field that precedes ``name`` in the order of fields."""
    before = [index for index, section in enumerate(sections) if style.rank(section.name) < style.rank(name)]
    return before[-1] + 1 if before else 0


def _changed(section: Section, value: Plain, style: FileStyle) -> Section:
    """The field with another value; comments that the new text lost are moved above it."""
    text = "" if value is None else _edited(section, value, style)
    kept = Counter(comment.text for comment in find_comments(text))
    lost = []
    for comment in find_comments(section.text):
        if kept[comment.text]:
            kept[comment.text] -= 1
        else:
            lost.append(comment.text)
    return replace(section, above=section.above + "".join(f"{comment}\n" for comment in lost), text=text)


def _edited(section: Section, value: Plain, style: FileStyle) -> str:
    canonical = render_field(section.name, value, style)
    if not find_comments(section.text) and isinstance(value, str):
        return canonical
    if len(section.text) > _MAX_EDITED or len(canonical) > _MAX_EDITED:
        return canonical
    try:
        edited = _edited_by_ruamel(section, value, style)
    except Exception:  # for valid YAML in unusual forms, ruamel.yaml raises errors of every class
        return canonical
    document = read_yaml(edited.encode(errors="replace"), file="")
    return canonical if document.problems or document.value != {section.name: value} else edited


def _edited_by_ruamel(section: Section, value: Plain, style: FileStyle) -> str:
    editor = _editor()
    loaded = editor.load(section.text.replace("\r\n", "\n"))
    loaded[section.name] = _merged(loaded[section.name], value, section.name, style)
    out = io.StringIO()
    editor.dump(loaded, out)
    return out.getvalue()


class _TextResolver(VersionedResolver):
    """Resolves every scalar as text, and none as a number, a date or a boolean."""

    versioned_resolver: dict[str, Any] = {}  # noqa: RUF012  # the name under which ruamel.yaml looks for the table


def _editor() -> YAML:
    editor = YAML()
    editor.Resolver = _TextResolver
    editor.preserve_quotes = True
    editor.width = 1 << 30
    editor.indent(mapping=2, sequence=4, offset=2)
    return editor


def _merged(old: Any, new: Plain, name: str, style: FileStyle) -> Any:
    """Merge ``new`` into ruamel's ``old`` where both are lists or mappings, so that comments keep their positions."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            if value is None and key in old and not old[key]:
                continue  # a key without a value, which ruamel.yaml would write with a tag
            old[key] = _merged(old.get(key), value, f"{name}.{key}", style)
        return old
    if isinstance(old, list) and isinstance(new, list):
        _merge_list(old, new, name, style)
        return old
    if isinstance(old, str) and old == new:
        return old
    return _styled(new, name, style)


def _merge_list(old: list[Any], new: list[Plain], name: str, style: FileStyle) -> None:
    """Change only the items that differ, starting with the last, so that comments move with their items."""
    if max(len(old), len(new)) > _MAX_COMPARED:
        changed = [("replace", 0, len(old), 0, len(new))]
    else:
        keys = [_comparison_key(item) for item in old], [_comparison_key(item) for item in new]
        changed = [step for step in SequenceMatcher(None, *keys, autojunk=False).get_opcodes() if step[0] != "equal"]
    for _, old_start, old_end, new_start, new_end in reversed(changed):
        shared = min(old_end - old_start, new_end - new_start)
        for index in reversed(range(old_start + shared, old_end)):
            del old[index]
        for index in range(shared, new_end - new_start):
            old.insert(old_start + index, _styled(new[new_start + index], name, style))
        for index in range(shared):
            old[old_start + index] = _merged(old[old_start + index], new[new_start + index], name, style)


def _comparison_key(item: Any) -> str:
    return json.dumps(item, sort_keys=True)


def _styled(value: Plain, name: str, style: FileStyle) -> Any:
    """The value with the quoting of the canonical form, in ruamel's types."""
    if isinstance(value, dict):
        return {key: _styled(item, f"{name}.{key}", style) for key, item in value.items()}
    if isinstance(value, list):
        return [_styled(item, name, style) for item in value]
    if value is None:
        return None
    if style.is_prose(name) and is_literal(value):
        return LiteralScalarString(value)
    if (is_plain(value) and not style.is_quoted(name)) or (style.is_date(name) and _DATE.fullmatch(value)):
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
        for key, item in value.items():
            yield from _field_lines(key, item, f"{name}.{key}", indent, style)
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
    if style.is_prose(name) and is_literal(text):
        return literal_block(text, indent=indent + 2)
    if style.is_date(name) and _DATE.fullmatch(text):
        return text  # this project's reader reads dates as text
    return quoted_text(text) if style.is_quoted(name) else scalar(text)


def _canonical_file(text: str, value: Mapping[str, Plain], style: FileStyle) -> Iterator[str]:
    """The whole file in canonical form, below its comments."""
    for comment in find_comments(text):
        yield f"{comment.text}\n"
    for name in value:
        yield render_field(name, value[name], style)


def _with_newlines(text: str, like: str) -> str:
    """The text with the line breaks of ``like``."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in like else text
