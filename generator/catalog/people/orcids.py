"""The ORCID iDs that papers give for a person."""

from __future__ import annotations

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.people.people import Person


def orcids_of(catalog: Catalog, person: Person) -> frozenset[str]:
    """Return all iDs of a person, with that of content/people.yaml."""
    stated = {person.listed.orcid} if person.listed and person.listed.orcid else set()
    return frozenset(stated.union(*(orcids_on(catalog, person, entry) for entry in person.papers)))


def orcids_on(catalog: Catalog, person: Person, entry: Entry) -> set[str]:
    """Return the iDs that one paper gives; two if two of its authors have the name."""
    ids = catalog.people.of_paper[entry.key]
    return {
        author.orcid
        for each, author in zip(ids, entry.paper.authors, strict=True)
        if each == person.id and author.orcid
    }
