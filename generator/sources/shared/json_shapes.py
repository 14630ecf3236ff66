"""Objects of databases' answers as flat rows: nested titles, authors, venues and abstracts under one name each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.sources.shared.values import is_filled

_NAMES = ("name", "display_name", "text", "full_name", "fullname", "fullName", "raw_author_name", "value", "literal")
# In any case and with or without a line between the words: firstName, first_name.
_GIVEN = ("given", "givenname", "givennames", "first", "firstname", "firstnames", "forename", "forenames")
_FAMILY = ("family", "familyname", "last", "lastname", "surname")
# Zotero's creators who did not write the paper itself.
_OTHER_CREATORS = frozenset(
    {
        *("editor", "serieseditor", "translator", "contributor", "reviewedauthor", "bookauthor", "commenter"),
        *("recipient", "counsel", "castmember"),
    }
)
_AFFILIATIONS = ("affiliation", "affiliations", "institution", "institutions", "raw_affiliation_strings")
#: Members of which an author is made, besides those with given and family names.
_OF_AUTHOR = frozenset({*_NAMES, *_AFFILIATIONS, "middle", "suffix", "orcid", "ORCID", "author", "creatorType"})
#: Names of members that hold a text in an object that stands for a text, such as a journal with its address.
_TEXTS = ("value", "name", "display_name", "text", "url", "title", "term", "category", "keyword", "content", "tag")


# Members from which others are completed.
_COMPLETING = {
    "abstract_inverted_index": ("abstract",),
    "primary_location": ("venue", "landing_page_url", "pdf_url", "publisher", "publication type"),
    "biblio": ("volume", "issue", "first page", "last page"),
    "journal": ("volume", "pages"),
    "publicationVenue": ("publication type",),
    "versions": ("published",),
}
# DBLP numbers authors of one name, as in "Wei Wang 0001".
_NAMESAKE = re.compile(r" \d{4}$")
_LETTERS = re.compile(r"(?!and\b)[^\W\d_]{2}")


def flat_row(item: Mapping[str, Any]) -> dict[str, object]:
    """The object's members with all that belongs to the paper on one level; the outer names win."""
    flat = _flat(item)
    for complete in _COMPLETIONS:
        complete(flat)
    return flat


def completed_from(item: Mapping[str, Any]) -> dict[str, str]:
    """The names that ``flat_row`` adds to the object's own ones, each with the member from which it is."""
    own = _flat(item)
    return {name: member for member, names in _COMPLETING.items() if member in own for name in names if name not in own}


def is_extra(value: object) -> bool:
    """Whether an item is no paper but belongs to one: OpenReview's replies, Zotero's attachments and notes."""
    if not isinstance(value, dict):
        return False
    data = value.get("data")
    kind = (data if isinstance(data, dict) else value).get("itemType")
    content = value.get("content")
    has_title = isinstance(content, dict) and "title" in content
    is_reply = bool(value.get("replyto")) and "forum" in value and not has_title
    return is_reply or kind in ("attachment", "note", "annotation")


def rows_of_columns(value: object) -> list[dict[str, object]]:
    """The rows of a table that pandas wrote by columns, as in ``{"title": {"0": "One", "1": "Two"}}``, or none."""
    if not isinstance(value, dict) or not all(isinstance(column, dict) for column in value.values()):
        return []
    rows = list(value.get("title", {}))
    if not all(str(row).isdecimal() for row in rows):
        return []
    return [{name: column.get(row) for name, column in value.items()} for row in rows]


def _flat(item: Mapping[str, Any]) -> dict[str, object]:
    data = item.get("data")
    if isinstance(data, dict) and "itemType" in data:
        item = data  # Zotero's API
    flat: dict[str, object] = {str(name): _unwrapped(value) for name, value in item.items()}
    for name in ("content", "info", "ids", "links", "externalIds", "externalids"):
        inner = flat.get(name)
        if isinstance(inner, dict):
            flat = {str(key): _unwrapped(field) for key, field in inner.items()} | flat
            del flat[name]
    return flat


def text_of(value: object) -> object:
    """The text of a value: the first of a list, and of an object the member that holds a text."""
    if isinstance(value, list):
        return next((text for each in value if (text := text_of(each)) not in (None, "")), None)
    if isinstance(value, dict):
        return next((text_of(value[name]) for name in _TEXTS if value.get(name)), None)
    return value


def author_entries(value: object) -> object:
    """Authors as texts and objects with ``name``, ``orcid`` and ``affiliation``, from the forms of all databases."""
    if not isinstance(value, dict | list):
        return value
    return [_author(each) for each in _people(value) if not _is_editor(each)]


def unread_of_authors(value: object) -> Iterator[str]:
    """The parts of authors that no record has: members with other names, further affiliations, editors."""
    for entry in _people(value) if isinstance(value, dict | list) else ():
        if _is_editor(entry):
            yield str(entry["creatorType"])
        elif isinstance(entry, dict):
            inner = entry.get("author")
            for member, held in {**entry, **(inner if isinstance(inner, dict) else {})}.items():
                name = re.sub(r"[_-]", "", str(member)).lower()
                if member not in _OF_AUTHOR and name not in (*_GIVEN, *_FAMILY) and is_filled(held):
                    yield str(member)
                if member in _AFFILIATIONS:
                    yield from further_of(str(member), held)


def further_of(name: str, value: object) -> Iterator[str]:
    """The second of the values of which a record has the first, such as an author's affiliations."""
    if isinstance(value, list) and len(value) > 1:
        yield f"{name}[1]"


