"""A daily-papers page as people copy it from the browser: header lines, then titles and abstracts in turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.errors import Place
from generator.model import Parsed
from generator.sources.hf_html import gather_html, looks_like_html
from generator.sources.hf_json import fill_hf, looks_like_hf_json
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.json_items import gather_json

SOURCE = "hf-page"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"new|get trending papers in your email inbox.*|subscribe|daily papers|by\s?ak and the research community"
    r"|daily|weekly|monthly|trending papers|papers|search",
    re.IGNORECASE,
)
# In the page that this was made for titles end at 132 characters and abstracts begin at 1,356.
_LONGEST_TITLE = 250
_HEADER_BLOCKS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """Lines without a blank one between them."""

    place: Place
    verbatim: str

    @property
    def text(self) -> str:
        return " ".join(self.verbatim.split())


def parse_hf_page(raw: bytes, *, name: str) -> Parsed:
    """The text of a daily-papers page, or its saved HTML.

    The page's own lines before the first title are no papers; a date among them is the papers' day, or
    ``day_hint`` where it has no year. A title without an abstract, and an abstract without a title, are quarantined.
    """
    harvest = Collector(SOURCE, name=name)
    text = harvest.read(raw)
    if looks_like_html(text):
        gather_html(harvest, text)
        return harvest.parsed()
    if looks_like_hf_json(text):
        # Items of a page's embedded data, as the quarantine keeps them.
        gather_json(harvest, text, fill_hf)
        return harvest.parsed()
    blocks = list(_blocks(text, file=name))
    header = _header_length(blocks)
    day = _read_header(harvest, blocks[:header])
    _pair(harvest, blocks[header:], day)
    return harvest.parsed()


def looks_like_hf_page(text: str) -> bool:
    """Whether the text begins as the page's header does, or is the page's HTML."""
    if looks_like_html(text):
        return "/papers/" in text or "DailyPapers" in text
    blocks = list(_blocks(text[:20_000], file=""))
    header = _header_length(blocks)
    return any("papers" in block.text.lower() for block in blocks[:header])


def _blocks(text: str, *, file: str) -> Iterator[_Block]:
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield from _split_block(lines, file=file, first=number - len(lines))
            lines = []


def _split_block(lines: list[str], *, file: str, first: int) -> Iterator[_Block]:
    """One block, or a title and its abstract where a copy has lost the blank line between them."""
    parted = 1 if len(lines) == 2 and len(lines[0]) <= _LONGEST_TITLE < len(lines[1]) else len(lines)
    for start, part in ((0, lines[:parted]), (parted, lines[parted:])):
        if part:
            yield _Block(place=Place(file=file, line=first + start, column=1), verbatim="\n".join(part))


def _header_length(blocks: list[_Block]) -> int:
    """How many blocks are the page's own: up to the date, or without one as far as its known phrases go."""
    known = 0
    for index, block in enumerate(blocks[:_HEADER_BLOCKS]):
        if _DATE.fullmatch(block.text):
            return index + 1
        if len(block.text) > _LONGEST_TITLE:
            break
        if known == index and _HEADER.fullmatch(block.text):
            known = index + 1
    return known


def _read_header(harvest: Collector, header: list[_Block]) -> date | None:
    said = _DATE.fullmatch(header[-1].text) if header else None
    if said is None:
        return None
    month = _MONTHS.index(said["month"].lower()) + 1
    try:
        # A leap year, so that the page may say Feb 29.
        day: date | None = date(int(said["year"] or 2024), month, int(said["day"]))
    except ValueError:
        day = None
    if day is None or not said["year"]:
        harvest.day_hint = header[-1].text
        return None
    return day


def _pair(harvest: Collector, blocks: list[_Block], day: date | None) -> None:
    at = 0
    while at < len(blocks):
        block = blocks[at]
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if len(block.text) > _LONGEST_TITLE:
            _set_aside(harvest, block, "no-title", "an abstract without a title before it")
        elif following is None or not _is_prose(following.text):
            _set_aside(harvest, block, "no-abstract", "a title without an abstract after it")
        else:
            _add_pair(harvest, block, following, day)
            at += 1
        at += 1


def _is_prose(text: str) -> bool:
    """Whether a text after a title is its abstract and not the next title, which ends without a full stop."""
    return len(text) > _LONGEST_TITLE or text.rstrip("\"')”’").endswith((".", "…"))


def _add_pair(harvest: Collector, title: _Block, abstract: _Block, day: date | None) -> None:
    def fill(draft: PaperDraft) -> None:
        draft.set_title(title.verbatim, "title")
        draft.set_abstract(abstract.verbatim, "abstract")
        draft.set_digest_day(day)

    harvest.add(fill, place=title.place, verbatim=f"{title.verbatim}\n\n{abstract.verbatim}")


def _set_aside(harvest: Collector, block: _Block, code: str, found: str) -> None:
    fix = "expected titles and abstracts in turn, parted by blank lines: add what is missing and import the piece again"
    harvest.quarantine(code, found, place=block.place, verbatim=block.verbatim, fix=fix)
