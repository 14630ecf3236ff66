"""Selections of invented records, and of everything in a folder with content/."""

from __future__ import annotations

from collections.abc import Iterable

from generator.exports.selection import Selection
from generator.model import Paper, Record
from generator.store.content import Content


def select(papers: Iterable[Paper], topics: tuple[str, ...] = ()) -> Selection:
    """Return a selection of papers, with the keys paper-1, paper-2 and so on."""
    records = tuple(
        Record(key=f"paper-{number}", file=f"content/papers/paper-{number}.yaml", paper=paper)
        for number, paper in enumerate(papers, 1)
    )
    return select_records(Content(records=records), topics)


def select_records(content: Content, topics: tuple[str, ...] = ()) -> Selection:
    """Return a selection of all records of content/, each with the same topics."""
    return Selection(
        content=content, records=content.records, topics={record.key: topics for record in content.records}
    )
