"""Series of digests, such as "Reading group": a page for each, with all its digests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from generator.catalog.catalog import Catalog
from generator.catalog.digests.digest import Digest
from generator.catalog.digests.series import Series, all_series
from generator.language.words import ngettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import ARCHIVE, digest_address, series_address
from generator.pages.views.cards import Link, PaperRow, row
from generator.pages.views.list_tools import ListTools, list_tools


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesPartView:
    """A digest of the series: its number, its title or date, and its picks."""

    number: str
    heading: Link
    date: str
    editors: str
    picks: tuple[PaperRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesView:
    """A series with its digests, the newest number first."""

    name: str
    facts: str
    archive: str
    tools: ListTools
    parts: tuple[SeriesPartView, ...]


def plan_series(context: RenderContext) -> Iterator[Page]:
    """Yield a page for every series."""
    for series in shown_series(context):
        address = series_address(series.name)
        yield make_page(address, shows=f"the series {series.name}", lay_out=partial(_lay_out, context, series))


def shown_series(context: RenderContext) -> tuple[Series, ...]:
    """Return the series of the digests that have a page."""
    return all_series(digest for digest in context.catalog.digests.values() if _has_page(context, digest))


def series_links(context: RenderContext, to: Linker) -> tuple[tuple[Link, str], ...]:
    """Return links to all series, each with the number of its digests."""
    return tuple(
        (Link(label=series.name, href=to(series_address(series.name))), _digest_count(series))
        for series in shown_series(context)
    )


def _digest_count(series: Series) -> str:
    return ngettext("%(number)s digest", "%(number)s digests", len(series.digests))


def _has_page(context: RenderContext, digest: Digest) -> bool:
    span = digest.span
    if span.kind == "day":
        return span.first in context.day_indexes
    return any(period.id == span.id for period in context.periods[span.kind])


def _lay_out(context: RenderContext, series: Series) -> PageContent:
    address = series_address(series.name)
    to = linker(address)
    facts = _digest_count(series)
    catalog = context.catalog
    tools = list_tools(
        context, (catalog.by_key[pick.key] for digest in series.digests for pick in digest.picks), name_topics=True
    )
    view = SeriesView(
        name=series.name,
        facts=facts,
        archive=to(ARCHIVE),
        tools=tools,
        parts=tuple(_part(catalog, to, digest, tools) for digest in reversed(series.digests)),
    )
    return page_content(
        kind="series",
        title=series.name,
        description=facts,
        head=page_head(context, address=address, title=series.name),
        template="series.html.j2",
        view=view,
    )


def _part(catalog: Catalog, to: Linker, digest: Digest, tools: ListTools) -> SeriesPartView:
    span = digest.span
    return SeriesPartView(
        number=str(digest.series.number) if digest.series else "",
        heading=Link(label=digest.title or span.title, href=to(digest_address(span))),
        date=span.title if digest.title else "",
        editors=", ".join(editor.name for editor in digest.editors),
        picks=tuple(row(to, catalog.by_key[pick.key], tools=tools) for pick in digest.picks),
    )
