"""Identifiers in a query: a word or an address in, the identifier of a paper out."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

_MAX_LENGTH = 300
_NEW_ARXIV = re.compile(r"(?:arxiv[:.])?([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?", re.IGNORECASE)
_OLD_ARXIV = re.compile(r"(?:arxiv[:.])?([a-z-]+)(?:\.[a-z]{2})?(/[0-9]{7})(?:v[0-9]+)?", re.IGNORECASE)
_ACL = re.compile(
    r"((?:19|20)[0-9]{2}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+|[a-z][0-9]{2}-[0-9]{4,5})(?:\.pdf)?", re.IGNORECASE
)
#: Brackets and marks around an identifier that is pasted from a text.
_AROUND = re.compile(r"\A[(\[{<'\u2018]+|[)\]}>'\u2019.,;:!?]+\Z")
_DOI = re.compile(r"10\.[0-9]{4,9}/.*[^\W_]", re.DOTALL)
_DOI_PREFIX = re.compile(r"10\.[0-9]{4,9}")
_DOI_OF_ARXIV = re.compile(r"10\.48550/(arxiv\..*)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://)?([a-z0-9.-]+)(?::[0-9]+)?/(\S+)", re.IGNORECASE)
_ARXIV_HOST = re.compile(r"(?:.*\.)?(?:arxiv\.org|huggingface\.co|alphaxiv\.org)")
_ACL_HOST = re.compile(r"(?:.*\.)?aclanthology\.org")
_OPENREVIEW_HOST = re.compile(r"(?:.*\.)?openreview\.net")
_KEY = re.compile(r"[a-z0-9.-]+", re.IGNORECASE)


def find_identifier(value: str) -> str | None:
    """Return the identifier that a value is, or that its address leads to; None for anything else."""
    if len(value) > _MAX_LENGTH:
        return None
    return _find_bare(value) or _find_bare(_AROUND.sub("", value))


def _find_bare(value: str) -> str | None:
    bare = value[4:] if value[:4].lower() == "doi:" else value
    identifier = _arxiv(bare) or _doi_or_arxiv(bare) or _acl(bare)
    if identifier:
        return identifier
    address = _ADDRESS.fullmatch(value)
    return _in_address(address[1].lower(), address[2], value) if address else None


def _in_address(host: str, rest: str, address: str) -> str | None:
    path, _, search = rest.partition("#")[0].partition("?")
    parts = [part for part in path.split("/") if part]
    last = parts[-1] if parts else ""
    for index, part in enumerate(parts):
        if _DOI_PREFIX.fullmatch(part):
            return _doi_or_arxiv("/".join(parts[index:]))
    if _ARXIV_HOST.fullmatch(host):
        return _arxiv(last) or _arxiv("/".join(parts[-2:]))
    if _ACL_HOST.fullmatch(host):
        return _acl(last)
    if _OPENREVIEW_HOST.fullmatch(host):
        return parse_qs(search).get("id", [None])[0]
    is_paper_page = address[:4].lower() == "http" and parts[-2:-1] == ["papers"] and _KEY.fullmatch(last)
    return last if is_paper_page else None


def _arxiv(text: str) -> str | None:
    found = _NEW_ARXIV.fullmatch(text) or _OLD_ARXIV.fullmatch(text)
    return "".join(found.groups()) if found else None


def _acl(text: str) -> str | None:
    found = _ACL.fullmatch(text)
    return found[1] if found else None


def _doi_or_arxiv(text: str) -> str | None:
    """Return a DOI; for one that arXiv registered, the arXiv id."""
    if not _DOI.fullmatch(text):
        return None
    registered = _DOI_OF_ARXIV.fullmatch(text)
    return (registered and _arxiv(registered[1])) or text
