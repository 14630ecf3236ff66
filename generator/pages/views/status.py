"""The status page: which lists are doubtful or missing, and what is not shown.

It depends on content/ alone, not on the clock. Days without papers, and days that only wait to be settled, do not
change it: otherwise a quiet day would deploy the site again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.checks.completeness import is_quiet
from generator.checks.status import NAMED_DAYS, DigestStatus, SourceStatus, UnsettledDay
from generator.language.dates import compact_date, long_date, short_date
from generator.language.words import format_number, gettext, ngettext
from generator.pages.context import Linker, RenderContext, linker
from generator.pages.head import page_head
from generator.pages.page import Page, PageContent
from generator.pages.render import make_page, page_content
from generator.pages.routes import STATUS, day_address
from generator.pages.views.cards import Link
from generator.pages.views.paper_counts import all_papers_in_digests
from generator.pages.views.source_names import source_name


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRow:
    """A row of the table of sources."""

    name: str
    newest: str
    lists: str
    doubtful: str
    missing: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusView:
    """The page's facts. ``notes`` say why lists are doubtful, ``left_out`` which files have errors."""

    facts: str
    newest: Link | None
    sources: tuple[SourceRow, ...]
    notes: tuple[str, ...]
    quarantined: str
    left_out: tuple[str, ...]


def plan_status(context: RenderContext, status: DigestStatus) -> Page:
    """Plan the status page."""
    return make_page(STATUS, shows="the status", lay_out=partial(_lay_out, context, status))


def _lay_out(context: RenderContext, status: DigestStatus) -> PageContent:
    facts = all_papers_in_digests(context.catalog)
    view = StatusView(
        facts=facts,
        newest=_newest(context, linker(STATUS)),
        sources=tuple(_row(source) for source in status.sources),
        notes=(
            *(_doubt(source, day) for source in status.sources for day in _doubtful(source)),
            *(_failure(source, day) for source in status.sources for day in source.skipped),
        ),
        quarantined=_quarantined(len(status.quarantined)),
        left_out=tuple(f"{problem.place}: {problem.found}" for problem in status.left_out),
    )
    title = gettext("Status")
    head = page_head(context, address=STATUS, title=title)
    return page_content(kind="status", title=title, description=facts, head=head, template="status.html.j2", view=view)


def _doubt(source: SourceStatus, day: UnsettledDay) -> str:
    """Say how many papers a doubtful list has. The reason is English: it is that of the record of the fetch."""
    papers = ngettext("%(number)s paper so far", "%(number)s papers so far", day.papers)
    return f"{source_name(source.name)}, {short_date(day.day)}: {papers}; {day.reason}"


def _failure(source: SourceStatus, day: UnsettledDay) -> str:
    what = gettext("not fetched again after many failures")
    return f"{source_name(source.name)}, {short_date(day.day)}: {what}; {day.reason}"


def _quarantined(files: int) -> str:
    if not files:
        return ""
    return ngettext(
        "%(number)s file of the quarantine waits to be corrected.",
        "%(number)s files of the quarantine wait to be corrected.",
        files,
    )


def _newest(context: RenderContext, to: Linker) -> Link | None:
    day = context.catalog.latest
    if day is None:
        return None
    return Link(label=long_date(day), href=to(day_address(day)))


def _doubtful(source: SourceStatus) -> tuple[UnsettledDay, ...]:
    return tuple(day for day in source.provisional if not is_quiet(day.reason))


def _row(source: SourceStatus) -> SourceRow:
    return SourceRow(
        name=source_name(source.name),
        newest=compact_date(source.newest) if source.newest else "–",
        lists=format_number(source.lists),
        doubtful=format_number(len(_doubtful(source))) if _doubtful(source) else "–",
        missing=_named_days(source.missing) if source.missing else "–",
    )


def _named_days(days: tuple[date, ...]) -> str:
    """The first days, and how many more there are."""
    named = ", ".join(compact_date(day) for day in days[:NAMED_DAYS])
    more = len(days) - NAMED_DAYS
    return gettext("%(days)s, … and %(number)s more", days=named, number=format_number(more)) if more > 0 else named
