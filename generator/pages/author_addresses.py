"""Where each author's papers are: on a page of their own, or among others on a page of the index."""

from __future__ import annotations

from collections.abc import Mapping

from generator.catalog.people.author_index import AuthorIndex, index_authors
from generator.catalog.people.people import People
from generator.pages.routes import author_address, author_index_address
from generator.settings import Settings


def author_index(people: People, settings: Settings) -> AuthorIndex:
    """Return the index of authors of a site; without pages of authors, it is empty."""
    if not settings.fewest_papers:
        return AuthorIndex(pages={}, parts={})
    return index_authors(people, fewest_papers=settings.fewest_papers, own_page=settings.own_page)


def author_addresses(people: People, index: AuthorIndex, settings: Settings) -> Mapping[str, str]:
    """Return the addresses of people's papers by their ids, with a fragment where the page has several people."""
    if not settings.fewest_papers:
        return {}
    addresses = {person.id: author_address(person.id) for person in people.with_papers(settings.own_page)}
    for beginning, authors in index.pages.items():
        for author in authors:
            if not author.has_page:
                addresses[author.person.id] = f"{author_index_address(beginning)}#{author.person.id}"
    return addresses
