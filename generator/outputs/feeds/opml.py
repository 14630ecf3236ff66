"""OPML 2.0 (https://opml.org/spec2.opml): a list of all feeds, which feed readers import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from generator.text.markup.xml import xml_text


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedLink:
    """A feed in the list: its title, its address, and the page of the site with the same papers."""

    title: str
    url: str
    page_url: str


def render_opml(name: str, groups: Iterable[tuple[str, Iterable[FeedLink]]]) -> bytes:
    """Return the list as UTF-8; a group without feeds is left out, and one without a name is not a folder."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = xml_text(name)
    body = ElementTree.SubElement(root, "body")
    for group, feeds in groups:
        listed = tuple(feeds)
        parent = ElementTree.SubElement(body, "outline", text=group) if group and listed else body
        for feed in listed:
            title = xml_text(feed.title)
            attributes = {"type": "rss", "text": title, "title": title, "xmlUrl": feed.url, "htmlUrl": feed.page_url}
            ElementTree.SubElement(parent, "outline", attributes)
    ElementTree.indent(root)
    xml: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"
