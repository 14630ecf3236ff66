"""YAML files of other programs, such as mkdocs.yml: bytes in, nodes with lines out, within limits.

Such files may have anchors, aliases and tags, which the strict reader of records refuses. The limits are checked on
the parser's events, before anything is built: 20,000 nested lists exhaust the stack of a loader, and a few hundred
bytes of aliases grow to gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from generator.errors import DigestifError
from generator.yaml.syntax_errors import explain_syntax_error

MAX_BYTES = 1 << 18
MAX_NESTING = 30
#: Values; an alias counts as everything that it repeats.
MAX_VALUES = 20_000

#: Of the loader, only the parser and the composer are used: nothing is constructed.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL, _BOOL = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool"
_STANDARD_TAGS = "tag:yaml.org,2002:"
_PYTHON_TAGS = "tag:yaml.org,2002:python/"


def read_config(raw: bytes, *, file: str) -> yaml.MappingNode:
    """Return the file's top-level mapping, which is empty for an empty file.

    Raises DigestifError, with line and column where they are known, for text that is not YAML, is no mapping, or
    exceeds a limit.
    """
    if len(raw) > MAX_BYTES:
        raise DigestifError(
            f"{file}: is larger than {MAX_BYTES // 1024} KiB", fix="move long texts to files of their own"
        )
    try:
        _check_limits(raw, file)
        node = yaml.compose(raw, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(raw, error, file) from error
    except yaml.YAMLError as error:
        raise DigestifError(f"{file}: is not text in UTF-8", fix="save the file with the encoding UTF-8") from error
    if node is None:
        return yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, yaml.MappingNode):
        raise DigestifError(
            f"{file}: contains no settings", fix="write names with values, for example site_name: My digest"
        )
    return node


def entries(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, int]]:
    """Yield the keys of a mapping with their values and lines (from 1), without keys that are no scalars."""
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            yield key.value, value, key.start_mark.line + 1


def mark_of(node: yaml.Node, *keys: str) -> yaml.Mark | None:
    """Return where the value at the end of that path begins, or None where the file does not have it."""
    for wanted in keys:
        if not isinstance(node, yaml.MappingNode):
            return None
        found = [value for key, value, _ in entries(node) if key == wanted]
        if not found:
            return None
        node = found[-1]
    return node.start_mark


def nearest_mark(node: yaml.Node, *keys: str | int) -> yaml.Mark | None:
    """Return where the value at the end of that path begins, or the last value on the way that the file has.

    A number is a place of a list. None where the file does not have the first key.
    """
    mark = None
    for wanted in keys:
        if isinstance(node, yaml.MappingNode):
            found = [value for key, value, _ in entries(node) if key == wanted]
        elif isinstance(node, yaml.SequenceNode) and isinstance(wanted, int):
            found = node.value[wanted : wanted + 1]
        else:
            found = []
        if not found:
            break
        node = found[-1]
        mark = node.start_mark
    return mark


def place_of(node: yaml.Node, *keys: str, file: str) -> str:
    """Return the place of the value at the end of that path, as in ``mkdocs.yml:7:10``; ``file`` where it has none."""
    mark = mark_of(node, *keys)
    return _place(file, mark) if mark else file


def walk(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and everything below it; what aliases repeat comes once."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, yaml.MappingNode):
            waiting += [part for pair in reversed(current.value) for part in reversed(pair)]
        elif isinstance(current, yaml.SequenceNode):
            waiting += reversed(current.value)


def plain(node: yaml.Node) -> object:
    """Return a node as None, bool, text, list or dict; a value with a tag of another program is None."""
    if not node.tag.startswith(_STANDARD_TAGS) or node.tag.startswith(_PYTHON_TAGS):
        return None
    if isinstance(node, yaml.ScalarNode):
        if node.tag == _NULL:
            return None
        return node.value.casefold() in ("yes", "true", "on") if node.tag == _BOOL else node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    merged: dict[str, object] = {}
    own: dict[str, object] = {}
    for key, value, _ in entries(node) if isinstance(node, yaml.MappingNode) else ():
        if key == "<<":
            for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                more = plain(each)
                merged = {**(more if isinstance(more, dict) else {}), **merged}
        else:
            own[key] = plain(value)
    return {**merged, **own}


def _syntax_error(raw: bytes, error: yaml.MarkedYAMLError, file: str) -> DigestifError:
    if "another document" in str(error.problem):
        place = _place(file, error.problem_mark)
        return DigestifError(f"{place}: a second document starts here (---)", fix="delete the second document")
    explained = explain_syntax_error(error, raw.decode(errors="replace"))
    return DigestifError(f"{file}:{explained.line + 1}:{explained.column + 1}: {explained.found}", fix=explained.fix)


def _check_limits(raw: bytes, file: str) -> None:
    """Raise DigestifError where the parser's events show too many values, or too many levels."""
    count = _ValueCount()
    for event in yaml.parse(raw, Loader=_Loader):
        if found := count.add(event):
            raise DigestifError(f"{_place(file, event.start_mark)}: {found}", fix="simplify the file")


class _ValueCount:
    """Counts values and levels from a parser's events; an alias counts as often as it repeats values."""

    def __init__(self) -> None:
        self._total = 0
        self._open: list[tuple[str | None, int]] = []
        self._sizes: dict[str | None, int] = {}

    def add(self, event: yaml.Event) -> str:
        """Count an event; returns which limit it exceeds, or an empty text."""
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in self._open):
                return f"*{event.anchor} contains itself"
            self._total += self._sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            self._total += 1
            self._sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open.append((event.anchor, self._total))
            self._total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self._open.pop()
            self._sizes[anchor] = self._total - before
        if len(self._open) > MAX_NESTING:
            return f"is nested more than {MAX_NESTING} levels deep"
        if self._total > MAX_VALUES:
            return f"has more than {MAX_VALUES:,} values, counting what aliases repeat"
        return ""


def _place(file: str, mark: Any) -> str:
    return f"{file}:{mark.line + 1}:{mark.column + 1}"
