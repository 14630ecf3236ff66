"""Atom (RFC 4287): a feed as XML, with its page of older items (RFC 5005).

feedgenerator writes the document. What it does not know is added in the places that it has for that: several authors,
categories with names, content as XHTML, links between pages. It refuses characters that XML cannot contain; records
have none, and in settings they become U+FFFD.
"""

from __future__ import annotations

from html import escape
from io import StringIO
from typing import Any

from feedgenerator.django.utils.feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from generator.language.words import current_language, gettext
from generator.outputs.feeds.document import FeedDocument
from generator.outputs.feeds.items import FeedItem
from generator.text.markup.xml import xml_text

_XHTML = "http://www.w3.org/1999/xhtml"
_HISTORY = "http://purl.org/syndication/history/1.0"
_GENERATOR_URL = "https://github.com/digestif/digestif"


def render_atom(document: FeedDocument) -> bytes:
    """Return the feed as UTF-8."""
    feed = _AtomFeed(
        document.title,
        document.page_url,
        None,
        language=current_language().id,
        author_name=document.author,
        subtitle=document.description or None,
        feed_url=document.url,
        feed_guid=document.id,
        document=document,
    )
    for item in document.items:
        feed.add_item(
            item.title,
            item.url,
            None,
            unique_id=item.id,
            pubdate=item.published if item.content else None,
            updateddate=item.updated,
            item=item,
        )
    return str(feed.writeString("utf-8")).encode()


class _AtomFeed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no type hints
    """A feed with the elements that feedgenerator does not write by itself."""

    def write(self, outfile: StringIO, encoding: str) -> None:
        handler = _Generator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        document: FeedDocument = self.feed["document"]
        handler.processingInstruction("xml-stylesheet", f'type="text/css" href="{escape(document.stylesheet)}"')
        handler.characters("\n")
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")
        handler.characters("\n")

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:fh": _HISTORY}

    def latest_post_date(self) -> Any:
        return self.feed["document"].updated

    def add_root_elements(self, handler: _Generator) -> None:
        super().add_root_elements(handler)
        document: FeedDocument = self.feed["document"]
        handler.addQuickElement("generator", "Digestif", {"uri": _GENERATOR_URL})
        if document.current:
            handler.addQuickElement("fh:archive")
            handler.addQuickElement("link", None, {"rel": "current", "href": document.current})
        if document.older:
            handler.addQuickElement("link", None, {"rel": "prev-archive", "href": document.older})
        handler.markup(_explanation(document))

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {}

    def write_items(self, handler: _Generator) -> None:
        for item in self.items:
            handler.characters("\n")
            handler.startElement("entry", {})
            handler.language_of_title = item["item"].language
            self.add_item_elements(handler, item)
            handler.endElement("entry")

    def add_item_elements(self, handler: _Generator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        shown: FeedItem = item["item"]
        for author in shown.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        for category in shown.categories:
            attributes = {"term": category.term, "label": category.label, "scheme": category.scheme}
            handler.addQuickElement("category", None, attributes)
        if shown.external_url:
            handler.addQuickElement("link", None, {"rel": "related", "href": shown.external_url})
        if shown.content:
            handler.startElement("content", {"type": "xhtml"})
            handler.markup(f'<div xmlns="{_XHTML}">{shown.content}</div>')
            handler.endElement("content")


class _Generator(SimplerXMLGenerator):  # type: ignore[misc]  # feedgenerator has no type hints
    """feedgenerator's writer of XML, also for markup that is ready, with U+FFFD for what XML cannot contain."""

    #: The language of the next title, which feedgenerator writes without attributes; empty for that of the feed.
    language_of_title = ""

    def characters(self, content: str) -> None:
        super().characters(xml_text(content) if content else content)

    def startElement(self, name: str, attrs: dict[str, str]) -> None:  # noqa: N802  # the name that SAX gives it
        if name == "title" and self.language_of_title:
            attrs = {**attrs, "xml:lang": self.language_of_title}
        super().startElement(name, {key: xml_text(value) for key, value in attrs.items()})

    def markup(self, xhtml: str) -> None:
        """Write XHTML of our own renderers as it is."""
        self.ignorableWhitespace(xml_text(xhtml))  # the only method that escapes nothing


def _explanation(document: FeedDocument) -> str:
    """Return what a browser shows above the items. Feed readers ignore elements of another namespace."""
    first = (
        gettext("This is a page of older items of a feed.")
        if document.current
        else gettext("This is a web feed. To follow it, copy the address of this page into a feed reader.")
    )
    links = (
        (gettext("What is a feed?"), document.follow_url),
        (gettext("Read these papers on the site"), document.page_url),
    )
    shown = " ".join(f'<a href="{escape(url)}">{escape(label)}</a>' for label, url in links)
    return f'<div xmlns="{_XHTML}"><p>{escape(first)} {shown}</p></div>'
