"""The entries of content/people.yaml that a suggestion asks for."""

from __future__ import annotations

from collections.abc import Mapping

from generator.catalog.people.people import Person
from generator.catalog.people.people_file import FIELDS, ListedPerson
from generator.catalog.people.suggestions import Suggestion
from generator.yaml.document import Plain
from generator.yaml.editor import FileStyle, render_field


def suggested_yaml(suggestion: Suggestion, people: Mapping[str, Person]) -> str:
    """Return the lines for content/people.yaml; an entry that the file has already is meant to be replaced."""
    entries = _joined(suggestion, people) if suggestion.kind == "variants" else _divided(suggestion)
    return "".join(render_field(person_id, fields, FileStyle()) for person_id, fields in entries.items())


def _joined(suggestion: Suggestion, people: Mapping[str, Person]) -> dict[str, dict[str, Plain]]:
    """Return one entry with the names of both people; that of a listed person keeps its fields."""
    both = [people[person_id] for person_id in suggestion.people]
    first = next((person for person in both if person.listed), both[0])
    names = dict.fromkeys([first.name, *(name for person in (first, *both) for name in _names(person))])
    fields = person_fields(first.listed) if first.listed else {}
    return {_as_id(first.id): {**fields, "names": list(names)}}


def _names(person: Person) -> tuple[str, ...]:
    return person.listed.names if person.listed else (person.name,)


def person_fields(listed: ListedPerson) -> dict[str, Plain]:
    """Return the fields of an entry, as the file has them."""
    values: dict[str, str | tuple[str, ...]] = {name: getattr(listed, name) for name in FIELDS}
    return {name: value if isinstance(value, str) else list(value) for name, value in values.items() if value}


def _divided(suggestion: Suggestion) -> dict[str, dict[str, Plain]]:
    """Return an entry for each group of papers; the papers of no group stay on the page of the name."""
    base = _as_id(suggestion.people[0])
    return {
        f"{base}-{number}": {"names": list(suggestion.names), "papers": list(keys)}
        for number, keys in enumerate(suggestion.papers, start=1)
    }


def _as_id(person_id: str) -> str:
    return person_id.replace(".", "-")
