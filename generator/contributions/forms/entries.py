"""Adds an entry to a file of content/ that people edit: what they wrote keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping

from generator.text.lines import split_lines
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, render_field, update_yaml


def append_entry(raw: bytes, present: Mapping[str, Plain], key: str, fields: dict[str, Plain]) -> bytes:
    """Return a file that is a mapping, ``present``, with another entry at its end; comments of an empty one stay."""
    if present:
        return update_yaml(raw, {key: fields}, FileStyle())
    comments = [line for line in split_lines(raw.decode()) if line.startswith("#")]
    return "".join([*(f"{comment}\n" for comment in comments), render_field(key, fields, FileStyle())]).encode()
