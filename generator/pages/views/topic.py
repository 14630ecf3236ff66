"""The pages of topics: counts and newest papers, and for large topics a page for each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby

from generator.catalog.catalog import Entry
from generator.catalog.channels import topic_channel
from generator.catalog.periods import Period, last_months, month_of
from generator.catalog.topics.topic_set import Topic
from generator.language.dates import short_month_name
from generator.language.words import format_number, format_rounded, gettext, ngettext
from generator.pages.context import Linker, RenderContext, export_link, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, HOME, TOPICS, add_url, feed_address, topic_address, topic_month_address
from generator.pages.views.cards import Card, Link, PaperRow, TopicBadge, TopicCount, card, row, topic_badge
from generator.pages.views.charts import Bar, bars
from generator.pages.views.explore import explore_links
from generator.pages.views.list_tools import ListTools, list_tools
from generator.pages.views.period import top
from generator.pages.views.trends import rising_in_topic

#: How many papers a topic's own page shows as cards; a larger topic has a page for each of its months.
MAX_CARDS = 60
#: How many papers "Most upvoted" lists.
TOP = 5
#: How many related topics a topic lists.
RELATED_TOPICS = 6
#: Months of the chart and of the monthly average.
CHART_MONTHS = 12

#: A topic's papers by the month of their record's date, newest first.
PapersByMonth = tuple[tuple[Period, tuple[Entry, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCards:
    """The papers of a month that the topic's own page shows; ``whole`` leads to all of them if there are more."""

    title: str
    count: str
    cards: tuple[Card, ...]
    whole: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicView:
    """A topic: description, counts, related topics, its papers by month, its feed and its file of the API.

    Both addresses may be empty. ``parent`` is the broader topic; ``older_months`` lead to pages of months that are not
    shown here.
    """

    topic: TopicBadge
    description: str
    all_topics: str
    parent: Link | None
    facts: str
    export: str
    chart: tuple[Bar, ...]
    related_topics: tuple[TopicCount, ...]
    rising: tuple[Link, ...]
    top: tuple[PaperRow, ...]
    tools: ListTools
    months: tuple[MonthCards, ...]
    older_months: tuple[Link, ...]
    newest_digest: str
    add_url: str
    feed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicMonthView:
    """All papers of a topic in one month; ``export`` is the topic's file of the API, and may be empty."""

    topic: TopicBadge
    title: str
    month: str
    facts: str
    export: str
    earlier: Link | None
    later: Link | None
    tools: ListTools
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicListItem:
    """A topic in the list of topics."""

    topic: TopicBadge
    description: str
    count: str
    chart: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicsView:
    """All topics in the order of the topics file: ``topics`` with papers and ``empty_topics`` without."""

    facts: str
    topics: tuple[TopicListItem, ...]
    empty_topics: tuple[TopicListItem, ...]
    archive: str
    explore: tuple[Link, ...]


def plan_topics(context: RenderContext) -> Iterator[Page]:
    """Yield the list of topics, a page for each topic, and for large topics a page for each month."""
    yield make_page(TOPICS, shows="the list of topics", lay_out=partial(_lay_out_list, context))
    for topic in context.catalog.topic_set.topics:
        yield make_page(
            topic_address(topic.id),
            shows=f"the topic {topic.id}",
            lay_out=partial(_lay_out_topic, context, topic),
            inputs=partial(_inputs, context, topic),
        )
        if len(context.catalog.by_topic[topic.id]) > MAX_CARDS:
            yield from _plan_months(context, topic)


def _inputs(context: RenderContext, topic: Topic) -> str:
    """A topic's own page compares its months with the span of the whole archive."""
    others = (topic.id, context.catalog.latest, context.days[:1], len(context.periods["month"]) < 2)
    rising = context.trends.topic_words.get(topic.id)
    entries = context.catalog.by_topic[topic.id]
    cards = tuple(map(context.card_parts, entries[:MAX_CARDS]))
    return context.inputs((*others, rising, cards), entries)


