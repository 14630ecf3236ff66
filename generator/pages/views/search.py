"""The search page, and the papers as search indexes them.

Without JavaScript the page says that search needs it and links to the topics and the archive. The theme's
``search-page.js`` fills in the results, from the index that ``build.search`` makes of the records given here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.lead import Lead
from generator.catalog.query.parser import LINK_KINDS
from generator.kinds import kind_to_state
from generator.language.words import gettext
from generator.model import Links, Paper
from generator.pages.context import RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, HOME, SEARCH, TOPICS, form_to_follow, paper_address
from generator.pages.views.cards import Link, links
from generator.pages.views.paper_status import status
from generator.pages.views.search_start import SearchStart, search_start
from generator.text.people.names import stated_family

#: Values of ``has:``, in the order of the facet.
HAS = LINK_KINDS
#: Fields that results show, and fields that no citation has.
_NOT_CITED: dict[str, Any] = {
    **dict.fromkeys(("title", "authors", "abstract", "date", "topics"), True),
    **dict.fromkeys(("updated", "comment", "summary", "translations", "image", "note", "aliases"), True),
    "links": {*Links.model_fields} - {"page", "pdf"},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchTopic:
    """A topic's id and name, and its other names, which readers may also filter by."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchRecord:
    """A paper as search finds and shows it.

    ``address`` is a path from the site's root; ``date`` is the day of the paper's first digest; ``topics`` begin with
    the main one; ``other_names`` are those of listed people that the paper does not print; ``ids`` are the paper's
    identifiers, its key and aliases included; ``votes`` is None where no source counts them; ``fingerprint`` changes
    with every other field except those of topics. ``cited`` returns what only exports need, as in the API: a function,
    because few papers are new in a build. ``lead`` has the texts of a translation
    that leads, which results show; search finds its words, too.
    """

    key: str
    address: str
    title: str
    authors: tuple[str, ...]
    other_names: tuple[str, ...]
    date: date
    topics: tuple[SearchTopic, ...]
    abstract: str
    keywords: tuple[str, ...]
    source: str
    has: tuple[str, ...]
    ids: tuple[str, ...]
    venue: str
    status: str
    votes: int | None
    links: tuple[Link, ...]
    fingerprint: str
    cited: Callable[[], Mapping[str, Any]]
    lead: Lead | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchView:
    """The search page without results; ``start`` is shown before a query, ``links`` to readers without JavaScript."""

    has: tuple[str, ...]
    links: tuple[Link, ...]
    start: SearchStart
    follow_url: str


def row_order(day: date, votes: int | None, key: str) -> tuple[str, int, str]:
    """Sort key of rows: oldest first. Of papers with equal scores the last row is best, so votes come before keys."""
    return day.isoformat(), -1 if votes is None else votes, key


def search_records(catalog: Catalog) -> Iterator[SearchRecord]:
    """Yield a record for every paper of the catalog, newest first."""
    return (_record(catalog, entry) for entry in catalog.entries)


def plan_search(context: RenderContext) -> Page:
    """Return the search page."""
    return make_page(SEARCH, shows="the search page", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to = linker(SEARCH)
    view = SearchView(
        has=HAS[1:],
        links=(
            *([Link(label=gettext("Newest digest"), href=to(HOME))] if context.days else []),
            Link(label=gettext("Topics"), href=to(TOPICS)),
            Link(label=gettext("Archive"), href=to(ARCHIVE)),
        ),
        start=search_start(context, to),
        follow_url=form_to_follow(context.settings) if context.has_feeds else "",
    )
    return page_content(
        kind="search",
        title=gettext("Search"),
        description=gettext("Search titles, abstracts, authors and identifiers of every paper."),
        template="search.html.j2",
        view=view,
        head=page_head(context, address=SEARCH, title=gettext("Search")),
    )


def _record(catalog: Catalog, entry: Entry) -> SearchRecord:
    paper = entry.paper
    ids = paper.ids
    topics = [catalog.topic(assignment.topic) for assignment in entry.topics]
    other_names = catalog.other_names(entry)
    identifiers = (entry.key, *paper.aliases, ids.arxiv, ids.doi, ids.acl, ids.openreview)
    return SearchRecord(
        key=entry.key,
        address=paper_address(entry.key),
        title=paper.title,
        lead=entry.lead if entry.lead.tag else None,
        authors=tuple(author.name for author in paper.authors),
        other_names=other_names,
        date=paper.date,
        topics=tuple(
            SearchTopic(id=topic.id, name=topic.name, aliases=catalog.topic_set.own_aliases(topic)) for topic in topics
        ),
        abstract=paper.abstract,
        keywords=paper.keywords,
        source=entry.source,
        has=tuple(kind for kind in HAS if getattr(paper.links, kind)),
        ids=tuple(dict.fromkeys(identifier for identifier in identifiers if identifier)),
        venue=paper.venue or "",
        status=status(paper),
        votes=entry.metrics.upvotes,
        links=links(paper),
        fingerprint="\n".join((entry.fingerprint, *other_names)),
        cited=partial(_cited, entry.paper),
    )


def _cited(paper: Paper) -> Mapping[str, Any]:
    """Return the fields of a record that citations need and results do not show, as JSON.

    ``families`` are the family names of authors, by name, where they are not the last word.
    """
    stated = {author.name: stated_family(author.name) for author in paper.authors}
    families = {name: family for name, family in stated.items() if family}
    cited = paper.model_dump(mode="json", exclude_defaults=True, exclude=_NOT_CITED)
    cited |= {"families": families, "kind": kind_to_state(paper)}
    return {name: value for name, value in cited.items() if value}
