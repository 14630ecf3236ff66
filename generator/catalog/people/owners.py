"""Decides who an author of a paper is: a person of content/people.yaml, or anybody with the printed name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.catalog.people.people_file import ListedPerson
from generator.catalog.people.slugs import name_key, name_slug
from generator.model import Author

#: What follows the slug of a name where the slug itself is the id of a listed person.
_OTHERS = ".others"


class Owners:
    """Whose the papers of a catalog are. ``aliases`` are the keys of records by their former keys."""

    def __init__(self, listed: Sequence[ListedPerson], *, aliases: Mapping[str, str]) -> None:
        self._ids = {person.id for person in listed}
        self._by_orcid = {person.orcid: person for person in listed if person.orcid}
        self._by_name: dict[str, list[ListedPerson]] = defaultdict(list)
        for person in listed:
            for key in sorted(person.name_keys):
                self._by_name[key].append(person)
        self._coauthors = {person.id: frozenset(map(name_key, person.coauthors)) for person in listed}
        self._papers = {person.id: {aliases.get(key, key) for key in person.papers} for person in listed}
        self._not_papers = {person.id: {aliases.get(key, key) for key in person.not_papers} for person in listed}

    def ids_of(self, paper: str, authors: Sequence[Author]) -> tuple[str, ...]:
        """Return the id of each author of the paper with a key."""
        keys = [name_key(author.name) for author in authors]
        if not self._ids:
            return tuple(map(name_slug, keys))
        names = frozenset(keys)
        owners = (self._owner(paper, key, author.orcid or "", names) for key, author in zip(keys, authors, strict=True))
        return tuple(owner.id if owner else self.id_of_name(key) for key, owner in zip(keys, owners, strict=True))

    def _owner(self, paper: str, key: str, orcid: str, names: Collection[str]) -> ListedPerson | None:
        """Return the listed person who wrote a paper with these names, as the author with this name and ORCID iD."""
        if orcid in self._by_orcid:
            return self._by_orcid[orcid]
        namesakes = self._by_name.get(key, ())
        possible = [
            person for person in namesakes if not (orcid and person.orcid) and paper not in self._not_papers[person.id]
        ]
        for person in possible:  # only a merge of two records gives several, and then the first counts
            if paper in self._papers[person.id]:
                return person
        matches = [person for person in possible if not (self._coauthors[person.id] - {key}).isdisjoint(names)]
        if len(matches) == 1:
            return matches[0]
        is_alone = len(namesakes) == 1 and not namesakes[0].papers and not namesakes[0].coauthors
        return possible[0] if is_alone and possible else None

    def id_of_name(self, key: str) -> str:
        """Return the id of those with a name who are not listed."""
        slug = name_slug(key)
        return f"{slug}{_OTHERS}" if slug in self._ids else slug

    def names(self) -> Iterator[tuple[str, Sequence[ListedPerson]]]:
        """Yield the id of each name of listed people, with the people who have it."""
        for key, people in sorted(self._by_name.items()):
            yield self.id_of_name(key), people

    def shared_names(self) -> dict[str, str]:
        """Return the names that several listed people have, by their ids."""
        return {
            self.id_of_name(key): next(name for name in people[0].names if name_key(name) == key)
            for key, people in self._by_name.items()
            if len(people) > 1
        }
