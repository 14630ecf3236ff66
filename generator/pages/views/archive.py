"""The archive: every day by its calendar, every month by name, and the newest titles in full."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate, takewhile

from generator.catalog.periods import Period
from generator.pages.context import Desk, Linker, linker
from generator.pages.head import page_head
from generator.pages.page import Draft, Page
from generator.pages.render import counted, draft, page
from generator.pages.routes import ARCHIVE, add_url, period_address
from generator.pages.views.calendar import Sheet, sheets
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
    sheets: tuple[Sheet, ...]
    months: tuple[DayList, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveView:
    """Years, the newest first; ``older`` are the years without a calendar here; ``lists`` the newest days."""

    facts: str
    years: tuple[YearView, ...]
    older: tuple[Link, ...]
    lists: tuple[DayList, ...]
    add_url: str


def plan_archive(desk: Desk) -> Page:
    """The one page from which every day is a click or two away."""
    return page(ARCHIVE, shows="the archive", draft=partial(_draft, desk))


def _draft(desk: Desk) -> Draft:
    to = linker(ARCHIVE)
    years = tuple(reversed(desk.periods["year"]))
    facts = f"{counted(len(desk.catalog.entries), 'paper')} in {counted(len(desk.days), 'digest')}"
    newest = _newest_days(desk)
    view = ArchiveView(
        facts=facts,
        years=tuple(_year(desk, to, year) for year in years[:CALENDARS]),
        older=tuple(Link(label=year.title, href=to(period_address(year))) for year in years[CALENDARS:]),
        lists=newest,
        add_url=add_url(desk.settings),
    )
    return draft(
        kind="archive",
        title="Archive",
        description=facts,
        head=page_head(desk.settings, address=ARCHIVE, title="Archive"),
        template="archive.html.j2",
        view=view,
    )


def _year(desk: Desk, to: Linker, year: Period) -> YearView:
    return YearView(
        heading=Link(label=year.title, href=to(period_address(year))),
        sheets=sheets(desk, to, year),
        months=month_lists(desk, to, year),
    )


def _newest_days(desk: Desk) -> tuple[DayList, ...]:
    """Whole days, the newest first, until there are ``TITLES`` titles; the newest day always."""
    days = tuple(reversed(desk.days))
    before = accumulate((len(desk.catalog.by_day[day]) for day in days), initial=0)
    shown = takewhile(lambda pair: pair[1] < TITLES, zip(days, before, strict=False))
    return tuple(day_list(desk, linker(ARCHIVE), day) for day, _ in shown)
