"""The digest of a day, and the front page, which shows the newest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import count, repeat

from generator.catalog.catalog import UNRANKED, Entry
from generator.catalog.periods import month_of, shifted, week_of
from generator.language.dates import long_date, short_date, weekday_and_day
from generator.language.words import gettext, ngettext
from generator.pages.context import Linker, RenderContext, export_link, linker
from generator.pages.head import markdown_link, page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Note, make_page, page_content
from generator.pages.routes import HOME, add_url, day_address, day_markdown, period_address
from generator.pages.views.cards import Card, Link, TopicCounts, card, topic_counts
from generator.pages.views.charts import Bar, bars
from generator.pages.views.editorial import Editorial, editorial_inputs, editorial_of_day, titled
from generator.pages.views.list_tools import ListTools, list_tools, source_choices
from generator.pages.views.paper_counts import paper_count
from generator.pages.views.source_names import source_name
from generator.pages.views.trends import TrendsSummary, summarize_trends
from generator.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Masthead:
    """The head of a digest: the site's name and description, the date, and navigation.

    ``week_chart`` has a bar for each day of the week, ``earlier`` and ``later`` lead to the digests before and after.
    ``export`` is the file of the API with the day, and may be empty.
    """

    name: str
    description: str
    home: str
    date: str
    facts: str
    export: str
    week: Link
    month: Link
    week_chart: tuple[Bar, ...]
    earlier: Link | None
    later: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StaleNotice:
    """A notice that a script shows after the ISO date ``after``: the newest digest is from ``newest``.

    It must be true beside "4 new papers since yesterday", because papers are also added to old days.
    """

    after: str
    newest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CardGroup:
    """The papers of a source's list; ``name`` and ``count`` are empty where the day has only one list."""

    name: str
    count: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DayView:
    """A digest: masthead, what editors say, topics, and papers list by list, in the order of their rank.

    Only the front page has ``trends``.
    """

    masthead: Masthead
    is_front_page: bool
    editorial: Editorial
    topic_counts: TopicCounts
    tools: ListTools
    groups: tuple[CardGroup, ...]
    add_url: str
    stale_notice: StaleNotice
    trends: TrendsSummary | None


@dataclass(frozen=True, kw_only=True, slots=True)
class EmptyView:
    """The front page of a site without papers."""

    name: str
    description: str
    add_url: str


def plan_home(context: RenderContext) -> Page:
    """Return the front page: the newest digest, or the first steps for a site without papers."""
    if context.catalog.latest:
        return _plan(context, context.catalog.latest, HOME, shows="the front page")
    return make_page(HOME, shows="the front page", lay_out=partial(_lay_out_empty, context.settings))


def plan_days(context: RenderContext) -> Iterator[Page]:
    """Yield a page for every day with a digest."""
    for day in context.days:
        yield _plan(context, day, day_address(day), shows=f"the digest of {day.isoformat()}")


def _plan(context: RenderContext, day: date, address: str, *, shows: str) -> Page:
    return make_page(
        address,
        shows=shows,
        lay_out=partial(_lay_out, context, day, address),
        year=None if address == HOME else context.catalog.part_of(day),
        inputs=partial(_inputs, context, day, is_front_page=address == HOME),
    )


def _inputs(context: RenderContext, day: date, *, is_front_page: bool) -> str:
    """A digest shows its papers, what editors say, the digests before and after, and the counts of its week.

    The front page also shows the trends.
    """
    said = (context.catalog.notes.get(day), editorial_inputs(context.catalog, day))
    others = (day, said, _neighbouring_days(context, day), _week_counts(context, day))
    trends = summarize_trends(context, linker(HOME)) if is_front_page else None
    return context.card_inputs((*others, trends), context.catalog.by_day[day])


def _lay_out_empty(settings: Settings) -> PageContent:
    return page_content(
        kind="empty",
        title=settings.title,
        description=settings.description,
        template="empty.html.j2",
        view=EmptyView(name=settings.title, description=settings.description, add_url=add_url(settings)),
    )


def _lay_out(context: RenderContext, day: date, address: str) -> PageContent:
    entries, settings = context.catalog.by_day[day], context.settings
    to = linker(address)
    is_front_page = address == HOME
    topics = topic_counts(context, to, entries)
    tools = _tools(context, day)
    papers = paper_count(context.catalog, [day])
    view = DayView(
        masthead=_masthead(
            context, to, day, facts=(papers, ngettext("%(number)s topic", "%(number)s topics", len(topics)))
        ),
        is_front_page=is_front_page,
        editorial=editorial_of_day(context, to, day, address=address),
        topic_counts=topics,
        tools=tools,
        groups=tuple(
            _groups(context, to, day, tools) if day in context.catalog.listed_by_day else _picks(context, to, day)
        ),
        add_url=add_url(settings, None if is_front_page else day),
        stale_notice=StaleNotice(after=shifted(day, settings.stale_after_days).isoformat(), newest=long_date(day)),
        trends=summarize_trends(context, to) if is_front_page else None,
    )
    digest = context.catalog.digests.get(day.isoformat())
    title = settings.title if is_front_page else titled(digest, long_date(day))
    described = ngettext(
        "%(papers)s on %(number)s topic, %(date)s",
        "%(papers)s on %(number)s topics, %(date)s",
        len(topics),
        papers=papers,
        date=short_date(day),
    )
    description = titled(digest, described)
    return page_content(
        kind="home" if is_front_page else "day",
        title=title,
        description=" · ".join(filter(None, (settings.description, description))) if is_front_page else description,
        head=page_head(context, address=address, title=title, papers=_in_order(context, day))
        + markdown_link(address, day_markdown(day)),
        template="day.html.j2",
        view=view,
    )


