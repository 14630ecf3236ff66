"""CSL-JSON, the exchange format of Zotero, Pandoc and Crossref.

Fields: https://docs.citationstyles.org, appendix IV.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.kinds import INSTITUTIONAL, is_preprint_server
from generator.model import PaperKind, Parsed
from generator.sources.shared.citations import add_addresses, add_identifiers, add_note, add_venue, split_keywords
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import PaperDraft, PublicationPart
from generator.sources.shared.item_error import ItemError
from generator.sources.shared.json_items import first_item, gather_json
from generator.sources.shared.json_shapes import further_of
from generator.sources.shared.kinds import named_kind
from generator.sources.shared.read_fields import ReadFields
from generator.sources.shared.values import short
from generator.text.markup.html import read_html, read_html_line
from generator.text.people.author_marks import clean_name, in_printed_order
from generator.text.people.names import PersonName, is_suffix

SOURCE = "csl-json"
_OWN_FIELDS = frozenset({"issued", "container-title", "citation-key", "DOI", "URL", "title-short"})
# Crossref's other dates complete the first one: "published-online" may have the day that "issued" lacks.
_DATES = ("issued", "published", "published-print", "published-online")
_PARTS: Mapping[PublicationPart, tuple[str, ...]] = MappingProxyType(
    {"volume": ("volume",), "number": ("issue",), "pages": ("page", "article-number"), "publisher": ("publisher",)}
)
_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def parse_csl_json(raw: bytes, *, name: str) -> Parsed:
    """The papers of a list of CSL items, of one item, or of one item per line; tags in their texts are removed."""
    collector = Collector(SOURCE, name=name)
    gather_json(collector, collector.read(raw), _fill)
    return collector.parsed()


def looks_like_csl_json(text: str) -> bool:
    """Whether the first item has a type, and either a field with a name of CSL or authors with family names."""
    item = _work(first_item(text)) if text[:1] in ("[", "{") else None
    if not isinstance(item, dict) or "type" not in item:
        return False
    authors = item.get("author")
    first = authors[0] if isinstance(authors, list) and authors else None
    return bool(_OWN_FIELDS & item.keys()) or (isinstance(first, dict) and bool({"family", "literal"} & first.keys()))


def _work(value: object) -> object:
    """The work in Crossref's answer for one DOI; other items as they are."""
    if isinstance(value, dict) and "message-type" in value and isinstance(value.get("message"), dict):
        return value["message"]
    return value


def _fill(draft: PaperDraft, value: object) -> None:
    value = _work(value)
    if not isinstance(value, dict):
        raise ItemError("no-item", f"{short(value)} is not an item", fix="expected an object with the item's fields")
    item: ReadFields[object] = ReadFields(value)
    draft.set_title(_plain(_first(item.get("title"))), "title")
    titles = item.get("title")
    draft.note_repeated("title", titles if isinstance(titles, list) else ())
    draft.set_abstract(_plain(item.get("abstract")), "abstract")
    stated = item.get("author")
    if isinstance(stated, str):
        draft.add_authors(stated, "author")
    for index, author in enumerate(draft.items(stated, "author") if not isinstance(stated, str) else ()):
        _add_author(draft, author, f"author[{index}]")
    _add_ids(draft, item)
    if isinstance(item.get("URL"), str):
        add_addresses(draft, str(item["URL"]), "URL")
    for name in _DATES:
        _add_date(draft, item.get(name), name)
    _add_publication(draft, item)
    if isinstance(item.get("note"), str):
        add_note(draft, read_html(str(item["note"])), "note")
    keyword = _plain(item.get("keyword"))
    words = split_keywords(keyword) if isinstance(keyword, str) else draft.items(keyword, "keyword")
    draft.set_lines("keywords", words, "keyword")
    draft.note_fields(value, read=item.read)


def _add_author(draft: PaperDraft, author: object, field: str) -> None:
    if isinstance(author, str):
        draft.add_authors([author], field)
        return
    parts = draft.parts(author, field, *_NAME_PARTS, "literal", "name", "ORCID", "affiliation")
    literal = parts.get("literal") or parts.get("name")
    name = read_html_line(literal) if isinstance(literal, str) else literal or _printed_name(parts)
    stated = parts.get("affiliation")
    draft.note_unread(field, further_of("affiliation", stated))
    first = stated[0] if isinstance(stated, list) and stated else stated
    affiliation = first.get("name") if isinstance(first, dict) else first
    draft.add_author(name, field, orcid=parts.get("ORCID"), affiliation=affiliation or None)


