"""Formats of ``digestif export``: content/ in, the lines of a file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from generator.store.content import Content
from generator.store.export import export_jsonl


class Export(Protocol):
    """Yields the lines of an exported file, without line breaks."""

    def __call__(self, content: Content, *, shown_topics: Mapping[str, Iterable[str]]) -> Iterator[str]:
        """Export all records; ``shown_topics`` has the topics on the page of each record, by key."""
        ...


#: Every format by its name on the command line.
EXPORTS: Mapping[str, Export] = MappingProxyType({"jsonl": export_jsonl})
