"""People and their papers: printed names, and what content/people.yaml says about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.catalog.people.owners import Owners
from generator.catalog.people.people_file import ListedPerson
from generator.catalog.people.slugs import name_slug

if TYPE_CHECKING:
    from generator.catalog.catalog import Entry


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A listed person, or everybody with one printed name, who may be several people.

    ``id`` is part of the address; ``name`` is the one to show, and ``spellings`` are all that papers have, the most
    frequent first. ``papers`` are in the catalog's order. ``listed`` is the entry of content/people.yaml, if there is
    one. ``namesakes`` are the ids of others with one of the names of a listed person: other listed people, and those
    who are not listed.
    """

    id: str
    name: str
    spellings: tuple[str, ...]
    papers: tuple[Entry, ...]
    listed: ListedPerson | None = None
    namesakes: tuple[str, ...] = ()

    def is_in(self, fewest_papers: int) -> bool:
        """Whether a list of those with so many papers has the person; it has all whom content/people.yaml names."""
        if self.listed:
            return bool(self.papers)
        return len(self.papers) >= fewest_papers or len(self.namesakes) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """All authors of a catalog.

    ``by_id`` is in the order of ids; ``of_paper`` has, for each paper's key, the ids of its authors in their order.
    """

    by_id: Mapping[str, Person]
    of_paper: Mapping[str, tuple[str, ...]]
    _coauthors: dict[tuple[str, int], list[tuple[str, int]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def with_papers(self, fewest_papers: int) -> tuple[Person, ...]:
        """Return the people with so many papers and those whom content/people.yaml names, in the order of ids."""
        return tuple(person for person in self.by_id.values() if person.is_in(fewest_papers))

    def coauthors(self, person: Person, *, least: int = 1) -> list[tuple[str, int]]:
        """Return the ids of the people who share ``least`` papers or more with a person, with the number, most first.

        They are found once: a page asks for its inputs and for its text, and some papers have a thousand authors.
        """
        if len(person.papers) == 1:
            others = {*self.of_paper[person.papers[0].key]} - {person.id}
            return [(each, 1) for each in sorted(others)] if least == 1 else []
        if (person.id, least) not in self._coauthors:
            shared: Counter[str] = Counter()
            for entry in person.papers:
                shared.update(set(self.of_paper[entry.key]))
            shared.pop(person.id, None)
            found = [(each, count) for each, count in shared.items() if count >= least]
            self._coauthors[person.id, least] = sorted(found, key=lambda item: (-item[1], item[0]))
        return self._coauthors[person.id, least]


def former_addresses(people: Sequence[Person]) -> dict[str, str]:
    """Return the ids of people with pages by other ids that lead to them: former ones, and those of their names."""
    taken = {person.id for person in people}
    former: dict[str, str] = {}
    for person in people:
        if person.listed:
            slugs = (*person.listed.aliases, *map(name_slug, sorted(person.listed.name_keys)))
            former |= {slug: person.id for slug in slugs if slug not in taken and slug not in former}
    return dict(sorted(former.items()))


def find_people(entries: Sequence[Entry], listed: Sequence[ListedPerson]) -> People:
    """Find whose each paper is. What content/people.yaml does not decide belongs to the printed name."""
    owners = Owners(listed, aliases={alias: entry.key for entry in entries for alias in entry.paper.aliases})
    of_paper: dict[str, tuple[str, ...]] = {}
    papers: dict[str, list[Entry]] = defaultdict(list)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        ids = of_paper[entry.key] = owners.ids_of(entry.key, entry.paper.authors)
        for person_id, author in zip(ids, entry.paper.authors, strict=True):
            spellings[person_id][author.name] += 1
        for person_id in dict.fromkeys(ids):
            papers[person_id].append(entry)
    known = {person.id: person for person in listed}
    shared = owners.shared_names()
    namesakes = _namesakes(owners, known, papers)
    return People(
        by_id={
            person_id: _person(
                person_id,
                spellings[person_id],
                tuple(papers[person_id]),
                known.get(person_id),
                name=shared.get(person_id, ""),
                namesakes=namesakes.get(person_id, ()),
            )
            for person_id in sorted({*papers, *known, *shared})
        },
        of_paper=of_paper,
    )


def _person(
    person_id: str,
    counts: Mapping[str, int],
    papers: tuple[Entry, ...],
    listed: ListedPerson | None,
    *,
    name: str,
    namesakes: tuple[str, ...],
) -> Person:
    spellings = tuple(sorted(counts, key=lambda each: (-counts[each], each)))
    shown = listed.names[0] if listed else (*spellings, name)[0]
    return Person(id=person_id, name=shown, spellings=spellings, papers=papers, listed=listed, namesakes=namesakes)


def _namesakes(
    owners: Owners, known: Mapping[str, ListedPerson], papers: Mapping[str, Sequence[Entry]]
) -> dict[str, tuple[str, ...]]:
    """Return the ids of namesakes by the ids of listed people and of their names."""
    found: dict[str, set[str]] = defaultdict(set)
    for rest, listed in owners.names():
        ids = {*(person.id for person in listed), *([rest] if papers.get(rest) else [])}
        for person_id in (rest, *ids):
            found[person_id] |= ids - {person_id}
    return {person_id: tuple(sorted(ids)) for person_id, ids in found.items()}
