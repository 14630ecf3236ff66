"""A topic's pages: its numbers and newest papers, and a page for each month where they are too many for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, groupby

from generator.catalog.catalog import Entry
from generator.catalog.periods import MONTHS, Period, month_of
from generator.catalog.topics.topic_set import Topic
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import counted, draft, page
from generator.pages.routes import ARCHIVE, HOME, TOPICS, add_url, topic_address, topic_month_address
from generator.pages.views.cards import Card, Link, PaperRow, TopicBadge, card, row
from generator.pages.views.charts import Bar, bars
from generator.pages.views.day import Tally
from generator.pages.views.period import top

#: How many papers a topic's own page shows as cards; the months' pages have all of them.
NEWEST = 60
#: How many papers "most upvoted" lists, and how many neighbours a topic names.
TOP = 5
NEIGHBOURS = 6


#: A topic's papers by the month of their first digest, the newest first.
Months = tuple[tuple[Period, tuple[Entry, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthCards:
    """The papers of a month that the topic's own page shows; ``whole`` leads to all of them, if there are more."""

    title: str
    count: str
    cards: tuple[Card, ...]
    whole: Link | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicView:
    """A topic: what it is, how it goes, what it borders on, and its papers by month."""

    dot: TopicBadge
    description: str
    topics: str
    parent: Link | None
    facts: str
    chart: tuple[Bar, ...]
    neighbours: tuple[Tally, ...]
    top: tuple[PaperRow, ...]
    months: tuple[MonthCards, ...]
    older: tuple[Link, ...]
    newest_digest: str
    add_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicMonthView:
    """All papers of a topic in one month."""

    dot: TopicBadge
    title: str
    facts: str
    earlier: Link | None
    later: Link | None
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicListItem:
    """A topic in the list of topics."""

    dot: TopicBadge
    description: str
    count: str
    chart: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicsView:
    """All topics: those with papers in the order of the topics file, then those without."""

    facts: str
    topics: tuple[TopicListItem, ...]
    without: tuple[TopicListItem, ...]
    archive: str


def plan_topics(context: RenderContext) -> Iterator[Page]:
    """The list of topics, a page for each, and for large ones a page for each month."""
    yield page(TOPICS, shows="the list of topics", draft=partial(_list, context))
    for topic in context.catalog.topic_set.topics:
        yield page(
            topic_address(topic.id),
            shows=f"the topic {topic.id}",
            draft=partial(_topic, context, topic),
            inputs=partial(_inputs, context, topic),
        )
        if len(context.catalog.by_topic[topic.id]) > NEWEST:
            yield from _plan_months(context, topic)


def _inputs(context: RenderContext, topic: Topic) -> str:
    """A topic's own page measures its months against the months of the whole site."""
    about = (topic.id, context.catalog.latest, context.days[:1], len(context.periods["month"]) < 2)
    return context.inputs(about, context.catalog.by_topic[topic.id])


def _list(context: RenderContext) -> PageContent:
    to = linker(TOPICS)
    listed = [
        TopicListItem(
            dot=_dot(to, topic),
            description=topic.description,
            count=counted(len(context.catalog.by_topic[topic.id]), "paper"),
            chart=_last_year(context, _by_month(context.catalog.by_topic[topic.id])),
        )
        for topic in context.catalog.topic_set.topics
    ]
    empty = {topic for topic, entries in context.catalog.by_topic.items() if not entries}
    facts = f"{counted(len(listed), 'topic')}, {counted(len(context.catalog.entries), 'paper')}"
    view = TopicsView(
        facts=facts,
        topics=tuple(item for item in listed if item.dot.id not in empty),
        without=tuple(item for item in listed if item.dot.id in empty),
        archive=to(ARCHIVE),
    )
    return draft(
        kind="topics",
        title="Topics",
        description=facts,
        head=page_head(context.settings, address=TOPICS, title="Topics"),
        template="topics.html.j2",
        view=view,
    )


def _topic(context: RenderContext, topic: Topic) -> PageContent:
    address = topic_address(topic.id)
    to = linker(address)
    entries = context.catalog.by_topic[topic.id]
    months = _by_month(entries)
    view = TopicView(
        dot=_dot(to, topic),
        description=topic.description,
        topics=to(TOPICS),
        parent=_parent(context, to, topic),
        facts=_facts(context, months),
        chart=_last_year(context, months),
        neighbours=_neighbours(context, to, topic, entries),
        top=top(context, to, entries, limit=TOP),
        months=_newest_months(context, to, topic, months),
        older=_older_months(to, topic, months),
        newest_digest=to(HOME),
        add_url=add_url(context.settings),
    )
    return draft(
        kind="topic",
        title=topic.name,
        description=topic.description,
        head=page_head(context.settings, address=address, title=topic.name),
        template="topic.html.j2",
        view=view,
    )


def _plan_months(context: RenderContext, topic: Topic) -> Iterator[Page]:
    months = _by_month(context.catalog.by_topic[topic.id])
    for place, (month, entries) in enumerate(months):
        earlier = months[place + 1][0] if place + 1 < len(months) else None
        later = months[place - 1][0] if place else None
        yield page(
            topic_month_address(topic.id, month.first),
            shows=f"the topic {topic.id} in {month.id}",
            draft=partial(_month, context, topic, month, entries, earlier, later),
            year=month.first.year,
            inputs=partial(context.inputs, (topic.id, month, earlier, later), entries),
        )


