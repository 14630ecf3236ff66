"""The page that readers see without a network where their browser has no copy; ``offline-page.js`` lists the copies."""

from __future__ import annotations

from dataclasses import dataclass

from generator.language.words import gettext
from generator.pages.context import linker
from generator.pages.head import unlisted_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import HOME, OFFLINE, READING_LIST
from generator.pages.views.cards import Link


@dataclass(frozen=True, kw_only=True, slots=True)
class OfflineView:
    """Links to pages of which every reader who reads offline has a copy."""

    links: tuple[Link, ...]


def plan_offline() -> Page:
    """Plan the page; its content is made when the build needs it."""
    return make_page(OFFLINE, shows="the offline copies", lay_out=_lay_out)


def _lay_out() -> PageContent:
    to = linker(OFFLINE)
    view = OfflineView(
        links=(
            Link(label=gettext("Newest digest"), href=to(HOME)),
            Link(label=gettext("Reading list"), href=to(READING_LIST)),
        )
    )
    return page_content(
        kind="offline", title=gettext("Offline copies"), head=unlisted_head(), template="offline.html.j2", view=view
    )
