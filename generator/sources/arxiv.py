"""arXiv: the Atom answers of its API, and the RSS and Atom feeds of its announcements."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate
from html import unescape
from typing import Any

import feedparser

from generator.errors import Problem
from generator.model import Parsed
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.values import read_date

SOURCE = "arxiv"
_ENTRY_TAG = re.compile(r"<(?P<end>/)?(?P<name>(?:\w{1,20}:)?(?:entry|item))(?=[\s>])[^<>]*>")
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:feed|rss|rdf:RDF|entry|item)\b", re.DOTALL)
_ERROR_ID = re.compile(r"arxiv\.org/api/errors")
# oai:arXiv.org:2409.01234v1, and the addresses of the API and of the feeds.
_ID = re.compile(r"(?:arxiv\.org/abs/|oai:arXiv\.org:)(.+)", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<type>[\w-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
_TITLE_TAIL = re.compile(r"\s*\(arXiv:(?P<id>\S+?)(?:\s+\[[^\]]*\])?(?:\s+UPDATED)?\)\s*$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NAME_BREAK = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_WITHDRAWN_COMMENT = re.compile(
    r"\bwithdrawn by (?:the |its |an? |all |first |arXiv)"
    r"|\b(?:paper|article|submission|manuscript|preprint|version|work)\s+"
    r"(?:(?:has|have) been |is |was )?(?:temporarily )?withdrawn\b|^\W*withdrawn\b",
    re.IGNORECASE,
)
_WITHDRAWN_ABSTRACT = re.compile(
    r"^\W*(?:withdrawn\b|this (?:paper|article|submission|manuscript|preprint|work|version)"
    r" (?:has been |is |was )(?:temporarily )?withdrawn\b)",
    re.IGNORECASE,
)
_FEED_FIX = "its entries were read one by one; if one is missing, fetch the feed again"
_WRAP = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slice:
    """An entry's own text, where it begins, and whether its end is written."""

    at: int
    verbatim: str
    closed: bool


def parse_arxiv(raw: bytes, *, name: str) -> Parsed:
    """An answer of arXiv's API, or a feed of its announcements, whose date is the papers' day.

    An entry in which the API reports an error is a problem and no paper. Withdrawn papers are known by their
    comment or by the beginning of their abstract. Affiliations are not read: feedparser keeps one an entry.
    """
    harvest = Collector(SOURCE, name=name)
    text = harvest.read(raw)
    if not text.strip():
        return harvest.parsed()
    slices = list(_slices(text))
    feed = _read_feed(text)
    cursor = Cursor(text, file=name)
    if not slices and not feed.get("version"):
        fix = "expected an Atom answer of the arXiv API, or an RSS or Atom feed of its announcements"
        harvest.refuse("no-feed", f"no feed: {' '.join(text.split())[:80]!r}", fix=fix)
    elif not feed.bozo and len(feed.entries) == len(slices):
        for entry, piece in zip(feed.entries, slices, strict=True):
            _add_entry(harvest, entry, piece, cursor)
    else:
        for piece in slices:
            _add_piece(harvest, piece, cursor)
        fault = _without_place(str(feed.get("bozo_exception", "")))
        harvest.refuse("bad-xml", f"the feed is no well-formed XML: {fault}", fix=_FEED_FIX, severity="warning")
    return harvest.parsed()


def looks_like_arxiv(text: str) -> bool:
    """Whether the text begins as a feed does and speaks of arXiv."""
    return bool(_FEED.match(text[:5000])) and "arxiv" in text[:20_000].lower()


def _read_feed(text: str) -> Any:
    # feedparser opens what looks like an address or a file; a stream is neither. Its sanitising is off: it would take
    # "a<b" for a tag, and pages escape every text anyway.
    return feedparser.parse(io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False)


def _slices(text: str) -> Iterator[_Slice]:
    """The entries' texts; one without its end goes up to the next one's beginning, or to the file's end."""
    start: int | None = None
    for tag in _ENTRY_TAG.finditer(text):
        if tag["end"] and start is not None:
            yield _Slice(at=start, verbatim=text[start : tag.end()], closed=True)
            start = None
        elif not tag["end"]:
            if start is not None:
                yield _Slice(at=start, verbatim=text[start : tag.start()].rstrip(), closed=False)
            start = tag.start()
    if start is not None:
        yield _Slice(at=start, verbatim=text[start:].rstrip(), closed=False)


