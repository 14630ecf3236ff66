"""The archive: calendars of the newest years, links to all months and years, and the newest papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import accumulate, takewhile

from generator.catalog.periods import Period
from generator.language.words import gettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, STATUS, add_url, period_address
from generator.pages.views.calendar import CalendarMonth, calendar_months
from generator.pages.views.cards import Link
from generator.pages.views.explore import explore_links
from generator.pages.views.list_tools import ListTools, list_tools
from generator.pages.views.paper_counts import all_papers_in_digests
from generator.pages.views.period import DayList, MonthLink, day_list, month_links
from generator.pages.views.series import series_links

#: How many years have their calendars here; older years are links, so that the page stays small.
CALENDAR_YEARS = 2
#: About how many of the newest papers are listed, in whole days; older ones are on the pages of their months.
NEWEST_PAPERS = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class YearView:
    """A year with its calendars and its months."""

    heading: Link
    calendar_months: tuple[CalendarMonth, ...]
    months: tuple[MonthLink, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveView:
    """The newest ``years`` with calendars, links to ``older_years``, the newest ``days``, and all series."""

    facts: str
    explore: tuple[Link, ...]
    years: tuple[YearView, ...]
    older_years: tuple[Link, ...]
    tools: ListTools
    days: tuple[DayList, ...]
    series: tuple[tuple[Link, str], ...]
    add_url: str
    status_url: str


def plan_archive(context: RenderContext) -> Page:
    """Return the archive, from which every day is one or two clicks away."""
    return make_page(ARCHIVE, shows="the archive", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to = linker(ARCHIVE)
    years = tuple(reversed(context.periods["year"]))
    facts = all_papers_in_digests(context.catalog)
    days = _newest_days(context)
    listed = (entry for day in days for entry in context.catalog.by_day[day])
    tools = list_tools(context, listed, total=len(context.catalog.entries), name_topics=True)
    view = ArchiveView(
        facts=facts,
        explore=explore_links(context, to),
        years=tuple(_year(context, to, year) for year in years[:CALENDAR_YEARS]),
        older_years=tuple(Link(label=year.title, href=to(period_address(year))) for year in years[CALENDAR_YEARS:]),
        tools=tools,
        days=tuple(day_list(context, to, day, context.catalog.by_day[day], tools) for day in days),
        series=series_links(context, to),
        add_url=add_url(context.settings),
        status_url=to(STATUS),
    )
    title = gettext("Archive")
    return page_content(
        kind="archive",
        title=title,
        description=facts,
        head=page_head(context, address=ARCHIVE, title=title),
        template="archive.html.j2",
        view=view,
    )


def _year(context: RenderContext, to: Linker, year: Period) -> YearView:
    return YearView(
        heading=Link(label=year.title, href=to(period_address(year))),
        calendar_months=calendar_months(context, to, year),
        months=month_links(context, to, year),
    )


def _newest_days(context: RenderContext) -> tuple[date, ...]:
    """Return whole days, newest first, until there are ``NEWEST_PAPERS`` papers, but at least one day."""
    days = tuple(reversed(context.days))
    papers_before = accumulate((len(context.catalog.by_day[day]) for day in days), initial=0)
    listed = takewhile(lambda pair: pair[1] < NEWEST_PAPERS, zip(days, papers_before, strict=False))
    return tuple(day for day, _ in listed)
