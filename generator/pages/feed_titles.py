"""Titles of feeds, as feed readers show them in their lists."""

from __future__ import annotations

from generator.catalog.channels import Channel
from generator.language.words import gettext
from generator.pages.routes import FeedItems
from generator.settings import Settings


def feed_title(settings: Settings, channel: Channel, items: FeedItems) -> str:
    """Return the title of a channel's feed: "Papers of the Day: Robotics, daily"."""
    name = f"{settings.title}: {channel.name}" if channel.name else settings.title
    return gettext("%(feed)s, daily", feed=name) if items == "daily" else name


def feed_description(settings: Settings, channel: Channel) -> str:
    """Return a line about a channel; it may be empty."""
    if channel.kind == "search":
        return channel.description or gettext("Papers that match %(query)s", query=channel.query)
    if channel.kind == "author":
        return gettext("Papers by %(name)s", name=channel.name)
    return channel.description or settings.description