def _lay_out_list(context: RenderContext) -> PageContent:
    to = linker(TOPICS)
    by_topic = context.catalog.by_topic
    topics = context.catalog.topic_set.topics
    topic_count = ngettext("%(number)s topic", "%(number)s topics", len(topics))
    papers = _papers(len(context.catalog.entries))
    facts = gettext("%(topics)s, %(papers)s", topics=topic_count, papers=papers)
    view = TopicsView(
        facts=facts,
        topics=tuple(_list_item(context, to, topic) for topic in topics if by_topic[topic.id]),
        empty_topics=tuple(_list_item(context, to, topic) for topic in topics if not by_topic[topic.id]),
        archive=to(ARCHIVE),
        explore=explore_links(context, to),
    )
    return page_content(
        kind="topics",
        title=gettext("Topics"),
        description=facts,
        head=page_head(context, address=TOPICS, title=gettext("Topics")),
        template="topics.html.j2",
        view=view,
    )


def _list_item(context: RenderContext, to: Linker, topic: Topic) -> TopicListItem:
    entries = context.catalog.by_topic[topic.id]
    return TopicListItem(
        topic=topic_badge(to, topic),
        description=topic.description,
        count=_papers(len(entries)),
        chart=_chart(context, _by_month(entries)),
    )


def _lay_out_topic(context: RenderContext, topic: Topic) -> PageContent:
    address = topic_address(topic.id)
    to = linker(address)
    entries = context.catalog.by_topic[topic.id]
    months = _by_month(entries)
    tools = list_tools(context, entries[:MAX_CARDS], total=len(entries))
    view = TopicView(
        topic=topic_badge(to, topic),
        description=topic.description,
        all_topics=to(TOPICS),
        parent=_parent(context, to, topic),
        facts=_facts(context, months),
        export=export_link(context, to, f"topics/{topic.id}.json") if entries else "",
        chart=_chart(context, months) if months else (),
        related_topics=_related_topics(context, to, topic, entries),
        rising=rising_in_topic(context, to, topic),
        top=top(to, entries, limit=TOP),
        tools=tools,
        months=_newest_months(context, to, topic, months, tools),
        older_months=_older_months(to, topic, months),
        newest_digest=to(HOME),
        add_url=add_url(context.settings),
        feed=to(feed_address(topic_channel(topic), "papers", "xml")) if context.has_feeds else "",
    )
    return page_content(
        kind="topic",
        title=topic.name,
        description=topic.description,
        head=page_head(context, address=address, title=topic.name, channel=topic_channel(topic), papers=entries),
        template="topic.html.j2",
        view=view,
    )


def _plan_months(context: RenderContext, topic: Topic) -> Iterator[Page]:
    months = _by_month(context.catalog.by_topic[topic.id])
    for index, (month, entries) in enumerate(months):
        earlier = months[index + 1][0] if index + 1 < len(months) else None
        later = months[index - 1][0] if index else None
        yield make_page(
            topic_month_address(topic.id, month.first),
            shows=f"the topic {topic.id} in {month.id}",
            lay_out=partial(_lay_out_month, context, topic, month, entries, earlier, later),
            year=month.first.year,
            inputs=partial(context.inputs, (topic.id, month, earlier, later), entries),
        )


def _lay_out_month(
    context: RenderContext,
    topic: Topic,
    month: Period,
    entries: Sequence[Entry],
    earlier: Period | None,
    later: Period | None,
) -> PageContent:
    address = topic_month_address(topic.id, month.first)
    to = linker(address)
    title = gettext("%(title)s, %(date)s", title=topic.name, date=month.title)
    facts = _papers(len(entries))
    tools = list_tools(context, entries, name_topics=True)
    view = TopicMonthView(
        topic=topic_badge(to, topic),
        title=month.title,
        month=month.id,
        facts=facts,
        export=export_link(context, to, f"topics/{topic.id}.json"),
        earlier=_month_link(to, topic, earlier) if earlier else None,
        later=_month_link(to, topic, later) if later else None,
        tools=tools,
        rows=tuple(row(to, entry, featured=True, tools=tools) for entry in entries),
    )
    return page_content(
        kind="topic-month",
        title=title,
        description=facts,
        head=page_head(context, address=address, title=title, papers=entries),
        template="topic_month.html.j2",
        view=view,
    )


def _parent(context: RenderContext, to: Linker, topic: Topic) -> Link | None:
    if topic.parent is None:
        return None
    return Link(label=context.catalog.topic(topic.parent).name, href=to(topic_address(topic.parent)))


