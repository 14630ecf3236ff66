"""arXiv: the Atom answers of its API, and the RSS and Atom feeds of its daily announcements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate
from html import unescape

from generator.errors import Place, Problem
from generator.model import Parsed
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.feed import Element, FeedEntry, looks_like_feed, read_feed
from generator.sources.shared.json_shapes import further_of
from generator.sources.shared.values import read_day
from generator.text.clean import unwrap
from generator.text.markup.latex import repair_latex
from generator.text.markup.tex import read_dashes

SOURCE = "arxiv"
_ERROR_ID = re.compile(r"arxiv\.org/api/errors")
# oai:arXiv.org:2409.01234v1, and the addresses of the API and of the feeds.
_ID = re.compile(r"(?:arxiv\.org/abs/|oai:arXiv\.org:)(.+)", re.IGNORECASE)
_ANNOUNCED = re.compile(r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<type>[\w-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
_TITLE_TAIL = re.compile(r"\(arXiv:(?P<id>[^\s()]+)(?:\s+\[[^\]]*\])?(?:\s+UPDATED)?\)$", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\s*<p>(.*)</p>\s*", re.DOTALL)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_TOTAL = re.compile(r"totalResults[^<>]*>\s*(\d{1,9})\s*<")
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


def parse_arxiv(raw: bytes, *, name: str) -> Parsed:
    """Papers of an answer of arXiv's API, or of an announcement feed; the feed's date is then the digest day.

    An entry in which the API reports an error is a problem and not a paper. A paper counts as withdrawn where its
    comment or the beginning of its abstract says so. Fields: https://info.arxiv.org/help/api/user-manual.html
    """
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    if not text.strip():
        return collector.parsed()
    feed = read_feed(text)
    cursor = Cursor(text, file=name)
    if not feed.entries and not feed.is_feed:
        fix = "expected an Atom answer of the arXiv API, or an RSS or Atom feed of its announcements"
        collector.refuse("no-feed", f"not a feed: {' '.join(text[:200].split())[:80]!r}", fix=fix)
        return collector.parsed()
    promised = _TOTAL.search(text)
    if not feed.entries and promised and int(promised[1]):
        found = f"the answer has none of {int(promised[1]):,} papers"
        fix = "fetch it again: arXiv sends empty answers when it is busy"
        collector.refuse("empty-answer", found, fix=fix, severity="warning")
    for entry in feed.entries:
        _add_entry(collector, entry, cursor.place(entry.at))
    if feed.fault:
        place = Cursor(text, file=name).place(feed.fault_at)
        found = f"the feed is not well-formed XML: {feed.fault}"
        fix = "its entries were read one by one; if one is missing, fetch the feed again"
        collector.note(Problem(place=place, code="bad-xml", found=found, fix=fix, severity="warning"))
    return collector.parsed()


def looks_like_arxiv(text: str) -> bool:
    """Whether the text begins like a feed and mentions arXiv."""
    return looks_like_feed(text[:5000]) and "arxiv" in text[:20_000].lower()


def _add_entry(collector: Collector, entry: FeedEntry, place: Place) -> None:
    if entry.fault:
        fix = "correct the entry and import it again, or fetch the feed again"
        collector.quarantine("bad-xml", entry.fault, place=place, verbatim=entry.verbatim, fix=fix)
    elif _ERROR_ID.search(entry.text("id")):
        reason = " ".join(entry.text("summary").split()) or "no reason given"
        fix = "the answer has no paper for this query: correct the query or the id, and fetch it again"
        collector.note(Problem(place=place, code="source-error", found=f"arXiv reports an error: {reason}", fix=fix))
    else:
        collector.add(lambda draft: _fill(draft, _ReadEntry(entry)), place=place, verbatim=entry.verbatim)


class _ReadEntry:
    """An entry that remembers the names of the elements that were read."""

    def __init__(self, entry: FeedEntry) -> None:
        self._entry = entry
        self.read: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all elements."""
        return tuple(dict.fromkeys(element.name for element in self._entry.elements))

    def text(self, *names: str) -> str:
        """The text of the first element that has one of the names and is not empty."""
        found = next((name for name in names if self._entry.text(name)), "")
        self.read.add(found)
        return self._entry.text(found)

    def find(self, name: str) -> Iterator[Element]:
        """The elements with that name."""
        self.read.add(name)
        return self._entry.find(name)


