"""Mending what needs no judgement, and showing the difference before anything is written."""

from __future__ import annotations

from difflib import unified_diff

from generator.records.editor import update_record
from generator.records.fields import TEXT_FIELDS, field_name
from generator.records.spelling import correct_spelling
from generator.yaml.document import Path, Plain
from generator.yaml.reader import read_yaml


def fix_record(raw: bytes) -> bytes:
    """The record with every value mended whose meaning is certain; all else keeps its bytes. Twice is as once.

    A file whose YAML cannot be read stays as it is, for a person to mend.
    """
    document = read_yaml(raw, file="")
    if document.problems or not isinstance(document.value, dict):
        return raw
    # A text that a comment follows may be only half of it: to write it anew would settle what a person must.
    doubtful = {path[0] for path in document.trailing_comments if field_name(path) in TEXT_FIELDS}
    mended = {name: _mended(held, (name,)) for name, held in document.value.items() if name not in doubtful}
    return update_record(raw, mended)


def show_difference(before: bytes, after: bytes, *, file: str) -> str:
    """What changes from ``before`` to ``after``, as a unified difference; empty when nothing does."""
    was = before.decode(errors="replace").splitlines(keepends=True)
    now = after.decode(errors="replace").splitlines(keepends=True)
    lines = unified_diff(was, now, fromfile=f"a/{file}", tofile=f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _mended(value: Plain, path: Path) -> Plain:
    if isinstance(value, str):
        return correct_spelling(field_name(path), value) or value
    if isinstance(value, list):
        return [_mended(item, (*path, place)) for place, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _mended(held, (*path, name)) for name, held in value.items()}
    return None
