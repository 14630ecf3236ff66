"""The page of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote as percent_encode

from markupsafe import Markup, escape

from generator.catalog.catalog import Entry
from generator.catalog.related.finder import Related
from generator.citations.bibtex import bibtex
from generator.citations.citation import Citation, cite
from generator.comment_settings import Comments
from generator.ids import arxiv_url, orcid_url
from generator.language.dates import short_date
from generator.language.words import gettext
from generator.link_settings import other_sites
from generator.model import Author, Paper
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import paper_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Note, Prose, citable_paragraphs, make_page, page_content, paragraphs, prose
from generator.pages.routes import MAP, edit_url, fix_url, paper_address, topic_address
from generator.pages.views.cards import (
    Link,
    TopicBadge,
    day_link,
    excerpt,
    explained_topics,
    linked_authors,
    links,
    votes,
)
from generator.pages.views.editorial import titled
from generator.pages.views.paper_status import status, status_sentence
from generator.pages.views.publication import publication_fact
from generator.pages.views.versions import TextVersion, versions_of
from generator.settings import Settings
from generator.text.markup.math import plain
from generator.text.scripts import language_of

#: How many related papers a page shows.
RELATED_PAPERS = 5
#: Most reasons of a related paper: what both papers say first, then the topics of both.
MAX_REASONS = 3
#: About how many characters of a description search engines and link previews show.
MAX_DESCRIPTION = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperAuthor:
    """An author; ``href`` leads to the author's page, ``orcid`` to that of ORCID. All but the name may be empty."""

    name: str
    href: str
    orcid: str
    affiliation: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperLink:
    """A link to another paper; ``reason`` says why it is related and may be empty. ``language`` as in ``Card``."""

    title: Prose
    language: str
    href: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pager:
    """The papers before and after this one in a list, such as its digest; ``label`` names the list."""

    label: str
    list: Link
    earlier: PaperLink | None
    later: PaperLink | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Commentary:
    """A text about the paper that its authors did not write; ``heading`` says what it is and by whom.

    ``language`` is that of a summary, empty where its letters are Latin.
    """

    heading: str
    text: Prose | Note
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentSection:
    """Where readers comment on the paper; ``term`` finds its discussion, and ``href`` searches for it on GitHub."""

    comments: Comments
    term: str
    href: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperView:
    """A paper with everything that its page shows; unknown fields are empty.

    ``folded_authors`` is "first three … last" where there are many authors; ``status_notice`` explains ``status``.
    ``facts`` are for the line below the authors. ``language`` is that of the title, empty where its letters are Latin,
    and ``abstract_language`` that of the abstract which leads. ``abstract`` is the original one, empty where a
    translation leads; that is the first of the ``versions``.
    """

    title: Prose
    language: str
    authors: tuple[PaperAuthor, ...]
    folded_authors: str
    all_authors: str
    status: str
    status_notice: str
    facts: tuple[Markup | str, ...]
    comment: Prose
    abstract_language: str
    abstract: Prose
    versions: tuple[TextVersion, ...]
    summary: Commentary | None
    note: Commentary | None
    picks: tuple[Commentary, ...]
    links: tuple[Link, ...]
    other_sites: tuple[Link, ...]
    comments: CommentSection | None
    topics: tuple[TopicBadge, ...]
    related: tuple[PaperLink, ...]
    map: str
    pagers: tuple[Pager, ...]
    bibtex: Markup
    kind: str
    edit_url: str
    fix_url: str


def plan_papers(context: RenderContext) -> Iterator[Page]:
    """Yield a page for every paper."""
    for entry in context.catalog.entries:
        yield make_page(
            paper_address(entry.key),
            shows=entry.file,
            lay_out=partial(_lay_out, context, entry),
            year=entry.paper.date.year,
            inputs=partial(_inputs, context, entry),
        )


def _inputs(context: RenderContext, entry: Entry) -> str:
    """A paper's page shows the paper and, of others, related papers and those before and after it.

    Anything else that the page is to show must be added here, or builds keep the old page.
    """
    by_key = context.catalog.by_key
    picks = context.catalog.picks_of.get(entry.key, ())
    related = [(by_key[one.key].lead.title, one.key, one.topics, one.words) for one in entry.related[:RELATED_PAPERS]]
    neighbours = [(one.key, one.lead.title) if one else None for pair in _neighbours(context, entry) for one in pair]
    return context.card_inputs((related, neighbours, picks, _is_on_map(context, entry)), (entry,))


