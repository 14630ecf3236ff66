"""The saved HTML of a daily-papers page: the data that it embeds, or else its cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import nh3

from generator.errors import Place
from generator.sources.hf_json import fill_hf
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.json_items import parse_json
from generator.sources.shared.markup import blank_sections, skip_prolog
from generator.sources.shared.values import read_day

_HTML = re.compile(r"<(?:!doctype html|html|head|body|main|div|section|article)\b", re.IGNORECASE)
# Their content is not markup, even where it looks like a card.
_SECTIONS = {"<!--": "-->", "<script": "</script", "<style": "</style", "<textarea": "</textarea"}
_PAPER = re.compile(r"(?:https?://(?:www\.)?huggingface\.co)?/papers/(\d{4}\.\d{4,5})(?:v\d+)?")
_ADDRESS_TAG = re.compile(r"<(?:link|meta)\b[^<>]{0,2000}>", re.IGNORECASE)
_PAGE_DAY = re.compile(r"/papers(?:/date/|\?date=)(\d{4}-\d{2}-\d{2})")
_TIME_TAG = re.compile(r"<time\b[^<>]{0,300}?datetime=\"(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_CARD = re.compile(r"<article\b", re.IGNORECASE)
_CARD_END = "</article>"
_DATA = 'data-target="DailyPapers"'
_TAG_NAME = re.compile(r"<\w+")
_ATTRIBUTE = re.compile(r"\s+(?P<name>[\w:-]+)(?:=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|[^\s\"'<>]+))?")
# Real cards have some 5,000 characters, and their tags fewer than 1,000. The time that nh3 takes grows with the square
# of the number of attributes in a tag, and of elements nested in each other.
_LONGEST_CARD = 100_000
_LONG_TAG = re.compile(r"<[^<>]{5000}")
_COUNT = re.compile(r"\d{1,7}")
_TAGS = {"article", "a", "h1", "h2", "h3", "h4", "p", "div", "span"}
_ATTRIBUTES = {"a": {"href"}}


def looks_like_html(text: str) -> bool:
    """Whether the text begins like an HTML page or a part of one."""
    return bool(_HTML.match(text, skip_prolog(text)))


def gather_html(collector: Collector, text: str) -> None:
    """Add the page's papers to the collector: from the embedded data where there are any, else from the cards."""
    cursor = Cursor(text, file=collector.name)
    markup = blank_sections(text, _SECTIONS)
    cards = list(_cards(text, markup))
    day = _day_of_page(markup[: cards[0][0] if cards else None])
    at = markup.rfind("<", 0, max(0, markup.find(_DATA)))
    props = _read_props(text, at) if at >= 0 else ""
    if props:
        _gather_props(collector, props, place=cursor.place(at), day=day)
        return
    found = 0
    for start, verbatim in cards:
        if len(verbatim) > _LONGEST_CARD or _LONG_TAG.search(verbatim):
            found += 1
            what = f"a card of {len(verbatim):,} characters, or with a tag of more than 5,000"
            fix = f"expected one paper with its title and link, in at most {_LONGEST_CARD:,} characters"
            collector.quarantine("bad-card", what, place=cursor.place(start), verbatim=verbatim, fix=fix)
            continue
        card = _read_card(verbatim)
        if card.paper_id or card.title:
            _gather_card(collector, card, place=cursor.place(start), verbatim=verbatim, day=day)
            found += 1
    if not found and text:
        fix = "expected the page of a day, saved from huggingface.co/papers, or its text copied into a file"
        collector.refuse("no-papers", "the page has no papers", fix=fix)


@dataclass(kw_only=True, slots=True)
class _Card:
    """What a card contains: the link to the paper, the heading, the paragraph, and a bare number."""

    paper_id: str = ""
    title: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)
    upvotes: str = ""


def _cards(text: str, markup: str) -> Iterator[tuple[int, str]]:
    """Each card's offset and own text, up to its end or to the beginning of the next card."""
    starts = [*(found.start() for found in _CARD.finditer(markup)), len(text)]
    for start, following in pairwise(starts):
        end = markup.find(_CARD_END, start, following)
        yield start, text[start : following if end < 0 else end + len(_CARD_END)].rstrip()


