"""Checks content/people.yaml against the records: papers, names and addresses that it gives must be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from generator.catalog.people.owners import Owners
from generator.catalog.people.people_file import ListedPerson, PeopleFile, parse_people, person_problem
from generator.catalog.people.slugs import name_key, name_slug
from generator.errors import Problem
from generator.model import Record
from generator.store.content import PEOPLE_FILE, Content


def check_people(content: Content) -> tuple[Problem, ...]:
    """Return all problems of the file, and of the file and the records together."""
    file = parse_people(content.people, file=PEOPLE_FILE)
    if not file.people:
        return file.problems
    between = _Between(content, file)
    return (*file.problems, *(problem for person in file.people for problem in between.check(person)))


class _Between:
    """What the records say about the people of the file."""

    def __init__(self, content: Content, file: PeopleFile) -> None:
        self._file = file
        self._records: dict[str, Record] = dict(content.by_key)
        self._records |= {old: self._records[new] for old, new in content.renamed.items()}
        self._removed = content.removed
        self._names: Mapping[str, str] = {
            name_slug(name_key(author.name)): author.name
            for record in content.records
            for author in record.paper.authors
        }
        self._keys = {name_key(name) for name in self._names.values()}
        owners = Owners(file.people, aliases=content.renamed)
        self._authors = {
            person for record in content.records for person in owners.ids_of(record.key, record.paper.authors)
        }

    def check(self, person: ListedPerson) -> Iterator[Problem]:
        """Yield the problems of one person."""
        yield from self._check_addresses(person)
        yield from self._check_names(person)
        for field, keys in (("papers", person.papers), ("not_papers", person.not_papers)):
            for number, key in enumerate(keys):
                yield from self._check_paper(person, (person.id, field, number), key)

    def _check_addresses(self, person: ListedPerson) -> Iterator[Problem]:
        """An id that is the address of another name would send its readers to the wrong person."""
        for path, address in (((person.id,), person.id), *_aliases(person)):
            name = self._names.get(address, "")
            if name and name_key(name) not in person.name_keys:
                found = f"{address} is the address of {name}, which is not one of the names"
                fix = f"add the name, if both are one person, or choose another id, such as {address}-2"
                yield person_problem(self._file.document, path, "address", found, fix, key=len(path) == 1)

    def _check_names(self, person: ListedPerson) -> Iterator[Problem]:
        """The first name may be one that only the page shows, the others are there to find papers."""
        unknown = {number: name for number, name in enumerate(person.names) if name_key(name) not in self._keys}
        for number, name in unknown.items():
            if number:
                yield self._warning((person.id, "names", number), f"no paper has an author {name}", name)
        if person.id not in self._authors:
            found = "no paper belongs to this person, so there is no page"
            yield self._warning((person.id, "names"), found, unknown.get(0, ""))

    def _warning(self, path: tuple[str | int, ...], found: str, name: str) -> Problem:
        close = get_close_matches(name, sorted(self._names.values()), n=1, cutoff=0.85) if name else ()
        fix = f"did you mean {close[0]}?" if close else "correct it, or leave it for papers to come"
        problem = person_problem(self._file.document, path, "without-papers", found, fix)
        return replace(problem, severity="warning")

    def _check_paper(self, person: ListedPerson, path: tuple[str | int, ...], key: str) -> Iterator[Problem]:
        record = self._records.get(key)
        if record is None:
            if key not in self._removed:
                close = get_close_matches(key, sorted(self._records), n=1)
                fix = f"did you mean {close[0]}?" if close else "give the last part of the address of the paper's page"
                yield person_problem(self._file.document, path, "paper", f"there is no paper {key}", fix)
            return
        authors = record.paper.authors
        has_name = any(name_key(author.name) in person.name_keys for author in authors)
        if not has_name and not any(author.orcid == person.orcid for author in authors if person.orcid):
            found = f"no author of {key} has one of the person's names"
            yield person_problem(
                self._file.document, path, "paper", found, "add the name as it is printed, or correct the key"
            )


def _aliases(person: ListedPerson) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, alias in enumerate(person.aliases):
        yield (person.id, "aliases", number), alias
