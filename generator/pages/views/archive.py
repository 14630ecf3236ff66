"""The archive: every day by its calendar, every month by name, and the newest titles in full."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate, takewhile

from generator.catalog.periods import Period
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import counted, draft, page
from generator.pages.routes import ARCHIVE, add_url, period_address
from generator.pages.views.calendar import CalendarMonth, calendar_months
from generator.pages.views.cards import Link
from generator.pages.views.period import DayList, day_list, month_lists

#: How many years show their calendar here; older ones are a click further, so that the page stays light.
CALENDARS = 2
#: The newest titles, in whole days; all others are on their months' pages.
TITLES = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class YearView:
    """A year: its calendar, and its months with their counts."""

    heading: Link
    calendar_months: tuple[CalendarMonth, ...]
    months: tuple[DayList, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveView:
    """Years, the newest first; ``older`` are the years without a calendar here; ``lists`` the newest days."""

    facts: str
    years: tuple[YearView, ...]
    older: tuple[Link, ...]
    lists: tuple[DayList, ...]
    add_url: str


def plan_archive(context: RenderContext) -> Page:
    """The one page from which every day is a click or two away."""
    return page(ARCHIVE, shows="the archive", draft=partial(_draft, context))


def _draft(context: RenderContext) -> PageContent:
    to = linker(ARCHIVE)
    years = tuple(reversed(context.periods["year"]))
    facts = f"{counted(len(context.catalog.entries), 'paper')} in {counted(len(context.days), 'digest')}"
    newest = _newest_days(context)
    view = ArchiveView(
        facts=facts,
        years=tuple(_year(context, to, year) for year in years[:CALENDARS]),
        older=tuple(Link(label=year.title, href=to(period_address(year))) for year in years[CALENDARS:]),
        lists=newest,
        add_url=add_url(context.settings),
    )
    return draft(
        kind="archive",
        title="Archive",
        description=facts,
        head=page_head(context.settings, address=ARCHIVE, title="Archive"),
        template="archive.html.j2",
        view=view,
    )


def _year(context: RenderContext, to: Linker, year: Period) -> YearView:
    return YearView(
        heading=Link(label=year.title, href=to(period_address(year))),
        calendar_months=calendar_months(context, to, year),
        months=month_lists(context, to, year),
    )


def _newest_days(context: RenderContext) -> tuple[DayList, ...]:
    """Whole days, the newest first, until there are ``TITLES`` titles; the newest day always."""
    days = tuple(reversed(context.days))
    before = accumulate((len(context.catalog.by_day[day]) for day in days), initial=0)
    shown = takewhile(lambda pair: pair[1] < TITLES, zip(days, before, strict=False))
    return tuple(day_list(context, linker(ARCHIVE), day) for day, _ in shown)
