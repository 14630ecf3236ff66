"""A feed as a value, before it is written in one of the formats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from generator.outputs.feeds.items import FeedItem


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedDocument:
    """A document of a feed, with absolute addresses.

    ``url`` is its own address, ``page_url`` the page of the site with the same papers. ``older`` is the address of the
    page with older items; ``current`` is, for a page of older items, the address of the feed with the newest ones. Both
    may be empty. ``stylesheet`` is a link relative to the document. ``author`` is the digest's curator.
    """

    id: str
    title: str
    description: str
    url: str
    page_url: str
    follow_url: str
    author: str
    updated: datetime
    items: tuple[FeedItem, ...]
    stylesheet: str
    older: str = ""
    current: str = ""
