"""An item's fields, which remember those that a parser read, so that an import can name the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class ReadFields(Mapping[str, Value]):
    """Fields by name. ``read`` has the names of those whose values were asked for, except with ``peek``."""

    def __init__(self, fields: Mapping[str, Value]) -> None:
        self._fields = fields
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Value:
        value = self._fields[name]
        self.read.add(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def peek(self, name: str) -> Value | None:
        """The value of a field that perhaps holds nothing of use; add its name to ``read`` if it does."""
        return self._fields.get(name)
