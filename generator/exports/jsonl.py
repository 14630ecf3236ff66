"""The export as JSON lines: one object per record, with everything that is known about it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.exports.selection import Selection
from generator.records.leaves import leaves_of
from generator.records.paper_json import paper_json
from generator.store.record_json import export_record


def export_jsonl(selection: Selection) -> Iterator[str]:
    """Yield one line per record, ordered by key. A digest that imports them has the same records.

    If people corrected a record, ``sources_say`` has the metadata from sources, so that sources do not undo the
    corrections in the other digest either.
    """
    mentions, source_papers = selection.content.library.mentions, selection.content.source_papers
    for record in sorted(selection.records, key=lambda record: record.key):
        exported = export_record(record, mentions.get(record.key, ()), selection.topics.get(record.key))
        paper = source_papers.get(record.key)
        if paper is not None and leaves_of(paper) != leaves_of(record.paper):
            exported["sources_say"] = {name: value for name, value in paper_json(paper).items() if name != "date"}
        yield f"{json.dumps(exported, ensure_ascii=False)}\n"
