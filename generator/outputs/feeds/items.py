"""Items of feeds: a paper, the papers of a day, a removed paper, or a sentence where a feed has no papers yet.

Dates are those of records: an item is of midnight, in the digest's time zone, on the day of the paper's first digest.
An item that changes its meaning, because a paper was withdrawn or removed, is updated a second later or when its record
says, so that readers show it again. Ids never change: a reader knows by them which items it has shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.catalog.catalog import Catalog, Entry
from generator.catalog.channels import Channel
from generator.ids import orcid_url
from generator.language.dates import short_date
from generator.language.words import gettext, ngettext
from generator.model import Paper, Removed
from generator.pages.routes import FOLLOW, TOPICS, absolute, day_address, paper_address
from generator.pages.views.cards import author_list, links
from generator.pages.views.paper_status import status, status_sentence
from generator.pages.views.versions import provenance
from generator.settings import Settings
from generator.store.removed import FILE_DELETED
from generator.text.markup.markdown import render_note
from generator.text.markup.math import paragraphs_html, plain, prose_html
from generator.text.markup.xhtml import to_xhtml
from generator.text.scripts import language_of

#: Papers of a day that its item lists.
MAX_LISTED = 100
#: A tag URI (RFC 4151) has a date on which the site's owner had its domain. One for all items: ids never change.
_TAG_YEAR = 2026
_ARXIV_SCHEME = "http://arxiv.org/schemas/atom"


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemAuthor:
    """An author and the address of a page about them, which may be empty."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    """A category: its name for readers, and its name for programs in a vocabulary, whose address is ``scheme``."""

    label: str
    term: str
    scheme: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedItem:
    """An item with absolute addresses.

    ``content`` is XHTML to be put into a ``<div>``; empty for a short item. ``external_url`` is the paper at its
    publisher. ``language`` is that of the title, empty where it is that of the feed.
    """

    id: str
    title: str
    url: str
    updated: datetime
    published: datetime
    language: str = ""
    content: str = ""
    external_url: str = ""
    authors: tuple[ItemAuthor, ...] = ()
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DayList:
    """The papers of a channel on a day, in the order of the digest, and what editors say about the day.

    ``picks`` are papers with the reason in Markdown.
    """

    day: date
    entries: tuple[Entry, ...]
    note: str = ""
    title: str = ""
    picks: tuple[tuple[Entry, str], ...] = ()


def tag_uri(settings: Settings, path: str) -> str:
    """Return the id of something at a path of the site, which begins with a slash."""
    site = urlsplit(settings.site_url)
    return f"tag:{(site.hostname or '').lower()},{_TAG_YEAR}:{site.path}{path}"


def short_paper(settings: Settings, entry: Entry) -> FeedItem:
    """Return the item of a paper without its content."""
    paper = entry.paper
    published = _midnight(settings, paper.date)
    state = status(paper)
    return FeedItem(
        id=tag_uri(settings, f"/papers/{entry.key}"),
        title=f"{state}: {plain(entry.lead.title)}" if state else plain(entry.lead.title),
        url=absolute(settings, paper_address(entry.key)),
        published=published,
        updated=_updated(settings, paper) if state else published,
        language=entry.lead.language,
    )


def whole_paper(settings: Settings, catalog: Catalog, entry: Entry) -> FeedItem:
    """Return the item of a paper with authors, abstract, links and categories."""
    short = short_paper(settings, entry)
    paper = entry.paper
    elsewhere = links(paper)
    return FeedItem(
        id=short.id,
        title=short.title,
        url=short.url,
        published=short.published,
        updated=short.updated,
        language=short.language,
        content=_paper_content(settings, entry),
        external_url=elsewhere[0].href if elsewhere else "",
        authors=tuple(
            ItemAuthor(name=author.name, url=orcid_url(author.orcid) if author.orcid else "")
            for author in paper.authors
        ),
        categories=(
            *(
                Category(label=catalog.topic(each.topic).name, term=each.topic, scheme=absolute(settings, TOPICS))
                for each in entry.topics
            ),
            *(Category(label=name, term=name, scheme=_ARXIV_SCHEME) for name in paper.categories),
        ),
    )


def removed_paper(settings: Settings, removed: Removed, day: date) -> FeedItem:
    """Return the item of a removed paper, in the place of the one that readers may have."""
    title = plain(removed.title) or removed.key
    reason = "" if removed.reason == FILE_DELETED else f" {_sentence(removed.reason)}"
    gone = gettext("This paper was removed from the digest.")
    published = _midnight(settings, day)
    return FeedItem(
        id=tag_uri(settings, f"/papers/{removed.key}"),
        title=gettext("Removed: %(title)s", title=title),
        url=absolute(settings, paper_address(removed.key)),
        published=published,
        updated=published + timedelta(seconds=1),
        language=language_of(title),
        content=f"<p>{escape(gone + reason)}</p>",
    )


def day_item(settings: Settings, channel: Channel, listed: DayList, *, short: bool = False) -> FeedItem:
    """Return the item of a day's papers; a ``short`` one has no content."""
    papers = ngettext("%(number)s paper", "%(number)s papers", len(listed.entries))
    title = f"{short_date(listed.day)}: {f'{listed.title} ({papers})' if listed.title else papers}"
    folder = _path(channel)
    published = _midnight(settings, listed.day)
    return FeedItem(
        id=tag_uri(settings, f"{folder}days/{listed.day.isoformat()}"),
        title=gettext("%(channel)s, %(title)s", channel=channel.name, title=title) if channel.name else title,
        url=absolute(settings, day_address(listed.day)),
        published=published,
        updated=published,
        content="" if short else _day_content(settings, listed),
    )


