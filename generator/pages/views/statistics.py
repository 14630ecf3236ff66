"""The statistics of the digest: charts of its papers, each with its numbers, and the most frequent names and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.catalog.people.people import Person
from generator.catalog.periods import Period, month_of
from generator.catalog.statistics import MANY_AUTHORS, Statistics, count_all
from generator.language.dates import weekday_names
from generator.language.words import format_number, format_percent, format_rounded, gettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, MAP, SEARCH, STATISTICS, search_address
from generator.pages.views.cards import TopicBadge, topic_badge
from generator.pages.views.paper_counts import all_papers_in_digests
from generator.pages.views.source_names import source_name
from generator.pages.views.svg import Chart, DayChart, bar_chart, day_chart

#: Length of the longest bar beside a row of a ranking.
_WIDTH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicChart:
    """A topic with its papers month by month."""

    topic: TopicBadge
    chart: Chart


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedRow:
    """A name with its number of papers; ``width`` is the length of its bar, up to 100, and ``href`` may be empty."""

    name: str
    href: str
    count: str
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedList:
    """Names of most papers, as a table with bars."""

    title: str
    heading: str
    rows: tuple[RankedRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatisticsView:
    """All charts.

    ``charts`` are of the whole digest, ``days`` of its last year, and ``topics`` of the months of ``topic_span``. All
    topics have the same scale.
    """

    facts: str
    days: DayChart | None
    charts: tuple[Chart, ...]
    topics: tuple[TopicChart, ...]
    topic_span: str
    lists: tuple[RankedList, ...]
    archive: str
    map: str


def plan_statistics(context: RenderContext) -> Page:
    """Return the page of statistics."""
    return make_page(STATISTICS, shows="the statistics", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to, statistics = linker(STATISTICS), count_all(context.catalog)
    facts = all_papers_in_digests(context.catalog)
    view = StatisticsView(
        facts=facts,
        days=_days(statistics),
        charts=tuple(_charts(statistics)),
        topics=tuple(_topic_charts(to, statistics)),
        topic_span=_span(statistics.topic_months[0], statistics.topic_months[-1]) if statistics.topic_months else "",
        lists=tuple(_lists(context, to, statistics)),
        archive=to(ARCHIVE),
        map=to(MAP) if context.settings.map else "",
    )
    return page_content(
        kind="statistics",
        title=gettext("Statistics"),
        description=facts,
        head=page_head(context, address=STATISTICS, title=gettext("Statistics")),
        template="statistics.html.j2",
        view=view,
    )


def _days(statistics: Statistics) -> DayChart | None:
    # Translators: above the dates of Mondays
    headings = (gettext("Week of"), *weekday_names())
    if not statistics.weeks:
        return None
    days = [
        day
        for week, counts in statistics.weeks
        for day, count in zip(week.days, counts, strict=True)
        if count is not None
    ]
    title = gettext("Papers by day, %(months)s", months=_span(month_of(days[0]), month_of(days[-1])))
    return day_chart(title, statistics.weeks, headings=headings)


def _span(first: Period, last: Period) -> str:
    """The months in words: "August 2024 to July 2025"."""
    if first == last:
        return first.title
    return gettext("%(first)s to %(last)s", first=first.title, last=last.title)


def _charts(statistics: Statistics) -> Iterator[Chart]:
    if not statistics.papers:
        return
    months = [count.month for count in statistics.months]
    names, ends = [month.title for month in months], _ends(months)
    papers = [count.papers for count in statistics.months]
    headings = (gettext("Month"), gettext("Papers"))
    yield bar_chart(gettext("Papers by month"), papers, names=names, headings=headings, ends=ends)
    numbers = [str(number) for number in range(len(statistics.authors))]
    if len(numbers) > MANY_AUTHORS:
        numbers[MANY_AUTHORS] = gettext("%(number)s or more", number=MANY_AUTHORS)
    title = gettext("Authors per paper (median %(median)s)", median=_median(statistics.median_authors))
    headings = (gettext("Authors"), gettext("Papers"))
    yield bar_chart(title, statistics.authors, names=numbers, headings=headings, ends=(numbers[0], numbers[-1]))
    if any(count.with_code for count in statistics.months):
        shares = [round(100 * count.with_code / count.papers) if count.papers else None for count in statistics.months]
        headings = (gettext("Month"), gettext("Papers with code"))
        title = gettext("Papers with code, by month")
        yield bar_chart(title, shares, names=names, headings=headings, ends=ends, written=format_percent, top=100)


def _median(number: float) -> str:
    """A median as text: it is a whole number or halfway between two."""
    return format_rounded(number, places=0 if number == int(number) else 1)


def _topic_charts(to: Linker, statistics: Statistics) -> Iterator[TopicChart]:
    if not statistics.topics:
        return
    ends = _ends(statistics.topic_months)
    names = [month.short_title for month in statistics.topic_months]
    headings = (gettext("Month"), gettext("Papers"))
    largest = max(max(count.months) for count in statistics.topics)
    for count in statistics.topics:
        chart = bar_chart(count.topic.name, count.months, names=names, headings=headings, ends=ends, top=largest)
        yield TopicChart(topic=topic_badge(to, count.topic), chart=chart)


def _lists(context: RenderContext, to: Linker, statistics: Statistics) -> Iterator[RankedList]:
    sources = [(source_name(source) or gettext("Added by hand"), "", count) for source, count in statistics.sources]
    people = [(person.name, _author(context, to, person), len(person.papers)) for person in statistics.people]
    affiliations = [(name, "", count) for name, count in statistics.affiliations]
    words = [(word, _search(to, word), count) for word, count in statistics.title_words]
    for title, heading, ranking in (
        (gettext("Sources"), gettext("Source"), sources),
        (gettext("Most frequent authors"), gettext("Author"), people),
        (gettext("Most frequent affiliations"), gettext("Affiliation"), affiliations),
        (gettext("Most frequent words in titles"), gettext("Word"), words),
    ):
        if ranking:
            yield RankedList(title=title, heading=heading, rows=_rows(ranking))


def _rows(ranking: Sequence[tuple[str, str, int]]) -> tuple[RankedRow, ...]:
    """Return rows from names with their links and counts."""
    largest = max(count for _, _, count in ranking)
    return tuple(
        RankedRow(name=name, href=href, count=format_number(count), width=-(-count * _WIDTH // largest))
        for name, href, count in ranking
    )


def _author(context: RenderContext, to: Linker, person: Person) -> str:
    """Return the link to the page of an author, or to a search for the name where there is none."""
    if person.id in context.author_pages:
        return to(context.author_pages[person.id])
    name = person.name.replace('"', "")
    return _search(to, f'author:"{name}"')


def _search(to: Linker, query: str) -> str:
    return to(SEARCH) + search_address(query).removeprefix(SEARCH)


def _ends(months: Sequence[Period]) -> tuple[str, str]:
    return months[0].short_title, months[-1].short_title
