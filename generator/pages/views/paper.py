"""The page of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from generator.catalog.catalog import Entry
from generator.catalog.periods import in_short
from generator.catalog.related.finder import Related
from generator.ids import arxiv_url, orcid_url
from generator.model import Author
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.exports.bibtex import bibtex
from generator.pages.head import paper_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Note, Prose, counted, draft, page, paragraphs, prose
from generator.pages.routes import day_address, edit_url, fix_url, paper_address, topic_address
from generator.pages.views.cards import Link, TopicBadge, authors, day_link, dots, links, opening, status

#: How many related papers a page shows.
RELATED = 6
#: Search engines and link previews show about this many characters.
DESCRIPTION = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An author; ``href`` leads to the ORCID page and may be empty, as may the affiliation."""

    name: str
    href: str
    affiliation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One fact of the line under the authors; ``href`` may be empty."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedPaper:
    """A related paper and why it is one."""

    title: Prose
    href: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PagerLink:
    """A paper before or after this one."""

    title: Prose
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """The way through a list to which the paper belongs."""

    label: str
    list: Link
    earlier: PagerLink | None
    later: PagerLink | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Commentary:
    """A text about the paper that its authors did not write; ``heading`` says what it is and by whom."""

    heading: str
    text: Prose | Note


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperView:
    """A paper with all that is known of it; empty where nothing is."""

    key: str
    title: Prose
    people: tuple[Person, ...]
    folded: str
    count: str
    status: str
    facts: tuple[Fact, ...]
    comment: Prose
    abstract: Prose
    summary: Commentary | None
    note: Commentary | None
    links: tuple[Link, ...]
    dots: tuple[TopicBadge, ...]
    related: tuple[RelatedPaper, ...]
    walks: tuple[Pager, ...]
    bibtex: Markup
    edit_url: str
    fix_url: str


def plan_papers(context: RenderContext) -> Iterator[Page]:
    """A page for every paper."""
    for entry in context.catalog.entries:
        yield page(
            paper_address(entry.key),
            shows=entry.file,
            draft=partial(_draft, context, entry),
            year=entry.paper.date.year,
            inputs=partial(_inputs, context, entry),
        )


def _inputs(context: RenderContext, entry: Entry) -> str:
    """All that the page is laid out from: the paper, and whatever the page shows of others, which are related papers
    and the papers before and after. What is new on the page and comes from elsewhere than these belongs in here, or a
    build would keep the old page."""
    papers = context.catalog.by_key
    related = [(papers[one.key].paper.title, one.key, one.topics, one.words) for one in entry.related[:RELATED]]
    around = [(one.key, one.paper.title) if one else None for both in _around(context, entry) for one in both]
    return context.inputs((related, around), (entry,))


def _draft(context: RenderContext, entry: Entry) -> PageContent:
    address = paper_address(entry.key)
    description = opening(entry.paper.abstract, DESCRIPTION)
    return draft(
        kind="paper",
        title=entry.paper.title,
        description=description,
        head=paper_head(context.settings, entry),
        template="paper.html.j2",
        view=_view(context, linker(address), entry),
    )


def _view(context: RenderContext, to: Linker, entry: Entry) -> PaperView:
    paper, settings = entry.paper, context.settings
    named = authors(paper.authors)
    return PaperView(
        key=entry.key,
        title=prose(paper.title),
        people=tuple(_person(author) for author in paper.authors),
        folded=named.folded,
        count=named.count,
        status=status(paper),
        facts=tuple(_facts(to, entry)),
        comment=prose(paper.comment or ""),
        abstract=paragraphs(paper.abstract),
        summary=_summary(entry),
        note=_note(context, entry),
        links=links(paper),
        dots=dots(context, to, entry.topics),
        related=tuple(_neighbour(context, to, related) for related in entry.related[:RELATED]),
        walks=tuple(_walks(context, to, entry)),
        bibtex=preformatted(bibtex(entry)),
        edit_url=edit_url(settings, entry.file),
        fix_url=fix_url(settings, key=entry.key, paper=paper),
    )


