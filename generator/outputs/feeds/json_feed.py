"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): a feed's newest items as JSON."""

from __future__ import annotations

import json
from typing import Any

from generator.language.words import current_language
from generator.outputs.feeds.document import FeedDocument
from generator.outputs.feeds.items import FeedItem
from generator.text.markup.xml import xml_text


def render_json_feed(document: FeedDocument) -> bytes:
    """Return the feed as UTF-8, one item on a line. Older items are in the Atom feed only.

    The format requires content, so that a short item has its title as text.
    """
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title,
        "home_page_url": document.page_url,
        "feed_url": document.url,
        "description": document.description,
        "language": current_language().id,
        "authors": [{"name": document.author}],
    }
    head = json.dumps({name: value for name, value in feed.items() if value}, ensure_ascii=False, indent=1)
    items = ",\n".join(json.dumps(_item(item), ensure_ascii=False, separators=(",", ":")) for item in document.items)
    return f'{head.removesuffix("}").rstrip()},\n "items": [\n{items}\n]}}\n'.encode(errors="replace")


def _item(item: FeedItem) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "external_url": item.external_url,
        "title": item.title,
        "language": item.language,
        "content_html": xml_text(item.content),
        "content_text": "" if item.content else item.title,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "authors": [
            {"name": author.name, "url": author.url} if author.url else {"name": author.name} for author in item.authors
        ],
        "tags": [category.label for category in item.categories],
    }
    return {name: value for name, value in fields.items() if value}