def _read_props(text: str, at: int) -> str:
    """The value of ``data-props`` in the tag at an offset."""
    name = _TAG_NAME.match(text, at)
    at = name.end() if name else len(text)
    while attribute := _ATTRIBUTE.match(text, at):
        if attribute["name"] == "data-props":
            return unescape(attribute["double"] or attribute["single"] or "")
        at = attribute.end()
    return ""


def _read_card(verbatim: str) -> _Card:
    # The time that Python's parser takes for unclosed tags has no bound; nh3 closes them first.
    clean = nh3.clean(verbatim, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    reader = _CardReader()
    reader.feed(clean)
    reader.close()
    return reader.card


class _CardReader(HTMLParser):
    """Reads the parts of a card."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.card = _Card()
        self._into: list[str] | None = None
        self._until = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a heading or a paragraph, or take the link to the paper."""
        link = _PAPER.fullmatch(dict(attrs).get("href") or "") if tag == "a" else None
        if link and not self.card.paper_id:
            self.card.paper_id = link[1]
        if tag in ("h1", "h2", "h3", "h4") and not self.card.title:
            self._into, self._until = self.card.title, tag
        elif tag == "p" and not self.card.abstract:
            self._into, self._until = self.card.abstract, tag

    def handle_endtag(self, tag: str) -> None:
        """End the heading or paragraph."""
        if tag == self._until:
            self._into, self._until = None, ""

    def handle_data(self, data: str) -> None:
        """Add text to the open heading or paragraph; elsewhere, a bare number is the number of upvotes."""
        if self._into is not None:
            self._into.append(data)
        elif not self.card.upvotes and _COUNT.fullmatch(data.strip()):
            self.card.upvotes = data.strip()


def _day_of_page(head: str) -> date | None:
    """The day in the page's own address, else the first date that the page shows before its cards."""
    for tag in _ADDRESS_TAG.finditer(head):
        address = _PAGE_DAY.search(tag[0])
        if address:
            return read_day(address[1])
    printed = _TIME_TAG.search(head)
    return read_day(printed[1]) if printed else None


def _gather_card(collector: Collector, card: _Card, *, place: Place, verbatim: str, day: date | None) -> None:
    def fill(draft: PaperDraft) -> None:
        draft.set_title("".join(card.title), "title")
        draft.set_abstract("".join(card.abstract), "abstract")
        draft.set_id("arxiv", card.paper_id, "id")
        draft.metrics.count("upvotes", card.upvotes, "upvotes")
        draft.set_digest_day(day)
        found = {"title": card.title, "abstract": card.abstract, "id": card.paper_id, "upvotes": card.upvotes}
        names = [name for name, value in found.items() if value]
        draft.note_fields(names, read=names)

    collector.add(fill, place=place, verbatim=verbatim)


def _gather_props(collector: Collector, data: str, *, place: Place, day: date | None) -> None:
    try:
        props = parse_json(data)
    except ValueError as fault:
        fix = "save the page again, or copy its text into a file"
        collector.quarantine("bad-json", f"the page's data is {fault}", place=place, verbatim=data, fix=fix)
        return
    papers = props.get("dailyPapers") if isinstance(props, dict) else None
    if not isinstance(props, dict) or not isinstance(papers, list):
        fix = "expected the page of a day, saved from huggingface.co/papers"
        collector.quarantine("no-papers", "the page's data has no dailyPapers", place=place, verbatim=data, fix=fix)
        return
    day = _day_of_props(props) or day
    for index, paper in enumerate(papers):

        def fill(draft: PaperDraft, paper: object = paper) -> None:
            fill_hf(draft, paper)
            draft.set_digest_day(day)

        # An unpaired surrogate becomes the escape that it was in the page.
        verbatim = json.dumps(paper, ensure_ascii=False).encode(errors="backslashreplace").decode()
        collector.add(fill, place=place, path=f"dailyPapers[{index}]", verbatim=verbatim)


def _day_of_props(props: Mapping[str, object]) -> date | None:
    """The page's day, unless it is the page of a week or a month."""
    stated = props.get("dateString")
    return read_day(stated) if isinstance(stated, str) and props.get("periodType", "day") == "day" else None
