"""The file of people, ``content/people.yaml``: who has which names, and whose papers of a shared name are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.catalog.people.slugs import name_key
from generator.errors import Problem, Severity
from generator.ids import check_key, check_orcid, is_address_part
from generator.text.addresses.urls import check_url
from generator.text.clean import check_visible_line, unfold
from generator.text.similar import similar_name
from generator.yaml.document import Document, Path, Plain, field_path, kind_of
from generator.yaml.reader import read_yaml

MAX_ID = 60
MAX_PEOPLE = 2_000
#: Most characters of a line of text.
MAX_LINE = 300
#: Most items of a list.
MAX_ITEMS = 1_000
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _check_name(text: str) -> str:
    """A name, which has a letter or a digit, or another character that is not ASCII, such as an emoji."""
    if text.isascii() and not any(map(str.isalnum, text)):
        raise ValueError(f"{text} has no letter or digit\nwrite the name as papers print it")
    return check_visible_line(text)


def _check_former_id(text: str) -> str:
    """A former id of a person, which may have the form of any key."""
    try:
        return check_key(text)
    except ValueError as error:
        found = str(error).partition("\n")[0].replace("a key", "an id of a person")
        fix = "expected the last part of the former address of the person's page, as in ada-byron"
        raise ValueError(f"{found}\n{fix}") from None


_LINES: Mapping[str, Callable[[str], str]] = {
    "orcid": check_orcid,
    "homepage": check_url,
    "affiliation": check_visible_line,
}
_LISTS: Mapping[str, Callable[[str], str]] = {
    "names": _check_name,
    "papers": check_key,
    "not_papers": check_key,
    "coauthors": check_visible_line,
    "aliases": _check_former_id,
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


def parse_people(raw: bytes, *, file: str, renamed: Mapping[str, str] | None = None) -> PeopleFile:
    """Read the file, a mapping from ids to people. A person with an error is left out.

    ``renamed`` are the keys of records by their former keys: a paper is the same by each of them.
    """
    document = read_yaml(raw, file=file) if raw else Document(file=file, value=None)
    reader = _Reader(document, renamed or {})
    people = tuple(reader.people())
    people = tuple(person for person in people if not reader.find_conflicts(person))
    problems = sorted(
        (*document.problems, *reader.problems),
        key=lambda problem: (problem.place.line or 0, problem.place.column or 0, problem.code, problem.found),
    )
    return PeopleFile(people=people, problems=tuple(problems), document=document)


def person_problem(
    document: Document, path: Path, code: str, found: str, fix: str, *, key: bool = False, severity: Severity = "error"
) -> Problem:
    """Return a problem at a value of the file, or at its key."""
    place = document.place(path, key=key)
    return Problem(place=place, code=f"person-{code}", found=found, fix=fix, field=field_path(path), severity=severity)


class _Reader:
    """Reads one document; problems are collected in ``problems``."""

    def __init__(self, document: Document, renamed: Mapping[str, str]) -> None:
        self._document = document
        self._renamed = renamed
        self._earlier: dict[str, list[ListedPerson]] = defaultdict(list)
        self._errors = 0
        self.problems: list[Problem] = []

    def _report(self, path: Path, code: str, found: str, fix: str, *, key: bool = False) -> None:
        self._errors += 1
        self.problems.append(person_problem(self._document, path, code, found, fix, key=key))

    def _report_merged(self, path: Path, code: str, first: str, key: str, where: str = "") -> None:
        """Warn about a key that names the same paper as an earlier one since two records were merged or one renamed."""
        found = f"{first}{where} and {key} are one paper now, so the first counts"
        fix = "delete one of the two"
        self.problems.append(person_problem(self._document, path, code, found, fix, severity="warning"))

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
            before = self._errors
            person = self._person(person_id, fields)
            if number == MAX_PEOPLE + 1:
                self._report((person_id,), "many", f"more than {MAX_PEOPLE:,} people", "delete some", key=True)
            if person and self._errors == before and number <= MAX_PEOPLE:
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
                meant = similar_name(name, FIELDS)
                fix = f"did you mean {meant}?" if meant else f"the fields of a person are {', '.join(FIELDS)}"
                self._report((person_id, name), "field", "unknown field", fix, key=True)
        lines = {name: self._line((person_id, name), fields.get(name), check) for name, check in _LINES.items()}
        lists = {name: self._list((person_id, name), fields.get(name), check) for name, check in _LISTS.items()}
        if "names" not in fields:
            fix = "write, for example, names: [Ada Lovelace, A. Lovelace]"
            self._report((person_id, "names"), "missing", "missing", fix, key=True)
        lists["not_papers"] = self._without_papers(person_id, lists["papers"], lists["not_papers"])
        if not lists["names"]:
            return None
        return ListedPerson(id=person_id, **lines, **lists)  # type: ignore[arg-type]  # the tables above have its fields

    def _without_papers(self, person_id: str, papers: tuple[str, ...], not_papers: tuple[str, ...]) -> tuple[str, ...]:
        """Report the keys of ``not_papers`` that are also in ``papers``, and return the others."""
        stated = self._by_current(papers)
        kept = []
        for number, (key, current) in enumerate(zip(not_papers, self._current(not_papers), strict=True)):
            path = (person_id, "not_papers", number)
            if key in papers:
                self._report(path, "both", f"{key} is also one of papers", "delete one of the two")
            elif current in stated:
                self._report_merged(path, "both", stated[current], key, " in papers")
            else:
                kept.append(key)
        return tuple(kept)

    def _current(self, keys: Sequence[str]) -> list[str]:
        """Return the keys that records have now."""
        return [self._renamed.get(key, key) for key in keys]

    def _by_current(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the first of the keys for each key that a record has now."""
        return dict(zip(reversed(self._current(keys)), reversed(keys), strict=True))

    def _check_id(self, person_id: str) -> None:
        if not is_address_part(person_id, max_length=MAX_ID):
            fix = f"use at most {MAX_ID} lowercase letters, digits and single hyphens, for example ada-lovelace"
            self._report((person_id,), "id", "not a valid id of a person", fix, key=True)

    def _line(self, path: Path, value: Plain, check: Callable[[str], str]) -> str:
        """Read one line of text, which may be missing."""
        if value is None or path in self._document.unread:
            return ""
        if not isinstance(value, str):
            is_item = isinstance(path[-1], int)
            fix = "write one line of text as the item" if is_item else f"write one line of text after {path[-1]}:"
            self._report(path, "type", f"must be text, not {kind_of(value)}", fix)
            return ""
        text = unfold(value)
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
        items: dict[str, str] = {}
        for number, item in enumerate(value[:MAX_ITEMS]):
            place = (*path, number)
            if item is None:
                self._report(place, "empty", "is empty", "fill it in, or delete the line")
                continue
            if text := self._line(place, item, check):
                [current] = self._current([text]) if path[-1] in ("papers", "not_papers") else [text]
                self._check_item(place, text, current, items)
                items[text] = current
        return tuple(items)

    def _check_item(self, place: Path, text: str, current: str, earlier: Mapping[str, str]) -> None:
        """Report an item that is among the earlier ones, which are given with the keys that records have now."""
        if text in earlier:
            self._report(place, "twice", f"{text} is listed twice", "delete one of the two")
        elif current in earlier.values():
            first = next(each for each, same in earlier.items() if same == current)
            self._report_merged(place, "twice", first, text)

    def find_conflicts(self, person: ListedPerson) -> bool:
        """Report what this person and earlier ones both have and only one can; return whether there is anything."""
        before = self._errors
        keys = (person.orcid, person.id, *person.aliases, *(f"name {key}" for key in person.name_keys))
        others = {other.id: other for key in keys for other in self._earlier[key] if key}
        for _, other in sorted(others.items()):
            self._compare(person, other)
        for key in keys:
            self._earlier[key].append(person)
        return self._errors > before

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
        papers_of_other = self._by_current(other.papers)
        for number, (key, current) in enumerate(zip(person.papers, self._current(person.papers), strict=True)):
            path = (person.id, "papers", number)
            if key in other.papers:
                fix = "it can be of one person with this name: delete it from the other list"
                self._report(path, "paper-twice", f"{other.id} has this paper too", fix)
            elif current in papers_of_other:
                self._report_merged(path, "paper-twice", papers_of_other[current], key, f" of {other.id}")
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
