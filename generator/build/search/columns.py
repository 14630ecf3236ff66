"""Records of a shard in, columns out: the facts that search filters, counts and sorts by, newest paper first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generator.pages.views.search import HAS, SearchRecord


def columns(records: Sequence[SearchRecord], ids: Mapping[str, str]) -> dict[str, Any]:
    """Return a column for each fact; ``ids`` are those of results by key.

    Ids have no language prefix; topics and sources are indexes into their lists of names; ``has`` has one bit for each
    kind of link; votes are -1 where no source counts them.
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
    """Return all authors' names, and each paper's authors as indexes into them."""
    names = _numbered({name for record in records for name in record.authors})
    return {"names": list(names), "papers": [[names[name] for name in record.authors] for record in records]}


def _numbered(names: set[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(names))}


def _runs(days: Sequence[date]) -> list[list[str | int]]:
    """Return runs of equal days as [day, number of papers]."""
    runs: list[list[Any]] = []
    for day in days:
        if runs and runs[-1][0] == day.isoformat():
            runs[-1][1] += 1
        else:
            runs.append([day.isoformat(), 1])
    return runs
