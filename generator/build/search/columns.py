"""Records in, columns out: the facts that search filters, counts and sorts by. Rows are papers, oldest first.

A file of columns is, deflated: a line of JSON, then bytes. Few papers differ in their topics, so a row has the number
of its combination of topics; the most frequent ones have the lowest numbers and compress best.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby, islice
from typing import TypeVar

from generator.build.search.cards import deflated
from generator.build.search.encoded import EncodedParts
from generator.pages.views.search import HAS, SearchRecord

#: Authors of a paper that the facet of authors counts: two bytes say how many there are.
_MOST_AUTHORS = 0xFFFF
#: Papers whose new names are one piece of the file.
_AT_ONCE = 480
Value = TypeVar("Value", bound=Hashable)


def facts(records: Sequence[SearchRecord]) -> bytes:
    """Return the columns that every answer needs.

    The line has ``days`` with the papers of each, and the ``topics`` and ``sources`` that numbers stand for. The bytes
    are, for all rows: ``has``, with one bit for each kind of link; source; low and high byte of the topics' number.
    """
    topics = _numbered(tuple(topic.id for topic in record.topics) for record in records)
    sources = _numbered(record.source for record in records)
    bits = {kind: 1 << bit for bit, kind in enumerate(HAS)}
    numbers = [topics[tuple(topic.id for topic in record.topics)] for record in records]
    line = {
        "days": [[day, len(list(own))] for day, own in groupby(record.date.isoformat() for record in records)],
        "topics": list(topics),
        "sources": list(sources),
    }
    return _file(
        line,
        bytes(sum(bits[kind] for kind in record.has) for record in records),
        bytes(sources[record.source] & 0xFF for record in records),
        bytes(number & 0xFF for number in numbers),
        bytes(number >> 8 for number in numbers),
    )


def votes(records: Sequence[SearchRecord]) -> bytes:
    """Return the votes of each row, -1 where no source counts them."""
    return _file([-1 if record.votes is None else record.votes for record in records])


def authors(records: Sequence[SearchRecord], parts: EncodedParts) -> bytes:
    """Return the authors' names in the order in which they first appear, and each paper's authors.

    The line is the list of names. The bytes are, for all rows, low and high byte of the number of authors; then for
    each author 0 where the name is new, else its place in the list plus 1, as three columns from the lowest byte. Names
    are most of the file, so ``parts`` has those of the last build.
    """
    import numpy as np

    names: dict[str, int] = {}
    numbers: list[int] = []
    known = 0
    lines = ["["]
    for row, record in enumerate(records):
        for name in record.authors[:_MOST_AUTHORS]:
            number = names.get(name)
            if number is None:
                names[name] = len(names)
            numbers.append(0 if number is None else number + 1)
        if row % _AT_ONCE == _AT_ONCE - 1 or row == len(records) - 1:
            listed = _json(list(islice(names, known, None)))[1:-1]
            lines.append(f",{listed}" if known and listed else listed)
            known = len(names)
    columns = np.array(numbers, dtype="<u4").view(np.uint8).reshape(-1, 4)[:, :3].T.tobytes()
    sizes = [min(len(record.authors), _MOST_AUTHORS) for record in records]
    counted = bytes(size & 0xFF for size in sizes) + bytes(size >> 8 for size in sizes)
    return parts.deflated([*(line.encode() for line in lines if line), b"]\n", counted + columns])


def _numbered(values: Iterable[Value]) -> dict[Value, int]:
    """Number values by their frequency."""
    times = Counter(values)
    return {value: number for number, value in enumerate(sorted(times, key=lambda value: (-times[value], value)))}


def _file(line: object, *columns: bytes) -> bytes:
    return deflated(_json(line).encode() + b"\n" + b"".join(columns))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
