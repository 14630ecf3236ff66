"""Records in, shards out, cut so that a new day leaves the index of older papers unchanged.

While Pagefind indexes, it needs about 120 KB of memory a paper; the time of a query grows with the square of the number
of papers that have a word; and each word and shard sends some 24 KB. With a few thousand papers a shard, all three are
small.

The newest shard grows. Its latest papers form a shard of their own, which is so small that a day's papers are indexed
in about a second; it costs readers little, because a word's 24 KB are most of what a shard sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.pages.views.search import SearchRecord

#: A shard ends with the month in which it reaches SIZE; it never grows beyond LARGEST.
SIZE = 3000
LARGEST = 4500
#: The shard that still grows takes full packs of papers; the rest form a shard of their own.
PACK = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Shard:
    """Some months of papers, newest first. The name, as in ``2025-03``, is that of its oldest month."""

    name: str
    records: tuple[SearchRecord, ...]


def plan_shards(records: Iterable[SearchRecord]) -> tuple[Shard, ...]:
    """Divide the papers into shards, newest first.

    Closed shards stay the same while newer papers are added, and so does the open one until a pack is full. A paper
    added to an old month may move the boundary after it, at most to the end of that year, where a half-full shard is
    closed. The result depends on the records alone, so every build divides them in the same way.
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
    """Yield the months; one that exceeds the largest shard is divided, and its later pieces are numbered."""
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
    """Return the papers after the last closed shard: full packs, and the rest."""
    both = _shard(parts)
    late = len(both.records) % PACK
    if late in (0, len(both.records)):
        return [both]
    return [
        Shard(name=both.name, records=both.records[late:]),
        Shard(name=_name_after(both.name, both.records[late - 1]), records=both.records[:late]),
    ]


def _name_after(name: str, first: SearchRecord) -> str:
    """Return the name of a shard that begins with a record: ``2025-03-2`` after a shard ``2025-03``."""
    month, number = f"{first.date.year:04}-{first.date.month:02}", name[8:] or "1"
    return f"{month}-{int(number) + 1}" if name.startswith(month) else month