def _printed_name(parts: Mapping[str, object]) -> str:
    """The name from its parts, without the marks that reference managers keep in the last of them."""
    text = {
        part: clean_name(read_html_line(str(parts[part]))) for part in _NAME_PARTS if isinstance(parts.get(part), str)
    }
    particle = f"{text.get('dropping-particle', '')} {text.get('non-dropping-particle', '')}".strip()
    family, given = text.get("family", ""), text.get("given", "")
    if particle or text.get("suffix") or not given:
        return PersonName(given=given, particle=particle, family=family, suffix=text.get("suffix", "")).display
    in_order = in_printed_order(f"{family}, {given}")
    if " " not in in_order or is_suffix(given.split()[-1]):
        return in_order
    return PersonName(given=given, family=family).display


def _add_ids(draft: PaperDraft, item: ReadFields[object]) -> None:
    draft.set_id("doi", item.get("DOI"), "DOI")
    if str(item.peek("archive")).lower().startswith("arxiv"):
        item.read.add("archive")
        draft.set_id("arxiv", item.get("archive_location") or item.get("number"), "archive_location")
    held = [(name, str(item.peek(name) or "")) for name in ("number", "archive_location", "id")]
    item.read |= add_identifiers(draft, held)


def _add_date(draft: PaperDraft, value: object, field: str) -> None:
    """``date-parts`` is a list of dates, each a list of year, month and day; ``raw`` and ``literal`` are texts."""
    stated = draft.mapping(value, field)
    dates = stated.get("date-parts")
    parts = dates[0] if isinstance(dates, list) and dates else None
    if isinstance(parts, list) and parts and parts[0] is not None:
        year, month, day = [*parts, "", ""][:3]
        draft.set_parts_of_date(year, month, day, f"{field}.date-parts")
    elif stated.get("raw") or stated.get("literal"):
        name = "raw" if stated.get("raw") else "literal"
        draft.set_date("published", stated[name], f"{field}.{name}")


def _add_publication(draft: PaperDraft, item: ReadFields[object]) -> None:
    kind = _kind(item)
    draft.set_kind(kind)
    institution = _plain(_named(item.peek("institution")))
    venues = ("collection-title",) if kind == "book" else ("container-title", "event-title")
    venue = next((name for name in venues if _plain(_first(item.peek(name)))), "")
    if venue:
        add_venue(draft, str(_plain(_first(item[venue]))), "container-title")
    elif institution and (kind in INSTITUTIONAL or is_preprint_server(str(institution))):
        item.read.add("institution")
        add_venue(draft, str(institution), "institution")
    for part, names in _PARTS.items():
        for name in names:
            if name not in item.read:
                draft.set_publication(part, _plain(item.get(name)), name)
    own_number = "number" if kind == "report" else "collection-number" if kind in ("book", "chapter") else ""
    if own_number and own_number not in item.read:
        draft.set_publication("number", item.get(own_number), own_number)
    if kind in INSTITUTIONAL:
        draft.set_publication("genre", _plain(item.get("genre")), "genre")


def _kind(item: Mapping[str, object]) -> PaperKind | None:
    """The kind by the type of CSL or Crossref. Zotero calls preprints articles, and others all that is in a journal."""
    stated = str(item.get("type", "")).lower()
    container = str(_first(item.get("container-title")) or "")
    if stated in ("article", "manuscript"):
        return "article" if container and not is_preprint_server(container) else "preprint"
    return named_kind([stated])


def _named(value: object) -> object:
    """The name of Crossref's institution, which is a list of objects."""
    first = _first(value)
    return first.get("name") if isinstance(first, dict) else first


def _first(value: object) -> object:
    """The first item of a list: Crossref writes titles as lists of one."""
    return value[0] if isinstance(value, list) and value else value


def _plain(value: object) -> object:
    return read_html(value) if isinstance(value, str) else value
