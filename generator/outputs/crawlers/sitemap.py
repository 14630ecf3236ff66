"""The sitemap (https://www.sitemaps.org/protocol.html): the addresses of all pages, with the days of their changes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape, unescape

from generator.catalog.catalog import Catalog
from generator.catalog.people.people import former_addresses
from generator.outputs.crawlers.last_changes import last_changes
from generator.outputs.output_file import OutputFile
from generator.pages.routes import OFFLINE, SITEMAP, absolute, author_address, paper_address
from generator.settings import Settings

#: Most addresses of a file, by the protocol.
MOST_ADDRESSES = 50_000
#: Stated, since Python 3.15 has another default.
_COMPRESSION = 9
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LOCATION = re.compile(r"<loc>([^<]+)</loc>")

#: The text of an address, and the day of its last change, if that is known.
_Listed = tuple[str, date | None]


def read_addresses(sitemap: str) -> tuple[str, ...]:
    """Return the whole addresses in a sitemap as MkDocs writes it, which has all pages, also hand-written ones."""
    return tuple(unescape(location) for location in _LOCATION.findall(sitemap))


def plan_sitemap(
    catalog: Catalog, settings: Settings, addresses: Sequence[str], *, most: int = MOST_ADDRESSES
) -> Iterator[OutputFile]:
    """Yield the sitemap of pages with these whole addresses; above ``most`` of them, an index and its sitemaps.

    The page about offline copies, and those of removed papers and former addresses, are left out. A page whose last
    change is not known, such as one that a person wrote, has no date: a wrong date is worse than none. A site without
    an address has no sitemap.
    """
    if not settings.site_url or not addresses:
        return
    days = last_changes(catalog, own_page=settings.own_page)
    changes = {absolute(settings, address): day for address, day in days.items()}
    left_out = {absolute(settings, address) for address in (OFFLINE, *_former_addresses(catalog, settings))}
    pages = ((url, url.removesuffix("index.html")) for url in sorted(addresses))  # without use_directory_urls
    listed = [(url, changes.get(folder)) for url, folder in pages if folder not in left_out]
    if len(listed) <= most:
        yield from _with_copy(_file(SITEMAP, listed))
        return
    entries = []
    for number, start in enumerate(range(0, len(listed), most), 1):
        path = f"/sitemaps/{number}.xml"
        part = listed[start : start + most]
        yield _file(path, part)
        entries.append((absolute(settings, path), max((day for _, day in part if day), default=None)))
    yield from _with_copy(_file(SITEMAP, entries, root="sitemapindex", entry="sitemap"))


def _with_copy(file: OutputFile) -> Iterator[OutputFile]:
    """Yield a file and its compressed copy, which MkDocs makes as well."""
    yield file
    yield OutputFile(path=f"{file.path}.gz", inputs=file.inputs, render=lambda: _compressed(file.render()))


def _former_addresses(catalog: Catalog, settings: Settings) -> Iterator[str]:
    for entry in catalog.entries:
        yield from map(paper_address, entry.paper.aliases)
    yield from map(paper_address, catalog.removed)
    if settings.fewest_papers:
        yield from map(author_address, former_addresses(catalog.people.with_papers(settings.own_page)))


def _file(path: str, listed: Sequence[_Listed], *, root: str = "urlset", entry: str = "url") -> OutputFile:
    def text() -> str:
        lines = (f"<{entry}><loc>{escape(url)}</loc>{_last_change(day)}</{entry}>" for url, day in listed)
        body = "\n".join(lines)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{body}\n</{root}>\n'

    return OutputFile(path=path.lstrip("/"), inputs=text, render=lambda: text().encode())


def _last_change(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _compressed(content: bytes) -> bytes:
    """Return the content in the form of gzip, without the system and the time (RFC 1952, section 2.3)."""
    packed = gzip.compress(content, compresslevel=_COMPRESSION, mtime=0)
    return packed[:9] + b"\xff" + packed[10:]  # Python names the system before 3.13, and no longer does since
