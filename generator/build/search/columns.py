"""Records in, columns out: the facts that search filters, counts and sorts by. Rows are papers, oldest first.

A file of columns is, deflated: a line of JSON, then bytes. Few papers differ in their topics, so a row has the number
of its combination of topics; the most frequent ones have the lowest numbers and compress best.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from generator.build.search.cards import deflated
from generator.pages.views.search import HAS, SearchRecord

#: Authors of a paper that the facet of authors counts.
_MOST_AUTHORS = 255
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


def authors(records: Sequence[SearchRecord]) -> bytes:
    """Return the authors' names in the order in which they first appear, and each paper's authors.

    The line is the list of names. The bytes are, for all rows, the number of authors; then for each author 0 where the
    name is new, else its place in the list plus 1, as three columns from the lowest byte.
    """
    names: dict[str, int] = {}
    numbers: list[int] = []
    shown = [record.authors[:_MOST_AUTHORS] for record in records]
    for name in (name for authors in shown for name in authors):
        numbers.append(names[name] + 1 if name in names else 0)
        names.setdefault(name, len(names))
    return _file(
        list(names),
        bytes(len(authors) for authors in shown),
        *(bytes(number >> shift & 0xFF for number in numbers) for shift in (0, 8, 16)),
    )


def _numbered(values: Iterable[Value]) -> dict[Value, int]:
    """Number values by their frequency."""
    times = Counter(values)
    return {value: number for number, value in enumerate(sorted(times, key=lambda value: (-times[value], value)))}


def _file(line: object, *columns: bytes) -> bytes:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()
    return deflated(text + b"\n" + b"".join(columns))
