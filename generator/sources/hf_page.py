"""The text of a daily-papers page, copied from a browser: header lines, then titles and abstracts by turns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.errors import Place
from generator.model import Parsed
from generator.sources.hf_html import gather_html, looks_like_html
from generator.sources.hf_json import fill_hf, looks_like_hf_json
from generator.sources.shared.citations import MONTHS
from generator.sources.shared.collector import Collector
from generator.sources.shared.draft import PaperDraft
from generator.sources.shared.json_items import gather_json

SOURCE = "hf-page"
_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
    rf"(?P<month>{'|'.join(MONTHS)})[a-z]*\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"new|get trending papers in your email inbox.*|subscribe|daily papers|by\s?ak and the research community"
    r"|daily|weekly|monthly|trending papers|papers|search",
    re.IGNORECASE,
)
# On real pages titles have at most 132 characters, and abstracts at least 1,356.
_LONGEST_TITLE = 250
_HEADER_BLOCKS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """Consecutive lines that are not blank."""

    place: Place
    verbatim: str

    @property
    def text(self) -> str:
        return " ".join(self.verbatim.split())


def parse_hf_page(raw: bytes, *, name: str) -> Parsed:
    """The papers of a daily-papers page, as copied text or saved HTML.

    The lines before the first title belong to the page; a date among them is the papers' day, or ``day_hint`` where it
    has no year. A title without an abstract, and an abstract without a title, are quarantined.
    """
    collector = Collector(SOURCE, name=name)
    text = collector.read(raw)
    if looks_like_html(text):
        gather_html(collector, text)
        return collector.parsed()
    if looks_like_hf_json(text):
        # Items of the data embedded in a page, from a file of the quarantine.
        gather_json(collector, text, fill_hf)
        return collector.parsed()
    blocks = list(_blocks(text, file=name))
    header = _header_length(blocks)
    day = _read_header(collector, blocks[:header])
    _pair(collector, blocks[header:], day)
    return collector.parsed()


def looks_like_hf_page(text: str) -> bool:
    """Whether the text begins with the header of the page, or is its HTML."""
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
    """One block, or a title and its abstract where the blank line between them is missing."""
    split = 1 if len(lines) == 2 and len(lines[0]) <= _LONGEST_TITLE < len(lines[1]) else len(lines)
    for start, part in ((0, lines[:split]), (split, lines[split:])):
        if part:
            yield _Block(place=Place(file=file, line=first + start, column=1), verbatim="\n".join(part))


def _header_length(blocks: list[_Block]) -> int:
    """The number of blocks in the header: up to the date, or where there is none, as long as they are known phrases."""
    known = 0
    for index, block in enumerate(blocks[:_HEADER_BLOCKS]):
        if _DATE.fullmatch(block.text):
            return index + 1
        if len(block.text) > _LONGEST_TITLE:
            break
        if known == index and _HEADER.fullmatch(block.text):
            known = index + 1
    return known


def _read_header(collector: Collector, header: list[_Block]) -> date | None:
    stated = _DATE.fullmatch(header[-1].text) if header else None
    if stated is None:
        return None
    month = MONTHS.index(stated["month"].lower()) + 1
    try:
        # Without a year, a leap year, so that Feb 29 is a date.
        day: date | None = date(int(stated["year"] or 2024), month, int(stated["day"]))
    except ValueError:
        day = None
    if day is None or not stated["year"]:
        collector.day_hint = header[-1].text
        return None
    return day


def _pair(collector: Collector, blocks: list[_Block], day: date | None) -> None:
    at = 0
    while at < len(blocks):
        block = blocks[at]
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        if len(block.text) > _LONGEST_TITLE:
            _quarantine(collector, block, "no-title", "an abstract without a title before it")
        elif following is None or not _is_prose(following.text):
            _quarantine(collector, block, "no-abstract", "a title without an abstract after it")
        else:
            _add_pair(collector, block, following, day)
            at += 1
        at += 1


def _is_prose(text: str) -> bool:
    """Whether a text after a title is its abstract, and not another title, which has no full stop at its end."""
    return len(text) > _LONGEST_TITLE or text.rstrip("\"')”’").endswith((".", "…"))


def _add_pair(collector: Collector, title: _Block, abstract: _Block, day: date | None) -> None:
    def fill(draft: PaperDraft) -> None:
        draft.set_title(title.verbatim, "title")
        draft.set_abstract(abstract.verbatim, "abstract")
        draft.set_digest_day(day)
        draft.note_fields(("title", "abstract"), read=("title", "abstract"))

    collector.add(fill, place=title.place, verbatim=f"{title.verbatim}\n\n{abstract.verbatim}")


def _quarantine(collector: Collector, block: _Block, code: str, found: str) -> None:
    fix = "add what is missing, with a blank line between a title and its abstract, and import this part again"
    collector.quarantine(code, found, place=block.place, verbatim=block.verbatim, fix=fix)
