"""The entries of content/people.yaml that suggestions ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import count, islice

from generator.catalog.people.dividing import Part
from generator.catalog.people.people import Person
from generator.catalog.people.people_file import FIELDS, MAX_ID, MAX_PEOPLE, ListedPerson
from generator.catalog.people.slugs import name_key, name_slug
from generator.catalog.people.suggestions import Suggestion
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, render_field

#: Characters of an id that are free for a hyphen and a number.
_NUMBER = 6


def suggested_yaml(suggestions: Sequence[Suggestion], people: Mapping[str, Person]) -> tuple[str, ...]:
    """Return the lines for content/people.yaml of each suggestion, with ids that all of them can have together.

    An entry that the file has already is meant to be replaced.
    """
    ids = _Ids(people)
    found = []
    for suggestion in suggestions:
        joined = [people[person_id] for person_id in suggestion.people]
        entries = _joined(joined, ids) if suggestion.kind == "variants" else _divided(suggestion, ids)
        found.append("".join(render_field(each, fields, FileStyle()) for each, fields in entries.items()))
    return tuple(found)


class _Ids:
    """The ids of new entries: no other person and no other name has one of them as an address."""

    def __init__(self, people: Mapping[str, Person]) -> None:
        listed = [person.listed for person in people.values() if person.listed]
        self._taken = {each for person in listed for each in (person.id, *person.aliases)}
        spellings = (spelling for person in people.values() for spelling in person.spellings)
        self._addresses = frozenset(map(name_slug, map(name_key, spellings)))

    def of_names(self, person_id: str, names: Iterable[str]) -> str:
        """Return a new id for a person with some names, by an address that the person has now."""
        own = frozenset(map(name_slug, map(name_key, names)))
        return self._first((person_id.replace(".", "-"), *islice(_numbered(person_id), 1, MAX_PEOPLE)), own)

    def numbered(self, person_id: str) -> str:
        """Return a new id for one of several people with an address."""
        return self._first(_numbered(person_id), frozenset())

    def _first(self, ids: Iterable[str], own: Set[str]) -> str:
        others = self._taken | (self._addresses - own)
        free = next(each for each in ids if len(each) <= MAX_ID and each not in others)
        self._taken.add(free)
        return free


def _numbered(person_id: str) -> Iterator[str]:
    base = person_id.replace(".", "-")[: MAX_ID - _NUMBER].rstrip("-")
    return (f"{base}-{number}" for number in count(1))


def _joined(people: Sequence[Person], ids: _Ids) -> dict[str, dict[str, Plain]]:
    """Return one entry with the names of all people; that of a listed person keeps its fields."""
    first = next((person for person in people if person.listed), people[0])
    names = list(dict.fromkeys([first.name, *(name for person in (first, *people) for name in _names(person))]))
    if not first.listed:
        return {ids.of_names(first.id, names): {"names": [*names]}}
    fields: dict[str, Plain] = {**person_fields(first.listed), "names": [*names]}
    if first.listed.papers or first.listed.coauthors:  # then no other papers with the names are theirs
        others = (entry.key for person in people if person is not first for entry in person.papers)
        fields["papers"] = [*dict.fromkeys((*first.listed.papers, *others))]
    return {first.id: fields}


def _names(person: Person) -> tuple[str, ...]:
    return person.listed.names if person.listed else (person.name,)


def person_fields(listed: ListedPerson) -> dict[str, Plain]:
    """Return the fields of an entry, as the file has them."""
    values: dict[str, str | tuple[str, ...]] = {name: getattr(listed, name) for name in FIELDS}
    return {name: value if isinstance(value, str) else list(value) for name, value in values.items() if value}


def _divided(suggestion: Suggestion, ids: _Ids) -> dict[str, dict[str, Plain]]:
    """Return an entry for each part of the papers; the papers of no part stay on the page of the name."""
    return {ids.numbered(suggestion.people[0]): _fields(part) for part in suggestion.parts}


def _fields(part: Part) -> dict[str, Plain]:
    names: dict[str, Plain] = {"names": [*part.names]}
    # All papers that give the iD are theirs, also those to come.
    return {**names, "orcid": part.orcid} if part.orcid else {**names, "papers": [*part.papers]}
