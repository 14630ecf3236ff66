"""The digest of a day, and the front page, which is the newest of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from generator.catalog.catalog import Entry
from generator.catalog.periods import WEEKDAYS, in_full, in_short, month_of, week_of
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Note, counted, draft, page
from generator.pages.routes import HOME, add_url, day_address, period_address, topic_address
from generator.pages.views.cards import Card, Link, TopicBadge, card
from generator.pages.views.charts import Bar, bars
from generator.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """A topic with the number of papers that a list has of it."""

    dot: TopicBadge
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
    introduction: Note
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


def plan_home(context: RenderContext) -> Page:
    """The front page: the newest digest, or how to begin where there is none."""
    if context.catalog.latest:
        return _plan(context, context.catalog.latest, HOME, shows="the front page")
    return page(HOME, shows="the front page", draft=partial(_empty, context.settings))


def _empty(settings: Settings) -> PageContent:
    return draft(
        kind="empty",
        title=settings.title,
        description=settings.description,
        template="empty.html.j2",
        view=EmptyView(name=settings.title, motto=settings.description, add_url=add_url(settings)),
    )


def plan_days(context: RenderContext) -> Iterator[Page]:
    """A page for every day with a digest."""
    for day in context.days:
        yield _plan(context, day, day_address(day), shows=f"the digest of {day.isoformat()}")


def _plan(context: RenderContext, day: date, address: str, *, shows: str) -> Page:
    return page(
        address,
        shows=shows,
        draft=partial(_digest, context, day, address),
        year=None if address == HOME else day.year,
        inputs=partial(_inputs, context, day),
    )


def _inputs(context: RenderContext, day: date) -> str:
    """A digest tells of its own papers, of the days around it, and of how many its week has."""
    about = (day, context.catalog.notes.get(day), _around(context, day), _week_counts(context, day))
    return context.inputs(about, context.catalog.by_day[day])


def tallies(context: RenderContext, to: Linker, entries: Iterable[Entry]) -> tuple[Tally, ...]:
    """How many of these papers each topic has, the most first, then in the order of the topics file."""
    counts = Counter(given.topic for entry in entries for given in entry.topics)
    order = {topic.id: place for place, topic in enumerate(context.catalog.topic_set.topics)}
    return tuple(
        Tally(
            dot=TopicBadge(id=topic, name=context.catalog.topic(topic).name, href=to(topic_address(topic))), count=count
        )
        for topic, count in sorted(counts.items(), key=lambda item: (-item[1], order[item[0]]))
    )


def _digest(context: RenderContext, day: date, address: str) -> PageContent:
    entries = context.catalog.by_day[day]
    to = linker(address)
    is_front_page = address == HOME
    counts = tallies(context, to, entries)
    facts = f"{counted(len(entries), 'paper')} on {counted(len(counts), 'topic')}"
    description = f"{facts}, {in_short(day)}"
    view = DayView(
        masthead=_masthead(context, to, day, facts=facts.replace(" on ", " · ")),
        is_front_page=is_front_page,
        introduction=Note(context.catalog.notes.get(day, ""), address=address, heading_level=2),
        tallies=counts,
        cards=tuple(card(context, to, entry, on=day) for entry in entries),
        add_url=add_url(context.settings),
        stale=Stale(after=(day + timedelta(days=context.settings.stale_after_days)).isoformat(), newest=in_full(day)),
    )
    title = context.settings.title if is_front_page else in_full(day)
    return draft(
        kind="home" if is_front_page else "day",
        title=title,
        description=f"{context.settings.description} {description}".strip() if is_front_page else description,
        head=page_head(context.settings, address=address, title=title),
        template="day.html.j2",
        view=view,
    )


def _masthead(context: RenderContext, to: Linker, day: date, *, facts: str) -> Masthead:
    settings = context.settings
    earlier, later = _around(context, day)
    week, month = week_of(day), month_of(day)
    return Masthead(
        name=settings.title,
        motto=settings.description,
        home=to(HOME),
        date=in_full(day),
        facts=facts + (f" · curated by {settings.curator}" if settings.curator else ""),
        week=Link(label=week.title, href=to(period_address(week))),
        month=Link(label=month.title, href=to(period_address(month))),
        strip=_strip(context, to, day),
        earlier=_day_link(to, earlier) if earlier else None,
        later=_day_link(to, later) if later else None,
    )


def _around(context: RenderContext, day: date) -> tuple[date | None, date | None]:
    """The digests before and after."""
    place = context.day_places[day]
    return context.days[place - 1] if place else None, context.days[place + 1] if place + 1 < len(
        context.days
    ) else None


def _week_counts(context: RenderContext, day: date) -> list[int]:
    return [len(context.catalog.by_day.get(other, ())) for other in week_of(day).days]


def _strip(context: RenderContext, to: Linker, day: date) -> tuple[Bar, ...]:
    """The seven days of the week with their counts."""
    week = week_of(day).days
    counts = _week_counts(context, day)
    return bars(
        counts,
        labels=[f"{WEEKDAYS[other.weekday()][:3]} {other.day}" for other in week],
        spoken=[in_full(other) for other in week],
        hrefs=[to(day_address(other)) if count else "" for other, count in zip(week, counts, strict=True)],
        current=day.weekday(),
    )


def _day_link(to: Linker, day: date) -> Link:
    return Link(label=in_full(day), href=to(day_address(day)))
