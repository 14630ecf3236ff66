"""The state of a digest: its sources' days, and what waits for a person. content/ in, one value out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from generator.errors import Problem
from generator.fetching.announcements import has_announcement
from generator.store.content import Content
from generator.store.snapshots.fetched_days import DAYS_FILE, DayState, FetchedDay
from generator.store.snapshots.snapshots import is_list
from generator.text.counts import counted

_ARXIV = "arxiv"
NAMED_DAYS = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class UnsettledDay:
    """A day that is provisional or skipped, with its number of papers and the reason."""

    day: date
    papers: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceStatus:
    """A source's days: how many are ``settled``, which are provisional, and which could not be fetched.

    ``missing`` days are fetched again, ``skipped`` ones failed too often.
    ``newest`` is the newest day with papers. A source that was only imported, never fetched, has no settled days.
    """

    name: str
    newest: date | None
    lists: int
    settled: int = 0
    provisional: tuple[UnsettledDay, ...] = ()
    missing: tuple[date, ...] = ()
    skipped: tuple[UnsettledDay, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestStatus:
    """The state of a digest.

    ``quarantined`` are files with items to correct, ``left_out`` the errors of files that a build leaves out.
    ``drafts`` are files of digests that only the preview shows.
    """

    papers: int
    newest: date | None
    sources: tuple[SourceStatus, ...]
    quarantined: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()
    drafts: tuple[str, ...] = ()


def digest_status(content: Content, *, left_out: tuple[Problem, ...] = (), today: date | None = None) -> DigestStatus:
    """Return the state of a digest.

    Days up to yesterday that were never fetched are missing; without ``today``, days after the newest fetched one are
    not looked at, so that the result depends on content/ alone.
    """
    names = {name for _, name in content.snapshots if is_list(name)} | {name for _, name in content.fetched_days}
    return DigestStatus(
        papers=len(content.by_key),
        newest=max((record.paper.date for record in content.records), default=None),
        sources=tuple(_source(content, name, today) for name in sorted(names)),
        quarantined=content.quarantined,
        left_out=left_out,
    )


def _source(content: Content, name: str, today: date | None) -> SourceStatus:
    lists = {day for (day, source), snapshot in content.snapshots.items() if source == name and snapshot.entries}
    fetched = {day: each for (day, source), each in content.fetched_days.items() if source == name}
    missing: tuple[date, ...] = ()
    if fetched:
        end = max(fetched) if today is None else today - timedelta(days=1)
        days = (min(fetched) + timedelta(days=number) for number in range((end - min(fetched)).days + 1))
        gaps = {
            day for day in days if day not in fetched and day not in lists and (name != _ARXIV or has_announcement(day))
        }
        missing = tuple(sorted(gaps | {day for day, each in fetched.items() if each.state == "missing"}))
    return SourceStatus(
        name=name,
        newest=max(lists, default=None),
        lists=len(lists),
        settled=sum(each.state == "settled" for each in fetched.values()),
        provisional=_unsettled(fetched, "provisional"),
        missing=missing,
        skipped=_unsettled(fetched, "skipped"),
    )


def _unsettled(fetched: Mapping[date, FetchedDay], state: DayState) -> tuple[UnsettledDay, ...]:
    return tuple(
        UnsettledDay(day=day, papers=each.papers, reason=each.reason)
        for day, each in sorted(fetched.items())
        if each.state == state
    )


def render_status(status: DigestStatus, *, today: date) -> str:
    """Return the state as text for a terminal."""
    return "\n".join(_lines(status, today)) + "\n"


def status_json(status: DigestStatus, *, today: date) -> str:
    """Return the state as one JSON object."""
    plain = {
        "papers": status.papers,
        "newest": _iso(status.newest),
        "age_days": (today - status.newest).days if status.newest else None,
        "sources": [
            {
                "name": source.name,
                "newest": _iso(source.newest),
                "lists": source.lists,
                "settled": source.settled,
                "provisional": [_plain(day) for day in source.provisional],
                "missing": [day.isoformat() for day in source.missing],
                "skipped": [_plain(day) for day in source.skipped],
            }
            for source in status.sources
        ],
        "quarantine": list(status.quarantined),
        "drafts": list(status.drafts),
        "left_out": [{"file": problem.place.file, "found": problem.found} for problem in status.left_out],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain(day: UnsettledDay) -> dict[str, object]:
    return {"day": day.day.isoformat(), "papers": day.papers, "reason": day.reason}


def _lines(status: DigestStatus, today: date) -> Iterator[str]:
    yield counted(status.papers, "paper")
    if status.newest:
        yield f"Newest digest: {status.newest} ({age_text((today - status.newest).days)})"
    for source in status.sources:
        facts = {
            counted(source.lists, "list"): source.lists,
            f"{counted(source.settled, 'day')} settled": source.settled,
            f"{len(source.provisional):,} provisional": source.provisional,
            f"{len(source.missing):,} missing": source.missing,
            f"{len(source.skipped):,} skipped": source.skipped,
        }
        yield f"{source.name}: {', '.join(text for text, value in facts.items() if value)}"
        for day in source.provisional:
            yield f"  {day.day}: {counted(day.papers, 'paper')}, provisional: {day.reason}"
        if source.missing:
            yield f"  missing: {named_days(source.missing)}; the next fetch requests them"
        for day in source.skipped:
            yield f"  {day.day}: skipped after many failed fetches: {day.reason}"
        if source.skipped:
            yield f"  to fetch skipped days again, delete their lines in {DAYS_FILE}"
    if status.drafts:
        yield f"{counted(len(status.drafts), 'draft')}: {', '.join(status.drafts)}"
    for file in status.quarantined:
        yield f"{file}: contains items that an import set aside\n  correct them and run: digestif import {file}"
    for problem in status.left_out:
        yield f"Left out of the site: {problem}"


def age_text(days: int) -> str:
    """An age in words: "today", "yesterday" or "3 days ago"."""
    if days < 0:
        return f"in {counted(-days, 'day')}"
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def named_days(days: tuple[date, ...]) -> str:
    """The first days, and how many more there are."""
    named = ", ".join(day.isoformat() for day in days[:NAMED_DAYS])
    return f"{named}, … and {len(days) - NAMED_DAYS:,} more" if len(days) > NAMED_DAYS else named


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
