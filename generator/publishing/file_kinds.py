"""What a file of the site is: when it is uploaded, and the HTTP headers that a store sends with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum

from generator.files.hashing import hash_texts


class Stage(IntEnum):
    """The order of uploads: what pages load, then pages, then what leads to new pages."""

    ASSETS = 0
    PAGES = 1
    ENTRY_POINTS = 2


#: What a reader or a program opens first. The search's manifest names the files of the index.
_ENTRY_POINTS = frozenset(
    {
        *("index.html", "404.html", "sitemap.xml", "sitemap.xml.gz", "robots.txt", "llms.txt"),
        *("service-worker.js", "offline.json", "manifest.webmanifest", "search-index/manifest.json"),
    }
)
_FEEDS = "feeds/"
_PAGES = (".html", ".html.md")
#: Names with a hash of the content, as in bundle.a5f9d56c.min.js, core-82372def.js and search-index/words.576e859a/7.
#: With a letter, so that no date is taken for a hash: a file that is edited must not be cached for a year.
_HASHED = re.compile(
    r"^(?:assets/(?:javascripts|stylesheets)|search-index)/(?:.*/)?[^/]+[.-](?=[0-9]*[a-f])[0-9a-f]{8}(?![^./])"
)
#: Browsers ask for these each time, also where a host's cache has them.
_ALWAYS_CHECKED = frozenset({"service-worker.js", "offline.json"})

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
CHECKED = "no-cache"

#: By the end of the name; the first that fits. Python's own table differs from system to system.
_TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".jsonl": "application/jsonl",
    ".webmanifest": "application/manifest+json",
    ".xml.gz": "application/gzip",
    ".gz": "application/gzip",
    ".opml": "text/x-opml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".wasm": "application/wasm",
}
_OTHER_TYPE = "application/octet-stream"


def stage_of(path: str) -> Stage:
    """Return when a file is uploaded."""
    if path in _ENTRY_POINTS or path.startswith(_FEEDS):
        return Stage.ENTRY_POINTS
    return Stage.PAGES if path.endswith(_PAGES) else Stage.ASSETS


def is_page(path: str) -> bool:
    """Whether a file is a page for readers."""
    return path.endswith(".html")


def content_type(path: str) -> str:
    """Return the media type of a file by its name. Feeds are Atom, and have types of their own."""
    if path.startswith(_FEEDS) and path.endswith((".xml", ".json")):
        return "application/atom+xml; charset=utf-8" if path.endswith(".xml") else "application/feed+json"
    if path.endswith(".xml"):
        return "application/xml"
    name = path.rpartition("/")[2].lower()
    return next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), _OTHER_TYPE)


def cache_control(path: str) -> str:
    """Return how long browsers and caches between may use a file without asking again."""
    if path in _ALWAYS_CHECKED:
        return CHECKED
    return IMMUTABLE if _HASHED.match(path) else SHORT


def headers_version() -> str:
    """Return a text that differs where another version of these rules applied, so that its files are uploaded again."""
    return hash_texts(*_TYPES, *_TYPES.values(), _HASHED.pattern, IMMUTABLE, SHORT, CHECKED, *sorted(_ALWAYS_CHECKED))[
        :8
    ]