def _month_link(to: Linker, topic: Topic, month: Period, *, label: str = "") -> Link:
    return Link(label=label or month.title, href=to(topic_month_address(topic.id, month.first)))


def _by_month(entries: Sequence[Entry]) -> PapersByMonth:
    """Group entries, which are sorted newest first, by the month of their date."""
    return tuple(
        (month, tuple(papers)) for month, papers in groupby(entries, key=lambda entry: month_of(entry.paper.date))
    )


def _newest_months(
    context: RenderContext, to: Linker, topic: Topic, months: PapersByMonth, tools: ListTools
) -> tuple[MonthCards, ...]:
    """Return the newest ``MAX_CARDS`` papers as cards, by month."""
    left = MAX_CARDS
    newest = []
    for month, papers in months:
        cards = tuple(
            card(context, to, entry, featured=True, source=tools.source_to_state(entry.source))
            for entry in papers[:left]
        )
        whole = None
        if len(cards) < len(papers):
            whole = _month_link(to, topic, month, label=_all_of_month(len(papers), month))
        newest.append(MonthCards(title=month.title, count=_papers(len(papers)), cards=cards, whole=whole))
        left -= len(cards)
        if not left:
            break
    return tuple(newest)


def _older_months(to: Linker, topic: Topic, months: PapersByMonth) -> tuple[Link, ...]:
    """Return the months of which the topic's own page shows no paper."""
    papers_before = accumulate((len(papers) for _, papers in months), initial=0)
    return tuple(
        _month_link(to, topic, month, label=f"{month.title} ({format_number(len(papers))})")
        for (month, papers), before in zip(months, papers_before, strict=False)
        if before >= MAX_CARDS
    )


def _chart(context: RenderContext, papers: PapersByMonth) -> tuple[Bar, ...]:
    """Return the topic's papers in each of the last twelve months; empty while the archive has only one month."""
    if context.catalog.latest is None or len(context.periods["month"]) < 2:
        return ()
    counts = _counts(papers)
    months = last_months(context.catalog.latest, CHART_MONTHS)
    return bars(
        [counts[month] for month in months],
        labels=[short_month_name(month.first) for month in months],
        names=[month.title for month in months],
        hrefs=["" for _ in months],
        current=len(months) - 1,
    )


def _facts(context: RenderContext, papers: PapersByMonth) -> str:
    """Describe the counts of a topic: "214 papers, 23 in August 2026 (monthly average 34)".

    The average is over the eleven months before, as far as the archive reaches back.
    """
    counts = _counts(papers)
    total = _papers(counts.total())
    if context.catalog.latest is None or not counts:
        return total
    *before, newest = last_months(context.catalog.latest, CHART_MONTHS)
    covered = [month for month in before if month >= month_of(context.days[0])]
    number = format_number(counts[newest])
    if not covered:
        return gettext("%(papers)s, %(number)s in %(month)s", papers=total, number=number, month=newest.title)
    average = sum(counts[month] for month in covered) / len(covered)
    return gettext(
        "%(papers)s, %(number)s in %(month)s (monthly average %(average)s)",
        papers=total,
        number=number,
        month=newest.title,
        average=format_rounded(average, places=1 if average < 10 else 0),
    )


def _papers(count: int) -> str:
    return ngettext("%(number)s paper", "%(number)s papers", count)


def _all_of_month(papers: int, month: Period) -> str:
    return ngettext(
        "All %(number)s paper from %(month)s", "All %(number)s papers from %(month)s", papers, month=month.title
    )


def _counts(papers: PapersByMonth) -> Counter[Period]:
    return Counter({month: len(entries) for month, entries in papers})


def _related_topics(
    context: RenderContext, to: Linker, topic: Topic, entries: Sequence[Entry]
) -> tuple[TopicCount, ...]:
    """Return the topics that share most papers with this one, ties in the order of the topics file."""
    shared = Counter(
        assignment.topic for entry in entries for assignment in entry.topics if assignment.topic != topic.id
    )
    order = {other.id: index for index, other in enumerate(context.catalog.topic_set.topics)}
    ranked = sorted(shared.items(), key=lambda item: (-item[1], order[item[0]]))[:RELATED_TOPICS]
    return tuple(
        TopicCount(topic=topic_badge(to, context.catalog.topic(other)), count=format_number(count))
        for other, count in ranked
    )
