"""Finds names that are probably one person, and names that are probably several, for a curator to decide.

Few and right rather than many: a wrong suggestion that is followed puts a paper on the page of somebody else. So names
that look alike count only with an ORCID iD or co-authors in common, and papers of one name are kept apart only where
nothing connects them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.groups import PaperGroup, group_papers
from generator.catalog.people.people import Person
from generator.catalog.people.variants import Likeness, find_variants
from generator.text.counts import counted

#: Papers with more authors say little about who works with whom.
MAX_AUTHORS = 30
#: Co-authors with more papers count for nothing.
MAX_PAPERS = 50
#: Co-authors that a reason names.
_MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """Names that are probably one person (``variants``), or a name of several (``namesakes``), and why.

    ``people`` are the ids of those concerned. ``papers`` are the keys of the papers of each.
    """

    kind: Literal["variants", "namesakes"]
    names: tuple[str, ...]
    people: tuple[str, ...]
    papers: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]


def find_suggestions(catalog: Catalog) -> tuple[Suggestion, ...]:
    """Return all suggestions, variants first, in the order of names. People who are listed apart stay apart."""
    coauthors = _Coauthors(catalog)
    variants = sorted(_find_variants(catalog, coauthors), key=lambda found: found.people)
    return (*variants, *_find_namesakes(catalog, coauthors))


class _Coauthors:
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


def _find_variants(catalog: Catalog, coauthors: _Coauthors) -> Iterator[Suggestion]:
    people = [person for person in catalog.people.by_id.values() if person.papers]
    likely: dict[str, list[tuple[Likeness, tuple[str, ...]]]] = defaultdict(list)
    for likeness in find_variants(people):
        reasons = tuple(_evidence(catalog, coauthors, likeness))
        if reasons:
            likely[likeness.shorter.id].append((likeness, (likeness.reason, *reasons)))
    for found in likely.values():
        if len(found) > 1:
            continue  # "J. Smith" may be either of two people
        likeness, reasons = found[0]
        pair = (likeness.longer, likeness.shorter)
        yield Suggestion(
            kind="variants",
            names=tuple(person.name for person in pair),
            people=tuple(person.id for person in pair),
            papers=tuple(tuple(entry.key for entry in person.papers) for person in pair),
            reasons=reasons,
        )


def _evidence(catalog: Catalog, coauthors: _Coauthors, likeness: Likeness) -> Iterator[str]:
    """Yield what two people with similar names have in common; nothing if they cannot be one person."""
    one, other = likeness.longer, likeness.shorter
    if one.listed and other.listed:
        return
    if {entry.key for entry in one.papers} & {entry.key for entry in other.papers}:
        return  # both wrote the same paper
    orcids = _orcids(catalog, one), _orcids(catalog, other)
    if all(orcids):
        if orcids[0] & orcids[1]:
            yield f"both have the ORCID iD {min(orcids[0] & orcids[1])}"
        return
    shared = coauthors.shared(one, other)
    if len(shared) >= likeness.needed_coauthors:
        yield f"both write with {coauthors.described(shared)}"


def _find_namesakes(catalog: Catalog, coauthors: _Coauthors) -> Iterator[Suggestion]:
    for person in catalog.people.by_id.values():
        if person.listed or len(person.papers) < 2:
            continue
        found = _several_orcids(catalog, person) or _separate_groups(catalog, coauthors, person)
        if found:
            groups, reasons = found
            yield Suggestion(
                kind="namesakes",
                names=(person.name,),
                people=(person.id,),
                papers=tuple(tuple(entry.key for entry in group) for group in groups),
                reasons=reasons,
            )


def _several_orcids(catalog: Catalog, person: Person) -> tuple[Sequence[Sequence[Entry]], tuple[str, ...]] | None:
    """Divide papers by the ORCID iD that they give for the name; papers without one are left out."""
    by_orcid: dict[str, list[Entry]] = defaultdict(list)
    for entry in person.papers:
        for orcid in _orcids_of(catalog, person, entry):
            by_orcid[orcid].append(entry)
    if len(by_orcid) < 2:
        return None
    return tuple(by_orcid.values()), tuple(f"papers give the ORCID iD {orcid}" for orcid in by_orcid)


def _separate_groups(
    catalog: Catalog, coauthors: _Coauthors, person: Person
) -> tuple[Sequence[Sequence[Entry]], tuple[str, ...]] | None:
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
    return [group.entries for group in groups], tuple(_describe(catalog, coauthors, group) for group in groups)


def _describe(catalog: Catalog, coauthors: _Coauthors, group: PaperGroup) -> str:
    topics = ", ".join(sorted(catalog.topic(topic).name for topic in group.topics))
    years = sorted({entry.paper.date.year for entry in group.entries})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    papers = counted(len(group.entries), "paper")
    return f"{papers} of {span} with {coauthors.described(group.coauthors)}, about {topics or 'no topic'}"


def _orcids(catalog: Catalog, person: Person) -> frozenset[str]:
    stated = {person.listed.orcid} if person.listed and person.listed.orcid else set()
    return frozenset(stated.union(*(_orcids_of(catalog, person, entry) for entry in person.papers)))


def _orcids_of(catalog: Catalog, person: Person, entry: Entry) -> set[str]:
    ids = catalog.people.of_paper[entry.key]
    return {
        author.orcid
        for each, author in zip(ids, entry.paper.authors, strict=True)
        if each == person.id and author.orcid
    }
