"""The statistics of the digest: charts of its papers, each with its numbers, and the most frequent names and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.catalog.periods import WEEKDAYS, Period, short_date
from generator.catalog.statistics import MANY_AUTHORS, Ranking, Statistics, count_all
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, SEARCH, STATISTICS, search_address
from generator.pages.views.cards import TopicBadge, topic_badge
from generator.pages.views.source_names import source_name
from generator.pages.views.svg import Chart, bar_chart, day_chart
from generator.text.counts import counted

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
    """All charts; ``days`` and ``charts`` are of the whole digest, ``topics`` have the same scale."""

    facts: str
    days: Chart | None
    charts: tuple[Chart, ...]
    topics: tuple[TopicChart, ...]
    lists: tuple[RankedList, ...]
    archive: str


def plan_statistics(context: RenderContext) -> Page:
    """Return the page of statistics."""
    return make_page(STATISTICS, shows="the statistics", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to, statistics = linker(STATISTICS), count_all(context.catalog)
    facts = f"{counted(statistics.papers, 'paper')} in {counted(statistics.days, 'digest')}"
    view = StatisticsView(
        facts=facts,
        days=_days(statistics),
        charts=tuple(_charts(statistics)),
        topics=tuple(_topic_charts(to, statistics)),
        lists=tuple(_lists(to, statistics)),
        archive=to(ARCHIVE),
    )
    return page_content(
        kind="statistics",
        title="Statistics",
        description=facts,
        head=page_head(context, address=STATISTICS, title="Statistics"),
        template="statistics.html.j2",
        view=view,
    )


def _days(statistics: Statistics) -> Chart | None:
    if not statistics.weeks:
        return None
    return day_chart(
        "Papers by day",
        [counts for _, counts in statistics.weeks],
        names=[f"Week of {short_date(week.first)}" for week, _ in statistics.weeks],
        day_names=[[short_date(day) for day in week.days] for week, _ in statistics.weeks],
        headings=("Week", *(weekday[:3] for weekday in WEEKDAYS)),
    )


def _charts(statistics: Statistics) -> Iterator[Chart]:
    if not statistics.papers:
        return
    names = _titles([count.month for count in statistics.months])
    papers = [count.papers for count in statistics.months]
    yield bar_chart("Papers by month", papers, names=names, headings=("Month", "Papers"))
    numbers = [str(number) for number in range(len(statistics.authors))]
    if len(numbers) > MANY_AUTHORS:
        numbers[MANY_AUTHORS] = f"{MANY_AUTHORS} or more"
    title = f"Authors of a paper (median {statistics.median_authors})"
    yield bar_chart(title, statistics.authors, names=numbers, headings=("Authors", "Papers"))
    if any(count.with_code for count in statistics.months):
        shares = [round(100 * count.with_code / count.papers) if count.papers else 0 for count in statistics.months]
        headings = ("Month", "Papers with code")
        yield bar_chart("Papers with code, by month", shares, names=names, headings=headings, unit="%", top=100)


def _topic_charts(to: Linker, statistics: Statistics) -> Iterator[TopicChart]:
    names = _titles(statistics.topic_months)
    largest = max((max(count.months) for count in statistics.topics), default=1)
    for count in statistics.topics:
        chart = bar_chart(count.topic.name, count.months, names=names, headings=("Month", "Papers"), top=largest)
        yield TopicChart(topic=topic_badge(to, count.topic), chart=chart)


def _lists(to: Linker, statistics: Statistics) -> Iterator[RankedList]:
    sources = tuple((source_name(source) or "Added by hand", count) for source, count in statistics.sources)
    yield from _list(to, "Sources", "Source", sources)
    yield from _list(to, "Most frequent authors", "Author", statistics.names, query='author:"{}"')
    yield from _list(to, "Most frequent affiliations", "Affiliation", statistics.affiliations)
    yield from _list(to, "Most frequent words in titles", "Word", statistics.title_words, query="{}")


def _list(to: Linker, title: str, heading: str, ranking: Ranking, *, query: str = "") -> Iterator[RankedList]:
    """Yield the list if it has rows; ``query`` finds the papers of a name."""
    if not ranking:
        return
    largest = max(count for _, count in ranking)
    rows = tuple(
        RankedRow(
            name=name,
            href=_search(to, query.format(name.replace('"', ""))) if query else "",
            count=f"{count:,}",
            width=-(-count * _WIDTH // largest),
        )
        for name, count in ranking
    )
    yield RankedList(title=title, heading=heading, rows=rows)


def _search(to: Linker, query: str) -> str:
    return to(SEARCH) + search_address(query).removeprefix(SEARCH)


def _titles(months: Sequence[Period]) -> list[str]:
    return [month.title for month in months]
