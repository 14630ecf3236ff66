"""What an e-mail is about: the papers of a day or a week, of all topics or of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.digests.digest import Pick
from generator.catalog.digests.selection import picks_of_period
from generator.catalog.periods import Period, week_of
from generator.catalog.topics.topic_set import Topic
from generator.language.dates import long_date
from generator.language.words import gettext
from generator.pages.routes import absolute, day_address, period_address
from generator.pages.views.paper_counts import counted_papers
from generator.pages.views.source_names import source_name
from generator.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryGroup:
    """Papers under a heading: those of a day of the week, or of one of the day's lists. The name may be empty."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MailDigest:
    """The papers of a day or a week.

    ``id`` is unique within the site and never changes: ``2025-07-31``, ``2025-W31`` or ``2025-07-31-robotics``.
    ``date`` is the day or the last day of the week, ``url`` the page of the site with the same papers. ``count`` says
    how many papers there are, as in "24 papers and 1 older pick". ``headline`` is the title that editors gave it;
    ``notes`` are theirs, in Markdown, and ``picks`` the papers that they chose.
    """

    id: str
    title: str
    date: date
    url: str
    groups: tuple[EntryGroup, ...]
    count: str
    headline: str = ""
    notes: tuple[str, ...] = ()
    picks: tuple[tuple[Entry, str], ...] = ()
    topic: Topic | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All papers in their order, each once."""
        return tuple(entry for group in self.groups for entry in group.entries)


def digest_of_day(settings: Settings, catalog: Catalog, day: date, topic: Topic | None = None) -> MailDigest | None:
    """Return the digest of a day; None where it has no papers."""
    lists = catalog.lists_on(day, _on_topic(catalog.by_day.get(day, ()), topic))
    names = [source_name(listed.source) if listed.source else gettext("Other papers") for listed in lists]
    groups = tuple(
        EntryGroup(name=name if len(lists) > 1 else "", entries=listed.entries)
        for name, listed in zip(names, lists, strict=True)
    )
    if not groups:
        return None
    digest = catalog.digests.get(day.isoformat())
    return MailDigest(
        id=_id(day.isoformat(), topic),
        title=long_date(day),
        date=day,
        url=absolute(settings, day_address(day)),
        groups=groups,
        count=_count(catalog, (day,), groups),
        headline=_headline(catalog, day.isoformat(), topic),
        notes=_notes(catalog, (day,)) if topic is None else (),
        picks=_picks(catalog, digest.picks if digest else (), topic),
        topic=topic,
    )


def digest_of_week(settings: Settings, catalog: Catalog, day: date, topic: Topic | None = None) -> MailDigest | None:
    """Return the digest of the week that contains a day; None where it has no papers. Each paper is there once."""
    week = week_of(day)
    groups = tuple(_groups_of_week(catalog, week, topic))
    if not groups:
        return None
    return MailDigest(
        id=_id(week.id, topic),
        title=week.title,
        date=week.last,
        url=absolute(settings, period_address(week)),
        groups=groups,
        count=_count(catalog, week.days, groups),
        headline=_headline(catalog, week.id, topic),
        notes=(*_introduction(catalog, week.id), *_notes(catalog, week.days)) if topic is None else (),
        picks=_picks(catalog, picks_of_period(catalog, week), topic),
        topic=topic,
    )


def _groups_of_week(catalog: Catalog, week: Period, topic: Topic | None) -> Iterator[EntryGroup]:
    seen: set[str] = set()
    for day in week.days:
        entries = tuple(entry for entry in _on_topic(catalog.by_day.get(day, ()), topic) if entry.key not in seen)
        seen.update(entry.key for entry in entries)
        if entries:
            yield EntryGroup(name=long_date(day), entries=entries)


def _count(catalog: Catalog, days: tuple[date, ...], groups: tuple[EntryGroup, ...]) -> str:
    return counted_papers(catalog, days, {entry.key for group in groups for entry in group.entries})


def _on_topic(entries: tuple[Entry, ...], topic: Topic | None) -> tuple[Entry, ...]:
    if topic is None:
        return entries
    return tuple(entry for entry in entries if any(each.topic == topic.id for each in entry.topics))


def _notes(catalog: Catalog, days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(note for day in days if (note := catalog.notes.get(day, "").strip()))


def _introduction(catalog: Catalog, span: str) -> Iterator[str]:
    digest = catalog.digests.get(span)
    if digest and digest.introduction:
        yield digest.introduction


def _headline(catalog: Catalog, span: str, topic: Topic | None) -> str:
    digest = catalog.digests.get(span)
    return digest.title if digest and topic is None else ""


def _picks(catalog: Catalog, picks: tuple[Pick, ...], topic: Topic | None) -> tuple[tuple[Entry, str], ...]:
    """Return the picked papers with the reasons; an e-mail about a topic has none."""
    return tuple((catalog.by_key[pick.key], pick.why) for pick in picks) if topic is None else ()


def _id(period: str, topic: Topic | None) -> str:
    return f"{period}-{topic.id}" if topic else period