def unread_of_text(value: object) -> Iterator[str]:
    """The members of objects that stand for a text, except those that hold the text."""
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, dict):
            chosen = next((name for name in _TEXTS if each.get(name)), "")
            yield from (str(name) for name, held in each.items() if name != chosen and is_filled(held))


def _people(value: dict[str, Any] | list[Any]) -> list[Any]:
    if isinstance(value, list):
        return value
    if value and all(str(name).isdecimal() for name in value):
        return list(value.values())
    inner = next((value[name] for name in ("author", "authors") if value.get(name)), None)
    return inner if isinstance(inner, list) else [inner or value]


def _is_editor(entry: object) -> bool:
    return isinstance(entry, dict) and str(entry.get("creatorType", "")).lower() in _OTHER_CREATORS


def _unwrapped(value: object) -> object:
    """The value of OpenReview's ``{"value": …}``; other values as they are."""
    return (
        value["value"] if isinstance(value, dict) and set(value) <= {"value", "readers"} and "value" in value else value
    )


def _author(entry: object) -> object:
    if isinstance(entry, list):
        # arXiv's snapshot: family name, given names, suffix, and perhaps affiliations.
        family, given, suffix, *affiliations = [*(str(part or "") for part in entry), "", "", ""]
        name = " ".join(part for part in (given, family, suffix) if part)
        # "1 and 2" are numbers of a list of affiliations, which the snapshot lacks.
        return {"name": name, "affiliation": next((one for one in affiliations if _LETTERS.search(one)), None)}
    if not isinstance(entry, dict):
        return entry
    inner = entry.get("author")
    person: Mapping[str, Any] = {**entry, **inner} if isinstance(inner, dict) else entry
    affiliation = text_of(next((person[name] for name in _AFFILIATIONS if person.get(name)), None))
    orcid = person.get("orcid") or person.get("ORCID")
    return {"name": _name(person), "orcid": text_of(orcid), "affiliation": affiliation or None}


def _name(person: Mapping[str, Any]) -> object:
    whole = next((person[name] for name in _NAMES if isinstance(person.get(name), str) and person[name]), None)
    if whole:
        return _NAMESAKE.sub("", whole)
    middle = person.get("middle")
    plain = {re.sub(r"[_-]", "", name).lower(): part for name, part in person.items() if part}
    parts = (
        next((plain[name] for name in _GIVEN if name in plain), ""),
        *(middle if isinstance(middle, list) else [middle or ""]),
        next((plain[name] for name in _FAMILY if name in plain), ""),
        person.get("suffix") or "",
    )
    return " ".join(str(part) for part in parts if part)


def _complete_openalex(flat: dict[str, object]) -> None:
    index = flat.get("abstract_inverted_index")
    if isinstance(index, dict) and not flat.get("abstract"):
        places = [(at, word) for word, found in index.items() if isinstance(found, list) for at in found]
        flat["abstract"] = " ".join(word for at, word in sorted(places) if isinstance(at, int))
    location = flat.get("primary_location")
    if isinstance(location, dict):
        source = location.get("source")
        flat.setdefault("venue", text_of(source))
        if isinstance(source, dict):
            flat.setdefault("publisher", source.get("host_organization_name"))
            # In OpenAlex, a conference paper is an article, too.
            flat.setdefault("publication type", "conference" if source.get("type") == "conference" else None)
        flat.setdefault("landing_page_url", location.get("landing_page_url"))
        flat.setdefault("pdf_url", location.get("pdf_url"))

    biblio = flat.get("biblio")
    if isinstance(biblio, dict):
        names = {"volume": "volume", "issue": "issue", "first page": "first_page", "last page": "last_page"}
        for name, member in names.items():
            flat.setdefault(name, biblio.get(member))


def _complete_semantic_scholar(flat: dict[str, object]) -> None:
    journal, venue = flat.get("journal"), flat.get("publicationVenue")
    if isinstance(journal, dict):
        for name in ("volume", "pages"):
            flat.setdefault(name, journal.get(name))
    if isinstance(venue, dict) and venue.get("type") == "conference":
        flat.setdefault("publication type", "conference")


def _complete_arxiv(flat: dict[str, object]) -> None:
    versions = flat.get("versions")
    if isinstance(versions, list) and versions and isinstance(versions[0], dict):
        flat.setdefault("published", versions[0].get("created"))


def _complete_openreview(flat: dict[str, object]) -> None:
    pdf = flat.get("pdf")
    if isinstance(pdf, str) and pdf.startswith("/pdf"):
        flat["pdf"] = f"https://openreview.net{pdf}"


def _complete_zotero(flat: dict[str, object]) -> None:
    if "itemType" in flat and "key" in flat:
        flat["zotero key"] = flat.pop("key")


def _complete_dblp(flat: dict[str, object]) -> None:
    title = flat.get("title")
    if isinstance(title, str) and "ee" in flat and "key" in flat:
        flat["title"] = title.removesuffix(".")
        # In DBLP, key and url are those of its own record.
        flat["dblp key"], flat["dblp url"] = flat.pop("key"), flat.pop("url", None)


_COMPLETIONS: tuple[Callable[[dict[str, object]], None], ...] = (
    _complete_openalex,
    _complete_semantic_scholar,
    _complete_arxiv,
    _complete_openreview,
    _complete_zotero,
    _complete_dblp,
)
