"""A record as JSON types, with everything that is known about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model import Mention, Record
from generator.records.paper_json import paper_json
from generator.store.snapshots.snapshot_files import metrics_json


def export_record(record: Record, mentions: Iterable[Mention], shown: Iterable[str] | None = None) -> dict[str, Any]:
    """Return what an export has of a record; ``shown`` are the topics on its page.

    ``topics_by`` is ``people`` if the topics are in the record, or ``program`` if the program assigned them.
    ``mentions`` are all lists that contain the paper; ``source`` and ``rank`` are those of the first list.
    """
    paper = record.paper
    ordered = sorted(mentions, key=lambda mention: (mention.day, mention.source, mention.rank))
    plain: dict[str, Any] = {
        "key": record.key,
        "title": paper.title,
        "date": paper.date.isoformat(),
        "source": ordered[0].source if ordered else None,
        "rank": ordered[0].rank if ordered else None,
        "authors": [],
        "abstract": "",
        "ids": {},
        "links": {},
        **paper_json(paper),
    }
    topics = paper.topics if shown is None else tuple(shown)
    plain["topics"] = list(topics or ())
    plain["topics_by"] = "program" if paper.topics is None else "people"
    plain["mentions"] = [_mention(mention) for mention in ordered]
    return plain


def _mention(mention: Mention) -> dict[str, Any]:
    plain: dict[str, Any] = {"source": mention.source, "date": mention.day.isoformat(), "rank": mention.rank}
    metrics = metrics_json(mention.metrics)
    return {**plain, "facts": metrics} if metrics else plain
