"""A week, a month or a year of digests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nlargest

from generator.catalog.catalog import Entry
from generator.catalog.periods import Period, in_full, month_of, periods, year_of
from generator.pages.context import KINDS, Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import counted, draft, page
from generator.pages.routes import ARCHIVE, add_url, day_address, period_address
from generator.pages.views.calendar import CalendarMonth, calendar_months
from generator.pages.views.cards import Link, PaperRow, row
from generator.pages.views.day import Tally, tallies

#: How many papers "most upvoted" lists.
TOP = 10
#: About how many papers a week or a month shows; longer ones show each day's first, and its own page has all of them.
SHOWN = 150
#: How many papers of a day are shown at least.
A_DAY = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class DayList:
    """A day within a longer list: its first papers as rows, or, in a year, none of them. ``whole`` says what its own
    page has."""

    heading: Link
    count: str
    rows: tuple[PaperRow, ...]
    whole: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodView:
    """A span of digests: where it lies, what it was about, and its papers day by day."""

    title: str
    facts: str
    around: tuple[Link, ...]
    earlier: Link | None
    later: Link | None
    calendar_months: tuple[CalendarMonth, ...]
    tallies: tuple[Tally, ...]
    top: tuple[PaperRow, ...]
    lists: tuple[DayList, ...]
    add_url: str


def plan_periods(context: RenderContext) -> Iterator[Page]:
    """A page for every week, month and year with a digest."""
    for kind in KINDS:
        known = context.periods[kind]
        for place, period in enumerate(known):
            earlier = known[place - 1] if place else None
            later = known[place + 1] if place + 1 < len(known) else None
            yield page(
                period_address(period),
                shows=f"the {period.kind} {period.id}",
                draft=partial(_draft, context, period, earlier, later),
                year=int(period.id[:4]),
                inputs=partial(_inputs, context, period, earlier, later),
            )


def _inputs(context: RenderContext, period: Period, earlier: Period | None, later: Period | None) -> str:
    days = _days(context, period)
    counts = [(day, len(context.catalog.by_day[day])) for day in days]
    return context.inputs(
        (period, earlier, later, counts), (entry for day in days for entry in context.catalog.by_day[day])
    )


def _days(context: RenderContext, period: Period) -> list[date]:
    """The digests of a period, the newest first."""
    return [day for day in reversed(context.days) if period.first <= day <= period.last]


def day_list(context: RenderContext, to: Linker, day: date, *, shown: int | None = None) -> DayList:
    """The papers of a day as rows, in their rank: all of them, or the first ``shown``."""
    entries = context.catalog.by_day[day]
    count = counted(len(entries), "paper")
    rows = tuple(row(context, to, entry) for entry in entries[:shown])
    return DayList(
        heading=Link(label=in_full(day), href=to(day_address(day))),
        count=count,
        rows=rows,
        whole=f"All {count}" if len(rows) < len(entries) else "Read this digest",
    )


def _day_lists(context: RenderContext, to: Linker, days: Sequence[date]) -> tuple[DayList, ...]:
    """Day by day, the same number of papers of each where all are more than a page can show."""
    total = sum(len(context.catalog.by_day[day]) for day in days)
    shown = None if total <= SHOWN else max(A_DAY, SHOWN // len(days))
    return tuple(day_list(context, to, day, shown=shown) for day in days)


def month_lists(context: RenderContext, to: Linker, year: Period) -> tuple[DayList, ...]:
    """The months of a year with their counts, the newest first."""
    inside = [day for day in context.days if year.first <= day <= year.last]
    return tuple(
        DayList(
            heading=Link(label=month.title, href=to(period_address(month))),
            count=counted(sum(len(context.catalog.by_day[day]) for day in inside if month_of(day) == month), "paper"),
            rows=(),
        )
        for month in reversed(periods("month", inside))
    )


def top(context: RenderContext, to: Linker, entries: Iterable[Entry], *, limit: int = TOP) -> tuple[PaperRow, ...]:
    """The papers with most votes, of equal ones those that ``entries`` have first; none where no source counted votes,
    and never one that was taken back."""
    voted = [entry for entry in entries if entry.metrics.upvotes and entry.paper.status == "published"]
    best = nlargest(limit, voted, key=lambda entry: entry.metrics.upvotes or 0)
    return tuple(row(context, to, entry, tell_day=True) for entry in best)


def _draft(context: RenderContext, period: Period, earlier: Period | None, later: Period | None) -> PageContent:
    address = period_address(period)
    to = linker(address)
    days = _days(context, period)
    entries = _distinct(context, days)
    facts = f"{counted(len(entries), 'paper')} in {counted(len(days), 'digest')}"
    view = PeriodView(
        title=period.title,
        facts=facts,
        around=_around(to, period, days[0]),
        earlier=_period_link(to, earlier),
        later=_period_link(to, later),
        calendar_months=() if period.kind == "week" else calendar_months(context, to, period),
        tallies=tallies(context, to, entries),
        top=top(context, to, entries) if len(days) > 1 else (),
        lists=month_lists(context, to, period) if period.kind == "year" else _day_lists(context, to, days),
        add_url=add_url(context.settings),
    )
    return draft(
        kind="period",
        title=period.title,
        description=facts,
        head=page_head(context.settings, address=address, title=period.title),
        template="period.html.j2",
        view=view,
    )


def _distinct(context: RenderContext, days: Sequence[date]) -> tuple[Entry, ...]:
    """Every paper of these days once."""
    return tuple({entry.key: entry for day in days for entry in context.catalog.by_day[day]}.values())


def _around(to: Linker, period: Period, day: date) -> tuple[Link, ...]:
    """The larger spans in which this one lies, the largest first."""
    larger = {"week": (year_of(day), month_of(day)), "month": (year_of(day),), "year": ()}[period.kind]
    return (
        Link(label="Archive", href=to(ARCHIVE)),
        *(Link(label=span.title, href=to(period_address(span))) for span in larger),
    )


def _period_link(to: Linker, period: Period | None) -> Link | None:
    return Link(label=period.title, href=to(period_address(period))) if period else None
