"""What Zotero saves from a page's meta tags, by the rules of its translator "Embedded Metadata" (June 2024).

The rules in our own words: tags of Highwire decide the type of the item; without one, Zotero's own ``z:itemType`` does,
and without that it is a journal article. Names are split at a comma, else before the last word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

#: Fields of an item by tag. Of a repeated tag, the first one counts.
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "citation_title": "title",
        "citation_publication_date": "date",
        "citation_journal_title": "publicationTitle",
        "citation_inbook_title": "publicationTitle",
        "citation_book_title": "bookTitle",
        "citation_volume": "volume",
        "citation_issue": "issue",
        "citation_series_title": "series",
        "citation_conference_title": "conferenceName",
        "citation_dissertation_institution": "university",
        "citation_technical_report_institution": "institution",
        "citation_technical_report_number": "number",
        "citation_publisher": "publisher",
        "citation_doi": "DOI",
        "citation_abstract_html_url": "url",
    }
)
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "citation_journal_title": "journalArticle",
        "citation_technical_report_institution": "report",
        "citation_conference_title": "conferencePaper",
        "citation_book_title": "bookSection",
        "citation_inbook_title": "bookSection",
        "citation_dissertation_institution": "thesis",
    }
)


class _Tags(HTMLParser):
    """The contents of meta tags by name, or by property where there is no name, in the order of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or given.get("property")
        if tag == "meta" and name and given.get("content"):
            self.found.append((name, str(given["content"])))


def zotero_item(html: str) -> dict[str, Any]:
    """Return the item that Zotero saves from a page with these tags."""
    tags = _Tags(html).found
    stated = [_TYPES[name] for name, _ in tags if name in _TYPES]
    own = {name.removeprefix("z:"): value for name, value in reversed(tags) if name.startswith("z:")}
    item: dict[str, Any] = {"itemType": "journalArticle", **own}
    for name, value in reversed(tags):
        if name in _FIELDS:
            item[_FIELDS[name]] = " ".join(value.split())
    if stated:
        item["itemType"] = stated[-1]
    authors = [value for name, value in tags if name == "citation_author"]
    item["creators"] = [_creator(each) for author in authors for each in _split(author, alone=len(authors) == 1)]
    first, last = (
        next((value for tag, value in tags if tag == f"citation_{end}page"), "") for end in ("first", "last")
    )
    if first:
        item["pages"] = "-".join(part for part in (first, last) if part)
    item["attachments"] = [value for name, value in tags if name == "citation_pdf_url"][:1]
    return item


def _split(author: str, *, alone: bool) -> list[str]:
    """Return the names in a tag. A lone tag is split at commas if several words are on both sides of the first."""
    names = re.split(r"\s*;\s*", author)
    parts = re.split(r"\s*,\s*", author)
    if alone and len(names) == 1 and len(parts) > 1 and " " in parts[0] and " " in parts[1]:
        return parts
    return names


def _creator(name: str) -> tuple[str, str]:
    """Return given and family name; the given name of a group is empty."""
    has_comma = "," in name
    bare = re.sub(r"^[\s.,/\[\]:]+|[\s.,/\[\]:]+$", "", name)
    if has_comma:
        family, *given = re.split(r", ?", bare)
        return (given[0] if given else ""), family
    given_names, _, family = bare.rpartition(" ")
    return given_names, family
