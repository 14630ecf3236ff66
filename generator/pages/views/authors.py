"""The index of authors: the most frequent names, and all names by the first letters of the family name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nlargest
from string import ascii_lowercase

from generator.catalog.people.people import Person
from generator.catalog.people.slugs import sort_letters
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import AUTHORS, author_address, author_index_address
from generator.pages.views.cards import Link
from generator.text.counts import counted
from generator.text.people.names import parse_name

#: How many authors the first page lists.
FREQUENT = 60
#: Most names of a page by letter; a longer list is divided by the letters that follow.
MAX_NAMES = 400
#: Letters by which a list is divided at most. A longer one is of people who have the same name in other scripts.
_DEEPEST = 24
#: The page of names that begin with no letter.
_OTHERS = "other"

#: Authors by the letters with which their names begin, in their order.
_Groups = Mapping[str, Sequence["_Indexed"]]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorLink:
    """An author of an index, with the number of papers."""

    name: str
    href: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorsView:
    """The first page: letters that lead to names, and the authors with most papers."""

    facts: str
    letters: tuple[Link, ...]
    frequent: tuple[AuthorLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class NamesView:
    """Names that begin with the same letters, or links to parts of a long list; ``letters`` lead to the others."""

    title: str
    index: str
    facts: str
    letters: tuple[Link, ...]
    parts: tuple[Link, ...]
    authors: tuple[AuthorLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Indexed:
    """An author as an index sorts them: ``letters`` are the family name and the given names, in the letters a to z."""

    letters: str
    label: str
    person: Person


def plan_author_index(context: RenderContext) -> Iterator[Page]:
    """Yield the index of authors, a page for each letter, and pages for the parts of letters with many names."""
    if not context.settings.fewest_papers:
        return
    people = [person for person in context.catalog.people.with_pages(context.settings.fewest_papers) if person.papers]
    indexed = sorted(map(_indexed, people), key=lambda each: (each.letters, each.label, each.person.id))
    by_letter = _group(indexed, "")
    yield make_page(AUTHORS, shows="the index of authors", lay_out=partial(_lay_out_index, context, people, by_letter))
    for letter, authors in by_letter.items():
        parts = {letter: authors} if letter == _OTHERS else dict(_divide(authors, letter))
        own = parts.pop(letter, ())
        yield _plan_names(context, letter, by_letter, parts=parts, authors=own)
        for beginning, some in parts.items():
            yield _plan_names(context, beginning, by_letter, parts={}, authors=some)


def _indexed(person: Person) -> _Indexed:
    name = parse_name(person.name)
    is_family_first = not name.given or name.display.startswith(name.family_with_particle)
    return _Indexed(
        letters=" ".join(filter(None, map(sort_letters, (name.family, name.given)))),
        label=person.name if is_family_first else name.last_first,
        person=person,
    )


def _group(authors: Iterable[_Indexed], beginning: str) -> dict[str, list[_Indexed]]:
    """Group authors, who are in order, by one letter more than they have in common."""
    groups: dict[str, list[_Indexed]] = {}
    for author in authors:
        longer = author.letters[: len(beginning) + 1]
        if longer.endswith(" "):
            longer = author.letters[: len(beginning) + 2]
        if not beginning and longer not in ascii_lowercase:
            longer = ""
        groups.setdefault(longer or _OTHERS, []).append(author)
    return dict(sorted(groups.items(), key=lambda group: (group[0] == _OTHERS, group[0])))


def _divide(authors: Sequence[_Indexed], beginning: str) -> Iterator[tuple[str, Sequence[_Indexed]]]:
    """Yield parts of at most ``MAX_NAMES`` authors. They are cut by letters, so that new names do not move others."""
    if len(authors) <= MAX_NAMES or len(beginning) >= _DEEPEST:
        yield beginning, authors
        return
    for longer, some in _group(authors, beginning).items():
        if longer == beginning:
            yield beginning, some
        else:
            yield from _divide(some, longer)


def _plan_names(
    context: RenderContext, beginning: str, by_letter: _Groups, *, parts: _Groups, authors: Sequence[_Indexed]
) -> Page:
    return make_page(
        _address(beginning),
        shows=f"the authors whose names begin with {beginning}",
        lay_out=partial(_lay_out_names, context, beginning, tuple(by_letter), parts, authors),
    )


def _lay_out_index(context: RenderContext, people: Sequence[Person], by_letter: _Groups) -> PageContent:
    to = linker(AUTHORS)
    least = context.settings.fewest_papers
    names = len({person for ids in context.catalog.people.of_paper.values() for person in ids})
    facts = f"{counted(len(people), 'author')} with {counted(least, 'paper')} or more, of {counted(names, 'name')}"
    frequent = nlargest(FREQUENT, people, key=lambda person: len(person.papers))
    view = AuthorsView(
        facts=facts,
        letters=tuple(Link(label=_title(letter), href=to(_address(letter))) for letter in by_letter),
        frequent=tuple(_link(to, person.name, person) for person in frequent),
    )
    return _content(context, AUTHORS, "Authors", facts, template="authors.html.j2", view=view)


def _lay_out_names(
    context: RenderContext, beginning: str, letters: Sequence[str], parts: _Groups, authors: Sequence[_Indexed]
) -> PageContent:
    address = _address(beginning)
    to = linker(address)
    facts = counted(len(authors) + sum(map(len, parts.values())), "author")
    view = NamesView(
        title=_title(beginning),
        index=to(AUTHORS),
        facts=facts,
        letters=tuple(Link(label=_title(letter), href=to(_address(letter))) for letter in letters),
        parts=tuple(
            Link(label=f"{_title(part)} ({len(some):,})", href=to(_address(part))) for part, some in parts.items()
        ),
        authors=tuple(_link(to, each.label, each.person) for each in authors),
    )
    return _content(context, address, f"Authors: {view.title}", facts, template="author_names.html.j2", view=view)


def _content(
    context: RenderContext, address: str, title: str, facts: str, *, template: str, view: object
) -> PageContent:
    return page_content(
        kind="authors",
        title=title,
        description=facts,
        head=page_head(context, address=address, title=title),
        template=template,
        view=view,
    )


def _link(to: Linker, label: str, person: Person) -> AuthorLink:
    return AuthorLink(name=label, href=to(author_address(person.id)), count=f"{len(person.papers):,}")


def _address(beginning: str) -> str:
    return author_index_address(beginning.replace(" ", "-"))


def _title(beginning: str) -> str:
    """Return the letters as a heading, as in "Zhang, W" for the family name Zhang and the given names that begin so."""
    return "Other" if beginning == _OTHERS else ", ".join(map(str.capitalize, beginning.split(" ")))
