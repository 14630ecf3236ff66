"""The page with the ways to follow a digest: feeds, e-mail and releases. It explains what a feed is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from generator.catalog.channels import ALL_PAPERS, Channel, search_channels, topic_channels
from generator.email_settings import EmailSettings, Rhythm, SubscribeForm
from generator.language.words import gettext, gettext_noop
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.feed_titles import feed_description
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import FOLLOW, OPML, SEARCH, channel_address, feed_address, form_to_follow
from generator.pages.views.cards import Link

DESCRIPTION = gettext_noop("The ways to follow this digest, its topics and searches, and how to use them.")
_EMAILS: Mapping[Rhythm, str] = {
    "day": gettext_noop("An e-mail every day with the new papers and their abstracts."),
    "week": gettext_noop("An e-mail every week with the new papers and their abstracts."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelFeeds:
    """The feeds of a channel; ``page`` leads to its papers on the site."""

    page: Link
    description: str
    papers: str
    daily: str
    papers_json: str
    daily_json: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EmailForm:
    """The form for e-mails, which posts to ``host``; ``about`` says when they come."""

    form: SubscribeForm
    host: str
    about: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowView:
    """All feeds; without any, ``all_papers`` is None and ``without`` says why.

    ``email`` is None where readers cannot subscribe, ``releases`` empty where digests are no releases.
    """

    name: str
    all_papers: ChannelFeeds | None
    without: str
    topics: tuple[ChannelFeeds, ...]
    searches: tuple[ChannelFeeds, ...]
    search: str
    follow_url: str
    opml: str
    email: EmailForm | None
    releases: str


def plan_follow(context: RenderContext) -> Page:
    """Plan the page; its content is made when the build needs it."""
    return make_page(FOLLOW, shows="the feeds", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to = linker(FOLLOW)
    catalog, settings = context.catalog, context.settings
    without = ""
    if not context.has_feeds:
        without = (
            gettext("They begin with the first digest.")
            if settings.site_url
            else gettext("mkdocs.yml does not set site_url.")
        )
    view = FollowView(
        name=settings.title,
        all_papers=None if without else _feeds(context, to, ALL_PAPERS),
        without=without,
        topics=tuple(_feeds(context, to, channel) for channel in topic_channels(catalog)),
        searches=tuple(_feeds(context, to, channel) for channel in search_channels(catalog)),
        search=to(SEARCH),
        follow_url=form_to_follow(settings),
        opml=to(OPML),
        email=_email_form(settings.email),
        releases=f"{settings.repo_url}/releases" if settings.email.github and settings.host == "github" else "",
    )
    # Translators: the title of the page with feeds and e-mails
    title = gettext("Follow")
    return page_content(
        kind="follow",
        title=title,
        description=gettext(DESCRIPTION),
        head=page_head(context, address=FOLLOW, title=title),
        template="follow.html.j2",
        view=view,
    )


def _email_form(email: EmailSettings) -> EmailForm | None:
    if email.subscribe is None:
        return None
    return EmailForm(
        form=email.subscribe, host=urlsplit(email.subscribe.url).netloc, about=gettext(_EMAILS[email.every])
    )


def _feeds(context: RenderContext, to: Linker, channel: Channel) -> ChannelFeeds:
    return ChannelFeeds(
        page=Link(label=channel.name or gettext("All papers"), href=to(channel_address(channel))),
        description=feed_description(context.settings, channel),
        papers=to(feed_address(channel, "papers", "xml")),
        daily=to(feed_address(channel, "daily", "xml")),
        papers_json=to(feed_address(channel, "papers", "json")),
        daily_json=to(feed_address(channel, "daily", "json")),
    )
