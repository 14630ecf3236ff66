"""Finds people who are probably one person with several spellings of the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from generator.catalog.catalog import Catalog
from generator.catalog.people.coauthors import Coauthors
from generator.catalog.people.orcids import orcids_of
from generator.catalog.people.people import Person
from generator.catalog.people.variants import Likeness, contradict, find_variants


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """Two or more people who are probably one, those with longer names first, and why."""

    people: tuple[Person, ...]
    reasons: tuple[str, ...]


def find_clusters(catalog: Catalog, coauthors: Coauthors, *, divided: Set[str]) -> tuple[Cluster, ...]:
    """Return the clusters in the order of their first ids; nobody is in two. ``divided`` people are in none."""
    people = [person for person in catalog.people.by_id.values() if person.papers]
    joining = _Joining(catalog, coauthors, tuple(find_variants(people)), divided)
    return tuple(sorted(joining.clusters(), key=lambda cluster: [person.id for person in cluster.people]))


class _Joining:
    """Joins people one by one, a shorter name after all longer ones that it may stand for."""

    def __init__(self, catalog: Catalog, coauthors: Coauthors, alike: Sequence[Likeness], divided: Set[str]) -> None:
        self._catalog = catalog
        self._coauthors = coauthors
        self._divided = divided
        self._alike = {(each.longer.id, each.shorter.id) for each in alike}
        self._reasons: dict[tuple[str, str], tuple[str, ...]] = {}
        self._longer: dict[str, list[Person]] = defaultdict(list)
        for likeness in alike:
            if evidence := tuple(self._evidence(likeness)):
                self._reasons[likeness.longer.id, likeness.shorter.id] = (likeness.reason, *evidence)
                self._longer[likeness.shorter.id].append(likeness.longer)

    def clusters(self) -> Iterator[Cluster]:
        """Yield the people to join."""
        clusters: dict[str, list[Person]] = {}
        by_id = self._catalog.people.by_id
        for person in sorted((by_id[each] for each in self._longer), key=lambda each: (-len(each.name), each.id)):
            found = [clusters.setdefault(longer.id, [longer]) for longer in self._longer[person.id]]
            # "J. Smith" may be either of two people, unless these are one.
            if all(each is found[0] for each in found) and all(self._can_be_one(each, person) for each in found[0]):
                found[0].append(person)
                clusters[person.id] = found[0]
        for first, cluster in clusters.items():
            if len(cluster) > 1 and cluster[0].id == first:
                yield Cluster(people=tuple(cluster), reasons=tuple(self._described(cluster)))

    def _described(self, cluster: Sequence[Person]) -> Iterator[str]:
        for one, other in combinations(cluster, 2):
            reasons = self._reasons.get((one.id, other.id), ())
            if len(cluster) == 2:
                yield from reasons
            elif reasons:
                yield f"{one.name} and {other.name}: {'; '.join(reasons)}"

    def _evidence(self, likeness: Likeness) -> Iterator[str]:
        """Yield what two people with similar names have in common; nothing if they cannot be one person."""
        one, other = likeness.longer, likeness.shorter
        if not self._may_be_one(one, other):
            return
        both = orcids_of(self._catalog, one) & orcids_of(self._catalog, other)
        if both:
            yield f"both have the ORCID iD {min(both)}"
            return
        shared = self._coauthors.shared(one, other)
        if len(shared) >= likeness.needed_coauthors:
            yield f"both write with {self._coauthors.described(shared)}"

    def _may_be_one(self, one: Person, other: Person) -> bool:
        """Whether nothing speaks against joining two people, whatever their names are."""
        if one.listed and other.listed:
            return False
        if _keys(one) & _keys(other) or _is_denied(one, other) or _is_denied(other, one):
            return False
        orcids = orcids_of(self._catalog, one), orcids_of(self._catalog, other)
        return not all(orcids) or bool(orcids[0] & orcids[1])

    def _can_be_one(self, one: Person, other: Person) -> bool:
        """Whether two people can be in one cluster."""
        if any(person.id in self._divided or _is_rest(person) for person in (one, other)):
            return False
        if (one.id, other.id) in self._reasons:
            return True
        is_alike = (one.id, other.id) in self._alike or not contradict(one.name, other.name)
        return is_alike and self._may_be_one(one, other)


def _is_rest(person: Person) -> bool:
    """Whether these are the papers with the name of a listed person that are not theirs."""
    return not person.listed and bool(person.namesakes)


def _is_denied(person: Person, other: Person) -> bool:
    """Whether a listed person did not write one of the other one's papers."""
    return bool(person.listed and not _keys(other).isdisjoint(person.listed.not_papers))


def _keys(person: Person) -> set[str]:
    """Return the keys of a person's papers, with former ones."""
    return {key for entry in person.papers for key in (entry.key, *entry.paper.aliases)}