def preformatted(text: str) -> Markup:
    """Lines for a ``<pre>``, their breaks written as references: a generated page is one line."""
    return Markup("&#10;").join(text.rstrip("\n").split("\n"))


def _person(author: Author) -> Person:
    return Person(
        name=author.name, href=orcid_url(author.orcid) if author.orcid else "", affiliation=author.affiliation or ""
    )


def _facts(to: Linker, entry: Entry) -> Iterator[Fact]:
    paper, counts = entry.paper, entry.metrics
    first, *again = entry.days
    yield Fact(label="Featured on", text=in_short(first), href=to(day_address(first)))
    for day in again:
        yield Fact(label="also on", text=in_short(day), href=to(day_address(day)))
    if paper.venue:
        yield Fact(label="", text=paper.venue)
    if paper.ids.arxiv:
        version = f" (version {counts.version})" if counts.version else ""
        yield Fact(label="", text=f"arXiv:{paper.ids.arxiv}{version}", href=arxiv_url(paper.ids.arxiv))
    if paper.published:
        yield Fact(label="published", text=in_short(paper.published))
    if counts.upvotes:
        yield Fact(label="", text=counted(counts.upvotes, "vote"))


def _summary(entry: Entry) -> Commentary | None:
    summary = entry.paper.summary
    if summary is None:
        return None
    heading = f"Summary by {summary.model}" if summary.model else "Summary, not by the authors"
    if summary.date:
        heading += f", {in_short(summary.date)}"
    return Commentary(heading=heading, text=paragraphs(summary.text))


def _note(context: RenderContext, entry: Entry) -> Commentary | None:
    if not entry.paper.note:
        return None
    return Commentary(
        heading=f"Note by {context.settings.curator or 'the curator'}",
        text=Note(entry.paper.note, address=paper_address(entry.key), heading_level=3),
    )


def _neighbour(context: RenderContext, to: Linker, related: Related) -> RelatedPaper:
    names = [context.catalog.topic(topic).name for topic in related.topics]
    why = "; ".join(part for part in (", ".join(names), ", ".join(related.words)) if part)
    return RelatedPaper(
        title=prose(context.catalog.by_key[related.key].paper.title), href=to(paper_address(related.key)), why=why
    )


def _walks(context: RenderContext, to: Linker, entry: Entry) -> Iterator[Pager]:
    """Through the day on which the paper appeared first, and through its main topic."""
    ways = [("In this digest", day_link(to, entry.paper.date))]
    for given in entry.topics[:1]:
        topic = context.catalog.topic(given.topic)
        ways.append(("In this topic", Link(label=topic.name, href=to(topic_address(topic.id)))))
    for (label, listed), (earlier, later) in zip(ways, _around(context, entry), strict=True):
        yield Pager(
            label=label,
            list=listed,
            earlier=_step(to, earlier) if earlier else None,
            later=_step(to, later) if later else None,
        )


def _around(context: RenderContext, entry: Entry) -> Iterator[tuple[Entry | None, Entry | None]]:
    """The papers before and after this one on its day and in its main topic."""
    yield _beside(context, entry, entry.paper.date, context.catalog.by_day[entry.paper.date])
    for given in entry.topics[:1]:
        yield _beside(context, entry, given.topic, context.catalog.by_topic[given.topic])


def _beside(
    context: RenderContext, entry: Entry, listed: str | date, papers: Sequence[Entry]
) -> tuple[Entry | None, Entry | None]:
    place = context.places[listed, entry.key]
    return papers[place - 1] if place else None, papers[place + 1] if place + 1 < len(papers) else None


def _step(to: Linker, entry: Entry) -> PagerLink:
    return PagerLink(title=prose(entry.paper.title), href=to(paper_address(entry.key)))