def _month(
    context: RenderContext,
    topic: Topic,
    month: Period,
    entries: Sequence[Entry],
    earlier: Period | None,
    later: Period | None,
) -> PageContent:
    address = topic_month_address(topic.id, month.first)
    to = linker(address)
    title = f"{topic.name}, {month.title}"
    facts = counted(len(entries), "paper")
    view = TopicMonthView(
        dot=_dot(to, topic),
        title=month.title,
        facts=facts,
        earlier=_month_link(to, topic, earlier) if earlier else None,
        later=_month_link(to, topic, later) if later else None,
        rows=tuple(row(context, to, entry, tell_day=True) for entry in entries),
    )
    return draft(
        kind="topic-month",
        title=title,
        description=facts,
        head=page_head(context.settings, address=address, title=title),
        template="topic_month.html.j2",
        view=view,
    )


def _dot(to: Linker, topic: Topic) -> TopicBadge:
    return TopicBadge(id=topic.id, name=topic.name, href=to(topic_address(topic.id)))


def _parent(context: RenderContext, to: Linker, topic: Topic) -> Link | None:
    if topic.parent is None:
        return None
    return Link(label=context.catalog.topic(topic.parent).name, href=to(topic_address(topic.parent)))


def _month_link(to: Linker, topic: Topic, month: Period) -> Link:
    return Link(label=month.title, href=to(topic_month_address(topic.id, month.first)))


def _by_month(entries: Sequence[Entry]) -> Months:
    """Entries, newest first, parted by the month of their first digest."""
    return tuple(
        (month, tuple(papers)) for month, papers in groupby(entries, key=lambda entry: month_of(entry.paper.date))
    )


def _newest_months(context: RenderContext, to: Linker, topic: Topic, months: Months) -> tuple[MonthCards, ...]:
    """The newest papers by month, so many that there are ``NEWEST`` of them."""
    left = NEWEST
    newest = []
    for month, papers in months:
        cards = tuple(card(context, to, entry, tell_day=True) for entry in papers[:left])
        whole = _month_link(to, topic, month) if len(cards) < len(papers) else None
        newest.append(MonthCards(title=month.title, count=counted(len(papers), "paper"), cards=cards, whole=whole))
        left -= len(cards)
        if not left:
            break
    return tuple(newest)


def _older_months(to: Linker, topic: Topic, months: Months) -> tuple[Link, ...]:
    """The months that the topic's own page does not begin to show."""
    before = accumulate((len(papers) for _, papers in months), initial=0)
    return tuple(
        Link(label=f"{month.title} ({len(papers):,})", href=to(topic_month_address(topic.id, month.first)))
        for (month, papers), shown in zip(months, before, strict=False)
        if shown >= NEWEST
    )


def _last_months(newest: date) -> tuple[Period, ...]:
    """The twelve months that end with the newest digest's, the oldest first."""
    months = [month_of(newest)]
    while len(months) < 12:
        months.append(month_of(months[-1].first - timedelta(days=1)))
    return tuple(reversed(months))


def _last_year(context: RenderContext, papers: Months) -> tuple[Bar, ...]:
    """How many papers the topic had in each of the last twelve months; nothing while the site has only one month."""
    if context.catalog.latest is None or len(context.periods["month"]) < 2:
        return ()
    counts = {month: len(entries) for month, entries in papers}
    months = _last_months(context.catalog.latest)
    return bars(
        [counts.get(month, 0) for month in months],
        labels=[MONTHS[month.first.month - 1][:3] for month in months],
        spoken=[month.title for month in months],
        hrefs=["" for _ in months],
        current=len(months) - 1,
    )


def _facts(context: RenderContext, papers: Months) -> str:
    """How many papers there are, and how many this month against the usual of the eleven months before."""
    counts = {month: len(entries) for month, entries in papers}
    total = counted(sum(counts.values()), "paper")
    if context.catalog.latest is None or not counts:
        return total
    months = _last_months(context.catalog.latest)
    known = [month for month in months[:-1] if month >= month_of(context.days[0])]
    this = f"{total}, {counts.get(months[-1], 0):,} in {months[-1].title}"
    if not known:
        return this
    usual = sum(counts.get(month, 0) for month in known) / len(known)
    return (
        f"{this}, where {usual:.1f} a month are usual"
        if usual < 10
        else f"{this}, where {usual:,.0f} a month are usual"
    )


def _neighbours(context: RenderContext, to: Linker, topic: Topic, entries: Sequence[Entry]) -> tuple[Tally, ...]:
    """The topics that share most papers with this one."""
    shared = Counter(given.topic for entry in entries for given in entry.topics if given.topic != topic.id)
    order = {other.id: place for place, other in enumerate(context.catalog.topic_set.topics)}
    nearest = sorted(shared.items(), key=lambda item: (-item[1], order[item[0]]))[:NEIGHBOURS]
    return tuple(Tally(dot=_dot(to, context.catalog.topic(other)), count=count) for other, count in nearest)
