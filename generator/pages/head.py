"""Metadata in the head of a page: Open Graph, feeds, Highwire tags for reference managers, JSON-LD for search engines.

A tag without a value is left out: reference managers would store the empty value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from generator.catalog.catalog import Entry
from generator.catalog.channels import ALL_PAPERS, Channel
from generator.citations.citation import Citation
from generator.pages.context import RenderContext
from generator.pages.feed_titles import feed_title
from generator.pages.highwire import highwire_tags
from generator.pages.routes import (
    CARD,
    FeedForm,
    FeedItems,
    absolute,
    feed_address,
    paper_address,
    paper_card,
    relative,
)
from generator.pages.structured_data import article_data, list_data
from generator.settings import Settings
from generator.text.markup.math import plain


def page_head(
    context: RenderContext,
    *,
    address: str,
    title: str,
    channel: Channel = ALL_PAPERS,
    papers: Sequence[Entry] = (),
) -> Markup:
    """Return the Open Graph tags of a page, for link previews, and links to the feeds of a channel.

    ``papers`` are those that the page lists, in its order. The theme adds the description.
    """
    settings = context.settings
    tags = (
        ('property="og:type"', "website"),
        ('property="og:title"', title),
        ('property="og:site_name"', settings.title),
        ('property="og:url"', absolute(settings, address)),
        *_card_tags(settings, CARD),
    )
    feeds = page_feeds(settings, address, channel) if context.has_feeds else Markup()
    listed = list_data(settings, papers, address=address, title=title) if papers else Markup()
    return _tags(tags) + feeds + listed


def author_head(context: RenderContext, *, address: str, title: str, channel: Channel | None) -> Markup:
    """Return the tags of an author's page for link previews, and the link to the author's feed, if there is one.

    There are many of these pages, so they have few tags.
    """
    settings = context.settings
    tags = _tags((('property="og:type"', "profile"), ('property="og:title"', title), *_card_tags(settings, CARD)))
    if channel is None or not context.has_feeds:
        return tags
    return tags + _feed_link(settings, address, channel, "papers", "xml")


def markdown_link(address: str, target: str) -> Markup:
    """Return the link to the Markdown form of a page."""
    return Markup('<link rel="alternate" type="text/markdown" href="{}">').format(relative(address, target))


def _card_tags(settings: Settings, card: str) -> tuple[tuple[str, str], ...]:
    """Return the tags of the image for link previews, which need the site's address; ``card`` is the image's."""
    if settings.card_images == "none" or not settings.site_url:
        return ()
    return ('property="og:image"', absolute(settings, card)), ('name="twitter:card"', "summary_large_image")


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
    title, href = feed_title(settings, channel, items), relative(address, feed_address(channel, items, form))
    kind = {"xml": "atom+xml", "json": "feed+json"}[form]
    link = f'<link rel="alternate" type="application/{kind}" title="{escape(title)}" href="{escape(href)}">'
    return Markup(link)  # noqa: S704  # values are escaped


def paper_head(settings: Settings, entry: Entry, citation: Citation) -> Markup:
    """Return the metadata of a paper's page.

    A tag that has both a ``name`` and a ``property`` serves readers of either.
    """
    address = paper_address(entry.key)
    tags = (
        ('property="og:type"', "article"),
        ('property="og:site_name"', settings.title),
        *_titles(entry),
        ('name="citation_abstract_html_url" property="og:url"', absolute(settings, address)),
        *((f'name="{name}"', value) for name, value in highwire_tags(citation)),
    )
    card = paper_card(entry.key) if settings.card_images == "papers" else CARD
    feed = _feed_link(settings, address, ALL_PAPERS, "papers", "xml") if settings.site_url else Markup()
    return _tags((*tags, *_card_tags(settings, card))) + feed + article_data(settings, entry, citation)


def _titles(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Return the tags of the title: one where the original leads; else link previews show the title that does."""
    original, lead = plain(entry.paper.title), plain(entry.lead.title)
    if lead == original:
        return (('name="citation_title" property="og:title"', original),)
    return ('name="citation_title"', original), ('property="og:title"', lead)


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


def unlisted_head() -> Markup:
    """Return the tag that keeps a page out of search engines."""
    return Markup('<meta name="robots" content="noindex">')
