"""Which file of the API has which paper: one file per month of the papers' dates, or several for a large month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.catalog.catalog import Entry

#: Most papers of a file: some 400 KB of JSON.
MOST_PAPERS = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Shard:
    """The papers of one file, oldest first; ``id`` is the month and the number of the part, as in ``2025-07-1``.

    New papers of a month come last, so they change only the last file.
    """

    id: str
    entries: tuple[Entry, ...]

    @property
    def year(self) -> int:
        """The year of the papers' dates."""
        return self.entries[0].paper.date.year


def divide_papers(entries: Iterable[Entry]) -> tuple[Shard, ...]:
    """Return all files, in the order of their ids."""
    oldest_first = sorted(entries, key=lambda entry: (entry.paper.date, entry.rank_on(entry.paper.date), entry.key))
    shards = []
    for month, papers in groupby(oldest_first, key=lambda entry: entry.paper.date.strftime("%Y-%m")):
        listed = tuple(papers)
        for number, start in enumerate(range(0, len(listed), MOST_PAPERS), 1):
            shards.append(Shard(id=f"{month}-{number}", entries=listed[start : start + MOST_PAPERS]))
    return tuple(shards)


def shards_by_key(shards: Iterable[Shard]) -> Mapping[str, str]:
    """Return the id of the file of each paper, by its key."""
    return {entry.key: shard.id for shard in shards for entry in shard.entries}
