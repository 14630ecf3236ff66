"""Checks content/people.yaml against the records: papers, names and addresses that it gives must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from generator.catalog.people.owners import Owners
from generator.catalog.people.people_file import ListedPerson, PeopleFile, parse_people, person_problem
from generator.catalog.people.slugs import name_key, name_slug
from generator.errors import Problem
from generator.model import Record
from generator.store.content import PEOPLE_FILE, Content
from generator.text.counts import counted

#: Warnings about people and names without papers, before one says how many more there are.
MAX_WITHOUT_PAPERS = 20
#: What follows a comma without being the given name: a suffix, or a further comma.
_NO_GIVEN_NAME = re.compile(r"(?:jr|sr|i{2,3}|iv)\.?|.*,.*", re.IGNORECASE)


def check_people(content: Content) -> tuple[Problem, ...]:
    """Return all problems of the file, and of the file and the records together."""
    file = parse_people(content.people, file=PEOPLE_FILE, renamed=content.renamed)
    if not file.people:
        return file.problems
    between = _Between(content, file)
    problems = [problem for person in file.people for problem in between.check(person)]
    return (*file.problems, *problems, *between.summary())


class _Between:
    """What the records say about the people of the file."""

    def __init__(self, content: Content, file: PeopleFile) -> None:
        self._file = file
        self._records: dict[str, Record] = dict(content.by_key)
        self._records |= {old: self._records[new] for old, new in content.renamed.items()}
        self._removed = content.removed
        self._without_papers: list[Problem] = []
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
                yield from self._warn((person.id, "names", number), f"no paper has an author {name}", name)
        if person.id not in self._authors:
            found = "no paper belongs to this person, so there is no page"
            yield from self._warn((person.id, "names"), found, unknown.get(0, ""))
        for number, name in enumerate(person.coauthors):
            if name_key(name) not in self._keys:
                yield from self._warn((person.id, "coauthors", number), f"no paper has an author {name}", name)

    def _warn(self, path: tuple[str | int, ...], found: str, name: str) -> Iterator[Problem]:
        """Yield a warning, unless there are many: a file can have everybody of an institute before their papers."""
        is_shown = len(self._without_papers) < MAX_WITHOUT_PAPERS
        turned = _given_name_first(name)
        close = get_close_matches(turned, sorted(self._names.values()), n=1, cutoff=0.85) if name and is_shown else ()
        fix = f"did you mean {close[0]}?" if close else "correct it, or leave it for papers to come"
        if turned != name:
            fix = f"write {close[0] if close else turned}, the given name first"
        problem = person_problem(self._file.document, path, "without-papers", found, fix)
        problem = replace(problem, severity="warning")
        self._without_papers.append(problem)
        if is_shown:
            yield problem

    def summary(self) -> Iterator[Problem]:
        """Yield one warning in place of those beyond ``MAX_WITHOUT_PAPERS``."""
        if rest := self._without_papers[MAX_WITHOUT_PAPERS:]:
            found = f"{counted(len(rest), 'more name')} from here on without papers"
            fix = "correct the names above first, or leave them for papers to come"
            yield replace(rest[0], field="", found=found, fix=fix)

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


def _given_name_first(name: str) -> str:
    """Return a name in the order in which papers print it: Ada Lovelace from "Lovelace, Ada"; others as they are."""
    family, _, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if given and not _NO_GIVEN_NAME.fullmatch(given) else name


def _aliases(person: ListedPerson) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, alias in enumerate(person.aliases):
        yield (person.id, "aliases", number), alias
