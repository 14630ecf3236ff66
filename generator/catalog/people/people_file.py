"""The file of people, ``content/people.yaml``: who has which names, and whose papers of a shared name are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from generator.catalog.people.slugs import name_key
from generator.errors import Problem
from generator.ids import check_key, check_orcid
from generator.text.addresses.urls import check_url
from generator.text.clean import check_line
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

MAX_ID = 60
MAX_PEOPLE = 2_000
#: Most characters of a line of text.
MAX_LINE = 300
#: Most items of a list.
MAX_ITEMS = 1_000
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LINES: Mapping[str, Callable[[str], str]] = {"orcid": check_orcid, "homepage": check_url, "affiliation": check_line}
_LISTS: Mapping[str, Callable[[str], str]] = {
    "names": check_line,
    "papers": check_key,
    "not_papers": check_key,
    "coauthors": check_line,
    "aliases": check_key,
}
#: The fields of a person, in the order of their description.
FIELDS = ("names", "orcid", "homepage", "affiliation", "papers", "not_papers", "coauthors", "aliases")
_EXAMPLE = "{names: [Ada Lovelace, A. Lovelace], orcid: 0000-0002-1825-0097}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedPerson:
    """A person as the file describes them; ``id`` is part of the address of their page.

    The first of ``names`` is the one to show. ``papers`` and ``not_papers`` are keys of records, ``coauthors`` names of
    people who write with this person, and ``aliases`` former ids.
    """

    id: str
    names: tuple[str, ...]
    orcid: str = ""
    homepage: str = ""
    affiliation: str = ""
    papers: tuple[str, ...] = ()
    not_papers: tuple[str, ...] = ()
    coauthors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def name_keys(self) -> frozenset[str]:
        """The keys of the person's names."""
        return frozenset(map(name_key, self.names))

    @property
    def is_told_apart(self) -> bool:
        """Whether a field tells this person's papers from those of others with the same name."""
        return bool(self.orcid or self.papers or self.coauthors)


@dataclass(frozen=True, kw_only=True, slots=True)
class PeopleFile:
    """The people without errors, in the order of the file, all problems, and the document for further ones."""

    people: tuple[ListedPerson, ...]
    problems: tuple[Problem, ...]
    document: Document


