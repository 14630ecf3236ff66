"""What is rising and most upvoted: a page of its own, and the parts of it that the front page and topics show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from generator.catalog.topics.topic_set import Topic
from generator.catalog.trends.rising import Change, Rising
from generator.catalog.trends.spans import Span
from generator.catalog.trends.trends import LENGTHS, Length, Trends
from generator.catalog.trends.votes import Counted
from generator.language.dates import date_range, short_date
from generator.language.words import format_number, format_percent, gettext, gettext_noop, ngettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, SEARCH, TRENDS, search_address
from generator.pages.views.cards import Link, PaperRow, TopicBadge, row, topic_badge

#: Rising words and most upvoted papers that the front page shows.
SHORT_WORDS, SHORT_PAPERS = 6, 3

_UPVOTED: Mapping[Length, str] = MappingProxyType(
    {
        "week": gettext_noop("Most upvoted in a week"),
        "month": gettext_noop("Most upvoted in a month"),
        "year": gettext_noop("Most upvoted in a year"),
    }
)
_DISCUSSED: Mapping[Length, str] = MappingProxyType(
    {
        "week": gettext_noop("Most discussed in a week"),
        "month": gettext_noop("Most discussed in a month"),
        "year": gettext_noop("Most discussed in a year"),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RisingLink:
    """A word or name that leads to its papers, with its share of papers now and before, as text."""

    link: Link
    now: str
    before: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RisingTopic:
    """A topic with its share of papers now and before, as text."""

    topic: TopicBadge
    now: str
    before: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VoteList:
    """The papers with most votes or comments of a span of days."""

    heading: str
    days: str
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendsView:
    """All trends: the days that are compared, what is rising or why nothing is, and the papers with most votes.

    ``of_now`` and ``of_before`` are the numbers of papers that are compared.
    """

    now: str
    before: str
    of_now: str
    of_before: str
    nothing_rising: str
    words: tuple[RisingLink, ...]
    topics: tuple[RisingTopic, ...]
    names: tuple[RisingLink, ...]
    votes: tuple[VoteList, ...]
    archive: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendsSummary:
    """The trends of the front page: some rising words, and the most upvoted papers of a span with votes."""

    words: tuple[Link, ...]
    votes: VoteList | None
    all_trends: str


def plan_trends(context: RenderContext) -> Page:
    """Return the page of trends."""
    return make_page(TRENDS, shows="the trends", lay_out=partial(_lay_out, context))


def summarize_trends(context: RenderContext, to: Linker) -> TrendsSummary | None:
    """Return the trends of the front page; None where nothing is rising and no paper has votes."""
    trends = context.trends
    lists = _vote_lists(context, to, limit=SHORT_PAPERS)
    if not trends.words and not lists:
        return None
    return TrendsSummary(
        words=tuple(_search_link(to, rising.text) for rising in trends.words[:SHORT_WORDS]),
        votes=lists[0] if lists else None,
        all_trends=to(TRENDS),
    )


def rising_in_topic(context: RenderContext, to: Linker, topic: Topic) -> tuple[Link, ...]:
    """Return links to the papers of a topic with each of the words that are rising in it."""
    words = context.trends.topic_words.get(topic.id, ())
    return tuple(_search_link(to, rising.text, topic=topic.id) for rising in words)


def _lay_out(context: RenderContext) -> PageContent:
    to, trends = linker(TRENDS), context.trends
    view = TrendsView(
        now=_span(trends.recent),
        before=_span(trends.earlier),
        of_now=_papers(trends.recent),
        of_before=_papers(trends.earlier),
        nothing_rising=_nothing_rising(trends),
        words=_rising_links(to, trends.words),
        topics=tuple(_rising_topics(context, to)),
        names=_rising_links(to, trends.names),
        votes=_vote_lists(context, to),
        archive=to(ARCHIVE),
    )
    return page_content(
        kind="trends",
        title=gettext("Trends"),
        description=gettext("What is rising, %(span)s", span=view.now) if view.now else "",
        head=page_head(context, address=TRENDS, title=gettext("Trends")),
        template="trends.html.j2",
        view=view,
    )


def _rising_links(to: Linker, rising: Iterable[Rising]) -> tuple[RisingLink, ...]:
    return tuple(
        RisingLink(link=_search_link(to, one.text), now=_share_now(one.change), before=_share_before(one.change))
        for one in rising
    )


def _rising_topics(context: RenderContext, to: Linker) -> Iterable[RisingTopic]:
    for rising in context.trends.topics:
        topic = topic_badge(to, context.catalog.topic(rising.text))
        yield RisingTopic(topic=topic, now=_share_now(rising.change), before=_share_before(rising.change))


def _vote_lists(context: RenderContext, to: Linker, *, limit: int | None = None) -> tuple[VoteList, ...]:
    """Return the lists that have papers, without those that have the same papers as a shorter span."""
    trends = context.trends
    lists: list[VoteList] = []
    kinds = ((_UPVOTED, _votes, trends.upvoted), (_DISCUSSED, _comments, trends.discussed))
    for headings, counted, by_length in kinds:
        shown: list[Sequence[Counted]] = []
        for length, papers in by_length.items():
            if papers and papers not in shown:
                shown.append(papers)
                rows = tuple(_vote_row(to, paper, counted) for paper in papers[:limit])
                days = _days_until(trends.recent, LENGTHS[length])
                lists.append(VoteList(heading=gettext(headings[length]), days=days, rows=rows))
    return tuple(lists)


def _vote_row(to: Linker, paper: Counted, counted: Callable[[int], str]) -> PaperRow:
    votes = counted(paper.count)
    if paper.gained and paper.since:
        change = f"{'+' if paper.gained > 0 else ''}{format_number(paper.gained)}"
        since = short_date(paper.since)
        votes = gettext("%(votes)s, %(change)s since %(date)s", votes=votes, change=change, date=since)
    return replace(row(to, paper.entry, featured=True), votes=votes)


def _votes(count: int) -> str:
    return ngettext("%(number)s vote", "%(number)s votes", count)


def _comments(count: int) -> str:
    return ngettext("%(number)s comment", "%(number)s comments", count)


def _search_link(to: Linker, text: str, *, topic: str = "") -> Link:
    words = f'"{text}"' if " " in text else text
    query = f"{words} topic:{topic}" if topic else words
    return Link(label=text, href=to(SEARCH) + search_address(query).removeprefix(SEARCH))


def _share_now(change: Change) -> str:
    return _share(change.recent, change.of_recent)


def _share_before(change: Change) -> str:
    return _share(change.earlier, change.of_earlier)


def _share(papers: int, of: int) -> str:
    if not of:
        return "–"
    percent = f"<{format_percent(1)}" if 0 < papers / of < 0.005 else format_percent(round(100 * papers / of))
    return f"{format_number(papers)} ({percent})"


def _span(span: Span | None) -> str:
    if span is None:
        return ""
    papers = ngettext("%(number)s paper", "%(number)s papers", len(span.entries))
    return gettext("%(papers)s, %(dates)s", papers=papers, dates=date_range(span.first, span.last))


def _papers(span: Span | None) -> str:
    return format_number(len(span.entries)) if span else ""


def _nothing_rising(trends: Trends) -> str:
    """Say why no words are rising, and no topics where there are none; empty where some are, or without papers."""
    if trends.recent is None or trends.words:
        return ""
    if trends.topics:
        return gettext("No word has a clearly larger share of the papers than before.")
    if trends.earlier is None or not trends.earlier.entries:
        return gettext("Rising topics and words appear as soon as there are papers of the days before to compare with.")
    return gettext("No topic and no word has a clearly larger share of the papers than before.")


def _days_until(span: Span | None, days: int) -> str:
    if span is None:
        return ""
    return ngettext("%(number)s day to %(date)s", "%(number)s days to %(date)s", days, date=short_date(span.last))
