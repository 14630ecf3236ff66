"""Groups the papers of one name by the people and topics that connect them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from generator.catalog.catalog import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperGroup:
    """Papers with the ids of all their other authors, and all their topics."""

    entries: tuple[Entry, ...]
    coauthors: frozenset[str]
    topics: frozenset[str]

    def joined(self, other: PaperGroup) -> PaperGroup:
        """Return the papers of both groups."""
        return PaperGroup(
            entries=(*self.entries, *other.entries),
            coauthors=self.coauthors | other.coauthors,
            topics=self.topics | other.topics,
        )


def group_papers(papers: Sequence[PaperGroup], near: Mapping[str, Set[str]]) -> tuple[PaperGroup, ...]:
    """Join papers that have a topic or a co-author in common, or whose co-authors know each other.

    ``near`` are the co-authors of each co-author.
    """
    groups: list[PaperGroup] = []
    for paper in papers:
        group = paper
        apart = []
        for other in groups:
            if _are_connected(group, other, near):
                group = other.joined(group)
            else:
                apart.append(other)
        groups = [*apart, group]
    return tuple(groups)


def _are_connected(one: PaperGroup, other: PaperGroup, near: Mapping[str, Set[str]]) -> bool:
    if one.coauthors & other.coauthors or one.topics & other.topics:
        return True
    return any(not near[each].isdisjoint(other.coauthors) for each in one.coauthors)
