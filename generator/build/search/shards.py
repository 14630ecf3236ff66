"""How the archive is cut into shards, so that publishing today leaves the index of last year alone.

Pagefind holds about 120 KB of memory a paper while it indexes, answers in time that grows with the square of a
word's papers, and sends some 24 KB a word and shard. A few thousand papers a shard keep all three small.

The newest shard is the one that grows, so what came last stands apart from it: a shard so small that a day's papers
are indexed in no time, and that costs a reader next to nothing, for a word's 24 KB are most of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.pages.views.search import SearchRecord

#: A shard is closed at the end of the month in which it reaches SIZE; it never grows beyond LARGEST.
SIZE = 3000
LARGEST = 4500
#: The shard that is still open takes papers by the full pack; fewer wait in a shard of their own.
PACK = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Shard:
    """Some months of papers, newest first. The name, as in ``2025-03``, is that of its oldest month."""

    name: str
    records: tuple[SearchRecord, ...]


def plan_shards(records: Iterable[SearchRecord]) -> tuple[Shard, ...]:
    """Cut the papers into shards, newest first.

    Closed shards stay as they are while the archive grows at its newer end, and so does the open one until a pack is
    full. A paper added to an old month may move the boundary after it; the turn of a year, where a half-full shard is
    closed, stops that from spreading. Nothing but the records decides, so any build cuts them alike.
    """
    shards: list[Shard] = []
    pending: list[_Part] = []
    for part in _parts(sorted(records, key=lambda record: (record.date, record.key))):
        if pending and _closes(pending, part):
            shards.append(_shard(pending))
            pending = []
        pending.append(part)
    if pending:
        shards.extend(_open(pending))
    return tuple(reversed(shards))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    name: str
    year: int
    records: tuple[SearchRecord, ...]


def _parts(oldest_first: list[SearchRecord]) -> Iterator[_Part]:
    """The months; one that is larger than any shard may be comes in pieces, its later ones numbered."""
    for (year, month), group in groupby(oldest_first, key=lambda record: (record.date.year, record.date.month)):
        papers = tuple(group)
        size = len(papers) if len(papers) <= LARGEST else SIZE
        for number, start in enumerate(range(0, len(papers), size), start=1):
            name = f"{year:04}-{month:02}" + (f"-{number}" if number > 1 else "")
            yield _Part(name=name, year=year, records=papers[start : start + size])


def _closes(pending: list[_Part], part: _Part) -> bool:
    held = sum(len(earlier.records) for earlier in pending)
    new_year = part.year != pending[-1].year
    return held + len(part.records) > LARGEST or held >= SIZE or (new_year and held >= SIZE // 2)


def _shard(parts: list[_Part]) -> Shard:
    oldest_first = [record for part in parts for record in part.records]
    return Shard(name=parts[0].name, records=tuple(reversed(oldest_first)))


def _open(parts: list[_Part]) -> list[Shard]:
    """The papers after the last closed shard: full packs, and what came since."""
    both = _shard(parts)
    late = len(both.records) % PACK
    if late in (0, len(both.records)):
        return [both]
    return [
        Shard(name=both.name, records=both.records[late:]),
        Shard(name=_name_after(both.name, both.records[late - 1]), records=both.records[:late]),
    ]


def _name_after(name: str, first: SearchRecord) -> str:
    """The name of a shard that begins with a record, after the shard of that name: ``2025-03-2`` after ``2025-03``."""
    month, number = f"{first.date.year:04}-{first.date.month:02}", name[8:] or "1"
    return f"{month}-{int(number) + 1}" if name.startswith(month) else month
