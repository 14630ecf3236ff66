"""Metadata in the head of a page: Open Graph, feeds, Highwire tags for reference managers, JSON-LD for search engines.

A tag without a value is left out: reference managers would store the empty value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from generator.catalog.catalog import Entry
from generator.catalog.channels import ALL_PAPERS, Channel
from generator.citations.citation import Citation, cite
from generator.ids import arxiv_url, doi_url, orcid_url
from generator.model import Author, Paper
from generator.pages.context import RenderContext
from generator.pages.feed_titles import feed_title
from generator.pages.routes import FeedForm, FeedItems, absolute, feed_address, paper_address, relative
from generator.settings import Settings
from generator.text.markup.math import plain

#: Most characters of a headline (Google Search Central, "Article structured data").
MAX_HEADLINE = 110


def page_head(context: RenderContext, *, address: str, title: str, channel: Channel = ALL_PAPERS) -> Markup:
    """Return the Open Graph tags of a page, for link previews, and links to the feeds of a channel.

    The theme adds the description.
    """
    settings = context.settings
    tags = (
        ("og:type", "website"),
        ("og:title", title),
        ("og:site_name", settings.title),
        ("og:url", absolute(settings, address)),
    )
    feeds = page_feeds(settings, address, channel) if context.has_feeds else Markup()
    return _tags((f'property="{name}"', value) for name, value in tags) + feeds


def page_feeds(settings: Settings, address: str, channel: Channel = ALL_PAPERS) -> Markup:
    """Return the links with which feed readers find the feeds of a channel, and that of all papers."""
    feeds: list[tuple[Channel, FeedItems, FeedForm]] = [
        (channel, "papers", "xml"),
        (channel, "papers", "json"),
        (channel, "daily", "xml"),
    ]
    if channel != ALL_PAPERS:
        feeds.append((ALL_PAPERS, "papers", "xml"))
    return Markup().join(_feed_link(settings, address, *feed) for feed in feeds)


def _feed_link(settings: Settings, address: str, channel: Channel, items: FeedItems, form: FeedForm) -> Markup:
    return Markup('<link rel="alternate" type="application/{}" title="{}" href="{}">').format(
        {"xml": "atom+xml", "json": "feed+json"}[form],
        feed_title(settings, channel, items),
        relative(address, feed_address(channel, items, form)),
    )


def paper_head(settings: Settings, entry: Entry) -> Markup:
    """Return the metadata of a paper's page.

    A tag that has both a ``name`` and a ``property`` serves readers of either.
    """
    page = absolute(settings, paper_address(entry.key))
    citation = cite(entry.paper, key=entry.key)
    tags = (
        ('property="og:type"', "article"),
        ('property="og:site_name"', settings.title),
        ('name="citation_title" property="og:title"', plain(entry.paper.title)),
        ('name="citation_abstract_html_url" property="og:url"', page),
        *((f'name="{name}"', value) for name, value in _highwire(citation)),
    )
    json_ld = htmlsafe_json_dumps(
        _json_ld(entry.paper, citation), sort_keys=False, separators=(",", ":"), ensure_ascii=False
    )
    feed = _feed_link(settings, paper_address(entry.key), ALL_PAPERS, "papers", "xml") if settings.site_url else ""
    return _tags(tags) + Markup('{}<script type="application/ld+json">{}</script>').format(feed, json_ld)


def _tags(tags: Iterable[tuple[str, str]]) -> Markup:
    """Join one tag for each value that is not empty; the first of each pair are the tag's attributes.

    Joined as text, because ``Markup.format`` takes four times as long.
    """
    return Markup("".join(f'<meta {name} content="{escape(value)}">' for name, value in tags if value))  # noqa: S704  # names are constants of this module, values are escaped


def moved_head(settings: Settings, *, address: str, link: str) -> Markup:
    """Return the redirect from an old address of a paper, with the new one as canonical for search engines."""
    url = absolute(settings, address)
    canonical = Markup('<link rel="canonical" href="{}">').format(url) if url else Markup()
    return canonical + Markup('<meta http-equiv="refresh" content="0; url={}">').format(link)


def removed_head() -> Markup:
    """Return the tag that keeps the page of a removed paper out of search engines."""
    return Markup('<meta name="robots" content="noindex">')


def _highwire(citation: Citation) -> Iterator[tuple[str, str]]:
    """Yield Highwire Press tags for Zotero and Google Scholar; a preprint is a report of arXiv."""
    for author in citation.authors:
        yield "citation_author", author.last_first
    if citation.published:
        yield "citation_publication_date", str(citation.published).replace("-", "/")
    yield "citation_doi", citation.doi
    yield "citation_arxiv_id", citation.arxiv
    if citation.kind == "preprint":
        yield "citation_technical_report_institution", "arXiv"
        yield "citation_technical_report_number", f"arXiv:{citation.arxiv}"
    elif citation.kind == "journal":
        yield "citation_journal_title", citation.venue
    else:
        yield "citation_conference_title", citation.venue
    yield "citation_pdf_url", citation.pdf


def _json_ld(paper: Paper, citation: Citation) -> dict[str, Any]:
    ids = paper.ids
    fields: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": _headline(paper),
        "author": [_person(author) for author in paper.authors],
        "datePublished": str(citation.published or ""),
        "identifier": [name for name in (ids.doi, ids.arxiv and f"arXiv:{ids.arxiv}") if name],
        "sameAs": [*([doi_url(ids.doi)] if ids.doi else []), *([arxiv_url(ids.arxiv)] if ids.arxiv else [])],
    }
    return {name: value for name, value in fields.items() if value}


def _headline(paper: Paper) -> str:
    title = plain(paper.title)
    return title if len(title) <= MAX_HEADLINE else f"{title[: MAX_HEADLINE - 1].rstrip()}…"


def _person(author: Author) -> dict[str, str]:
    fields = {"@type": "Person", "name": author.name, "sameAs": orcid_url(author.orcid) if author.orcid else ""}
    return {name: value for name, value in fields.items() if value}
