"""The plan of the site: every page of a catalog, before anything is laid out or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.catalog.catalog import Catalog
from generator.catalog.topics.topic_set import TopicSet
from generator.checks.status import DigestStatus
from generator.pages.context import RenderContext, make_context
from generator.pages.page import Page, PageContent, check_addresses
from generator.pages.routes import TOPIC_STYLESHEET
from generator.pages.topic_stylesheet import topics_css
from generator.pages.views import archive, author, authors, day, moved, paper, period, topic
from generator.pages.views.data import plan_data
from generator.pages.views.follow import plan_follow
from generator.pages.views.map import plan_map
from generator.pages.views.offline import plan_offline
from generator.pages.views.reading_list import plan_reading_list
from generator.pages.views.search import plan_search
from generator.pages.views.series import plan_series
from generator.pages.views.statistics import plan_statistics
from generator.pages.views.status import plan_status
from generator.pages.views.trends import plan_trends
from generator.settings import Settings
from generator.thumbnails.thumbnail import Thumbnail

#: That of a catalog that was not made from content/.
_NO_STATUS = DigestStatus(papers=0, newest=None, sources=())


def plan_site(
    catalog: Catalog,
    settings: Settings,
    status: DigestStatus = _NO_STATUS,
    *,
    thumbnails: Mapping[str, Thumbnail] | None = None,
) -> tuple[Page, ...]:
    """Return every generated file of the site in the order of their paths.

    ``status`` is for the status page; ``thumbnails`` are those of papers, by key. Raises DigestifError when two pages
    have the same address, and names both.
    """
    return plan_pages(make_context(catalog, settings, thumbnails), status)


def plan_pages(context: RenderContext, status: DigestStatus) -> tuple[Page, ...]:
    """Return the same as ``plan_site`` for the context of a catalog."""
    return check_addresses(_pages(context, status))


def _pages(context: RenderContext, status: DigestStatus) -> Iterator[Page]:
    yield day.plan_home(context)
    yield from day.plan_days(context)
    yield from period.plan_periods(context)
    yield archive.plan_archive(context)
    yield from topic.plan_topics(context)
    yield from plan_series(context)
    yield plan_trends(context)
    yield plan_statistics(context)
    if context.settings.map:
        yield plan_map(context)
    yield from authors.plan_author_index(context)
    yield from author.plan_authors(context)
    yield plan_search(context)
    yield plan_reading_list(context)
    if context.settings.offline:
        yield plan_offline()
    yield plan_follow(context)
    if context.settings.api:
        yield plan_data(context)
    yield plan_status(context, status)
    yield from paper.plan_papers(context)
    yield from moved.plan_moved(context)
    yield Page(
        path=TOPIC_STYLESHEET,
        address=f"/{TOPIC_STYLESHEET}",
        shows="the style sheet of the topics",
        lay_out=partial(_lay_out_stylesheet, context.catalog.topic_set),
    )


def _lay_out_stylesheet(topic_set: TopicSet) -> PageContent:
    css = topics_css(topic_set)
    return PageContent(inputs=partial(str, css), render=partial(str, css))