def _lay_out(context: RenderContext, entry: Entry) -> PageContent:
    address, citation = paper_address(entry.key), cite(entry.paper, key=entry.key)
    return page_content(
        kind="paper",
        title=plain(entry.lead.title),
        description=plain(excerpt(entry.lead.abstract, MAX_DESCRIPTION)),
        head=paper_head(context.settings, entry, citation),
        template="paper.html.j2",
        view=_view(context, linker(address), entry, citation),
    )


def _view(context: RenderContext, to: Linker, entry: Entry, citation: Citation) -> PaperView:
    paper, lead, settings = entry.paper, entry.lead, context.settings
    authors, shown_links = linked_authors(context, to, entry), links(paper)
    return PaperView(
        title=prose(lead.title),
        language=lead.language,
        authors=tuple(map(_author, paper.authors, authors.names)),
        folded_authors=authors.folded,
        all_authors=authors.everyone,
        status=status(paper),
        status_notice=status_sentence(paper),
        facts=tuple(_facts(to, entry, citation)),
        comment=prose(paper.comment or ""),
        abstract_language=lead.language_of_abstract,
        abstract=citable_paragraphs("" if lead.abstract_language else paper.abstract),
        versions=tuple(versions_of(paper, lead)),
        summary=_summary(entry) if settings.summaries else None,
        note=_note(context, entry),
        picks=tuple(_picks(context, entry)),
        links=shown_links,
        other_sites=_other_sites(settings, paper, shown={link.href for link in shown_links}),
        comments=_comments(settings, address=paper_address(entry.key)),
        topics=explained_topics(context, to, entry),
        related=tuple(_related(context, to, related) for related in entry.related[:RELATED_PAPERS]),
        map=f"{to(MAP)}#{entry.key}" if _is_on_map(context, entry) else "",
        pagers=tuple(_pagers(context, to, entry)),
        bibtex=preformatted(bibtex(citation)),
        kind=citation.kind,
        edit_url=edit_url(settings, entry.file),
        fix_url=fix_url(settings, key=entry.key, paper=paper),
    )


def _is_on_map(context: RenderContext, entry: Entry) -> bool:
    return context.settings.map and context.catalog.places.get(entry.key) is not None


def preformatted(text: str) -> Markup:
    """Escape text for ``<pre>``, with line breaks as character references: a generated page is one line."""
    return Markup("&#10;").join(text.rstrip("\n").split("\n"))


def _author(author: Author, link: Link) -> PaperAuthor:
    return PaperAuthor(
        name=author.name,
        href=link.href,
        orcid=orcid_url(author.orcid) if author.orcid else "",
        affiliation=author.affiliation or "",
    )


def _facts(to: Linker, entry: Entry, citation: Citation) -> Iterator[Markup | str]:
    paper = entry.paper
    first, *others = entry.days
    yield _with_link(gettext("Featured on %(link)s"), day_link(to, first))
    for day in others:
        yield _with_link(gettext("also on %(link)s"), day_link(to, day))
    if publication := publication_fact(citation):
        yield publication
    if paper.ids.arxiv:
        label = f"arXiv:{paper.ids.arxiv}"
        if version := entry.metrics.version:
            label = gettext("%(arxiv_id)s (version %(version)s)", arxiv_id=label, version=version)
        yield _with_link("%(link)s", Link(label=label, href=arxiv_url(paper.ids.arxiv)))
    if paper.published:
        yield gettext("published %(date)s", date=paper.published.in_words)
    if votes(entry):
        yield votes(entry)


def _with_link(message: str, link: Link) -> Markup:
    """Return a message as HTML, with a link in the place of ``%(link)s``."""
    html = Markup(f'<a href="{escape(link.href)}">{escape(link.label)}</a>')  # noqa: S704  # values are escaped
    return escape(message) % {"link": html}


def _summary(entry: Entry) -> Commentary | None:
    """Return the record's summary, or else the newest one that a source had a program write; each says by whom."""
    summary = entry.paper.summary
    if summary:
        author = _summary_by(summary.model) if summary.model else gettext("Summary, not by the authors")
        return _said_by(_dated(author, summary.date), summary.text)
    if not entry.metrics.ai_summary:
        return None
    model = entry.metrics.ai_model
    author = _summary_by(model) if model else gettext("Summary by a language model (name not given)")
    return _said_by(_dated(author, entry.mentions[-1].day), entry.metrics.ai_summary)


