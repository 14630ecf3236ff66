"""Finds names that are probably one person, and names that are probably several, for a curator to decide.

Few and right rather than many: a wrong suggestion that is followed puts a paper on the page of somebody else. So names
that look alike count only with an ORCID iD or co-authors in common, and papers of one name are kept apart only where
nothing connects them. All suggestions of one run can be followed together: nobody is in two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.catalog.catalog import Catalog
from generator.catalog.people.coauthors import Coauthors
from generator.catalog.people.dividing import Division, Part, find_divisions
from generator.catalog.people.joining import Cluster, find_clusters


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """Names that are probably one person (``variants``), or a name of several (``namesakes``), and why.

    ``people`` are the ids of those concerned, with their ``names``. ``parts`` are the papers of each namesake.
    """

    kind: Literal["variants", "namesakes"]
    names: tuple[str, ...]
    people: tuple[str, ...]
    papers: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]
    parts: tuple[Part, ...] = ()


def find_suggestions(catalog: Catalog) -> tuple[Suggestion, ...]:
    """Return all suggestions, variants first, in the order of names. People who are listed apart stay apart."""
    coauthors = Coauthors(catalog)
    divisions = find_divisions(catalog, coauthors)
    divided = {person.id for division in divisions for person in division.people}
    clusters = find_clusters(catalog, coauthors, divided=divided)
    return (*map(_to_join, clusters), *map(_to_divide, divisions))


def _to_join(cluster: Cluster) -> Suggestion:
    return Suggestion(
        kind="variants",
        names=tuple(person.name for person in cluster.people),
        people=tuple(person.id for person in cluster.people),
        papers=tuple(tuple(entry.key for entry in person.papers) for person in cluster.people),
        reasons=cluster.reasons,
    )


def _to_divide(division: Division) -> Suggestion:
    return Suggestion(
        kind="namesakes",
        names=tuple(person.name for person in division.people),
        people=tuple(person.id for person in division.people),
        papers=tuple(part.papers for part in division.parts),
        reasons=tuple(part.reason for part in division.parts),
        parts=division.parts,
    )
