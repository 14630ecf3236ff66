"""Finds names that are probably those of several people, by what divides their papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.coauthors import Coauthors
from generator.catalog.people.groups import PaperGroup, group_papers
from generator.catalog.people.orcids import orcids_on
from generator.catalog.people.people import Person
from generator.text.counts import counted


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The papers of one of several namesakes with the names on them, and why; by ``orcid`` or by co-authors."""

    names: tuple[str, ...]
    papers: tuple[str, ...]
    reason: str
    orcid: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Division:
    """People with a name of several, and the parts of their papers."""

    people: tuple[Person, ...]
    parts: tuple[Part, ...]


def find_divisions(catalog: Catalog, coauthors: Coauthors) -> tuple[Division, ...]:
    """Return the divisions in the order of their first ids."""
    people = [person for person in catalog.people.by_id.values() if _can_be_divided(catalog, person)]
    by_orcid = _by_orcid(catalog, people)
    done = {person.id for division in by_orcid for person in division.people}
    by_coauthors = (_by_coauthors(catalog, coauthors, person) for person in people if person.id not in done)
    found = (*by_orcid, *filter(None, by_coauthors))
    return tuple(sorted(found, key=lambda division: division.people[0].id))


def _can_be_divided(catalog: Catalog, person: Person) -> bool:
    """Whether other people can get the papers of a name, and no listed person would lose any."""
    if person.listed or len(person.papers) < 2:
        return False
    listed = [found for each in person.namesakes if (found := catalog.people.by_id[each].listed)]
    return len(listed) != 1 or bool(listed[0].papers or listed[0].coauthors)


def _by_orcid(catalog: Catalog, people: Sequence[Person]) -> list[Division]:
    """Divide papers by the ORCID iD that they give for the name; papers without one are left out.

    Names with an iD in common are divided together, because the iD belongs to one person.
    """
    papers: dict[str, dict[str, list[Entry]]] = {}
    for person in people:
        by_orcid: dict[str, list[Entry]] = defaultdict(list)
        for entry in person.papers:
            for orcid in sorted(orcids_on(catalog, person, entry)):
                by_orcid[orcid].append(entry)
        if len(by_orcid) > 1:
            papers[person.id] = by_orcid
    return [_division_by_orcid(catalog, ids, papers) for ids in _connected(papers)]


def _connected(papers: dict[str, dict[str, list[Entry]]]) -> list[list[str]]:
    """Return the ids of people in groups that have no ORCID iD in common."""
    groups: list[list[str]] = []
    for person_id, by_orcid in papers.items():
        near = [group for group in groups if any(by_orcid.keys() & papers[each].keys() for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(each for group in near for each in group), person_id])
    return groups


def _division_by_orcid(catalog: Catalog, ids: Sequence[str], papers: dict[str, dict[str, list[Entry]]]) -> Division:
    people = tuple(catalog.people.by_id[each] for each in sorted(ids))
    return Division(
        people=people,
        parts=tuple(
            Part(
                names=tuple(person.name for person in people if orcid in papers[person.id]),
                papers=tuple(
                    dict.fromkeys(entry.key for person in people for entry in papers[person.id].get(orcid, ()))
                ),
                reason=f"papers give the ORCID iD {orcid}",
                orcid=orcid,
            )
            for orcid in dict.fromkeys(orcid for person in people for orcid in papers[person.id])
        ),
    )


def _by_coauthors(catalog: Catalog, coauthors: Coauthors, person: Person) -> Division | None:
    """Divide papers into groups that nothing connects: no co-author, no co-author's co-author, no topic."""
    papers = [
        PaperGroup(
            entries=(entry,),
            coauthors=coauthors.of_entries((entry,), person.id),
            topics=frozenset(assignment.topic for assignment in entry.topics),
        )
        for entry in person.papers
        if coauthors.of_paper[entry.key]
    ]
    near = {each: coauthors.of_person(each) for paper in papers for each in paper.coauthors}
    groups = [group for group in group_papers(papers, near) if len(group.entries) > 1]
    if len(groups) < 2:
        return None
    return Division(people=(person,), parts=tuple(_parts(catalog, coauthors, person, groups)))


def _parts(catalog: Catalog, coauthors: Coauthors, person: Person, groups: Sequence[PaperGroup]) -> Iterator[Part]:
    for group in groups:
        topics = ", ".join(sorted(catalog.topic(topic).name for topic in group.topics))
        years = sorted({entry.paper.date.year for entry in group.entries})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        papers = counted(len(group.entries), "paper")
        yield Part(
            names=(person.name,),
            papers=tuple(entry.key for entry in group.entries),
            reason=f"{papers} of {span} with {coauthors.described(group.coauthors)}, about {topics or 'no topic'}",
        )
