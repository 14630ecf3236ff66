"""What every feed must fulfil: the grammar and the rules of Atom, RFC 5005 and JSON Feed, and a feed reader."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
from lxml import etree

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
#: Elements that our renderers write into items.
MARKUP = {
    *(
        "div",
        "p",
        "a",
        "b",
        "i",
        "sub",
        "sup",
        "code",
        "bdi",
        "span",
        "strong",
        "em",
        "br",
        "ul",
        "ol",
        "li",
        "blockquote",
    ),
    *("h3", "h4", "h5", "h6", "pre", "table", "thead", "tbody", "tr", "th", "td", "img", "hr"),
}
#: https://www.jsonfeed.org/version/1.1/
JSON_FEED = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
JSON_ITEM = {
    *("id", "url", "external_url", "title", "content_html", "content_text"),
    *("date_published", "date_modified", "authors", "tags", "language"),
}
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}:/[!-~]*")
_GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def read_atom(raw: bytes) -> etree._Element:
    """Return a valid Atom feed; fails for anything that the grammar or the rules forbid."""
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    _GRAMMAR.assertValid(root)
    entries = root.findall(f"{ATOM}entry")
    assert entries, "a feed has at least one item"
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    assert all(TAG_URI.fullmatch(str(each)) for each in (*ids, root.findtext(f"{ATOM}id")))
    updated = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert root.findtext(f"{ATOM}updated") == max(updated, key=datetime.fromisoformat)
    assert root.find(f"{ATOM}author") is not None  # RFC 4287, section 4.1.1
    for element in (root, *entries):
        assert element.find(f"{ATOM}link[@rel='alternate']") is not None
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    for content in root.iter(f"{ATOM}content"):
        for element in content.iter():
            if element is not content:
                assert element.tag.removeprefix(XHTML) in MARKUP
                assert not any(name.startswith("on") or name == "style" for name in element.attrib)
    for element in root.iter():
        for name in ("href", "src", "scheme", "uri"):
            if name in element.attrib:
                address = urlsplit(element.attrib[name])
                assert address.scheme in ("http", "https"), element.attrib[name]
                assert address.netloc, element.attrib[name]
    parsed = feedparser.parse(raw)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    assert [entry.id for entry in parsed.entries] == ids
    return root


def read_json_feed(raw: bytes) -> dict[str, Any]:
    """Return a valid JSON Feed; fails for anything that its rules forbid."""
    feed: dict[str, Any] = json.loads(raw)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed.keys() <= JSON_FEED
    assert {"title", "items"} <= feed.keys()
    assert feed["items"]
    for item in feed["items"]:
        assert item.keys() <= JSON_ITEM
        assert isinstance(item["id"], str)
        assert item.get("content_html") or item["content_text"]
        for date in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[date]).tzinfo
        for author in item.get("authors", ()):
            assert author.keys() <= {"name", "url"}
            assert author["name"]
        assert all(isinstance(tag, str) for tag in item.get("tags", ()))
        etree.fromstring(f"<div>{item.get('content_html', '')}</div>")
    return feed


def link(root: etree._Element, rel: str) -> str:
    """Return the address of a feed's link; empty if it has none."""
    found = root.find(f"{ATOM}link[@rel='{rel}']")
    return "" if found is None else str(found.get("href"))
