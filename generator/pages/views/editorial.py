"""What editors say about a day, a week or a month: title, introduction, guest editors, series and picks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.digests.digest import Digest, Pick, SeriesPart
from generator.catalog.digests.selection import picks_of_period
from generator.catalog.periods import Period, PeriodKind
from generator.language.dates import short_date
from generator.language.words import gettext, gettext_noop
from generator.pages.context import Linker, RenderContext
from generator.pages.render import Note, Prose, prose
from generator.pages.routes import curate_url, edit_url, paper_address, series_address
from generator.pages.views.cards import Link, author_list, split_abstract, votes
from generator.pages.views.paper_status import status

_HEADINGS: Mapping[PeriodKind, str] = {
    "week": gettext_noop("Picks of the week"),
    "month": gettext_noop("Picks of the month"),
    "year": gettext_noop("Picks of the year"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PickView:
    """A picked paper and why; ``opening`` is the beginning of its abstract, which only the hero has."""

    title: Prose
    language: str
    href: str
    authors: str
    why: Note
    opening: Prose
    votes: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Editorial:
    """What a page shows of a digest; all of it may be empty.

    ``notice`` says that only the preview shows it. ``hero`` is the first pick, to be shown large.
    """

    title: str
    notice: str
    introduction: Note
    editors: tuple[Link, ...]
    series: Link | None
    heading: str
    hero: PickView | None
    picks: tuple[PickView, ...]
    edit: Link | None

    def __bool__(self) -> bool:
        return bool(self.title or self.notice or self.introduction or self.editors or self.series or self.has_picks)

    @property
    def has_picks(self) -> bool:
        """Whether there is a pick."""
        return bool(self.hero or self.picks)


def editorial_of_day(context: RenderContext, to: Linker, day: date, *, address: str) -> Editorial:
    """Return what editors say about a day; without a file, that is the note on the day.

    On a day with picks alone, these are the papers of the day and no part of the editorial.
    """
    digest = context.catalog.digests.get(day.isoformat())
    introduction = context.catalog.notes.get(day, "")
    picks = digest.picks if digest and day in context.catalog.listed_by_day else ()
    heading = gettext("Picks")
    return _editorial(context, to, digest, introduction, picks, span=day.isoformat(), heading=heading, address=address)


def editorial_of_period(context: RenderContext, to: Linker, period: Period, *, address: str) -> Editorial:
    """Return what editors say about a week or a month; without picks of its own, it has those of its days."""
    digest = context.catalog.digests.get(period.id)
    picks = picks_of_period(context.catalog, period)
    introduction = digest.introduction if digest else ""
    heading = gettext(_HEADINGS[period.kind])
    return _editorial(context, to, digest, introduction, picks, span=period.id, heading=heading, address=address)


def editorial_inputs(catalog: Catalog, period: Period | date) -> str:
    """Return everything that the editorial of a day or a period is made from."""
    if isinstance(period, Period):
        name, picks = period.id, picks_of_period(catalog, period)
    else:
        digest = catalog.digests.get(period.isoformat())
        name, picks = period.isoformat(), digest.picks if digest else ()
    prints = [catalog.by_key[pick.key].fingerprint for pick in picks]
    return repr((catalog.digests.get(name), name in catalog.unpublished, picks, prints))


def titled(digest: Digest | None, name: str) -> str:
    """Return the name of a day, week or month after the title that editors gave it."""
    # Translators: a title, and the date or the facts that it is about
    return gettext("%(title)s, %(date)s", title=digest.title, date=name) if digest and digest.title else name


def series_label(part: SeriesPart) -> str:
    """Return the place of a digest in its series: "Reading group 12"."""
    return f"{part.name} {part.number}"


def _editorial(
    context: RenderContext,
    to: Linker,
    digest: Digest | None,
    introduction: str,
    picks: tuple[Pick, ...],
    *,
    span: str,
    heading: str,
    address: str,
) -> Editorial:
    title = digest.title if digest else ""
    heading_level = 3 if title else 2
    views = {
        pick.key: _pick(
            context.catalog.by_key[pick.key],
            to,
            pick,
            address=address,
            is_hero=_is_hero(digest, pick),
            heading_level=heading_level + 1,
        )
        for pick in picks
    }
    hero = views.pop(digest.hero, None) if digest else None
    return Editorial(
        title=title,
        notice=_notice(context.catalog, digest) if digest else "",
        introduction=Note(introduction, address=address, heading_level=heading_level),
        editors=tuple(Link(label=editor.name, href=editor.url) for editor in digest.editors) if digest else (),
        series=_series(to, digest) if digest else None,
        heading=heading,
        hero=hero,
        picks=tuple(views.values()),
        edit=_edit(context, digest, span),
    )


def _edit(context: RenderContext, digest: Digest | None, span: str) -> Link | None:
    """Return the link to the editor of the digest's file, or, without a file, to the form that writes one."""
    href = edit_url(context.settings, digest.span.file) if digest else curate_url(context.settings, span)
    label = gettext("Edit this digest") if digest else gettext("Write an introduction")
    return Link(label=label, href=href) if href else None


def _is_hero(digest: Digest | None, pick: Pick) -> bool:
    return digest is not None and pick.key == digest.hero


def _pick(entry: Entry, to: Linker, pick: Pick, *, address: str, is_hero: bool, heading_level: int) -> PickView:
    """Return a pick below a heading of the level before ``heading_level``, which the hero's own title has."""
    authors = author_list(entry.paper.authors)
    return PickView(
        title=prose(entry.lead.title),
        language=entry.lead.language,
        href=to(paper_address(entry.key)),
        authors=authors.folded or ", ".join(authors.names),
        why=Note(pick.why, address=address, heading_level=heading_level + is_hero),
        opening=prose(split_abstract(entry.lead.abstract)[0] if is_hero else ""),
        votes=votes(entry),
        status=status(entry.paper),
    )


def _notice(catalog: Catalog, digest: Digest) -> str:
    if digest.span.id not in catalog.unpublished:
        return ""
    if digest.is_draft:
        return gettext("Draft: only the preview shows what editors say here.")
    return gettext("Only the preview shows what editors say here, until %(date)s.", date=short_date(digest.publish))


def _series(to: Linker, digest: Digest) -> Link | None:
    part = digest.series
    return Link(label=series_label(part), href=to(series_address(part.name))) if part else None
