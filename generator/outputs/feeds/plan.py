"""The plan of all feeds: for each channel its documents, before any is rendered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import islice, takewhile

from generator.catalog.catalog import UNRANKED, Catalog, Entry, newest_first
from generator.catalog.channels import (
    ALL_PAPERS,
    Channel,
    all_channels,
    author_channels,
    channel_entries,
    search_channels,
    topic_channels,
)
from generator.language.words import gettext
from generator.model import Removed
from generator.outputs.feeds.atom import render_atom
from generator.outputs.feeds.document import FeedDocument
from generator.outputs.feeds.items import (
    DayList,
    FeedItem,
    day_item,
    removed_paper,
    short_paper,
    tag_uri,
    waiting_item,
    whole_paper,
)
from generator.outputs.feeds.json_feed import render_json_feed
from generator.outputs.feeds.opml import FeedLink, render_opml
from generator.outputs.feeds.paging import ArchivePage, PagedFeed, divide
from generator.outputs.output_file import OutputFile
from generator.pages.feed_titles import feed_description, feed_title
from generator.pages.routes import (
    FEED_STYLESHEET,
    FOLLOW,
    OPML,
    FeedForm,
    FeedItems,
    absolute,
    channel_address,
    feed_address,
    relative,
)
from generator.settings import Settings
from generator.store.removed import LEFT_OUT


@dataclass(frozen=True, kw_only=True, slots=True)
class _Limits:
    """How much a feed has.

    Complete items are the ``fewest`` newest ones, if there are so many, and those of ``whole_days``, but at most
    ``most``. Short items follow: the others of ``whole_days``, so that a reader who does not look every day misses none
    of a day with many papers, but at most ``bound`` items with the complete ones, because a day may be a whole
    conference; and older ones: ``pages`` of them and those that are on no page yet, or, without pages, ``recent`` ones.
    """

    fewest: int
    whole_days: int
    most: int
    bound: int
    pages: int = 0
    recent: int = 0


_OF_ALL_PAPERS: Mapping[FeedItems, _Limits] = {
    "papers": _Limits(fewest=20, whole_days=3, most=100, bound=1000, pages=15),
    "daily": _Limits(fewest=10, whole_days=3, most=10, bound=10, pages=5),
}
#: A site has some thirty other channels, with four documents each: they are most of what feeds take.
_OF_OTHERS: Mapping[FeedItems, _Limits] = {
    "papers": _Limits(fewest=5, whole_days=2, most=20, bound=300, recent=20),
    "daily": _Limits(fewest=5, whole_days=2, most=5, bound=5, recent=5),
}

#: What a feed has an item for: a paper, a removed paper, or the papers of a day.
Listed = Entry | Removed | DayList


def plan_feeds(catalog: Catalog, settings: Settings) -> Iterator[OutputFile]:
    """Yield the feeds of every channel and the list of all feeds.

    There are none without the site's address, which ids and links of a feed need, and none before the first paper.
    """
    if not settings.site_url or not catalog.entries:
        return
    planner = _Planner(catalog, settings)
    for channel in all_channels(catalog):
        entries = channel_entries(catalog, channel)
        yield from planner.plan(channel, "papers", planner.papers(channel, entries))
        yield from planner.plan(channel, "daily", planner.days(channel, entries))
    for channel in _authors(catalog, settings):
        [atom, _] = planner.plan(channel, "papers", channel_entries(catalog, channel))
        yield atom  # the only feed of an author, because there can be many
    yield OutputFile(
        path=OPML.lstrip("/"),
        inputs=lambda: repr((settings, all_channels(catalog), _authors(catalog, settings))),
        render=partial(_render_list, catalog, settings),
    )


def _authors(catalog: Catalog, settings: Settings) -> tuple[Channel, ...]:
    return author_channels(catalog) if settings.fewest_papers else ()


@dataclass(frozen=True)  # without slots, which do not allow cached properties
class _Planner:
    """Plans the documents of channels."""

    catalog: Catalog
    settings: Settings

    @cached_property
    def _shared_inputs(self) -> str:
        topics = [(topic.id, topic.name) for topic in self.catalog.topic_set.topics]
        return repr((self.settings, topics, self._first_day))

    @cached_property
    def _first_day(self) -> date:
        return min(self.catalog.by_day)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(self.catalog.by_day)

    def papers(self, channel: Channel, entries: Sequence[Entry]) -> tuple[Listed, ...]:
        """Return the papers of a channel, newest first; among all papers, those that were removed have their place."""
        if channel != ALL_PAPERS:
            return tuple(entries)
        removed = [each for each in self.catalog.removed.values() if each.day and each.reason != LEFT_OUT]
        if not removed:
            return tuple(entries)
        everything: list[Entry | Removed] = [*entries, *removed]
        return tuple(sorted(everything, key=_newest_first))

    def days(self, channel: Channel, entries: Sequence[Entry]) -> tuple[Listed, ...]:
        """Return the days of a channel that have papers, newest first; of a topic or a search, as many as it shows."""
        if channel == ALL_PAPERS:
            return tuple(self._whole_day(day, listed) for day, listed in self.catalog.by_day.items())
        keys = {entry.key for entry in entries}
        days = (
            DayList(day=day, entries=tuple(entry for entry in listed if entry.key in keys))
            for day, listed in self.catalog.by_day.items()
        )
        limits = _OF_OTHERS["daily"]
        return tuple(islice((day for day in days if day.entries), limits.most + limits.recent))

    def _whole_day(self, day: date, entries: tuple[Entry, ...]) -> DayList:
        catalog = self.catalog
        digest = catalog.digests.get(day.isoformat())
        picks = tuple((catalog.by_key[pick.key], pick.why) for pick in digest.picks) if digest else ()
        title = digest.title if digest else ""
        return DayList(day=day, entries=entries, note=catalog.notes.get(day, ""), title=title, picks=picks)

    def plan(self, channel: Channel, kind: FeedItems, listed: Sequence[Listed]) -> Iterator[OutputFile]:
        """Yield the documents of a feed."""
        limits = (_OF_ALL_PAPERS if channel == ALL_PAPERS else _OF_OTHERS)[kind]
        feed = self._divide(listed, limits)
        older = feed.pages[-1].id if feed.pages else ""
        atom, json = feed_address(channel, kind, "xml"), feed_address(channel, kind, "json")
        # A day without papers of the channel moves the border between complete and short items, but not the items.
        shown = (channel, older, len(feed.newest))
        in_atom = (*feed.newest, *feed.recent)
        yield self._file(atom, shown, in_atom, partial(self._render_newest_atom, channel, kind, feed))
        of_newest_days = feed.recent[: max(self._count_of_newest_days(listed, limits) - len(feed.newest), 0)]
        in_json = (*feed.newest, *of_newest_days)
        render_json = partial(self._render_newest_json, channel, kind, feed.newest, of_newest_days)
        yield self._file(json, shown, in_json, render_json)
        for index, page in enumerate(feed.pages):
            before = feed.pages[index - 1].id if index else ""
            address = feed_address(channel, kind, "xml", page=page.id)
            render = partial(self._render_page, channel, kind, page, before)
            yield self._file(
                address,
                (channel, before),
                page.items,
                render,
                year=page.year if page.year in self.catalog.years else None,
            )

    def _file(
        self,
        address: str,
        others: object,
        items: Sequence[Listed],
        render: Callable[[], bytes],
        *,
        year: int | None = None,
    ) -> OutputFile:
        """Return the file of a document that is made from these items and ``others``."""

        def inputs() -> str:
            return "\n".join((self._shared_inputs, repr(others), *map(_fingerprint, items)))

        return OutputFile(path=address.lstrip("/"), inputs=inputs, render=render, year=year)

    def _divide(self, listed: Sequence[Listed], limits: _Limits) -> PagedFeed[Listed]:
        of_newest_days = self._count_of_newest_days(listed, limits)
        newest = min(max(limits.fewest, of_newest_days), limits.most)
        if not limits.pages:
            recent = listed[newest : max(newest + limits.recent, of_newest_days)]
            return PagedFeed(newest=tuple(listed[:newest]), recent=tuple(recent), pages=())
        feed = divide(listed, newest=newest, until=of_newest_days, year_of=lambda each: _day(each).year)
        return replace(feed, pages=feed.pages[-limits.pages :])

    def _count_of_newest_days(self, listed: Sequence[Listed], limits: _Limits) -> int:
        since = self._days[: limits.whole_days][-1]
        count = sum(1 for _ in takewhile(lambda each: _day(each) >= since, listed))
        return min(count, limits.bound)

    def _render_newest_atom(self, channel: Channel, kind: FeedItems, feed: PagedFeed[Listed]) -> bytes:
        items = (*(self._item(channel, each) for each in feed.newest), *self._short_items(channel, feed.recent))
        older = feed_address(channel, kind, "xml", page=feed.pages[-1].id) if feed.pages else ""
        return render_atom(self._document(channel, kind, "xml", items, older=older))

    def _render_newest_json(
        self, channel: Channel, kind: FeedItems, newest: Sequence[Listed], short: Sequence[Listed]
    ) -> bytes:
        items = (*(self._item(channel, each) for each in newest), *self._short_items(channel, short))
        return render_json_feed(self._document(channel, kind, "json", items))

    def _render_page(self, channel: Channel, kind: FeedItems, page: ArchivePage[Listed], before: str) -> bytes:
        older = feed_address(channel, kind, "xml", page=before) if before else ""
        items = self._short_items(channel, page.items)
        return render_atom(self._document(channel, kind, "xml", items, page=page.id, older=older))

    def _document(
        self,
        channel: Channel,
        kind: FeedItems,
        form: FeedForm,
        items: tuple[FeedItem, ...],
        *,
        page: str = "",
        older: str = "",
    ) -> FeedDocument:
        settings = self.settings
        items = items or (waiting_item(settings, channel, self._first_day),)
        newest = feed_address(channel, kind, form)
        address = feed_address(channel, kind, form, page=page)
        return FeedDocument(
            id=tag_uri(settings, feed_address(channel, kind, "xml").removesuffix(".xml")),
            title=feed_title(settings, channel, kind),
            description=feed_description(settings, channel),
            url=absolute(settings, address),
            page_url=absolute(settings, channel_address(channel)),
            follow_url=absolute(settings, FOLLOW),
            author=settings.curator or settings.title,
            updated=max(item.updated for item in items),
            items=items,
            stylesheet=relative(f"{address.rpartition('/')[0]}/", FEED_STYLESHEET),
            older=absolute(settings, older) if older else "",
            current=absolute(settings, newest) if page else "",
        )

    def _item(self, channel: Channel, listed: Listed) -> FeedItem:
        match listed:
            case DayList():
                return day_item(self.settings, channel, listed)
            case Removed():
                return removed_paper(self.settings, listed, _day(listed))
        return whole_paper(self.settings, self.catalog, listed)

    def _short_items(self, channel: Channel, listed: Sequence[Listed]) -> tuple[FeedItem, ...]:
        """Return short items; removed papers are left out, because a feed that readers load has told them."""
        items = []
        for each in listed:
            match each:
                case DayList():
                    items.append(day_item(self.settings, channel, each, short=True))
                case Entry():
                    items.append(short_paper(self.settings, each))
        return tuple(items)


def _day(listed: Listed) -> date:
    """Return the day of an item."""
    if isinstance(listed, Entry):
        return listed.paper.date
    return listed.day or date.min


def _newest_first(listed: Entry | Removed) -> tuple[int, int, str]:
    return newest_first(listed) if isinstance(listed, Entry) else (-_day(listed).toordinal(), UNRANKED, listed.key)


def _fingerprint(listed: Listed) -> str:
    """Return what an item is made from, as text that changes with it."""
    if isinstance(listed, Entry):
        return listed.fingerprint
    if isinstance(listed, Removed):
        return repr(listed)
    fingerprints = "".join(entry.fingerprint for entry in listed.entries)
    said = repr((listed.title, [(entry.key, why) for entry, why in listed.picks]))
    return hashlib.sha256(f"{listed.day}{listed.note}{said}{fingerprints}".encode()).hexdigest()


def _render_list(catalog: Catalog, settings: Settings) -> bytes:
    """Return the list of the feeds with an item for each paper, and of the digest's with an item for each day."""

    def link(channel: Channel, kind: FeedItems = "papers") -> FeedLink:
        return FeedLink(
            title=feed_title(settings, channel, kind),
            url=absolute(settings, feed_address(channel, kind, "xml")),
            page_url=absolute(settings, channel_address(channel)),
        )

    groups = (
        ("", (link(ALL_PAPERS), link(ALL_PAPERS, "daily"))),
        (gettext("Topics"), map(link, topic_channels(catalog))),
        (gettext("Searches with feeds"), map(link, search_channels(catalog))),
        (gettext("Authors"), map(link, _authors(catalog, settings))),
    )
    return render_opml(settings.title, groups)
