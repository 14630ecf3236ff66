"""The saved HTML of a daily-papers page: the data that it embeds, else its cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import nh3

from generator.errors import Place
from generator.sources.hf_json import fill_hf
from generator.sources.shared.collector import Collector, Cursor
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.values import read_date

_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|main|div|section|article)\b", re.I | re.S)
_PAPER = re.compile(r"(?:https?://(?:www\.)?huggingface\.co)?/papers/(\d{4}\.\d{4,5})(?:v\d+)?")
_ADDRESS_TAG = re.compile(r"<(?:link|meta)\b[^<>]{0,2000}>", re.IGNORECASE)
_PAGE_DAY = re.compile(r"/papers(?:/date/|\?date=)(\d{4}-\d{2}-\d{2})")
_TIME_TAG = re.compile(r"<time\b[^<>]{0,300}?datetime=\"(\d{4}-\d{2}-\d{2})", re.IGNORECASE)
_CARD = re.compile(r"<article\b", re.IGNORECASE)
_CARD_END = "</article>"
_DATA = 'data-target="DailyPapers"'
_OPEN_TAG = re.compile(r"<\w+(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)*\s*/?>")
# Real cards have some five thousand characters; elements within elements cost more than their number.
_LONGEST_CARD = 100_000
_COUNT = re.compile(r"\d{1,7}")
_TAGS = {"article", "a", "h1", "h2", "h3", "h4", "p", "div", "span"}
_ATTRIBUTES = {"a": {"href"}, "div": {"data-target", "data-props"}}


def looks_like_html(text: str) -> bool:
    """Whether the text begins as an HTML page or a part of one does."""
    return bool(_HTML.match(text[:5000]))


def gather_html(harvest: Collector, text: str) -> None:
    """Add the page's papers to the harvest: from the embedded data where it is there, else from the cards."""
    cursor = Cursor(text, file=harvest.name)
    cards = list(_cards(text))
    day = _day_of_page(text[: cards[0][0] if cards else None])
    at = text.rfind("<", 0, max(0, text.find(_DATA)))
    tag = _OPEN_TAG.match(text, at) if at >= 0 else None
    props = _read_card(tag[0]).props if tag else ""
    if props:
        _gather_props(harvest, props, place=cursor.place(at), day=day)
        return
    found = 0
    for start, verbatim in cards:
        if len(verbatim) > _LONGEST_CARD:
            found += 1
            what = f"a card of {len(verbatim)} characters"
            fix = f"expected at most {_LONGEST_CARD}: one paper with its title and link"
            harvest.quarantine("bad-card", what, place=cursor.place(start), verbatim=verbatim, fix=fix)
            continue
        card = _read_card(verbatim)
        if card.paper_id or card.title:
            _gather_card(harvest, card, place=cursor.place(start), verbatim=verbatim, day=day)
            found += 1
    if not found and text:
        fix = "expected the page of a day, saved from huggingface.co/papers, or its text copied into a file"
        harvest.refuse("no-papers", "no papers on this page", fix=fix)


@dataclass(kw_only=True, slots=True)
class _Card:
    """What a card says: the paper's link, the heading, the paragraph, a bare number; or the page's data."""

    paper_id: str = ""
    title: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)
    upvotes: str = ""
    props: str = ""


def _cards(text: str) -> Iterator[tuple[int, str]]:
    """Each card's offset and own text, up to its end or to the next one's beginning."""
    starts = [*(found.start() for found in _CARD.finditer(text)), len(text)]
    for start, following in pairwise(starts):
        end = text.find(_CARD_END, start, following)
        yield start, text[start : following if end < 0 else end + len(_CARD_END)].rstrip()


def _read_card(verbatim: str) -> _Card:
    # Python's parser takes time without measure over tags that nobody closed; nh3's closes all of them, in time.
    clean = nh3.clean(verbatim, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    reader = _CardReader()
    reader.feed(clean)
    reader.close()
    return reader.card


class _CardReader(HTMLParser):
    """Reads one card."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.card = _Card()
        self._into: list[str] | None = None
        self._until = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Something opens that counts."""
        given = {name: value or "" for name, value in attrs}
        if given.get("data-target") == "DailyPapers" and not self.card.props:
            self.card.props = given.get("data-props", "")
        link = _PAPER.fullmatch(given.get("href", "")) if tag == "a" else None
        if link and not self.card.paper_id:
            self.card.paper_id = link[1]
        if tag in ("h1", "h2", "h3", "h4") and not self.card.title:
            self._into, self._until = self.card.title, tag
        elif tag == "p" and not self.card.abstract:
            self._into, self._until = self.card.abstract, tag

    def handle_endtag(self, tag: str) -> None:
        """A part of the card ends."""
        if tag == self._until:
            self._into, self._until = None, ""

    def handle_data(self, data: str) -> None:
        """Text of the part that is open; outside of one, a bare number is the paper's upvotes."""
        if self._into is not None:
            self._into.append(data)
        elif not self.card.upvotes and _COUNT.fullmatch(data.strip()):
            self.card.upvotes = data.strip()


def _day_of_page(head: str) -> date | None:
    """The day in the page's own address, else the first time that it prints before its cards."""
    for tag in _ADDRESS_TAG.finditer(head):
        told = _PAGE_DAY.search(tag[0])
        if told:
            return read_date(told[1])
    printed = _TIME_TAG.search(head)
    return read_date(printed[1]) if printed else None


def _gather_card(harvest: Collector, card: _Card, *, place: Place, verbatim: str, day: date | None) -> None:
    def fill(draft: PaperDraft) -> None:
        draft.set_title("".join(card.title), "title")
        draft.set_abstract("".join(card.abstract), "abstract")
        draft.set_id("arxiv", card.paper_id, "id")
        draft.metrics.count("upvotes", card.upvotes, "upvotes")
        draft.set_digest_day(day)

    harvest.add(fill, place=place, verbatim=verbatim)


def _gather_props(harvest: Collector, told: str, *, place: Place, day: date | None) -> None:
    try:
        props: Any = json.loads(told)
    except (ValueError, RecursionError) as error:
        harvest.quarantine("bad-json", f"the page's data is no JSON: {error}", place=place, verbatim=told)
        return
    papers = props.get("dailyPapers") if isinstance(props, dict) else None
    if not isinstance(papers, list):
        fix = "expected the page of a day, saved from huggingface.co/papers"
        harvest.quarantine("no-papers", "dailyPapers: missing", place=place, verbatim=told, fix=fix)
        return
    day = _day_of_props(props) or day
    for index, paper in enumerate(papers):

        def fill(draft: PaperDraft, paper: object = paper) -> None:
            fill_hf(draft, paper)
            draft.set_digest_day(day)

        # A lone surrogate goes back to the escape that it came as.
        verbatim = json.dumps(paper, ensure_ascii=False).encode(errors="backslashreplace").decode()
        harvest.add(fill, place=place, path=f"dailyPapers[{index}]", verbatim=verbatim)


def _day_of_props(props: dict[str, Any]) -> date | None:
    """The page's day, unless it is the page of a week or a month."""
    told = props.get("dateString")
    return read_date(told) if isinstance(told, str) and props.get("periodType", "day") == "day" else None
