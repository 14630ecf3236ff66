"""Lists the pages that a change of content/ affects most: those of the changed papers, and of their digests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from generator.contributions.difference import RecordChange
from generator.pages.routes import HOME, TOPICS, day_address, paper_address
from generator.store.content import Content


def affected_pages(before: Content, after: Content, changes: Iterable[RecordChange]) -> Mapping[str, str]:
    """Return the addresses of these pages with names for a list of them, the changed papers first.

    Digests follow, newest first, then the topics if their file changed, and the front page. The change of a removed
    paper shows its page, which says that it was removed.
    """
    pages: dict[str, str] = {}
    days = {day for day in before.notes.keys() | after.notes.keys() if before.notes.get(day) != after.notes.get(day)}
    for change in changes:
        paper = change.after or change.before
        pages[paper_address(change.key)] = paper.title if paper else change.key
        days |= _days(before, change.key) | _days(after, change.key)
    pages |= {day_address(day): f"Digest of {day}" for day in sorted(days, reverse=True)}
    if before.topics != after.topics:
        pages[TOPICS] = "Topics"
    return pages | {HOME: "Front page"} if pages else pages


def _days(content: Content, key: str) -> set[date]:
    """Return the days of the digests that list a paper."""
    record = content.by_key.get(key)
    mentions = content.library.mentions.get(key, ())
    return {mention.day for mention in mentions} | ({record.paper.date} if record else set())
