"""CSL-JSON, the exchange format of Zotero, Pandoc and Crossref.

Fields: https://docs.citationstyles.org, appendix IV.
"""

from __future__ import annotations

import re
from html import unescape

from generator.model import Parsed
from generator.sources.shared.citations import add_address, add_identifiers, add_venue, split_keywords
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import ItemError, PaperDraft
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.values import short
from generator.text.names import PersonName, parse_name

SOURCE = "csl-json"
_OWN_FIELDS = frozenset({"issued", "container-title", "citation-key", "DOI", "URL", "title-short"})
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
# The tags that CSL allows in texts, and those in the abstracts of Crossref.
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|jats:[\w-]+)(?:\s[^<>]*)?>", re.IGNORECASE)
_HEADING = re.compile(r"<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</jats:(?:p|title)>\s*", re.IGNORECASE)


def parse_csl_json(raw: bytes, *, name: str) -> Parsed:
    """The papers of a list of CSL items, of one item, or of one item per line; tags in their texts are removed."""
    collector = Collector(SOURCE, name=name)
    gather_json(collector, collector.read(raw), _fill)
    return collector.parsed()


def looks_like_csl_json(text: str) -> bool:
    """Whether the first item has a type, and either a field with a name of CSL or authors with family names."""
    item = first_item(text) if text[:1] in ("[", "{") else None
    if not isinstance(item, dict) or "type" not in item:
        return False
    authors = item.get("author")
    first = authors[0] if isinstance(authors, list) and authors else None
    return bool(_OWN_FIELDS & item.keys()) or (isinstance(first, dict) and bool({"family", "literal"} & first.keys()))


def _fill(draft: PaperDraft, value: object) -> None:
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not an item", fix="expected an object with the item's fields")
    item: dict[str, object] = value
    draft.set_title(_plain(_first(item.get("title"))), "title")
    draft.set_abstract(_plain(item.get("abstract")), "abstract")
    for index, author in enumerate(draft.items(item.get("author"), "author")):
        _add_author(draft, author, f"author[{index}]")
    draft.set_id("doi", item.get("DOI"), "DOI")
    if str(item.get("archive", "")).lower() == "arxiv":
        draft.set_id("arxiv", item.get("archive_location") or item.get("number"), "archive_location")
    add_identifiers(draft, [("number", str(item.get("number", ""))), ("note", str(item.get("note", "")))])
    _add_address(draft, item.get("URL"))
    _add_date(draft, item.get("issued"))
    venue = _plain(_first(item.get("container-title"))) or item.get("event-title") or ""
    add_venue(draft, str(venue), "container-title")
    draft.set_line("comment", item.get("note"), "note")
    keyword = item.get("keyword")
    words = split_keywords(keyword) if isinstance(keyword, str) else draft.items(keyword, "keyword")
    draft.set_lines("keywords", words, "keyword")


def _add_author(draft: PaperDraft, author: object, field: str) -> None:
    if isinstance(author, str):
        draft.add_author(parse_name(author).display, field)
        return
    parts = draft.mapping(author, field)
    text = {part: str(parts[part]).strip() for part in _NAME_PARTS if isinstance(parts.get(part), str)}
    particle = f"{text.get('dropping-particle', '')} {text.get('non-dropping-particle', '')}".strip()
    name = PersonName(
        given=text.get("given", ""), particle=particle, family=text.get("family", ""), suffix=text.get("suffix", "")
    )
    literal = parts.get("literal") or parts.get("name")
    draft.add_author(literal or name.display, field, orcid=parts.get("ORCID"))


def _add_address(draft: PaperDraft, url: object) -> None:
    if isinstance(url, str):
        add_address(draft, url, "URL")


def _add_date(draft: PaperDraft, issued: object) -> None:
    """``date-parts`` is a list of dates, each a list of year, month and day; ``raw`` and ``literal`` are texts."""
    stated = draft.mapping(issued, "issued")
    dates = stated.get("date-parts")
    parts = dates[0] if isinstance(dates, list) and dates else None
    if isinstance(parts, list) and parts and parts[0] is not None:
        year, month, day = [*parts, "", ""][:3]
        draft.set_parts_of_date(year, month, day, "issued.date-parts")
    elif stated.get("raw") or stated.get("literal"):
        raw = str(stated.get("raw") or stated.get("literal"))
        year, month, day = [*raw.split("T")[0].split("-"), "", ""][:3]
        draft.set_parts_of_date(year, month, day, "issued.raw")


def _first(value: object) -> object:
    """The first item of a list: Crossref writes titles as lists of one."""
    return value[0] if isinstance(value, list) and value else value


def _plain(value: object) -> object:
    if not isinstance(value, str):
        return value
    paragraphs = _PARAGRAPH.sub("\n\n", _HEADING.sub("", value))
    plain = _MARKUP.sub("", paragraphs)
    return unescape(plain) if plain != value else plain
