"""The export: every record with all that is known of it, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.model import Mention, Record
from generator.records.leaves import leaves_of
from generator.records.paper_json import paper_json
from generator.store.content import Content
from generator.store.snapshot_files import metrics_json


def export_jsonl(content: Content, *, shown_topics: Mapping[str, Iterable[str]] | None = None) -> Iterator[str]:
    """One line a record, by key, without line breaks; another digest that imports them has the same records.

    ``shown_topics`` are the topics on each record's page, by key. ``topics_by`` says whose they are: ``people``
    wrote them into the record, or the ``program`` found them, and then they are no part of the record.
    ``mentions`` are all lists that had the paper, ``source`` and ``rank`` are those of the first.
    Where people corrected a record, ``sources_say`` is what sources say, so that in the other digest, too, no
    source undoes the correction.
    """
    library, told = content.library, content.told
    for key in sorted(library.records):
        record = library.records[key]
        shown = None if shown_topics is None else shown_topics.get(key)
        exported = export_record(record, library.mentions.get(key, ()), shown)
        say = told.get(key)
        if say is not None and leaves_of(say) != leaves_of(record.paper):
            exported["sources_say"] = {name: value for name, value in paper_json(say).items() if name != "date"}
        yield json.dumps(exported, ensure_ascii=False)


def export_record(record: Record, mentions: Iterable[Mention], shown: Iterable[str] | None = None) -> dict[str, Any]:
    """Return one line of the export as JSON types; ``shown`` are the topics on the record's page."""
    paper = record.paper
    told = sorted(mentions, key=lambda mention: (mention.day, mention.source, mention.rank))
    plain: dict[str, Any] = {
        "key": record.key,
        "title": paper.title,
        "date": paper.date.isoformat(),
        "source": told[0].source if told else None,
        "rank": told[0].rank if told else None,
        "authors": [],
        "abstract": "",
        "ids": {},
        "links": {},
        **paper_json(paper),
    }
    topics = paper.topics if shown is None else tuple(shown)
    plain["topics"] = list(topics or ())
    plain["topics_by"] = "program" if paper.topics is None else "people"
    plain["mentions"] = [_mention(mention) for mention in told]
    return plain


def _mention(mention: Mention) -> dict[str, Any]:
    plain: dict[str, Any] = {"source": mention.source, "date": mention.day.isoformat(), "rank": mention.rank}
    facts = metrics_json(mention.metrics)
    return {**plain, "facts": facts} if facts else plain
