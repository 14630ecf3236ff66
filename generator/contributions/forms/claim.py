"""The form with which an author says who they are, and which papers on a page are not theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from generator.catalog.people.entries import person_fields
from generator.catalog.people.owners import Owners
from generator.catalog.people.people_file import ID, ListedPerson, parse_people
from generator.catalog.people.slugs import name_key, name_slug
from generator.contributions.difference import render_fields
from generator.contributions.forms.entries import append_entry
from generator.contributions.forms.form import Form
from generator.contributions.forms.outcome import Outcome, find_record, refused
from generator.contributions.forms.pasted import author_in, strip_list_marker, strip_pasted
from generator.errors import Problem, quote
from generator.store.changes import FileWrite
from generator.store.content import PEOPLE_FILE, Content
from generator.text.clean import unwrap
from generator.text.lines import split_lines
from generator.text.markup.markdown import shown_text
from generator.yaml.document import Plain
from generator.yaml.reader import read_yaml

_LINES = ("orcid", "homepage", "affiliation")
#: The fields that a form can change, as the report names them.
_LABELS = {
    "names": "Names",
    "orcid": "ORCID iD",
    "homepage": "Homepage",
    "affiliation": "Affiliation",
    "papers": "Papers",
    "not_papers": "Papers of others",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _AuthorPage:
    """The page that a form is about: its names with most papers first, and the keys of its papers."""

    id: str
    listed: ListedPerson | None
    names: tuple[str, ...]
    papers: tuple[str, ...]
    namesakes: tuple[ListedPerson, ...]


def claim_page(form: Form, content: Content) -> Outcome:
    """Add a person to content/people.yaml, or change their entry; the papers of others stay on the page of the name."""
    file = parse_people(content.people, file=PEOPLE_FILE, renamed=content.renamed)
    present = read_yaml(content.people, file=PEOPLE_FILE).value if content.people else None
    has_error = any(problem.severity == "error" for problem in file.problems)
    if has_error or not isinstance(present, dict | None):
        return refused("Author page", f"could not read {PEOPLE_FILE}", "ask the curator to run digestif check")
    page = _find_page(form["page"] or form["name"], content, file.people)
    if isinstance(page, Problem):
        return Outcome(problems=(page,))
    found = [find_record(line, content, "Papers that are not mine") for line in _lines(form["not_papers"])]
    problems = tuple(each for each in found if isinstance(each, Problem))
    others = [each.key for each in found if not isinstance(each, Problem)]
    before = person_fields(page.listed) if page.listed else {}
    fields = _changed(form, page, others)
    if fields == before and not problems:
        return refused("Author page", f"the form changes nothing on the page {page.id}", "fill in what is new or wrong")
    person_id = page.listed.id if page.listed else _free_id(page, content, file.people)
    step = FileWrite(
        file=PEOPLE_FILE,
        content=append_entry(content.people, present or {}, person_id, fields),
        old_hash=content.hashes.get(PEOPLE_FILE, ""),
    )
    name = _text(fields["names"])
    changed = render_fields(_LABELS, before, fields)
    summary = f"### Author: {shown_text(name)}\n\n{shown_text(f'Page {page.id}')}\n\n{changed}"
    return Outcome(steps=(step,), problems=problems, summary=summary, title=f"Say which papers are by {name}")


def _text(names: Plain) -> str:
    return str(names[0]) if isinstance(names, list) else ""


def _lines(answer: str) -> list[str]:
    lines = (unwrap(strip_pasted(strip_list_marker(line))) for line in split_lines(answer))
    return [line for line in lines if line]


def _find_page(answer: str, content: Content, people: tuple[ListedPerson, ...]) -> _AuthorPage | Problem:
    """Return the page with an address or id, or with the papers of a name."""
    owners = Owners(people, aliases=content.renamed)
    listed = {person.id: person for person in people}
    linked = author_in(answer)
    wanted = (linked or strip_pasted(answer)).strip().lower()
    by_name = owners.id_of_name(name_key(answer)) if not linked and answer.strip() else ""
    for person_id in dict.fromkeys((wanted, by_name)):
        names: dict[str, None] = {}
        papers = []
        for record in content.records:
            authors = record.paper.authors
            own = [
                each.name
                for each, owner in zip(authors, owners.ids_of(record.key, authors), strict=True)
                if owner == person_id
            ]
            if own:
                papers.append(record.key)
                names |= dict.fromkeys(own)
        if papers or person_id in listed:
            keys = {name_key(name) for name in names}
            return _AuthorPage(
                id=person_id,
                listed=listed.get(person_id),
                names=tuple(names),
                papers=tuple(papers),
                namesakes=tuple(person for person in people if person.id != person_id and person.name_keys & keys),
            )
    found = f"there is no author {quote(answer)}" if answer.strip() else "missing"
    fix = "expected the address of the page, or the name as a paper prints it"
    return refused("Author page", found, fix).problems[0]


def _changed(form: Form, page: _AuthorPage, others: Iterable[str]) -> dict[str, Plain]:
    """Return the fields of the entry as the form changes them; an empty answer changes nothing."""
    fields: dict[str, Plain] = person_fields(page.listed) if page.listed else {}
    listed = page.listed.names if page.listed else ()
    first = unwrap(strip_pasted(form["name"]))
    names = [*([first] if first else []), *listed, *page.names[: 0 if listed else 1], *_lines(form["names"])]
    changed: dict[str, Plain] = {"names": list(_distinct(names))}
    for name in _LINES:
        if answer := unwrap(strip_pasted(form[name])):
            changed[name] = answer.removeprefix("https://orcid.org/") if name == "orcid" else answer
    other_keys = list(dict.fromkeys(others))
    if page.namesakes and not page.listed:
        changed["papers"] = [key for key in page.papers if key not in other_keys]
    elif other_keys:
        changed |= _without(page.listed, other_keys)
    return {name: value for name, value in {**fields, **changed}.items() if value}


def _without(listed: ListedPerson | None, keys: list[str]) -> dict[str, Plain]:
    """Return the lists of papers without some of them: off the person's own list, or on that of others' papers."""
    papers, not_papers = (listed.papers, listed.not_papers) if listed else ((), ())
    new = (key for key in keys if key not in papers and key not in not_papers)
    return {"papers": [key for key in papers if key not in keys], "not_papers": [*not_papers, *new]}


def _distinct(names: Iterable[str]) -> list[str]:
    """Return names without those that differ from an earlier one in case, accents or hyphens only."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(name_key(name), name)
    return list(by_key.values())


def _free_id(page: _AuthorPage, content: Content, people: tuple[ListedPerson, ...]) -> str:
    """Return the id of the page if a person can have it, or one with a number."""
    own = {name_key(name) for name in page.names}
    names = {name_key(author.name) for record in content.records for author in record.paper.authors}
    taken = {name_slug(key) for key in names - own} | {person.id for person in people}
    taken |= {name_slug(key) for key in own} if page.namesakes else set()
    base = page.id.partition(".")[0]
    base = base if ID.fullmatch(base) else "author"
    return next(each for number in count(1) if (each := base if number == 1 else f"{base}-{number}") not in taken)
