"""Addresses that papers once had: they lead on, or say that the paper was removed. None is ever given away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.model import Removed
from generator.pages.context import RenderContext, linker
from generator.pages.head import gone_head, moved_head
from generator.pages.page import Page, PageContent
from generator.pages.render import Prose, draft, page, prose
from generator.pages.routes import ARCHIVE, SEARCH, paper_address
from generator.pages.views.cards import Link
from generator.store.removed import FILE_DELETED


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeView:
    """A page that has one thing to say, and where to go from there."""

    heading: str
    subject: Prose
    reason: str
    links: tuple[Link, ...]


def plan_moved(context: RenderContext) -> Iterator[Page]:
    """A page for every alias of a record and for every record that was removed."""
    for entry in context.catalog.entries:
        for alias in entry.paper.aliases:
            yield page(
                paper_address(alias),
                shows=f"the alias {alias} of {entry.key}",
                draft=partial(_alias, context, alias, entry.key, entry.paper.title),
                year=entry.paper.date.year,
            )
    for removed in context.catalog.removed.values():
        yield page(
            paper_address(removed.key), shows=f"the removed record {removed.key}", draft=partial(_removed, removed)
        )


def _alias(context: RenderContext, alias: str, key: str, title: str) -> PageContent:
    address, target = paper_address(alias), paper_address(key)
    link = linker(address)(target)
    view = NoticeView(
        heading="This paper has moved", subject=prose(""), reason="", links=(Link(label=title, href=link),)
    )
    return draft(
        kind="moved",
        title=title,
        head=moved_head(context.settings, address=target, link=link),
        template="notice.html.j2",
        view=view,
    )


def _removed(removed: Removed) -> PageContent:
    address = paper_address(removed.key)
    to = linker(address)
    view = NoticeView(
        heading="This paper was removed",
        subject=prose(removed.title or removed.key),
        reason="" if removed.reason == FILE_DELETED else removed.reason,
        links=(Link(label="Archive", href=to(ARCHIVE)), Link(label="Search", href=to(SEARCH))),
    )
    return draft(
        kind="removed",
        title="This paper was removed",
        head=gone_head(),
        template="notice.html.j2",
        view=view,
    )