def _in_order(context: RenderContext, day: date) -> tuple[Entry, ...]:
    """Return the day's papers in the order of the page."""
    return tuple(entry for listed in context.catalog.lists_on(day) for entry in listed.entries)


def _tools(context: RenderContext, day: date) -> ListTools:
    """Return the tools of a day's list. The source of a paper is the list that shows it."""
    lists = context.catalog.lists_on(day)
    tools = list_tools(context, _in_order(context, day))
    return replace(tools, sources=source_choices(listed.source for listed in lists for _ in listed.entries))


def _groups(context: RenderContext, to: Linker, day: date, tools: ListTools) -> Iterator[CardGroup]:
    """Yield the day's lists. One list keeps the ranks of its source; several are numbered from first to last.

    A list in the order of the editors is numbered, too.
    """
    lists = context.catalog.lists_on(day)
    before = 0
    for listed in lists:
        is_numbered = len(lists) > 1 or listed.is_edited
        places = count(before + 1) if is_numbered else (entry.rank_on(day) for entry in listed.entries)
        ranks = places if listed.source or listed.is_edited else repeat(UNRANKED)
        source = tools.source_to_state(listed.source)
        yield CardGroup(
            name=(source_name(listed.source) if listed.source else gettext("Other papers")) if len(lists) > 1 else "",
            count=ngettext("%(number)s paper", "%(number)s papers", len(listed.entries)) if len(lists) > 1 else "",
            cards=tuple(
                card(context, to, entry, rank=rank, source=source)
                for entry, rank in zip(listed.entries, ranks, strict=False)
            ),
        )
        before += len(listed.entries)


def _picks(context: RenderContext, to: Linker, day: date) -> Iterator[CardGroup]:
    """Yield the picks of a day without other papers, each with what editors say about it, the hero first."""
    digest = context.catalog.digests[day.isoformat()]
    picks = sorted(digest.picks, key=lambda pick: pick.key != digest.hero)
    yield CardGroup(
        name=gettext("Picks"),
        count="",
        cards=tuple(
            replace(
                card(context, to, context.catalog.by_key[pick.key]),
                why=Note(pick.why, address=day_address(day), heading_level=4),
            )
            for pick in picks
        ),
    )


def _masthead(context: RenderContext, to: Linker, day: date, *, facts: tuple[str, ...]) -> Masthead:
    settings = context.settings
    earlier, later = _neighbouring_days(context, day)
    week, month = week_of(day), month_of(day)
    curator = (gettext("curated by %(name)s", name=settings.curator),) if settings.curator else ()
    return Masthead(
        name=settings.title,
        description=settings.description,
        home=to(HOME),
        date=long_date(day),
        facts=" · ".join((*facts, *curator)),
        export=export_link(context, to, f"digests/{day}.json"),
        week=Link(label=week.title, href=to(period_address(week))),
        month=Link(label=month.title, href=to(period_address(month))),
        week_chart=_week_chart(context, to, day),
        earlier=_long_day_link(to, earlier) if earlier else None,
        later=_long_day_link(to, later) if later else None,
    )


def _neighbouring_days(context: RenderContext, day: date) -> tuple[date | None, date | None]:
    """Return the days of the digests before and after."""
    index = context.day_indexes[day]
    earlier = context.days[index - 1] if index else None
    later = context.days[index + 1] if index + 1 < len(context.days) else None
    return earlier, later


def _week_counts(context: RenderContext, day: date) -> list[tuple[int, str]]:
    """Return how many papers each day of the week lists, and that with its picks in words; empty without a digest."""
    catalog = context.catalog
    return [
        (len(catalog.listed_by_day.get(other, ())), paper_count(catalog, [other]) if other in catalog.by_day else "")
        for other in week_of(day).days
    ]


def _week_chart(context: RenderContext, to: Linker, day: date) -> tuple[Bar, ...]:
    days = week_of(day).days
    counts = _week_counts(context, day)
    nothing = ngettext("%(number)s paper", "%(number)s papers", 0)
    return bars(
        [listed for listed, _ in counts],
        labels=[weekday_and_day(other) for other in days],
        names=[f"{long_date(other)}: {count or nothing}" for other, (_, count) in zip(days, counts, strict=True)],
        hrefs=[to(day_address(other)) if count else "" for other, (_, count) in zip(days, counts, strict=True)],
        current=days.index(day),
    )


def _long_day_link(to: Linker, day: date) -> Link:
    return Link(label=long_date(day), href=to(day_address(day)))