def _said_by(heading: str, text: str) -> Commentary:
    return Commentary(heading=heading, text=paragraphs(text), language=language_of(text))


def _summary_by(model: str) -> str:
    return gettext("Summary by %(model)s", model=model)


def _dated(heading: str, day: date | None) -> str:
    return gettext("%(title)s, %(date)s", title=heading, date=short_date(day)) if day else heading


def _other_sites(settings: Settings, paper: Paper, *, shown: set[str]) -> tuple[Link, ...]:
    """Return links to other sites, without the addresses that the page has already."""
    sites = other_sites(settings.paper_links, paper)
    return tuple(Link(label=label, href=address) for label, address in sites.items() if address not in shown)


def _comments(settings: Settings, *, address: str) -> CommentSection | None:
    if not settings.comments:
        return None
    query = percent_encode(f"in:title {address}", safe="")
    href = f"https://github.com/{settings.comments.repo}/discussions?discussions_q={query}"
    return CommentSection(comments=settings.comments, term=address, href=href)


def _note(context: RenderContext, entry: Entry) -> Commentary | None:
    if not entry.paper.note:
        return None
    curator = context.settings.curator
    return Commentary(
        heading=gettext("Note by %(name)s", name=curator) if curator else gettext("Note by the curator"),
        text=Note(entry.paper.note, address=paper_address(entry.key), heading_level=3),
    )


def _picks(context: RenderContext, entry: Entry) -> Iterator[Commentary]:
    """Yield when and why editors picked the paper, oldest digest first."""
    picks = context.catalog.picks_of.get(entry.key, ())
    for digest, pick in sorted(picks, key=lambda each: (each[0].span.first, each[0].span.id)):
        if pick.why:
            heading = gettext("Why it was picked: %(digest)s", digest=titled(digest, digest.span.title))
        elif digest.span.kind == "day":
            picked = gettext("Picked on %(date)s", date=short_date(digest.span.first))
            heading = f"{picked}: {digest.title}" if digest.title else picked
        else:
            heading = gettext("Picked: %(digest)s", digest=titled(digest, digest.span.title))
        yield Commentary(heading=heading, text=Note(pick.why, address=paper_address(entry.key), heading_level=3))


def _related(context: RenderContext, to: Linker, related: Related) -> PaperLink:
    topics = [context.catalog.topic(topic).name for topic in related.topics]
    reasons = [*related.words, *topics][:MAX_REASONS]
    return _paper_link(to, context.catalog.by_key[related.key], reason=", ".join(reasons))


def _pagers(context: RenderContext, to: Linker, entry: Entry) -> Iterator[Pager]:
    """Yield the pagers through the paper's first digest and through its main topic."""
    lists = [(gettext("In this digest"), day_link(to, entry.paper.date))]
    for assignment in entry.topics[:1]:
        topic = context.catalog.topic(assignment.topic)
        lists.append((gettext("In this topic"), Link(label=topic.name, href=to(topic_address(topic.id)))))
    for (label, link), (earlier, later) in zip(lists, _neighbours(context, entry), strict=True):
        yield Pager(
            label=label,
            list=link,
            earlier=_paper_link(to, earlier) if earlier else None,
            later=_paper_link(to, later) if later else None,
        )


def _neighbours(context: RenderContext, entry: Entry) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield the papers before and after this one, on the date of its record and in its main topic."""
    yield _before_and_after(context, entry, entry.paper.date, context.catalog.by_day[entry.paper.date])
    for assignment in entry.topics[:1]:
        yield _before_and_after(context, entry, assignment.topic, context.catalog.by_topic[assignment.topic])


def _before_and_after(
    context: RenderContext, entry: Entry, listed: str | date, entries: Sequence[Entry]
) -> tuple[Entry | None, Entry | None]:
    index = context.entry_indexes[listed, entry.key]
    return entries[index - 1] if index else None, entries[index + 1] if index + 1 < len(entries) else None


def _paper_link(to: Linker, entry: Entry, *, reason: str = "") -> PaperLink:
    lead = entry.lead
    return PaperLink(title=prose(lead.title), language=lead.language, href=to(paper_address(entry.key)), reason=reason)
