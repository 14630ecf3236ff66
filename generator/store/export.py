"""The export: one line of JSON per record, with everything that is known about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.model import Mention, Record
from generator.records.leaves import leaves_of
from generator.records.paper_json import paper_json
from generator.store.content import Content
from generator.store.snapshots.snapshot_files import metrics_json


def export_jsonl(content: Content, *, shown_topics: Mapping[str, Iterable[str]] | None = None) -> Iterator[str]:
    """One line per record, ordered by key, without line breaks. A digest that imports them has the same records.

    ``shown_topics`` are the topics on each record's page, by key. ``topics_by`` is ``people`` if they are in the
    record, or ``program`` if the program assigned them. ``mentions`` are all lists that contain the paper; ``source``
    and ``rank`` are those of the first list. If people corrected a record, ``sources_say`` has the metadata from
    sources, so that sources do not undo the corrections in the other digest either.
    """
    library, source_papers = content.library, content.source_papers
    for key in sorted(library.records):
        record = library.records[key]
        shown = None if shown_topics is None else shown_topics.get(key)
        exported = export_record(record, library.mentions.get(key, ()), shown)
        paper = source_papers.get(key)
        if paper is not None and leaves_of(paper) != leaves_of(record.paper):
            exported["sources_say"] = {name: value for name, value in paper_json(paper).items() if name != "date"}
        yield json.dumps(exported, ensure_ascii=False)


def export_record(record: Record, mentions: Iterable[Mention], shown: Iterable[str] | None = None) -> dict[str, Any]:
    """Return one line of the export as JSON types; ``shown`` are the topics on the record's page."""
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
