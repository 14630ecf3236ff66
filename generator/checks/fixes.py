"""Fixes problems that need no judgement, and shows the difference before anything is written."""

from __future__ import annotations

from difflib import unified_diff

from generator.records.editor import update_record
from generator.records.fields import TEXT_FIELDS, field_name
from generator.records.spelling import correct_spelling
from generator.text.lines import split_lines
from generator.yaml.document import Path, Plain
from generator.yaml.reader import read_yaml


def fix_record(raw: bytes) -> bytes:
    """Return the record with every value corrected that has only one possible meaning; all else keeps its bytes.

    Fixing twice gives the same as fixing once. A file whose YAML cannot be read stays as it is.
    """
    document = read_yaml(raw, file="")
    if document.problems or not isinstance(document.value, dict):
        return raw
    # A comment after a text may be the rest of the text ("C# is #1"), which only a person can tell.
    doubtful = {path[0] for path in document.trailing_comments if field_name(path) in TEXT_FIELDS}
    fixed = {name: _fixed(value, (name,)) for name, value in document.value.items() if name not in doubtful}
    return update_record(raw, fixed)


def show_difference(before: bytes, after: bytes, *, file: str) -> str:
    """Return what changes from ``before`` to ``after`` as a unified diff; empty if nothing does."""
    old = split_lines(before.decode(errors="replace"), keep_ends=True)
    new = split_lines(after.decode(errors="replace"), keep_ends=True)
    lines = unified_diff(old, new, fromfile=f"a/{file}", tofile=f"b/{file}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _fixed(value: Plain, path: Path) -> Plain:
    if isinstance(value, str):
        return correct_spelling(field_name(path), value) or value
    if isinstance(value, list):
        return [_fixed(item, (*path, index)) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _fixed(item, (*path, name)) for name, item in value.items()}
    return None