def _fill(draft: PaperDraft, entry: _ReadEntry) -> None:
    title = entry.text("title").rstrip()
    abstract = entry.text("summary", "description")
    paragraph = _PARAGRAPH.fullmatch(abstract)
    if paragraph:
        abstract = unescape(_TAG.sub("", paragraph[1]))
    announced = _ANNOUNCED.match(abstract)
    tail = _TITLE_TAIL.search(title)
    is_announcement = bool(announced or tail or entry.text("announce_type"))
    draft.set_title(read_dashes(title[: tail.start()] if tail else title), "title")
    draft.set_id("arxiv", *_arxiv_id(entry, announced, tail))
    draft.set_id("doi", entry.text("doi"), "doi")
    _add_authors(draft, entry, in_one_text=is_announcement)
    abstract = abstract[announced.end() :] if announced else abstract
    draft.set_abstract(read_dashes(abstract), "summary")
    comment = entry.text("comment")
    draft.set_line("comment", repair_latex(unwrap(comment))[0], "comment")
    venue = entry.text("journal_ref", "journal_reference")
    draft.set_line("venue", repair_latex(unwrap(venue))[0], "journal_ref")
    draft.set_lines("categories", _categories(entry), "category")
    if _WITHDRAWN_COMMENT.search(comment) or _WITHDRAWN_ABSTRACT.match(abstract):
        draft.set_status("withdrawn", "comment")
    if is_announcement:
        draft.set_digest_day(_announcement_day(entry))
    else:
        draft.set_date("published", entry.text("published"), "published")
        draft.set_date("updated", entry.text("updated"), "updated")
    draft.note_fields(entry.names, read=entry.read)


def _arxiv_id(entry: _ReadEntry, announced: re.Match[str] | None, tail: re.Match[str] | None) -> tuple[str, str]:
    """The id, with its version where one is stated (the feeds' links have none), and the field that it is from."""
    if announced:
        return announced["id"], "summary"
    if tail:
        return tail["id"], "title"
    for field in ("id", "guid", "link"):
        found = _ID.search(entry.text(field).strip())
        if found:
            return found[1], field
    return "", "id"


def _add_authors(draft: PaperDraft, entry: _ReadEntry, *, in_one_text: bool) -> None:
    """The authors; an announcement has all of them in one text, those before 2024 with links around the names."""
    for index, author in enumerate((*entry.find("author"), *entry.find("creator"))):
        parts = {child.name: child.text for child in reversed(author.children)}
        children = [child.name for child in author.children]
        draft.note_unread("author", (each for each in children if each not in ("name", "affiliation")))
        draft.note_unread("author", further_of("affiliation", [each for each in children if each == "affiliation"]))
        name = unescape(_TAG.sub("", parts.get("name", author.text)))
        if in_one_text:
            draft.add_authors(name, "author")
        else:
            draft.add_author(repair_latex(name)[0], f"author[{index}]", affiliation=parts.get("affiliation"))


def _categories(entry: _ReadEntry) -> Iterator[str]:
    """The primary category first."""
    for name in ("primary_category", "category"):
        for element in entry.find(name):
            yield element.attributes.get("term", element.text)


def _announcement_day(entry: _ReadEntry) -> date | None:
    """The day in the feed's own time zone, New York: its midnight is the same day."""
    stated = entry.text("published", "pubdate", "date")
    local = parsedate(stated)
    try:
        return date(*local[:3]) if local else read_day(stated)
    except ValueError:
        return None
