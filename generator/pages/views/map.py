"""The map of papers: what its script needs to draw it, and the papers by topic for readers without a script."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial

from generator.catalog.map.places import FEWEST_PAPERS
from generator.language.words import format_number, gettext, ngettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, HOME, MAP, MAP_PLACES
from generator.pages.views.cards import TopicCount, topic_badge


@dataclass(frozen=True, kw_only=True, slots=True)
class MapView:
    """The map; ``places`` leads to the file of places, and is empty where there are none.

    ``root`` leads to the site's front page. ``topics`` have the number of papers of which each is the main topic, and
    ``without_place`` says how many papers are not on the map. ``fewest`` says how many papers a map needs.
    """

    facts: str
    places: str
    root: str
    topics: tuple[TopicCount, ...]
    without_place: str
    fewest: str
    archive: str


def plan_map(context: RenderContext) -> Page:
    """Return the page of the map."""
    return make_page(MAP, shows="the map", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to, catalog = linker(MAP), context.catalog
    missing = sum(catalog.places.get(entry.key) is None for entry in catalog.entries)
    facts = _papers(len(catalog.entries) - missing)
    view = MapView(
        facts=facts,
        places=to(MAP_PLACES) if catalog.places else "",
        root=to(HOME),
        topics=_topics(context, to),
        without_place=_papers(missing) if missing else "",
        fewest=_papers(FEWEST_PAPERS),
        archive=to(ARCHIVE),
    )
    return page_content(
        kind="map",
        title=gettext("Map"),
        description=gettext("A map of %(papers)s: related papers are near each other", papers=facts)
        if catalog.places
        else "",
        head=page_head(context, address=MAP, title=gettext("Map")),
        template="map.html.j2",
        view=view,
    )


def _papers(count: int) -> str:
    return ngettext("%(number)s paper", "%(number)s papers", count)


def _topics(context: RenderContext, to: Linker) -> tuple[TopicCount, ...]:
    """Return the main topics of the papers on the map, in the order of the topics file."""
    catalog = context.catalog
    placed = (entry for entry in catalog.entries if catalog.places.get(entry.key) is not None)
    counts = Counter(entry.topics[0].topic for entry in placed if entry.topics)
    return tuple(
        TopicCount(topic=topic_badge(to, topic), count=format_number(counts[topic.id]))
        for topic in catalog.topic_set.topics
        if counts[topic.id]
    )
