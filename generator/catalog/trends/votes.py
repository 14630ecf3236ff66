"""The papers with most votes and most comments in a span of days, and what changed since the lists before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.catalog.catalog import Entry

Count = Literal["upvotes", "comments"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A paper with its newest count; ``gained`` is the change since the day ``since``, if an earlier list counted."""

    entry: Entry
    count: int
    gained: int | None = None
    since: date | None = None


def most(count: Count, entries: Iterable[Entry], *, limit: int) -> tuple[Counted, ...]:
    """Return the papers with the highest counts; equal ones in the order of their days, newest first, and keys.

    Papers without a count are left out, and so are withdrawn and retracted ones.
    """
    counted = [_counted(count, entry) for entry in entries if entry.paper.status == "published"]
    found = [paper for paper in counted if paper is not None]
    return tuple(
        sorted(found, key=lambda paper: (-paper.count, -max(paper.entry.listed_on).toordinal(), paper.entry.key))[
            :limit
        ]
    )


def _counted(count: Count, entry: Entry) -> Counted | None:
    """Return the newest count of a paper and the one of the day before that has one; None without votes."""
    by_day = {
        mention.day: value for mention in entry.mentions if (value := getattr(mention.metrics, count)) is not None
    }
    if not by_day:
        return None
    newest, *older = sorted(by_day, reverse=True)
    if not by_day[newest]:
        return None
    if not older:
        return Counted(entry=entry, count=by_day[newest])
    return Counted(entry=entry, count=by_day[newest], gained=by_day[newest] - by_day[older[0]], since=older[0])