def _add_piece(harvest: Collector, piece: _Slice, cursor: Cursor) -> None:
    """One entry of a feed that is broken somewhere, read on its own."""
    place = cursor.place(piece.at)
    if not piece.closed:
        fix = "close it with </entry> (or </item>), or fetch it again"
        harvest.quarantine("bad-xml", "the entry has no end", place=place, verbatim=piece.verbatim, fix=fix)
        return
    alone = _read_feed(f"{_WRAP}{piece.verbatim}</feed>")
    if alone.bozo or len(alone.entries) != 1:
        found = f"the entry is no XML: {_without_place(str(alone.get('bozo_exception', 'it holds no entry')))}"
        fix = "mend the entry and import it again"
        harvest.quarantine("bad-xml", found, place=place, verbatim=piece.verbatim, fix=fix)
        return
    _add_entry(harvest, alone.entries[0], piece, cursor)


def _without_place(fault: str) -> str:
    """The fault's own words; the parser counts lines within the piece, where ours are the file's."""
    return re.sub(r"<unknown>:\d+:\d+: ", "", fault)


def _add_entry(harvest: Collector, entry: Any, piece: _Slice, cursor: Cursor) -> None:
    place = cursor.place(piece.at)
    if _ERROR_ID.search(entry.get("id", "")):
        said = " ".join(entry.get("summary", "").split()) or "no reason given"
        fix = "the answer holds no paper for this: mend the query or the id, and ask again"
        harvest.note(Problem(place=place, code="source-error", found=f"arXiv reports an error: {said}", fix=fix))
        return
    harvest.add(lambda draft: _fill(draft, entry), place=place, verbatim=piece.verbatim)


def _fill(draft: PaperDraft, entry: Any) -> None:
    title, abstract = entry.get("title", ""), entry.get("summary", "")
    paragraph = _PARAGRAPH.fullmatch(abstract)
    if paragraph:
        abstract = unescape(_TAG.sub("", paragraph[1]))
    announced = _ANNOUNCED.match(abstract)
    tail = _TITLE_TAIL.search(title)
    announcement = bool(announced or tail or "arxiv_announce_type" in entry)
    draft.set_title(_TITLE_TAIL.sub("", title), "title")
    draft.set_id("arxiv", *_arxiv_id(entry, announced, tail))
    draft.set_id("doi", entry.get("arxiv_doi"), "doi")
    for index, name in enumerate(_names(entry, in_one_text=announcement)):
        draft.add_author(name, f"author[{index}]")
    abstract = abstract[announced.end() :] if announced else abstract
    draft.set_abstract(abstract, "summary")
    comment = entry.get("arxiv_comment", "")
    draft.set_line("comment", comment, "comment")
    draft.set_line("venue", entry.get("arxiv_journal_ref") or entry.get("arxiv_journal_reference"), "journal_ref")
    draft.set_lines("categories", _categories(entry), "category")
    if _WITHDRAWN_COMMENT.search(comment) or _WITHDRAWN_ABSTRACT.match(abstract):
        draft.set_status("withdrawn", "comment")
    if announcement:
        draft.set_digest_day(_announcement_day(entry))
    else:
        draft.set_date("published", entry.get("published"), "published")
        draft.set_date("updated", entry.get("updated"), "updated")


def _arxiv_id(entry: Any, announced: re.Match[str] | None, tail: re.Match[str] | None) -> tuple[str, str]:
    """The id with its version where one is told: the feeds' links have none."""
    if announced:
        return announced["id"], "summary"
    if tail:
        return tail["id"], "title"
    for field in ("id", "link"):
        said = _ID.search(entry.get(field, ""))
        if said:
            return said[1], field
    return "", "id"


def _names(entry: Any, *, in_one_text: bool) -> Iterator[str]:
    """The authors' names; an announcement has all of them in one text, older ones with links around them."""
    for author in entry.get("authors", ()):
        name = unescape(_TAG.sub("", author.get("name", "")))
        yield from filter(None, _NAME_BREAK.split(name) if in_one_text else [name])


def _categories(entry: Any) -> list[str]:
    """The primary category first."""
    terms = [tag.get("term") or "" for tag in entry.get("tags", ())]
    first = (entry.get("arxiv_primary_category") or {}).get("term")
    return [*([first] if first else []), *terms]


def _announcement_day(entry: Any) -> date | None:
    """The day in the feed's own time zone: midnight in New York is morning in Greenwich, and the same day."""
    said = entry.get("published", "")
    local = parsedate(said)
    try:
        return date(*local[:3]) if local else read_date(said)
    except ValueError:
        return None
