"""Types of BibTeX and BibLaTeX entries: what kind of publication each is, and which fields say where it appeared.

Types and fields: BibTeXing (Patashnik 1988), section 3; the BibLaTeX manual, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from generator.kinds import is_preprint_server
from generator.model import PaperKind
from generator.sources.shared.citations import add_venue
from generator.sources.shared.draft import PaperDraft, PublicationPart
from generator.sources.shared.kinds import GENRES
from generator.sources.shared.read_fields import ReadFields

_KIND_OF_TYPE: Mapping[str, PaperKind] = MappingProxyType(
    {
        **dict.fromkeys(("article", "periodical", "suppperiodical", "review"), "article"),
        **dict.fromkeys(("inproceedings", "conference"), "conference"),
        **dict.fromkeys(
            ("incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"), "chapter"
        ),
        **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings"), "book"),
        **dict.fromkeys(("reference", "mvreference", "booklet"), "book"),
        **dict.fromkeys(("thesis", "phdthesis", "mastersthesis", "bachelorsthesis"), "thesis"),
        **dict.fromkeys(("report", "techreport"), "report"),
        "dataset": "dataset",
        "software": "software",
    }
)
_JOURNALS = ("journal", "journaltitle", "shortjournal")
_BOOKS = ("booktitle", "maintitle")
_OTHER_VENUES = ("eventtitle", "school", "institution")
_VENUES: Mapping[PaperKind | None, tuple[str, ...]] = MappingProxyType(
    {
        "article": (*_JOURNALS, *_BOOKS, *_OTHER_VENUES),
        "thesis": ("school", "institution", *_BOOKS, *_JOURNALS),
        "book": ("series", *_BOOKS, *_JOURNALS),
        "report": ("institution", "school", "organization", *_BOOKS, *_JOURNALS),
    }
)
_PARTS: tuple[tuple[PublicationPart, tuple[str, ...]], ...] = (
    ("volume", ("volume",)),
    ("number", ("number", "issue")),
    ("pages", ("pages", "eid", "articleno", "article-number")),
    ("publisher", ("publisher", "organization")),
)
_URL = re.compile(r"\\(?:url|href|nolinkurl)\b|https?:", re.IGNORECASE)
# "pages = {arXiv--2401}", as Google Scholar writes it.
_NO_PAGES = re.compile(r"arxiv", re.IGNORECASE)


def add_publication(draft: PaperDraft, entry_type: str, fields: ReadFields[str], read: Callable[[str], str]) -> None:
    """Set kind, venue and publication from an entry's type and fields; ``read`` makes text of TeX.

    A field that holds an identifier is not the number or the pages; identifiers must be set before.
    """
    kind = _KIND_OF_TYPE.get(entry_type)
    draft.set_kind(kind)
    for name in _VENUES.get(kind, (*_BOOKS, *_JOURNALS, *_OTHER_VENUES)):
        if fields.get(name):
            add_venue(draft, read(fields[name]), name)
            break
    else:
        _add_published_how(draft, kind, fields, read)
    held = frozenset(fields.read)
    for part, names in _PARTS:
        for name in names:
            value = read(fields.peek(name) or "")
            if value and name not in held and not (part == "pages" and _NO_PAGES.match(value)):
                draft.set_publication(part, value, name)
                fields.read.add(name)
                break
    _add_genre(draft, entry_type, kind, fields, read)


def _add_published_how(
    draft: PaperDraft, kind: PaperKind | None, fields: ReadFields[str], read: Callable[[str], str]
) -> None:
    """Set the venue of a dataset, software or a preprint, for which BibTeX has no other field."""
    how = fields.peek("howpublished") or ""
    if how and not _URL.search(how) and (kind in ("dataset", "software") or is_preprint_server(read(how))):
        add_venue(draft, read(how), "howpublished")
        fields.read.add("howpublished")


def _add_genre(
    draft: PaperDraft, entry_type: str, kind: PaperKind | None, fields: ReadFields[str], read: Callable[[str], str]
) -> None:
    if kind not in ("thesis", "report"):
        return
    stated = read(fields.get("type", ""))
    genre = GENRES.get(stated.lower(), stated) if stated else GENRES.get(entry_type, "")
    draft.set_publication("genre", genre, "type")
