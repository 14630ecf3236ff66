"""Identifiers in the forms in which people store them; the checks of ``generator.ids`` follow.

A DOI comes with ``doi:``, as an address, percent-encoded, with TeX, entities or the punctuation of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from generator.ids import IdKind, identify

# Also urn:doi:, info:doi/, the ACM's former resolver, and proxies of libraries: doi-org.proxy.example.edu.
_DOI_PREFIX = re.compile(
    r"(?:(?:urn:|info:)?doi\s*[:=/]\s*|(?:https?:)?//(?=[\w.]*doi\.(?:org|acm\.org)/)"
    r"|(?:dx\.|www\.)?doi\.(?:org|acm\.org)/|(?:https?://)(?:dx-|www-)?doi-org\.[\w.-]+/|doi\s+(?=10\.)"
    r"|(?:https?://)(?:dx\.|www\.)?doi\.org\.[\w.-]+/)",
    re.I,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
# What addresses add to a DOI: ?download=true, #citeas.
_ADDRESS_REST = re.compile(r"(?:\?[a-z][\w-]*=[^?#]*|#[a-z][\w-]*)+$", re.IGNORECASE)
_SECOND_DOI = re.compile(r"\s*[;,\s]\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?=10\.\d{4,9}/)", re.IGNORECASE)
_SHORT_DOI = re.compile(r"10/[a-z0-9]{3,10}", re.IGNORECASE)
_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_IN_TEXT = re.compile(rf"(?:arxiv(?:\.org)?\s*[:/]\s*|\babs/)(?:abs/|pdf/)?({_ARXIV})(?!\d)", re.IGNORECASE)
_ARXIV_ALONE = re.compile(rf"(?<![\w./])({_ARXIV})(?![\w/])", re.IGNORECASE)
_DOI_IN_TEXT = re.compile(
    r"\bdoi(?:\.org/|\s*[:=]\s*(?:https?://(?:dx\.)?doi\.org/)?)\s*(10\.\d{4,9}/\S+)", re.IGNORECASE
)
# "2401.10000 [cs.RO]" and "2401.10000 (cs)"
_CLASS = re.compile(rf"({_ARXIV})\s*[\[(][\w.,\s-]+[\])]", re.IGNORECASE)
_TRAILING = ".,;:'\"’”»"
_ADDRESS_BREAK = re.compile(r"(?:\s|[;,|](?=\s*(?:https?:|www\.|//)))+")


def read_doi(text: str) -> str:
    """The DOI in a value, without what was added to it; a value without one comes back stripped."""
    doi = unescape(text.strip()) if "&" in text else text.strip()
    doi = re.sub(r"\\([_%&#()<>])|[{}]", lambda found: found[1] or "", doi)
    doi = _INVISIBLE.sub("", doi).replace("／", "/").strip("<>\"' ")
    if doi.startswith("(") and doi.endswith(")"):
        doi = doi[1:-1].strip()
    while found := _DOI_PREFIX.match(doi):
        doi = doi[found.end() :].strip()
    # Of the signs that addresses encode, a DOI has brackets, slashes, colons and semicolons.
    if re.search(r"%(?:2[89f]|3[abce]|5[bd])", doi, re.IGNORECASE):
        doi = unquote(doi)
    doi = re.sub(r"\s*\[doi\]$", "", _SECOND_DOI.split(doi)[0], flags=re.IGNORECASE)
    doi = _ADDRESS_REST.sub("", doi).rstrip(_TRAILING)
    for opening, closing in ("()", "[]"):
        if doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(_TRAILING)
    return doi


def is_short_doi(doi: str) -> bool:
    """Whether it is one of shortdoi.org, as in ``10/fqd6hj``, which resolvers know and catalogues do not."""
    return _SHORT_DOI.fullmatch(doi) is not None


def read_arxiv(text: str) -> str:
    """The arXiv id in a value, with its version; a value without one comes back stripped."""
    found = _ARXIV_IN_TEXT.search(text) or _CLASS.fullmatch(text.strip())
    return found[1] if found else text.strip()


def arxiv_in_venue(text: str) -> str:
    """The arXiv id in the name of a journal that is arXiv, as in ``arXiv preprint hep-th/9802151``, or nothing."""
    found = _ARXIV_IN_TEXT.search(text) or _ARXIV_ALONE.search(text)
    return found[1] if found else ""


def ids_in_note(text: str) -> Iterator[tuple[IdKind, str]]:
    """The identifiers that a note names: ``DOI: 10.1234/x``, ``arXiv:2401.10000 [cs]``."""
    for found in _DOI_IN_TEXT.finditer(text):
        yield "doi", read_doi(found[1])
    for found in _ARXIV_IN_TEXT.finditer(text):
        yield "arxiv", found[1]


def without_ids(text: str) -> str:
    """A note without the lines that only name an identifier, as in Zotero, or counts and dates of Scopus's export."""
    lines = (line for line in text.split("\n") if not _is_id_line(line.strip()))
    return "\n".join(lines).strip()


def split_addresses(text: str) -> list[str]:
    """The addresses in one value, separated by blanks, semicolons or commas; each with its scheme.

    EndNote's ``<Go to ISI>`` leads nowhere and is left out.
    """
    if "<Go to" in text:
        return []
    addresses = []
    for part in _ADDRESS_BREAK.split(text.strip()):
        address = part.strip("<>;, ")
        if address.startswith("//"):
            address = f"https:{address}"
        elif address.lower().startswith("www."):
            address = f"https://{address}"
        if address:
            addresses.append(address)
    return addresses if all("://" in address or identify(address) for address in addresses) else [text.strip()]


def _is_id_line(line: str) -> bool:
    return (
        re.fullmatch(
            rf"(?:doi\s*[:=]\s*\S+|arxiv\s*:\s*{_ARXIV}(?:\s*\[[\w.,\s-]+\])?|pmid\s*:\s*\d+|pmcid\s*:\s*pmc\d+"
            r"|cited by\s*:\s*\d+(?:\s+export date\s*:.*)?|export date\s*:.*)",
            line,
            re.I,
        )
        is not None
    )