def parse_people(raw: bytes, *, file: str) -> PeopleFile:
    """Read the file, a mapping from ids to people. A person with an error is left out."""
    document = read_yaml(raw, file=file) if raw else Document(file=file, value=None)
    reader = _Reader(document)
    people = tuple(reader.people())
    people = tuple(person for person in people if not reader.find_conflicts(person))
    problems = sorted(
        (*document.problems, *reader.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    return PeopleFile(people=people, problems=tuple(problems), document=document)


def person_problem(document: Document, path: Path, code: str, found: str, fix: str, *, key: bool = False) -> Problem:
    """Return an error at a value of the file, or at its key."""
    place = document.place(path, key=key)
    return Problem(place=place, code=f"person-{code}", found=found, fix=fix, field=field_path(path))


class _Reader:
    """Reads one document; problems are collected in ``problems``."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._earlier: dict[str, list[ListedPerson]] = defaultdict(list)
        self.problems: list[Problem] = []

    def _report(self, path: Path, code: str, found: str, fix: str, *, key: bool = False) -> None:
        self.problems.append(person_problem(self._document, path, code, found, fix, key=key))

    def people(self) -> Iterator[ListedPerson]:
        """Yield the people whose own fields have no errors."""
        value = self._document.value
        if value is None:
            return
        if not isinstance(value, dict):
            found = f"must be a mapping from ids to people, not {kind_of(value)}"
            self._report((), "shape", found, f"write, for example, ada-lovelace: {_EXAMPLE}")
            return
        for number, (person_id, fields) in enumerate(value.items(), start=1):
            before = len(self.problems)
            person = self._person(person_id, fields)
            if number == MAX_PEOPLE + 1:
                self._report((person_id,), "many", f"more than {MAX_PEOPLE:,} people", "delete some", key=True)
            if person and len(self.problems) == before and number <= MAX_PEOPLE:
                yield person

    def _person(self, person_id: str, fields: Plain) -> ListedPerson | None:
        self._check_id(person_id)
        if not isinstance(fields, dict):
            if (person_id,) not in self._document.unread:
                found = f"must be a mapping, not {kind_of(fields)}"
                self._report((person_id,), "shape", found, f"write, for example, {_EXAMPLE}", key=True)
            return None
        for name in fields:
            if name not in FIELDS:
                close = get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.6)
                fix = f"did you mean {close[0]}?" if close else f"the fields of a person are {', '.join(FIELDS)}"
                self._report((person_id, name), "field", "unknown field", fix, key=True)
        lines = {name: self._line((person_id, name), fields.get(name), check) for name, check in _LINES.items()}
        lists = {name: self._list((person_id, name), fields.get(name), check) for name, check in _LISTS.items()}
        if "names" not in fields:
            fix = "write, for example, names: [Ada Lovelace, A. Lovelace]"
            self._report((person_id, "names"), "missing", "missing", fix, key=True)
        for key in sorted(set(lists["papers"]) & set(lists["not_papers"])):
            path = (person_id, "not_papers", lists["not_papers"].index(key))
            self._report(path, "both", f"{key} is also one of papers", "delete one of the two")
        if not lists["names"]:
            return None
        return ListedPerson(id=person_id, **lines, **lists)  # type: ignore[arg-type]  # the tables above have its fields

    def _check_id(self, person_id: str) -> None:
        try:
            check_key(person_id)
            is_valid = ID.fullmatch(person_id) is not None and len(person_id) <= MAX_ID
        except ValueError:
            is_valid = False
        if not is_valid:
            fix = f"use at most {MAX_ID} lowercase letters, digits and single hyphens, for example ada-lovelace"
            self._report((person_id,), "id", "not a valid id of a person", fix, key=True)

    def _line(self, path: Path, value: Plain, check: Callable[[str], str]) -> str:
        """Read one line of text, which may be missing."""
        if value is None or path in self._document.unread:
            return ""
        if not isinstance(value, str):
            self._report(
                path, "type", f"must be text, not {kind_of(value)}", f"write one line of text after {path[-1]}:"
            )
            return ""
        text = " ".join(value.split())
        if not text:
            self._report(path, "empty", "is empty", "fill it in, or delete the line")
        if len(text) > MAX_LINE:
            self._report(path, "length", f"has {len(text):,} characters", f"shorten it to at most {MAX_LINE}")
        try:
            return check(text) if text else ""
        except ValueError as error:
            found, _, fix = str(error).partition("\n")
            self._report(path, "text", found, fix)
            return ""

    def _list(self, path: Path, value: Plain, check: Callable[[str], str]) -> tuple[str, ...]:
        """Read a list of lines, each once, which may be missing."""
        if value is None and path not in self._document.values_at:
            return ()
        if path in self._document.unread:
            return ()
        if not isinstance(value, list) or not value:
            found = "is an empty list" if isinstance(value, list) else f"must be a list, not {kind_of(value)}"
            self._report(path, "type", found, f"write, for example, {path[-1]}: {_LIST_EXAMPLES[str(path[-1])]}")
            return ()
        if len(value) > MAX_ITEMS:
            self._report(path, "many", f"has {len(value):,} items", f"list at most {MAX_ITEMS:,}")
        items: dict[str, None] = {}
        for number, item in enumerate(value[:MAX_ITEMS]):
            place = (*path, number)
            if item is None:
                self._report(place, "empty", "is empty", "fill it in, or delete the line")
                continue
            text = self._line(place, item, check)
            if text in items:
                self._report(place, "twice", f"{text} is listed twice", "delete one of the two")
            if text:
                items[text] = None
        return tuple(items)

    def find_conflicts(self, person: ListedPerson) -> bool:
        """Report what this person and earlier ones both have and only one can; return whether there is anything."""
        before = len(self.problems)
        keys = (person.orcid, person.id, *person.aliases, *(f"name {key}" for key in person.name_keys))
        others = {other.id: other for key in keys for other in self._earlier[key] if key}
        for _, other in sorted(others.items()):
            self._compare(person, other)
        for key in keys:
            self._earlier[key].append(person)
        return len(self.problems) > before

    def _compare(self, person: ListedPerson, other: ListedPerson) -> None:
        if person.orcid and person.orcid == other.orcid:
            fix = "an ORCID iD belongs to one person: join both entries, or correct one"
            self._report((person.id, "orcid"), "orcid-twice", f"{other.id} has the same ORCID iD", fix)
        for alias in sorted({person.id, *person.aliases} & {other.id, *other.aliases}):
            found = f"{alias} is also an address of {other.id}"
            self._report((person.id, "aliases"), "alias-twice", found, "delete one of the two")
        shared = person.name_keys & other.name_keys
        if not shared:
            return
        for key in sorted(set(person.papers) & set(other.papers)):
            path = (person.id, "papers", person.papers.index(key))
            fix = "it can be of one person with this name: delete it from the other list"
            self._report(path, "paper-twice", f"{other.id} has this paper too", fix)
        if not (person.is_told_apart and other.is_told_apart):
            which = other.id if person.is_told_apart else person.id
            name = next(name for name in person.names if name_key(name) in shared)
            found = f"{other.id} has the name {name} too, and nothing tells their papers apart"
            fix = f"give {which} an orcid, papers or coauthors, or join both entries if they are one person"
            self._report((person.id, "names"), "namesake", found, fix)


_LIST_EXAMPLES: Mapping[str, str] = {
    "names": "[Ada Lovelace, A. Lovelace]",
    "papers": "['2401.10000', on-computable-numbers]",
    "not_papers": "['2401.10000', on-computable-numbers]",
    "coauthors": "[Charles Babbage]",
    "aliases": "[ada-byron]",
}
