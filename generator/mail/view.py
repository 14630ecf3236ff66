"""What an e-mail shows, decided before it is written as HTML, text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from generator.catalog.catalog import Catalog, Entry
from generator.language.languages import Language
from generator.language.words import current_language, gettext, ngettext
from generator.mail.digest import MailDigest
from generator.pages.routes import HOME, absolute, paper_address
from generator.pages.views.cards import Link, author_list, excerpt, links, votes
from generator.pages.views.paper_status import status
from generator.pages.views.versions import provenance
from generator.settings import Settings
from generator.text.markup.math import plain

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
#: Characters of the titles that mail programs show after the subject.
_MAX_PREVIEW = 200
#: Characters of an abstract that is shortened, where many papers have to fit.
_SHORT, _SHORTER = 600, 280


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """How much of a digest an e-mail shows: the first ``listed`` papers, the first ``whole`` of them with abstracts.

    ``abstract`` is the most characters of an abstract, and None for all of it.
    """

    listed: int
    whole: int
    abstract: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicLabel:
    """A topic's name and colour, as #rrggbb."""

    name: str
    colour: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MailPaper:
    """A paper as plain text with formulas in Unicode.

    ``abstract`` has its paragraphs, and is empty where it is left out. ``status`` is "Withdrawn", "Retracted" or empty.
    Where a translation leads, ``original`` is the original title, and ``said`` says by whom it is: below the
    abstract where that is translated, else below the titles.
    The languages are empty where they are that of the e-mail.
    """

    title: str
    language: str
    original: str
    original_language: str
    abstract_language: str
    said: str
    url: str
    status: str
    authors: str
    abstract: tuple[str, ...]
    topics: tuple[TopicLabel, ...]
    votes: str
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MailGroup:
    """Papers under a heading, which may be empty."""

    name: str
    papers: tuple[MailPaper, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MailPick:
    """A paper that the editors chose, and why, in Markdown."""

    title: str
    url: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MailView:
    """Everything that an e-mail shows.

    ``preview`` follows the subject in lists of e-mails. ``omitted`` says which papers only the site has, and
    ``shortened`` that abstracts are cut; both may be empty. ``unsubscribe`` may be empty, ``reply`` is the address to
    write to instead, or empty. ``language`` is that of the words around the papers.
    """

    language: Language
    site: Link
    title: str
    heading: str
    facts: str
    preview: str
    url: str
    headline: str
    notes: tuple[str, ...]
    picks: tuple[MailPick, ...]
    groups: tuple[MailGroup, ...]
    shortened: str
    omitted: str
    unsubscribe: str = ""
    reply: str = ""


def subject_of(settings: Settings, digest: MailDigest) -> str:
    """Return the subject: "Thursday, 31 July 2025: 12 papers – Papers of the Day".

    The title that editors gave the digest comes first.
    """
    name = f"{settings.title}: {digest.topic.name}" if digest.topic else settings.title
    title = f"{digest.headline}. {digest.title}" if digest.headline else digest.title
    return f"{title}: {digest.count} – {name}"


def fit_view(
    settings: Settings,
    catalog: Catalog,
    digest: MailDigest,
    *,
    fits: Callable[[MailView], bool],
    unsubscribe: str = "",
    reply: str = "",
) -> MailView:
    """Return the view that shows the most and still ``fits``.

    Abstracts are shortened first, then the last papers lose them, and then the last papers are left out; the view says
    each of these.
    """
    total = len(digest.entries)

    def view(shape: Shape) -> MailView:
        return _view(settings, catalog, digest, shape, unsubscribe=unsubscribe, reply=reply)

    for limit in (None, _SHORT, _SHORTER):
        shown = view(Shape(listed=total, whole=total, abstract=limit))
        if fits(shown):
            return shown
    whole = _most(total, lambda number: fits(view(Shape(listed=total, whole=number, abstract=_SHORTER))))
    if whole:
        return view(Shape(listed=total, whole=whole, abstract=_SHORTER))
    return view(Shape(listed=_most(total, lambda number: fits(view(Shape(listed=number, whole=0)))), whole=0))


def _most(most: int, fits: Callable[[int], bool]) -> int:
    """Return the largest number below ``most`` that fits, and 0 where none does; what is smaller fits as well."""
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _view(
    settings: Settings, catalog: Catalog, digest: MailDigest, shape: Shape, *, unsubscribe: str, reply: str
) -> MailView:
    places = count()
    groups = []
    for group in digest.groups:
        placed = [(next(places), entry) for entry in group.entries]
        papers = tuple(
            _paper(settings, catalog, entry, place, shape) for place, entry in placed if place < shape.listed
        )
        if papers:
            groups.append(MailGroup(name=group.name, papers=papers))
    total = len(digest.entries)
    return MailView(
        language=current_language(),
        site=Link(label=settings.title, href=absolute(settings, HOME)),
        title=digest.title,
        heading=_heading(digest),
        facts=" · ".join(_facts(settings, digest)),
        preview=_preview(digest),
        url=digest.url,
        headline=digest.headline,
        notes=digest.notes,
        picks=tuple(
            MailPick(title=_line(entry.lead.title), url=absolute(settings, paper_address(entry.key)), why=why)
            for entry, why in digest.picks
        ),
        groups=tuple(groups),
        shortened=_shortened(digest, shape),
        omitted=_omitted(total - shape.listed),
        unsubscribe=unsubscribe,
        reply=reply,
    )


def _facts(settings: Settings, digest: MailDigest) -> list[str]:
    curator = [gettext("curated by %(name)s", name=settings.curator)] if settings.curator else []
    return [digest.count, *curator]


def _heading(digest: MailDigest) -> str:
    if digest.topic is None:
        return digest.title
    return gettext("%(title)s, %(date)s", title=digest.topic.name, date=digest.title)


def _omitted(papers: int) -> str:
    if not papers:
        return ""
    return ngettext("and %(number)s more paper on the site", "and %(number)s more papers on the site", papers)


def _preview(digest: MailDigest) -> str:
    titles = " · ".join(_line(entry.lead.title) for entry in digest.entries[:5])
    return titles if len(titles) <= _MAX_PREVIEW else f"{titles[:_MAX_PREVIEW].rpartition(' ')[0]} …"


def _shortened(digest: MailDigest, shape: Shape) -> str:
    if shape.whole == 0:
        return gettext("Abstracts are left out because there are many papers; the site has them.")
    if shape.whole < len(digest.entries):
        return gettext(
            "Abstracts are shortened, and left out at the end, because there are many papers; the site has them."
        )
    limit = shape.abstract
    if limit is not None and any(len(entry.lead.abstract) > limit for entry in digest.entries):
        return gettext("Abstracts are shortened because there are many papers; the site has them.")
    return ""


def _paper(settings: Settings, catalog: Catalog, entry: Entry, place: int, shape: Shape) -> MailPaper:
    paper, lead = entry.paper, entry.lead
    authors = author_list(paper.authors)
    has_abstract = place < shape.whole
    labels = [catalog.topic(each.topic) for each in entry.topics] if has_abstract else []
    return MailPaper(
        title=_line(lead.title),
        language=lead.language if lead.tag else "",
        original=_line(lead.original),
        original_language=lead.original_language,
        abstract_language=lead.abstract_language,
        said=provenance(paper.translations[lead.tag]) if lead.tag and has_abstract else "",
        url=absolute(settings, paper_address(entry.key)),
        status=status(paper),
        authors=authors.folded or ", ".join(authors.names),
        abstract=_abstract(lead.abstract, shape.abstract) if has_abstract else (),
        topics=tuple(TopicLabel(name=topic.name, colour=topic.colour) for topic in labels),
        votes=votes(entry),
        links=links(paper) if has_abstract else (),
    )


def _abstract(abstract: str, limit: int | None) -> tuple[str, ...]:
    shown = abstract if limit is None else _excerpt(abstract, limit)
    lines = [line for part in _PARAGRAPH_END.split(shown) if (line := _line(part))]
    if limit is not None:
        # The dots stay on the line of the last word.
        lines = [f"{line[:-2]}\u00a0…" if line.endswith(" …") else line for line in lines]
    return tuple(lines)


def _excerpt(abstract: str, limit: int) -> str:
    cut = excerpt(abstract, limit)
    return cut if cut.endswith("…") or len(cut) >= len(abstract.rstrip()) else f"{cut} …"


def _line(text: str) -> str:
    """Return prose as one line of text."""
    return " ".join(plain(text).split())
