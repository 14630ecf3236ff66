"""What search filters, counts and sorts by: the facts of a shard's papers, a column each, newest paper first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generator.pages.views.search import HAS, SearchRecord


def columns(records: Sequence[SearchRecord], ids: Mapping[str, str]) -> dict[str, Any]:
    """The facts; ``ids`` are those of results by key.

    Ids stand without their language; topics and sources are numbers in their lists; ``has`` is a bit each kind; votes
    are -1 where nobody counts.
    """
    topics = _numbered({topic.id for record in records for topic in record.topics})
    sources = _numbered({record.source for record in records})
    bits = {kind: 1 << bit for bit, kind in enumerate(HAS)}
    return {
        "ids": " ".join(ids[record.key].removeprefix("en_") for record in records),
        "days": _runs([record.date for record in records]),
        "topicNames": list(topics),
        "topics": [[topics[topic.id] for topic in record.topics] for record in records],
        "sourceNames": list(sources),
        "sources": [sources[record.source] for record in records],
        "has": [sum(bits[kind] for kind in record.has) for record in records],
        "votes": [-1 if record.votes is None else record.votes for record in records],
    }


def authors(records: Sequence[SearchRecord]) -> dict[str, Any]:
    """Names, and each paper's authors as numbers in their list."""
    names = _numbered({name for record in records for name in record.authors})
    return {"names": list(names), "papers": [[names[name] for name in record.authors] for record in records]}


def _numbered(names: set[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(names))}


def _runs(days: Sequence[date]) -> list[list[str | int]]:
    """Days in a row as [day, how many papers]: papers come by the day."""
    runs: list[list[Any]] = []
    for day in days:
        if runs and runs[-1][0] == day.isoformat():
            runs[-1][1] += 1
        else:
            runs.append([day.isoformat(), 1])
    return runs
