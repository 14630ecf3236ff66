"""A YAML file as a value: plain text, lists and mappings, the place of each, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.errors import Place, Problem

#: None is a value that is missing after its colon or dash.
Plain = str | None | list["Plain"] | dict[str, "Plain"]
#: Keys and positions that lead to a value: ``("authors", 3, "name")``.
Path = tuple[str | int, ...]
#: Line and column, from 1.
Spot = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The content of a YAML file, with the place of every value and all problems.

    ``value`` is None for an empty file and for one that could not be read at all.
    ``unread`` has the paths of values that could not be read; each of them already has a problem.
    ``trailing_comments`` has, for an unquoted text, the comment on the same line. It may be the rest of the text:
    YAML reads ``title: C# is #1`` as the title ``C# is`` and a comment.
    """

    file: str
    value: Plain
    problems: tuple[Problem, ...] = ()
    values_at: Mapping[Path, Spot] = field(default_factory=dict)
    keys_at: Mapping[Path, Spot] = field(default_factory=dict)
    trailing_comments: Mapping[Path, str] = field(default_factory=dict)
    unread: frozenset[Path] = frozenset()

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """The place of the value at ``path``, or of its key; for a missing value, the place of the nearest parent."""
        if key and path in self.keys_at:
            line, column = self.keys_at[path]
            return Place(file=self.file, line=line, column=column)
        while path and path not in self.values_at:
            path = path[:-1]
        line, column = self.values_at.get(path, (1, 1))
        return Place(file=self.file, line=line, column=column)


def field_path(path: Path) -> str:
    """A path in the notation of messages, such as ``authors[3].name``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def kind_of(value: Plain) -> str:
    """What a value is, in words for messages."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "empty" if value is None or not value.strip() else "text"
