"""The page for the papers that a reader bookmarked; the theme's ``reader-list.js`` fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from generator.language.words import gettext, gettext_noop
from generator.pages.context import RenderContext, export_link, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, OFFLINE, READING_LIST, SEARCH, TOPICS
from generator.pages.views.cards import Link

DESCRIPTION = gettext_noop("The papers that you bookmarked on this site, stored in your browser only.")


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicName:
    """The name of a topic; readers' browsers store its id."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingListView:
    """The page without papers: links for readers without JavaScript, and what the script needs.

    ``papers`` leads to the folder of papers, ``api`` to that of the API, ``offline`` to the list of offline copies; the
    last two are empty where the site has none.
    """

    links: tuple[Link, ...]
    topics: tuple[TopicName, ...]
    papers: str
    api: str
    offline: str


def plan_reading_list(context: RenderContext) -> Page:
    """Plan the page; its content is made when the build needs it."""
    return make_page(READING_LIST, shows="the reading list", lay_out=partial(_lay_out, context))


def _lay_out(context: RenderContext) -> PageContent:
    to = linker(READING_LIST)
    view = ReadingListView(
        links=(
            Link(label=gettext("Topics"), href=to(TOPICS)),
            Link(label=gettext("Archive"), href=to(ARCHIVE)),
            Link(label=gettext("Search"), href=to(SEARCH)),
        ),
        topics=tuple(TopicName(id=topic.id, name=topic.name) for topic in context.catalog.topic_set.topics),
        papers=to("/papers/"),
        api=export_link(context, to, ""),
        offline=to(OFFLINE) if context.settings.offline else "",
    )
    title = gettext("Reading list")
    return page_content(
        kind="reading-list",
        title=title,
        description=gettext(DESCRIPTION),
        template="reading_list.html.j2",
        view=view,
        head=page_head(context, address=READING_LIST, title=title),
    )
