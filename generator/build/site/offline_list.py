"""What readers' browsers fetch for reading offline: the newest digests, papers, and the files that pages need.

The list has a hash of each, so that a browser fetches only what a publication changed, and the same site has the same
list. Files are found as a browser finds them, from page to script to module, so no list of them has to be kept by hand.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlsplit

from generator.catalog.catalog import Catalog
from generator.files.folder import Folder
from generator.files.hashing import hash_bytes
from generator.pages.page import Page
from generator.pages.routes import HOME, OFFLINE, READING_LIST, SEARCH, day_address, paper_address

_DIGITS = 16
#: Digests whose pages are kept; the papers are those of the newest one.
_DIGESTS = 3
#: Kinds of links to files that a page is shown with; others lead to feeds and to other forms of the page.
_SHOWN_WITH = frozenset({"stylesheet", "icon", "manifest", "modulepreload"})
_MODULE = re.compile(r"""["'`](\./[\w.-]+\.js)["'`]""")
_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def offline_list(site: Folder, out: str, catalog: Catalog, pages: Iterable[Page], hashes: Mapping[str, str]) -> bytes:
    """Return the list for the site in the folder ``out``, as JSON.

    ``pages`` is the plan of the site, and ``hashes`` are known ones by paths of files. A page that is in another part
    of the site has an empty hash, which makes a browser fetch it only where it is missing or a week old.
    """
    years = {page.address: page.year for page in pages}
    newest = max(catalog.years, default=None)
    here = {address for address, year in years.items() if year is None or year == newest}
    finder = _Finder(site, out, hashes)

    def hash_of(address: str) -> str:
        return finder.hash(_file_of(address)) if address in here else ""

    fixed = [HOME, *map(day_address, _newest_days(catalog)), READING_LIST, OFFLINE, SEARCH]
    papers = list(map(paper_address, _newest_keys(catalog)))
    listed = {
        "files": finder.files([address for address in (*fixed, *papers[:1]) if address in here]),
        "pages": {address[1:]: hash_of(address) for address in fixed if address in years},
        "papers": {address[1:]: hash_of(address) for address in papers},
    }
    version = hash_bytes(json.dumps(listed).encode())[:_DIGITS]
    return json.dumps({"version": version, "bytes": finder.bytes, **listed}, separators=(",", ":")).encode()


def _newest_days(catalog: Catalog) -> Sequence[date]:
    return sorted(catalog.by_day, reverse=True)[:_DIGESTS]


def _newest_keys(catalog: Catalog) -> Iterator[str]:
    """Yield the keys of the newest digest's papers, in the order of its page."""
    lists = catalog.lists_on(catalog.latest) if catalog.latest else ()
    yield from dict.fromkeys(entry.key for listed in lists for entry in listed.entries)


def _file_of(address: str) -> str:
    return f"{address[1:]}index.html"


class _Finder:
    """Finds files of the site, with their hashes; ``bytes`` are those of all files whose hash was asked for."""

    def __init__(self, site: Folder, out: str, hashes: Mapping[str, str]) -> None:
        self.bytes = 0
        self._site = site
        self._out = out
        self._hashes = hashes

    def hash(self, path: str) -> str:
        """Return the first digits of the SHA-256 of a file, or nothing where there is none."""
        content = self._read(path)
        if content is None:
            return ""
        self.bytes += len(content)
        return (self._hashes.get(path) or hash_bytes(content))[:_DIGITS]

    def files(self, addresses: Iterable[str]) -> dict[str, str]:
        """Return the hashes of the files that pages are shown with, and of all that these load."""
        found: dict[str, str] = {}
        waiting = [reference for address in addresses for reference in self._references(_file_of(address))]
        while waiting:
            path = waiting.pop()
            if path not in found and (file_hash := self.hash(path)):
                found[path] = file_hash
                waiting += self._references(path)
        return dict(sorted(found.items()))

    def _references(self, path: str) -> Iterator[str]:
        """Yield the paths of files within the site that a page, a script or a style sheet names."""
        text = (self._read(path) or b"").decode(errors="replace")
        if path.endswith(".html"):
            addresses: Iterable[str] = _shown_with(text)
        elif path.endswith(".js"):
            addresses = _MODULE.findall(text)
        else:
            addresses = _IN_STYLES.findall(text) if path.endswith(".css") else ()
        for address in addresses:
            parts = urlsplit(address)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
            if not (parts.scheme or parts.netloc or parts.path.startswith("/")) and not target.startswith(".."):
                yield target

    def _read(self, path: str) -> bytes | None:
        return self._site.read(f"{self._out}/{path}") if self._site.kind(f"{self._out}/{path}") == "file" else None


def _shown_with(html: str) -> list[str]:
    """Return the addresses of a page's scripts, style sheets, icons and images."""
    parser = _References()
    parser.feed(html)
    return parser.found


class _References(HTMLParser):
    """Collects addresses of files."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        kinds = set((named.get("rel") or "").split())
        address = named.get("src") if tag in ("script", "img") else named.get("href") if kinds & _SHOWN_WITH else None
        if address:
            self.found.append(address)
