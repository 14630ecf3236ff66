"""Former addresses of papers: redirects from aliases, and notices for removed papers. Their addresses stay taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.language.words import gettext, gettext_noop
from generator.model import Removed
from generator.pages.context import RenderContext, linker
from generator.pages.head import moved_head, unlisted_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Prose, make_page, page_content, prose
from generator.pages.routes import ARCHIVE, SEARCH, paper_address
from generator.pages.views.cards import Link
from generator.store.removed import FILE_DELETED, LEFT_OUT
from generator.text.markup.math import plain

_REMOVED = gettext_noop("This paper was removed from the digest")
_LEFT_OUT = gettext_noop("This paper is left out for now")


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeView:
    """A short notice about a paper, with links; ``subject`` and ``reason`` may be empty."""

    heading: str
    subject: Prose
    reason: str
    links: tuple[Link, ...]


def plan_moved(context: RenderContext) -> Iterator[Page]:
    """Yield a page for every alias of a record and for every removed record."""
    for entry in context.catalog.entries:
        for alias in entry.paper.aliases:
            yield make_page(
                paper_address(alias),
                shows=f"the alias {alias} of {entry.key}",
                lay_out=partial(_lay_out_alias, context, alias, entry.key, entry.lead.title),
                year=entry.paper.date.year,
            )
    for removed in context.catalog.removed.values():
        yield make_page(
            paper_address(removed.key),
            shows=f"the removed record {removed.key}",
            lay_out=partial(_lay_out_removed, removed),
        )


def _lay_out_alias(context: RenderContext, alias: str, key: str, title: str) -> PageContent:
    address, target = paper_address(alias), paper_address(key)
    title = plain(title)
    link = linker(address)(target)
    view = NoticeView(
        heading=gettext("This paper has moved"), subject=prose(""), reason="", links=(Link(label=title, href=link),)
    )
    return page_content(
        kind="moved",
        title=title,
        head=moved_head(context.settings, address=target, link=link),
        template="notice.html.j2",
        view=view,
    )


def _lay_out_removed(removed: Removed) -> PageContent:
    to = linker(paper_address(removed.key))
    heading = gettext(_LEFT_OUT if removed.reason == LEFT_OUT else _REMOVED)
    view = NoticeView(
        heading=heading,
        subject=prose(removed.title or removed.key),
        reason=_reason(removed),
        links=(Link(label=gettext("Archive"), href=to(ARCHIVE)), Link(label=gettext("Search"), href=to(SEARCH))),
    )
    return page_content(kind="removed", title=heading, head=unlisted_head(), template="notice.html.j2", view=view)


def _reason(removed: Removed) -> str:
    if removed.reason == FILE_DELETED:
        return ""
    return gettext(LEFT_OUT) if removed.reason == LEFT_OUT else removed.reason
