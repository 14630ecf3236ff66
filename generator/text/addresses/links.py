"""Web addresses in prose, and the kind of each: code, data, a demo."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from generator.text.addresses.urls import check_url, host_of

_REST = r"[^\s<>\"{}|\\^`\[\]“”‘’…]*"
# An address with its scheme.
WEB_ADDRESS = re.compile(rf"https?://{_REST}", re.IGNORECASE)
# Addresses that people print without https://, sometimes without a space before: "atgithub.com/xmed-lab/TAM".
_KNOWN = (
    r"(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co|hf\.co|kaggle\.com|zenodo\.org|youtu\.be"
    rf"|youtube\.com|sites\.google\.com|aka\.ms)/{_REST}|[a-z0-9][a-z0-9-]*\.(?:github|gitlab)\.io(?:/{_REST})?"
)
_ADDRESS = re.compile(
    rf"{WEB_ADDRESS.pattern}|(?<![\w./@-])(?:at|in|on|is|here|from|via|and)?(?P<bare>(?:www\.)?(?:{_KNOWN}))(?![\w@-])",
    re.IGNORECASE,
)
# What every address has; most abstracts lack it, and need not be searched for addresses, which takes much longer.
_DOT_OR_SCHEME = re.compile(r"://|\w\.\w")
# The next sentence, after a lost space: "…/InternGPT.The code".
_NEXT_SENTENCE = re.compile(r"\.(?:The|Our|We|This|These|Code|Data|All|In|For|It|Project|And)(?![\w-]).*$")
_ABOUT_PROJECT = re.compile(r"(?:project|website|web ?site|web ?page|home ?page)\W[^.!?]*$", re.IGNORECASE)

_REPOSITORY = re.compile(r"/[\w.-]+/[\w.-]+(?:/.*)?")
_MODEL = re.compile(r"/(?!(?:papers|docs|blog|collections|models|posts|learn|organizations|join)/)[\w.-]+/[\w.-]+/?")
_ANY = re.compile(r".*")
_SOME = re.compile(r"/.+")
# Host, path and kind, of which the first match counts: "huggingface.co/<organisation>/<model>" comes last, since
# the site's own folders look the same.
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (re.compile(r"github\.com|bitbucket\.org|codeberg\.org|gitlab\.[\w.]+"), _REPOSITORY, "code"),
    (re.compile(r"gist\.github\.com|anonymous\.4open\.science"), _SOME, "code"),
    (re.compile(r"[\w-]+\.(?:github|gitlab)\.io"), _ANY, "project"),
    (re.compile(r"sites\.google\.com"), re.compile(r"/view/.+"), "project"),
    (re.compile(r"huggingface\.co|hf\.co"), re.compile(r"/datasets/.+"), "data"),
    (re.compile(r"kaggle\.com|zenodo\.org"), _SOME, "data"),
    (re.compile(r"huggingface\.co|hf\.co"), re.compile(r"/spaces/.+"), "demo"),
    (re.compile(r"[\w-]+\.hf\.space"), _ANY, "demo"),
    (re.compile(r"huggingface\.co|hf\.co"), _MODEL, "model"),
    (re.compile(r"(?:m\.)?youtube\.com|youtu\.be|vimeo\.com"), _SOME, "video"),
)


def find_links(text: str) -> Mapping[str, str | tuple[str, ...]]:
    """The addresses in a text by kind, in the form of ``model.Links``.

    The kinds are ``code``, ``project``, ``data``, ``demo``, ``model`` and ``video``. Further addresses of one kind, and
    those without a kind, are in ``more``, in the order of the text. Addresses that ``check_url`` refuses are left out.
    """
    links: dict[str, str | tuple[str, ...]] = {}
    more: list[str] = []
    seen: set[str] = set()
    for url, before in _addresses(text):
        spelling = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/").casefold()
        if spelling in seen:
            continue
        seen.add(spelling)
        kind = _kind(url, before)
        if kind is None or kind in links:
            more.append(url)
        else:
            links[kind] = url
    return links | {"more": tuple(more)} if more else links


def trim_url(found: str) -> str:
    """An address without the punctuation of the sentence around it."""
    url = _NEXT_SENTENCE.sub("", found)
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'\"*”’" or (url[end - 1] == ")" and unopened > 0)):
        end -= 1
        unopened -= url[end] == ")"
    return url[:end]


def _addresses(text: str) -> Iterator[tuple[str, str]]:
    """Each address of a text in its canonical form, and the sixty characters before it."""
    for found in _ADDRESS.finditer(text) if _DOT_OR_SCHEME.search(text) else ():
        url = trim_url(f"https://{found['bare']}" if found["bare"] else found[0])
        try:
            url = check_url(url)
        except ValueError:
            continue
        parts = urlsplit(url)
        if host_of(url) in {"github.com", "codeberg.org"} and _REPOSITORY.fullmatch(parts.path):
            url = re.sub(r"(?:\.git)?/*$", "", url)
        yield url, text[max(0, found.start() - 60) : found.start()]


def _kind(url: str, before: str) -> str | None:
    path = urlsplit(url).path
    for host, shape, kind in _KINDS:
        if host.fullmatch(host_of(url)) and shape.fullmatch(path):
            return kind
    return "project" if _ABOUT_PROJECT.search(before) else None
