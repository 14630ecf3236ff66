"""Who writes with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.people import Person

#: Papers with more authors say little about who works with whom.
MAX_AUTHORS = 30
#: Co-authors with more papers count for nothing.
MAX_PAPERS = 50
#: Co-authors that a reason names.
_MOST_NAMED = 3


class Coauthors:
    """Who works with whom, by ids, as far as papers with few authors say."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.of_paper: Mapping[str, frozenset[str]] = {
            key: frozenset(ids) if len(ids) <= MAX_AUTHORS else frozenset()
            for key, ids in catalog.people.of_paper.items()
        }

        # People with so many papers write with everybody, and being their co-author says nothing.
        self._hubs = {person.id for person in catalog.people.by_id.values() if len(person.papers) > MAX_PAPERS}
        self._of_person: dict[str, frozenset[str]] = {}

    def of_person(self, person_id: str) -> frozenset[str]:
        """Return all co-authors of a person, and the person."""
        if person_id not in self._of_person:
            papers = self._catalog.people.by_id[person_id].papers
            self._of_person[person_id] = frozenset().union(*(self.of_paper[entry.key] for entry in papers))
        return self._of_person[person_id]

    def shared(self, one: Person, other: Person) -> frozenset[str]:
        """Return the co-authors whom two people have in common."""
        return (self.of_person(one.id) & self.of_person(other.id)) - {one.id, other.id} - self._hubs

    def of_entries(self, entries: Iterable[Entry], person_id: str) -> frozenset[str]:
        """Return everybody who wrote one of these papers with a person."""
        return frozenset().union(*(self.of_paper[entry.key] for entry in entries)) - {person_id}

    def described(self, people: Iterable[str]) -> str:
        """Return the names of some people, as in "Ada Lovelace, Charles Babbage and 3 more"."""
        names = sorted(self._catalog.people.by_id[each].name for each in people)
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f"{', '.join(names[:_MOST_NAMED])}{more}"
