"""The digests of a week, a month or a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import nlargest

from generator.catalog.catalog import Entry
from generator.catalog.digests.selection import picks_of_period
from generator.catalog.periods import PERIOD_KINDS, Period, month_of, year_of
from generator.language.dates import long_date
from generator.language.words import gettext, ngettext
from generator.pages.context import Linker, RenderContext, export_link, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, add_url, day_address, period_address
from generator.pages.views.calendar import CalendarMonth, calendar_months
from generator.pages.views.cards import Link, PaperRow, TopicCounts, row, topic_counts
from generator.pages.views.editorial import Editorial, editorial_inputs, editorial_of_period, titled
from generator.pages.views.list_tools import ListTools, list_tools
from generator.pages.views.paper_counts import paper_count, papers_in_digests

#: How many papers "Most upvoted" lists.
TOP = 10
#: About how many papers a week or month shows; a longer one shows the first papers of each day.
MAX_ROWS = 150
#: Least papers that are shown of each day.
MIN_ROWS_OF_DAY = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class DayList:
    """The papers of a day as rows, or the first of them; ``whole`` is the text of the link to its digest."""

    heading: Link
    count: str
    rows: tuple[PaperRow, ...]
    whole: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthLink:
    """A month with its number of papers."""

    label: str
    href: str
    count: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PeriodView:
    """A period: what editors say, topics, most upvoted papers, and its papers day by day.

    A year has ``months`` instead of ``days``; ``breadcrumbs`` lead to the larger periods, largest first. ``export`` is
    the index of the API, for the papers from ``first`` to ``last``.
    """

    title: str
    facts: str
    export: str
    first: date
    last: date
    breadcrumbs: tuple[Link, ...]
    earlier: Link | None
    later: Link | None
    editorial: Editorial
    calendar_months: tuple[CalendarMonth, ...]
    topic_counts: TopicCounts
    top: tuple[PaperRow, ...]
    tools: ListTools
    days: tuple[DayList, ...]
    months: tuple[MonthLink, ...]
    add_url: str


def plan_periods(context: RenderContext) -> Iterator[Page]:
    """Yield a page for every week, month and year with a digest."""
    for kind in PERIOD_KINDS:
        known = context.periods[kind]
        for index, period in enumerate(known):
            earlier = known[index - 1] if index else None
            later = known[index + 1] if index + 1 < len(known) else None
            yield make_page(
                period_address(period),
                shows=f"the {period.kind} {period.id}",
                lay_out=partial(_lay_out, context, period, earlier, later),
                year=context.catalog.part_of(date(int(period.id[:4]), 1, 1)),
                inputs=partial(_inputs, context, period, earlier, later),
            )


def _inputs(context: RenderContext, period: Period, earlier: Period | None, later: Period | None) -> str:
    days = _days(context, period)
    catalog = context.catalog
    counts = [(day, len(catalog.by_day[day]), day_title(context, day)) for day in days]
    said = editorial_inputs(catalog, period)
    entries = (entry for day in days for entry in catalog.by_day[day])
    return context.inputs((period, earlier, later, counts, said), entries)


def _lay_out(context: RenderContext, period: Period, earlier: Period | None, later: Period | None) -> PageContent:
    address = period_address(period)
    to = linker(address)
    days = _days(context, period)
    picks = tuple(context.catalog.by_key[pick.key] for pick in picks_of_period(context.catalog, period))
    entries = _distinct(context, days) if days else picks
    facts = papers_in_digests(context.catalog, days) if days else _pick_count(len(picks))
    listed = () if period.kind == "year" else _listed(context, days)
    tools = list_tools(context, (entry for _, papers in listed for entry in papers), total=len(entries))
    picked = {pick.key for pick in picks}
    view = PeriodView(
        title=period.title,
        facts=facts,
        export=export_link(context, to, "index.json"),
        first=period.first,
        last=period.last,
        breadcrumbs=_breadcrumbs(context, to, period, days[0] if days else period.first),
        earlier=_period_link(to, earlier),
        later=_period_link(to, later),
        editorial=editorial_of_period(context, to, period, address=address),
        calendar_months=() if period.kind == "week" else calendar_months(context, to, period),
        topic_counts=topic_counts(context, to, entries),
        top=top(to, (entry for entry in entries if entry.key not in picked)) if len(days) > 1 else (),
        tools=tools,
        days=tuple(day_list(context, to, day, papers, tools) for day, papers in listed),
        months=month_links(context, to, period) if period.kind == "year" else (),
        add_url=add_url(context.settings),
    )
    title = titled(context.catalog.digests.get(period.id), period.title)
    return page_content(
        kind="period",
        title=title,
        description=facts,
        head=page_head(context, address=address, title=title, papers=entries),
        template="period.html.j2",
        view=view,
    )


def day_list(context: RenderContext, to: Linker, day: date, papers: Sequence[Entry], tools: ListTools) -> DayList:
    """Return these papers of a day as rows."""
    entries = context.catalog.by_day[day]
    count = paper_count(context.catalog, [day])
    rows = tuple(row(to, entry, tools=tools) for entry in papers)
    return DayList(
        heading=Link(label=day_title(context, day), href=to(day_address(day))),
        count=count,
        rows=rows,
        whole=gettext("All %(papers)s", papers=count) if len(rows) < len(entries) else gettext("Read this digest"),
    )


def day_title(context: RenderContext, day: date) -> str:
    """Return a day in words, followed by the title that editors gave it."""
    digest = context.catalog.digests.get(day.isoformat())
    return f"{long_date(day)}: {digest.title}" if digest and digest.title else long_date(day)


def month_links(context: RenderContext, to: Linker, year: Period) -> tuple[MonthLink, ...]:
    """Return the months of a year that have a page, in the order of their calendars."""
    months = (month for month in context.periods["month"] if year.first <= month.first <= year.last)
    return tuple(
        MonthLink(label=month.title, href=to(period_address(month)), count=_count(context, month)) for month in months
    )


def _count(context: RenderContext, period: Period) -> str:
    """Return how many papers a period has, or, without days, how many picks."""
    days = _days(context, period)
    if days:
        return paper_count(context.catalog, days)
    return _pick_count(len(picks_of_period(context.catalog, period)))


def _pick_count(picks: int) -> str:
    return ngettext("%(number)s pick", "%(number)s picks", picks)


def top(to: Linker, entries: Iterable[Entry], *, limit: int = TOP) -> tuple[PaperRow, ...]:
    """Return the papers with most votes, equal ones in the order of ``entries``.

    Papers without votes are left out, and so are withdrawn and retracted ones.
    """
    voted = [entry for entry in entries if entry.metrics.upvotes and entry.paper.status == "published"]
    best = nlargest(limit, voted, key=lambda entry: entry.metrics.upvotes or 0)
    return tuple(row(to, entry, featured=True) for entry in best)


def _listed(context: RenderContext, days: Sequence[date]) -> tuple[tuple[date, tuple[Entry, ...]], ...]:
    """Return the days with their papers by rank, of each day the first ones where all are more than ``MAX_ROWS``."""
    total = sum(len(context.catalog.by_day[day]) for day in days)
    limit = None if total <= MAX_ROWS else max(MIN_ROWS_OF_DAY, MAX_ROWS // len(days))
    return tuple((day, context.catalog.by_day[day][:limit]) for day in days)


def _days(context: RenderContext, period: Period) -> list[date]:
    """Return the days of a period that have a digest, newest first."""
    return [day for day in reversed(context.days) if period.first <= day <= period.last]


def _distinct(context: RenderContext, days: Sequence[date]) -> tuple[Entry, ...]:
    """Return every paper of the days once."""
    return tuple({entry.key: entry for day in days for entry in context.catalog.by_day[day]}.values())


def _breadcrumbs(context: RenderContext, to: Linker, period: Period, day: date) -> tuple[Link, ...]:
    larger = {"week": (year_of(day), month_of(day)), "month": (year_of(day),), "year": ()}[period.kind]
    return (
        Link(label=gettext("Archive"), href=to(ARCHIVE)),
        *(
            Link(label=span.title, href=to(period_address(span)))
            for span in larger
            if span in context.periods[span.kind]
        ),
    )


def _period_link(to: Linker, period: Period | None) -> Link | None:
    return Link(label=period.title, href=to(period_address(period))) if period else None
