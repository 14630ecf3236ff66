"""The digest of a day, and the front page, which is the newest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from generator.catalog.catalog import Entry
from generator.catalog.periods import WEEKDAYS, in_full, in_short, month_of, week_of
from generator.pages.context import Desk, Linker, linker
from generator.pages.head import page_head
from generator.pages.page import Draft, Page
from generator.pages.render import Prose, counted, draft, note, page
from generator.pages.routes import HOME, add_url, day_address, period_address, topic_address
from generator.pages.views.cards import Card, Dot, Link, card
from generator.pages.views.charts import Bar, bars
from generator.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """A topic with the number of papers that a list has of it."""

    dot: Dot
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Masthead:
    """What stands over a digest: name, date, facts, the week, and the ways to other days."""

    name: str
    motto: str
    home: str
    date: str
    facts: str
    week: Link
    month: Link
    strip: tuple[Bar, ...]
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stale:
    """From ``after`` on, a reader's clock says that the newest digest, of ``newest``, is old."""

    after: str
    newest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DayView:
    """A digest: its masthead, the curator's introduction, its topics, and its papers in their rank."""

    masthead: Masthead
    is_front_page: bool
    introduction: Prose
    tallies: tuple[Tally, ...]
    cards: tuple[Card, ...]
    add_url: str
    stale: Stale


@dataclass(frozen=True, kw_only=True, slots=True)
class EmptyView:
    """A site without papers: what to do next."""

    name: str
    motto: str
    add_url: str


def plan_home(desk: Desk) -> Page:
    """The front page: the newest digest, or how to begin where there is none."""
    if desk.catalog.latest:
        return _plan(desk, desk.catalog.latest, HOME, shows="the front page")
    return page(HOME, shows="the front page", draft=partial(_empty, desk.settings))


def _empty(settings: Settings) -> Draft:
    return draft(
        kind="empty",
        title=settings.title,
        description=settings.description,
        template="empty.html.j2",
        view=EmptyView(name=settings.title, motto=settings.description, add_url=add_url(settings)),
    )


def plan_days(desk: Desk) -> Iterator[Page]:
    """A page for every day with a digest."""
    for day in desk.days:
        yield _plan(desk, day, day_address(day), shows=f"the digest of {day.isoformat()}")


def _plan(desk: Desk, day: date, address: str, *, shows: str) -> Page:
    return page(
        address,
        shows=shows,
        draft=partial(_digest, desk, day, address),
        year=None if address == HOME else day.year,
        inputs=partial(_inputs, desk, day),
    )


def _inputs(desk: Desk, day: date) -> str:
    """A digest tells of its own papers, of the days around it, and of how many its week has."""
    about = (day, desk.catalog.notes.get(day), _around(desk, day), _week_counts(desk, day))
    return desk.inputs(about, desk.catalog.by_day[day])


def tallies(desk: Desk, to: Linker, entries: Iterable[Entry]) -> tuple[Tally, ...]:
    """How many of these papers each topic has, the most first, then in the order of the topics file."""
    counts = Counter(given.topic for entry in entries for given in entry.topics)
    order = {topic.id: place for place, topic in enumerate(desk.catalog.topic_set.topics)}
    return tuple(
        Tally(dot=Dot(id=topic, name=desk.catalog.topic(topic).name, href=to(topic_address(topic))), count=count)
        for topic, count in sorted(counts.items(), key=lambda item: (-item[1], order[item[0]]))
    )


def _digest(desk: Desk, day: date, address: str) -> Draft:
    entries = desk.catalog.by_day[day]
    to = linker(address)
    is_front_page = address == HOME
    counts = tallies(desk, to, entries)
    facts = f"{counted(len(entries), 'paper')} on {counted(len(counts), 'topic')}"
    description = f"{facts}, {in_short(day)}"
    view = DayView(
        masthead=_masthead(desk, to, day, facts=facts.replace(" on ", " · ")),
        is_front_page=is_front_page,
        introduction=note(desk.catalog.notes.get(day, "")),
        tallies=counts,
        cards=tuple(card(desk, to, entry, on=day) for entry in entries),
        add_url=add_url(desk.settings),
        stale=Stale(after=(day + timedelta(days=desk.settings.stale_after_days)).isoformat(), newest=in_full(day)),
    )
    title = desk.settings.title if is_front_page else in_full(day)
    return draft(
        kind="home" if is_front_page else "day",
        title=title,
        description=f"{desk.settings.description} {description}".strip() if is_front_page else description,
        head=page_head(desk.settings, address=address, title=title),
        template="day.html.j2",
        view=view,
    )


def _masthead(desk: Desk, to: Linker, day: date, *, facts: str) -> Masthead:
    settings = desk.settings
    earlier, later = _around(desk, day)
    week, month = week_of(day), month_of(day)
    return Masthead(
        name=settings.title,
        motto=settings.description,
        home=to(HOME),
        date=in_full(day),
        facts=facts + (f" · curated by {settings.curator}" if settings.curator else ""),
        week=Link(label=week.title, href=to(period_address(week))),
        month=Link(label=month.title, href=to(period_address(month))),
        strip=_strip(desk, to, day),
        earlier=_day_link(to, earlier) if earlier else None,
        later=_day_link(to, later) if later else None,
    )


def _around(desk: Desk, day: date) -> tuple[date | None, date | None]:
    """The digests before and after."""
    place = desk.day_places[day]
    return desk.days[place - 1] if place else None, desk.days[place + 1] if place + 1 < len(desk.days) else None


def _week_counts(desk: Desk, day: date) -> list[int]:
    return [len(desk.catalog.by_day.get(other, ())) for other in week_of(day).days]


def _strip(desk: Desk, to: Linker, day: date) -> tuple[Bar, ...]:
    """The seven days of the week with their counts."""
    week = week_of(day).days
    counts = _week_counts(desk, day)
    return bars(
        counts,
        labels=[f"{WEEKDAYS[other.weekday()][:3]} {other.day}" for other in week],
        spoken=[in_full(other) for other in week],
        hrefs=[to(day_address(other)) if count else "" for other, count in zip(week, counts, strict=True)],
        current=day.weekday(),
    )


def _day_link(to: Linker, day: date) -> Link:
    return Link(label=in_full(day), href=to(day_address(day)))
