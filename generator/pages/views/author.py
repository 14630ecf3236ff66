"""The page of an author: papers by year, topics and co-authors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice

from generator.catalog.channels import author_channel
from generator.catalog.people.people import Person, former_addresses
from generator.ids import orcid_url
from generator.language.words import format_number, gettext, ngettext
from generator.pages.context import Linker, RenderContext, export_link, linker
from generator.pages.head import author_head, moved_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content, prose
from generator.pages.routes import AUTHORS, author_address, claim_url, feed_address, form_to_follow
from generator.pages.views.cards import Link, PaperRow, TopicCounts, row, topic_counts
from generator.pages.views.list_tools import ListTools, list_tools
from generator.pages.views.moved import NoticeView

#: How many co-authors a page lists.
COAUTHORS = 12
#: From so many papers on, one paper in common says little about who works with whom.
FEWEST_TO_COMPARE = 3
#: How many topics a page lists; the filters of its list have all.
TOPICS = 8
#: Other spellings of the name that a page lists.
SPELLINGS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Coauthor:
    """A co-author with the number of shared papers; ``href`` is empty for one without a page."""

    name: str
    href: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class YearRows:
    """The papers of a year."""

    title: str
    count: str
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorView:
    """An author. Fields may be empty.

    ``affiliation`` and ``links`` are those of a listed person. ``spellings`` are other forms of the name on papers.
    ``is_name`` says that the page has the papers of a name, which may be several people; ``namesakes`` lead to others
    with the name. ``follow_url`` is the feed of a listed person, or the form that
    gives a feed to a search for the name, and ``follow`` the text of this link.
    """

    name: str
    index: str
    facts: str
    export: str
    id: str
    affiliation: str
    links: tuple[Link, ...]
    spellings: tuple[str, ...]
    is_name: bool
    namesakes: tuple[Link, ...]
    topic_counts: TopicCounts
    tools: ListTools
    years: tuple[YearRows, ...]
    coauthors: tuple[Coauthor, ...]
    follow_url: str
    follow: str
    claim_url: str


def plan_authors(context: RenderContext) -> Iterator[Page]:
    """Yield a page for each author who has one, and for each former address of one."""
    if not context.author_pages:
        return
    people = context.catalog.people.with_papers(context.settings.own_page)
    for person in people:
        yield make_page(
            author_address(person.id),
            shows=f"the author {person.name}",
            lay_out=partial(_lay_out, context, person),
            year=_year(person),
            inputs=partial(_inputs, context, person),
        )
    for former, person_id in former_addresses(people).items():
        person = context.catalog.people.by_id[person_id]
        yield make_page(
            author_address(former),
            shows=f"the former address of the author {person.name}",
            lay_out=partial(_lay_out_former, context, former, person),
            year=_year(person),
        )


def _year(person: Person) -> int | None:
    """Return the year of the newest paper, to whose part of a site the page belongs."""
    return person.papers[0].paper.date.year if person.papers else None


def _inputs(context: RenderContext, person: Person) -> str:
    shown = [(each.name, each.href, each.count) for each in coauthors(context, linker(""), person)]
    others_with_the_name = (context.catalog.people.by_id[each] for each in person.namesakes)
    namesakes = [(each.name, _described(context, each)) for each in others_with_the_name]
    others = (person.id, person.name, person.spellings, person.listed, namesakes, shown)
    return context.inputs(others, person.papers)


def _lay_out(context: RenderContext, person: Person) -> PageContent:
    address = author_address(person.id)
    to = linker(address)
    facts = papers_and_years(person)
    listed = person.listed
    channel = author_channel(person)
    tools = list_tools(context, person.papers)
    view = AuthorView(
        name=person.name,
        index=to(AUTHORS),
        facts=facts,
        export=export_link(context, to, f"authors/{person.id[0]}.json") if person.papers else "",
        id=person.id,
        affiliation=listed.affiliation if listed else "",
        links=tuple(_links(person)),
        spellings=tuple(each for each in person.spellings if each != person.name)[:SPELLINGS],
        is_name=listed is None,
        namesakes=tuple(_namesakes(context, to, person)),
        topic_counts=topic_counts(context, to, person.papers, most=TOPICS),
        tools=tools,
        years=tuple(_years(to, person, tools)),
        coauthors=coauthors(context, to, person),
        follow_url=follow_url(context, to, person),
        follow=gettext("Feed") if channel else gettext("Ask for a feed"),
        claim_url=claim_url(context.settings, person=person.id, name=person.name),
    )
    return page_content(
        kind="author",
        title=person.name,
        description=_description(person, facts, view.namesakes),
        head=author_head(context, address=address, title=person.name, channel=channel),
        template="author.html.j2",
        view=view,
    )


def _description(person: Person, facts: str, namesakes: tuple[Link, ...]) -> str:
    """Describe the page for search engines; a name without papers leads to the people who have them."""
    if person.papers or not namesakes:
        return f"{person.name}: {facts}"
    return f"{gettext('All papers with this name are assigned to:')} {', '.join(link.label for link in namesakes)}"


def follow_url(context: RenderContext, to: Linker, person: Person) -> str:
    """Return the feed of a listed person, or the form that gives a feed to a search for the name."""
    if not context.has_feeds:
        return ""
    channel = author_channel(person)
    if channel:
        return to(feed_address(channel, "papers", "xml"))
    name = person.name.replace('"', "")
    return form_to_follow(context.settings, f'author:"{name}"')


def papers_and_years(person: Person) -> str:
    """Describe the papers, as in "8 papers, 2024–2025"."""
    if not person.papers:
        return ngettext("%(number)s paper", "%(number)s papers", 0)
    newest, oldest = person.papers[0].paper.date.year, person.papers[-1].paper.date.year
    years = str(oldest) if oldest == newest else f"{oldest}–{newest}"
    return ngettext("%(number)s paper, %(years)s", "%(number)s papers, %(years)s", len(person.papers), years=years)


def _links(person: Person) -> Iterator[Link]:
    listed = person.listed
    if listed and listed.homepage:
        yield Link(label=gettext("Homepage"), href=listed.homepage)
    if listed and listed.orcid:
        yield Link(label=f"ORCID {listed.orcid}", href=orcid_url(listed.orcid))


def _namesakes(context: RenderContext, to: Linker, person: Person) -> Iterator[Link]:
    """Yield links to others with the name; of a name without papers, only to those who have them."""
    for each in person.namesakes:
        other = context.catalog.people.by_id[each]
        if each in context.author_pages and (person.papers or other.papers):
            yield Link(label=f"{other.name} ({_described(context, other)})", href=to(context.author_pages[each]))


def told_apart(context: RenderContext, person: Person) -> str:
    """Say which of several people with a name it is: by affiliation, or else by the most frequent topic."""
    counts = Counter(assignment.topic for entry in person.papers for assignment in entry.topics)
    topics = sorted(context.catalog.topic_set.topics, key=lambda topic: -counts[topic.id])
    about = topics[0].name if topics and counts[topics[0].id] else ""
    where = person.listed.affiliation if person.listed else ""
    return where or about


def _described(context: RenderContext, person: Person) -> str:
    return ", ".join(filter(None, (told_apart(context, person), papers_and_years(person))))


def _years(to: Linker, person: Person, tools: ListTools) -> Iterator[YearRows]:
    for year, entries in groupby(person.papers, key=lambda entry: entry.paper.date.year):
        rows = tuple(row(to, entry, featured=True, with_authors=False, tools=tools) for entry in entries)
        count = ngettext("%(number)s paper", "%(number)s papers", len(rows))
        yield YearRows(title=str(year), count=count, rows=rows)


def coauthors(context: RenderContext, to: Linker, person: Person) -> tuple[Coauthor, ...]:
    """Return the co-authors with a second paper in common, most papers first; of few papers, all in the index."""
    people = context.catalog.people
    least = 1 if len(person.papers) < FEWEST_TO_COMPARE else 2
    listed = (
        Coauthor(
            name=people.by_id[each].name,
            href=to(context.author_pages[each]) if each in context.author_pages else "",
            count=format_number(count),
        )
        for each, count in people.coauthors(person, least=least)
        if count > 1 or each in context.author_pages
    )
    return tuple(islice(listed, COAUTHORS))


def _lay_out_former(context: RenderContext, former: str, person: Person) -> PageContent:
    target = author_address(person.id)
    link = linker(author_address(former))(target)
    view = NoticeView(
        heading=gettext("This page has moved"),
        subject=prose(""),
        reason="",
        links=(Link(label=person.name, href=link),),
    )
    return page_content(
        kind="moved",
        title=person.name,
        head=moved_head(context.settings, address=target, link=link),
        template="notice.html.j2",
        view=view,
    )
