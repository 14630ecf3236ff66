"""Files that are no list of papers: web pages, errors of servers, spreadsheets, and XML of other kinds.

They come under any name, such as the ``refs.bib`` into which a script saved an error page, so the content decides.
"""

from __future__ import annotations

import re
from html import unescape
from types import MappingProxyType

from generator.sources.shared.feed import looks_like_feed
from generator.sources.shared.markup import skip_prolog
from generator.sources.shared.values import short

_EXPORT = "export the list as CSV, JSON, RIS or BibTeX, or fetch the file again"
_SAVE = f"{_EXPORT}; the only web page that Digestif reads is Hugging Face's page of a day"
# The first bytes of files that are not text (https://en.wikipedia.org/wiki/List_of_file_signatures).
_BINARY = MappingProxyType(
    {
        b"PK\x03\x04": ("a spreadsheet or another ZIP archive", "save a spreadsheet as CSV, or unpack the archive"),
        b"\xd0\xcf\x11\xe0": ("an old Excel or Word file", "save it as CSV"),
        b"%PDF-": ("a PDF", _EXPORT),
        b"\x1f\x8b": ("a gzip archive", "unpack it"),
    }
)
_ERROR = re.compile(
    r"rate (?:limit|exceeded)|too many requests|not found|forbidden|unauthori[sz]ed|access denied"
    r"|bad (?:gateway|request)|internal server error|service (?:temporarily )?unavailable|gateway time-?out"
    r"|retry (?:later|after)",
    re.IGNORECASE,
)
_LONGEST_ERROR = 300
_HTML = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})<", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_OAI_ERROR = re.compile(r"<error code=[\"'](\w+)[\"']>([^<]{0,300})")
_ANTHOLOGY = "import the BibTeX file of the volume, which its page on aclanthology.org offers"
#: Root elements of formats of databases, and what to import instead.
_XML = MappingProxyType(
    {
        "collection": ("XML of the ACL Anthology", _ANTHOLOGY),
        "volume": ("XML of the ACL Anthology", _ANTHOLOGY),
        "pubmedarticleset": ("XML of PubMed", "save the list in the format PubMed (.nbib) or CSV"),
        "pubmedarticle": ("XML of PubMed", "save the list in the format PubMed (.nbib) or CSV"),
        "xml": ("XML of EndNote", "export the list as RIS or BibTeX"),
        "records": ("XML of EndNote", "export the list as RIS or BibTeX"),
        "oai-pmh": ("an answer of an OAI-PMH server", "fetch the papers from the arXiv API, or export the list as CSV"),
        "dblp": ("XML of DBLP", "export the list as BibTeX or JSON"),
        "modscollection": ("MODS XML", "export the list as RIS or BibTeX"),
        "mods": ("MODS XML", "export the list as RIS or BibTeX"),
        "tei": ("TEI XML", "export the list as RIS or BibTeX"),
        "article": ("JATS XML of one article", "export the list as RIS or BibTeX"),
    }
)


def describe_foreign(raw: bytes) -> tuple[str, str] | None:
    """What the bytes are, and what to do, where they are no list of papers whatever their name is; else None."""
    for signature, (kind, fix) in _BINARY.items():
        if raw.startswith(signature):
            return f"this is {kind}, not a list of papers", fix
    text = raw[:20_000].decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("<"):
        return _describe_markup(text)
    is_error = len(raw) <= _LONGEST_ERROR and _ERROR.search(text) and text[:1] not in ("{", "[")
    if is_error and text.count("\n") <= 3 and not re.search(r"[@\t;,]|^TY  -", text):
        return f"this is a server's error message, not a list of papers: {' '.join(text.split())}", (
            "check the address and the query, and fetch the file again later"
        )
    return None


def _describe_markup(text: str) -> tuple[str, str] | None:
    at = skip_prolog(text)
    if _HTML.match(text, at):
        title = _TITLE.search(text)
        words = " ".join(unescape(title[1] if title else _TAG.sub(" ", text)).split())
        named = f" with the {'title' if title else 'text'} {short(words)}" if words else ""
        return f"this is a web page{named}, not a list of papers", _SAVE
    root = _ROOT.match(text, at)
    if root is None or looks_like_feed(text):
        return None
    if root[1].lower() not in _XML:
        return None
    kind, fix = _XML[root[1].lower()]
    error = _OAI_ERROR.search(text) if root[1].lower() == "oai-pmh" else None
    if error:
        said = ": ".join(part.strip() for part in error.groups() if part.strip())
        return f"this is {kind} that reports an error: {said}", "correct the query, and fetch the file again"
    return f"this is {kind}, which Digestif does not read", fix
