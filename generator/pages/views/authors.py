"""The index of authors: the most frequent names, and all names by the first letters of the family name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nlargest
from itertools import islice

from generator.catalog.people.author_index import OTHERS, IndexedAuthor
from generator.catalog.people.people import Person
from generator.language.words import format_number, gettext, ngettext
from generator.pages.context import Linker, RenderContext, export_link, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Prose, make_page, page_content, prose
from generator.pages.routes import AUTHORS, author_index_address, claim_url, paper_address
from generator.pages.views.author import coauthors, papers_and_years, told_apart
from generator.pages.views.cards import Link
from generator.pages.views.paper_status import status

#: How many authors the first page lists.
FREQUENT = 60
#: How many co-authors and topics of an author a page by letter names.
_FEW = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorLink:
    """An author of an index, with the number of papers; ``about`` tells one of several people with a name apart."""

    name: str
    about: str
    href: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorsView:
    """The first page: letters that lead to names, and the authors with most papers."""

    facts: str
    letters: tuple[Link, ...]
    frequent: tuple[AuthorLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class YearRow:
    """A paper of an author in one line, with its year, which is empty if the paper before has the same."""

    title: Prose
    href: str
    status: str
    year: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorSection:
    """An author on a page of the index: with the papers, or with ``href`` of a page with them.

    ``about`` tells one of several people with a name apart.
    """

    id: str
    name: str
    facts: str
    about: str = ""
    href: str = ""
    topics: str = ""
    coauthors: tuple[Link, ...] = ()
    rows: tuple[YearRow, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NamesView:
    """Names that begin with the same letters, and links to parts of a long list; ``letters`` lead to the others.

    ``letter`` is the label of the link in ``letters`` that leads to the page, or to the page of which it is a part.
    ``api`` is the folder of authors in the API, for the export of an author's papers. ``claim_url`` is the form for
    authors, and ``claim_template`` the same with ``{id}`` in place of an author's id.
    """

    title: str
    letter: str
    index: str
    facts: str
    letters: tuple[Link, ...]
    parts: tuple[Link, ...]
    authors: tuple[AuthorSection, ...]
    has_names: bool
    api: str
    claim_url: str
    claim_template: str


def plan_author_index(context: RenderContext) -> Iterator[Page]:
    """Yield the index of authors, a page for each letter, and pages for the parts of letters with many names."""
    if not context.settings.fewest_papers:
        return
    yield make_page(AUTHORS, shows="the index of authors", lay_out=partial(_lay_out_index, context))
    for beginning, authors in context.author_index.pages.items():
        yield make_page(
            author_index_address(beginning),
            shows=f"the authors whose names begin with {beginning}",
            lay_out=partial(_lay_out_names, context, beginning),
            inputs=partial(_inputs, context, beginning, authors),
        )


def _inputs(context: RenderContext, beginning: str, authors: Sequence[IndexedAuthor]) -> str:
    index = context.author_index
    parts = [(part, index.counted(part)) for part in index.parts.get(beginning, ())]
    shown = [
        (
            each.label,
            each.person.id,
            papers_and_years(each.person),
            _about(context, each.person),
            each.has_page or coauthors(context, linker(""), each.person),
        )
        for each in authors
    ]
    entries = (entry for each in authors if not each.has_page for entry in each.person.papers)
    return context.inputs((tuple(index.parts), parts, shown), entries)


def _lay_out_index(context: RenderContext) -> PageContent:
    to = linker(AUTHORS)
    people = [author.person for author in context.author_index]
    facts = _facts(context, people)
    frequent = nlargest(FREQUENT, sorted(people, key=_id), key=lambda person: len(person.papers))
    view = AuthorsView(
        facts=facts,
        letters=_letters(context, to),
        frequent=tuple(
            AuthorLink(
                name=each.name,
                about=_about(context, each),
                href=to(context.author_pages[each.id]),
                count=format_number(len(each.papers)),
            )
            for each in frequent
        ),
    )
    return _content(context, AUTHORS, gettext("Authors"), facts, template="authors.html.j2", view=view)


def _facts(context: RenderContext, people: Sequence[Person]) -> str:
    """Return the numbers of authors, as in "12 authors with 3 papers or more, 3 others named by curators"."""
    least = context.settings.fewest_papers
    names = len({person for ids in context.catalog.people.of_paper.values() for person in ids})
    frequent = sum(len(person.papers) >= least for person in people)
    counts = {
        "authors": ngettext("%(number)s author", "%(number)s authors", frequent),
        "papers": ngettext("%(number)s paper", "%(number)s papers", least),
        "names": ngettext("%(number)s name", "%(number)s names", names),
    }
    if frequent == len(people):
        return gettext("%(authors)s with %(papers)s or more, of %(names)s", **counts)
    # Translators: curators may say that a name is two people, or that two names are one person.
    return gettext(
        "%(authors)s with %(papers)s or more, and %(others)s more whom curators told apart or joined, of %(names)s",
        others=format_number(len(people) - frequent),
        **counts,
    )


def _about(context: RenderContext, person: Person) -> str:
    """Return what tells a person from others in the index who have the same name; empty where nobody has."""
    return told_apart(context, person) if len(context.author_index.named(person.name)) > 1 else ""


def _id(person: Person) -> str:
    return person.id


def _letters(context: RenderContext, to: Linker) -> tuple[Link, ...]:
    letters = context.author_index.parts
    return tuple(Link(label=_title(letter), href=to(author_index_address(letter))) for letter in letters)


def _lay_out_names(context: RenderContext, beginning: str) -> PageContent:
    index, address = context.author_index, author_index_address(beginning)
    to = linker(address)
    facts = ngettext("%(number)s author", "%(number)s authors", index.counted(beginning))
    authors = tuple(_section(context, to, each) for each in index.pages[beginning])
    view = NamesView(
        title=_title(beginning),
        letter=_title(beginning if beginning == OTHERS else beginning[0]),
        index=to(AUTHORS),
        facts=facts,
        letters=_letters(context, to),
        parts=tuple(
            Link(label=f"{_title(part)} ({format_number(index.counted(part))})", href=to(author_index_address(part)))
            for part in index.parts.get(beginning, ())
        ),
        authors=authors,
        has_names=any(not author.href for author in authors),
        api=export_link(context, to, "authors/"),
        claim_url=claim_url(context.settings),
        claim_template=claim_url(context.settings, person="{id}"),
    )
    title = gettext("Authors: %(letters)s", letters=view.title)
    return _content(context, address, title, facts, template="author_names.html.j2", view=view)


def _section(context: RenderContext, to: Linker, author: IndexedAuthor) -> AuthorSection:
    person = author.person
    facts = papers_and_years(person)
    if author.has_page:
        href, about = to(context.author_pages[person.id]), _about(context, person)
        return AuthorSection(id=person.id, name=author.label, facts=facts, about=about, href=href)
    return AuthorSection(
        id=person.id,
        name=author.label,
        facts=facts,
        about=person.listed.affiliation if person.listed else "",
        topics=_topics(context, person),
        coauthors=tuple(Link(label=each.name, href=each.href) for each in coauthors(context, to, person)[:_FEW]),
        rows=tuple(_rows(to, person)),
    )


def _rows(to: Linker, person: Person) -> Iterator[YearRow]:
    before = 0
    for entry in person.papers:
        year = entry.paper.date.year
        yield YearRow(
            title=prose(entry.lead.title),
            href=to(paper_address(entry.key)),
            status=status(entry.paper),
            year=str(year) if year != before else "",
        )
        before = year


def _topics(context: RenderContext, person: Person) -> str:
    """Return the most frequent topics of a person's papers, as in "Agents, Robotics"."""
    counts = Counter(assignment.topic for entry in person.papers for assignment in entry.topics)
    names = (
        topic.name
        for topic in sorted(context.catalog.topic_set.topics, key=lambda topic: -counts[topic.id])
        if counts[topic.id]
    )
    return ", ".join(islice(names, _FEW))


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


def _title(beginning: str) -> str:
    """Return the letters as a heading, as in "Zhang, W" for the family name Zhang and the given names that begin so."""
    return gettext("Other") if beginning == OTHERS else ", ".join(map(str.capitalize, beginning.split(" ")))
