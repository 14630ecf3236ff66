"""Edits to record files that change as few bytes as possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.records.fields import DATE_FIELDS, FIELD_ORDER, KEYED_FIELDS, PROSE_FIELDS
from generator.yaml import editor
from generator.yaml.comments import find_comments
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle

RECORD_STYLE = FileStyle(order=FIELD_ORDER, prose=PROSE_FIELDS, dates=DATE_FIELDS, quoted=("ids",), keyed=KEYED_FIELDS)


def update_record(raw: bytes, changes: Mapping[str, Plain]) -> bytes:
    """Change top-level fields of a record file, as ``update_yaml`` does; a field set to None is removed."""
    return editor.update_yaml(raw, changes, RECORD_STYLE)


def add_comments(raw: bytes, comments: Iterable[str]) -> bytes:
    """Add comments at the end of a record file, without those that it has already."""
    text = raw.decode()
    present = {comment.text for comment in find_comments(text)}
    added = "".join(f"{comment}\n" for comment in dict.fromkeys(comments) if comment not in present)
    if not added:
        return raw
    if not text.endswith("\n"):
        text += "\n"
    return (text + (added.replace("\n", "\r\n") if "\r\n" in text else added)).encode()


def render_field(name: str, value: Plain) -> str:
    """Render one top-level field of a record in canonical form, with its line break."""
    return editor.render_field(name, value, RECORD_STYLE)