def waiting_item(settings: Settings, channel: Channel, first_day: date) -> FeedItem:
    """Return the only item of a feed without papers: some readers refuse empty feeds. ``first_day`` is the digest's."""
    published = _midnight(settings, first_day)
    return FeedItem(
        id=tag_uri(settings, f"{_path(channel)}waiting"),
        title=gettext("%(channel)s: no papers yet", channel=channel.name),
        url=absolute(settings, FOLLOW),
        published=published,
        updated=published,
        content=f"<p>{escape(_waiting(channel))}</p>",
    )


def _waiting(channel: Channel) -> str:
    if channel.kind == "topic":
        return gettext(
            "The digest has no papers on the topic %(topic)s yet. The next ones will appear here.", topic=channel.name
        )
    return gettext(
        "The digest has no papers that match %(query)s yet. The next ones will appear here.", query=channel.query
    )


def _path(channel: Channel) -> str:
    """Return the path of a channel in ids, which stays when the query of a saved search changes."""
    folder = {"all": "", "topic": "topics", "search": "searches", "author": "authors"}[channel.kind]
    return f"/{folder}/{channel.id}/" if folder else "/"


def _midnight(settings: Settings, day: date) -> datetime:
    """Return the beginning of a day in the digest's time zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.timezone)).astimezone(UTC)


def _updated(settings: Settings, paper: Paper) -> datetime:
    """Return when a paper was withdrawn: when it was last updated, as far as that is known, or after its digest."""
    known = paper.updated.first_day if paper.updated else paper.date
    return _midnight(settings, max(known, paper.date)) + timedelta(seconds=1)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _paper_content(settings: Settings, entry: Entry) -> str:
    """Return a paper's content as XHTML: what the digest's page shows, in the same order."""
    paper, lead = entry.paper, entry.lead
    parts = []
    if status(paper):
        parts.append(f"<p><strong>{escape(status_sentence(paper))}</strong></p>")
    if lead.original:
        parts.append(f'<p lang="{lead.original_language}">{prose_html(lead.original, simple=True)}</p>')
    authors = author_list(paper.authors)
    if authors.names:
        parts.append(f"<p>{escape(authors.folded or ', '.join(authors.names))}</p>")
    said = f"<p>{escape(provenance(paper.translations[lead.tag]))}</p>" if lead.tag else ""
    abstract = paragraphs_html(lead.abstract, simple=True)
    language = lead.abstract_language or language_of(lead.abstract)
    abstract = f'<div lang="{language}">{abstract}</div>' if language else abstract
    # Where only the title is translated, the sentence must not seem to be about the abstract.
    parts += [abstract, said] if lead.abstract_language else [said, abstract]
    if paper.note.strip():
        parts.append(_heading(gettext("Curator’s note")) + _note(settings, paper.note))
    shown = [_link(absolute(settings, paper_address(entry.key)), gettext("Read on %(site)s", site=settings.title))]
    shown += [_link(each.href, each.label) for each in links(paper)]
    return "".join((*parts, f"<p>{' · '.join(shown)}</p>"))


def _day_content(settings: Settings, listed: DayList) -> str:
    note = _note(settings, listed.note) if listed.note.strip() else ""
    picks = "".join(
        f"<li>{_listed_paper(settings, entry)}{_note(settings, why) if why else ''}</li>" for entry, why in listed.picks
    )
    picked = _heading(gettext("Picks")) + f"<ul>{picks}</ul>" if picks else ""
    papers = "".join(f"<li>{_listed_paper(settings, entry)}</li>" for entry in listed.entries[:MAX_LISTED])
    url = absolute(settings, day_address(listed.day))
    more = len(listed.entries) - MAX_LISTED
    label = gettext("The digest of this day")
    if more > 0:
        label = ngettext("%(number)s more paper of this day", "%(number)s more papers of this day", more)
    return f"{note}{picked}<ul>{papers}</ul><p>{_link(url, label)}</p>"


def _listed_paper(settings: Settings, entry: Entry) -> str:
    lead = entry.lead
    title = prose_html(lead.title, simple=True)
    state = f"{status(entry.paper)}: " if status(entry.paper) else ""
    authors = author_list(entry.paper.authors)
    names = escape(authors.folded or ", ".join(authors.names))
    language = f' lang="{lead.language}"' if lead.language else ""
    url = escape(absolute(settings, paper_address(entry.key)))
    link = f'{state}<a href="{url}"{language}>{title}</a>'
    if lead.original:
        original = prose_html(lead.original, simple=True)
        link += f'<br/><span lang="{lead.original_language}">{original}</span>'
    return f"{link}<br/>{names}" if names else link


def _note(settings: Settings, note: str) -> str:
    """Return a curator's note as XHTML with absolute links."""

    def resolve(address: str) -> str:
        return absolute(settings, address) if address.startswith("/") else address

    return to_xhtml(render_note(note, heading_level=3), resolve=resolve)


def _heading(text: str) -> str:
    return f"<p><strong>{escape(text)}</strong></p>"


def _link(url: str, label: str) -> str:
    return f'<a href="{escape(url)}">{escape(label)}</a>'
