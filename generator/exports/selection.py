"""Records to export, with what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model import Record
from generator.store.content import Content


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The records to export, newest first, and the topics on the page of each, by key."""

    content: Content
    records: tuple[Record, ...]
    topics: Mapping[str, tuple[str, ...]]
