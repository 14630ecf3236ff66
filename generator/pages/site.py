"""The whole site as a plan: every page that the catalog asks for, decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.catalog.catalog import Catalog
from generator.catalog.topics.topic_set import TopicSet
from generator.pages.context import Desk, open_desk
from generator.pages.page import Draft, Page, check_addresses
from generator.pages.routes import TOPIC_COLOURS
from generator.pages.topic_colours import topics_css
from generator.pages.views import archive, day, moved, paper, period, topic
from generator.pages.views.search import plan_search
from generator.settings import Settings


def plan_site(catalog: Catalog, settings: Settings) -> tuple[Page, ...]:
    """Every generated file of the site, in the order of their paths.

    Raises DigestifError when two pages want one address; the message names both.
    """
    return check_addresses(_pages(open_desk(catalog, settings)))


def _pages(desk: Desk) -> Iterator[Page]:
    yield day.plan_home(desk)
    yield from day.plan_days(desk)
    yield from period.plan_periods(desk)
    yield archive.plan_archive(desk)
    yield from topic.plan_topics(desk)
    yield plan_search(desk)
    yield from paper.plan_papers(desk)
    yield from moved.plan_moved(desk)
    yield Page(
        path=TOPIC_COLOURS,
        address=f"/{TOPIC_COLOURS}",
        shows="the topics' colours",
        draft=partial(_colours, desk.catalog.topic_set),
    )


def _colours(topic_set: TopicSet) -> Draft:
    css = topics_css(topic_set)
    return Draft(inputs=lambda: css, render=lambda: css)
