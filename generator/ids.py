"""Identifiers of papers and people: their form, the addresses that contain them, and the keys of records."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.parse import quote as percent_encode

from generator.errors import quote
from generator.text.folding import fold
from generator.text.slugs import readable_slug

IdKind = Literal["arxiv", "doi", "acl", "openreview"]

MAX_KEY = 80
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9-])?")
_WORDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
# MkDocs turns the first two into the page of their folder; the others are the names of the files of pages.
_FOLDER_PAGES = frozenset({"index", "readme", "index.html", "index.html.md", "index.md", "readme.md"})

_ARXIV_NEW = re.compile(r"(?P<year>[0-9]{2})(?P<month>0[1-9]|1[0-2])\.(?P<number>[0-9]{4,5})")
# The archives that accepted papers before April 2007.
_ARXIV_OLD = re.compile(
    r"(?P<archive>acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat"
    r"|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics"
    r"|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con)(?:\.[a-z]{2})?/(?P<number>[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})"
)
_ARXIV_DOI = "10.48550/arxiv."
# Angle brackets only in pairs, as in the DOIs of before 2002 that contain a SICI (ANSI/NISO Z39.56):
# 10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/(?:[^\s\x00-\x1f\x7f<>\"\\]|<[0-9a-z]+::?[0-9a-z-]+>)+")
_ACL_OLD = re.compile(r"[A-Z][0-9]{2}-[0-9]{4,5}")
_ACL_NEW = re.compile(r"(?:19|20)[0-9]{2}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+")
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{6,32}")
# Pages of OpenReview's own site whose names have the form of an id.
_OPENREVIEW_PAGE = re.compile(
    r"activity|archive|assignments|contact|donate|invitations?|messages|metadata|notifications|privacy|profile"
    r"|references|revisions|search|signup|sponsors|submissions|submit|venues"
)
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_TEX_STYLE = re.compile(r"\\(?:emph|text\w*|math\w+|bm|boldsymbol|underline|url)\b")
_GREEK = {
    letter: "lambda" if name == "LAMDA" else name.lower()
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
    for name in [unicodedata.name(letter).removeprefix("GREEK SMALL LETTER ")]
}


def check_arxiv(text: str) -> str:
    """The arXiv id without ``arXiv:``, version and subject class, as in 2401.10000 or hep-th/9901001.

    Raises ValueError; the message's first line says what was found, its second what was expected.
    Ids since January 2015 have five digits after the dot, so that a lost last zero is noticed.
    Source: https://info.arxiv.org/help/arxiv_identifier.html
    """
    bare = re.sub(r"v[0-9]+$", "", text.strip().lower().removeprefix("arxiv:").strip())
    new = _ARXIV_NEW.fullmatch(bare)
    if new and len(new["number"]) == (5 if new["year"] >= "15" else 4) and bare >= "0704":
        return bare
    old = _ARXIV_OLD.fullmatch(bare)
    if old:
        return f"{old['archive']}/{old['number']}"
    raise ValueError(
        f"{quote(text)} is not an arXiv id\n"
        "expected four digits, a dot, four or five digits (five since 2015), as in 2401.10000, or the old style, as in "
        "hep-th/9901001 (programs that read ids as numbers drop the last zeros)"
    )


def check_doi(text: str) -> str:
    """The DOI in lower case, without ``doi:`` or a resolver's address. Raises ValueError as ``check_arxiv`` does."""
    bare = re.sub(r"^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", "", text.strip().lower())
    if len(bare) <= 512 and bare.isprintable() and _DOI.fullmatch(bare):
        return unicodedata.normalize("NFC", bare)
    raise ValueError(
        f"{quote(text)} is not a DOI\nexpected 10., digits, a slash and a name, as in 10.1145/3292500.3330701"
    )


def check_acl(text: str) -> str:
    """The ACL Anthology id, as in P19-1234 or 2020.acl-main.12. Raises ValueError as ``check_arxiv`` does.

    Source: https://aclanthology.org/info/ids/
    """
    bare = text.strip()
    if _ACL_OLD.fullmatch(bare.upper()):
        return bare.upper()
    if _ACL_NEW.fullmatch(bare.lower()):
        return bare.lower()
    raise ValueError(f"{quote(text)} is not an ACL Anthology id\nexpected an id as in P19-1234 or 2020.acl-main.12")


def check_openreview(text: str) -> str:
    """The id of an OpenReview forum, in which case matters. Raises ValueError as ``check_arxiv`` does."""
    bare = text.strip()
    if _OPENREVIEW.fullmatch(bare) and not _OPENREVIEW_PAGE.fullmatch(bare):
        return bare
    raise ValueError(
        f"{quote(text)} is not an OpenReview id\n"
        "expected the part after id= in the forum's address: letters, digits, - and _, as in rJl-b3RcF7"
    )


def check_orcid(text: str) -> str:
    """The ORCID iD as four groups of four characters. Raises ValueError as ``check_arxiv`` does.

    The last character is a check digit: ISO 7064, mod 11-2.
    """
    bare = re.sub(r"^https?://orcid\.org/", "", text.strip().lower()).upper()
    if not _ORCID.fullmatch(bare):
        raise ValueError(
            f"{quote(text)} is not an ORCID iD\nexpected four groups of four digits, as in 0000-0002-1825-0097"
        )
    total = 0
    for digit in bare[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    if "0123456789X"[(12 - total % 11) % 11] != bare[-1]:
        raise ValueError(
            f"{quote(text)} is not an ORCID iD: its check digit is wrong\n"
            "expected an iD copied from the author's ORCID page, as in 0000-0002-1825-0097"
        )
    return bare


#: The kinds of paper ids, each with the check that gives its canonical form or raises ValueError.
ID_CHECKS: Mapping[IdKind, Callable[[str], str]] = {
    "arxiv": check_arxiv,
    "doi": check_doi,
    "acl": check_acl,
    "openreview": check_openreview,
}


def check_key(text: str) -> str:
    """The key of a record: the name of its file, and part of its page's address. Raises as ``check_arxiv`` does."""
    if not _KEY.fullmatch(text):
        raise ValueError(
            f"{quote(text)} is not a key\nexpected at most {MAX_KEY} characters out of a-z, 0-9, . and -, beginning "
            "with a letter or a digit and not ending in a dot, as in 2401.10000 or attention-is-all-you-need"
        )
    if _is_reserved(text):
        raise ValueError(
            f"{quote(text)} cannot be a key: the name has a special meaning for Windows or MkDocs\n"
            f"expected another name, such as {with_suffix(text.partition('.')[0], 2)}"
        )
    return text


def is_address_part(text: str, *, max_length: int) -> bool:
    """Whether an id of lowercase letters, digits and single hyphens can be a part of an address."""
    return len(text) <= max_length and _WORDS.fullmatch(text) is not None and not _is_reserved(text)


def identify(text: str) -> tuple[IdKind, str] | None:
    """The kind and the id of the paper that an address or a bare id leads to, or None.

    arXiv's DOIs (10.48550/arXiv.X) give arXiv ids; versions are removed.
    """
    text = text.strip()
    if re.match(r"https?://", text, re.IGNORECASE):
        return _identify_url(text)
    if text.lower().startswith("doi:") or text.startswith("10."):
        return _identified("doi", text)
    if re.match(r"(?:dx\.)?doi\.org/", text, re.IGNORECASE):
        return _identified("doi", text.partition("/")[2])
    return _identified("arxiv", text) or _identified("acl", text)


def arxiv_of_doi(doi: str) -> str | None:
    """The arXiv id in one of arXiv's own DOIs (10.48550/arXiv.2401.10000), or None for other DOIs."""
    return _accepted(check_arxiv, doi[len(_ARXIV_DOI) :]) if doi.lower().startswith(_ARXIV_DOI) else None


def paper_key(*, arxiv: str | None = None, doi: str | None = None, title: str) -> str:
    """The key of a new record: its arXiv id, else a slug of its DOI, else a slug of its title.

    Two papers can get the same key; ``with_suffix`` makes them different. Titles in other scripts are transliterated;
    a title of symbols only becomes a hash.
    """
    arxiv = arxiv or (arxiv_of_doi(doi) if doi else None)
    if arxiv:
        return arxiv.replace("/", "-")
    slug = _doi_slug(doi) if doi else _title_slug(title)
    return with_suffix(slug, 1) if _is_reserved(slug) else slug


def normal_title(title: str) -> str:
    """A title for comparison: its letters, digits, + and #, without case, accents, spaces and TeX.

    Greek letters become their names, so that ``$\\pi_0$``, ``π0`` and ``pi_0`` are equal. A title of other symbols
    only is compared as it is.
    """
    words = _TEX_STYLE.sub("", title)
    words = "".join(_GREEK.get(c, c) for c in fold(words)).replace("×", "times")
    return "".join(c for c in words if c.isalnum() or c in "+#") or "".join(title.casefold().split())


def arxiv_url(arxiv: str) -> str:
    """The address of the abstract on arXiv."""
    return f"https://arxiv.org/abs/{percent_encode(arxiv)}"


def arxiv_pdf_url(arxiv: str) -> str:
    """The address of the PDF on arXiv."""
    return f"https://arxiv.org/pdf/{percent_encode(arxiv)}"


def doi_url(doi: str) -> str:
    """The address of the DOI at its resolver; characters with a meaning in addresses are encoded."""
    return f"https://doi.org/{percent_encode(doi, safe='/:;().-_')}"


def acl_url(acl: str) -> str:
    """The address of the paper in the ACL Anthology."""
    return f"https://aclanthology.org/{percent_encode(acl)}/"


def openreview_url(openreview: str) -> str:
    """The address of the paper's forum on OpenReview."""
    return f"https://openreview.net/forum?id={percent_encode(openreview)}"


def orcid_url(orcid: str) -> str:
    """The address of the author's ORCID page."""
    return f"https://orcid.org/{orcid}"


def with_suffix(key: str, number: int) -> str:
    """The key with a number that distinguishes it, as in ``a-title-2``, shortened to the length of a key."""
    tail = f"-{number}"
    return key[: MAX_KEY - len(tail)].rstrip("-.") + tail


def _is_reserved(key: str) -> bool:
    return bool(_DEVICES.fullmatch(key)) or key in _FOLDER_PAGES


def _doi_slug(doi: str) -> str:
    slug = re.sub(r"[^a-z0-9.]+", "-", fold(doi)).strip("-.")
    return slug if len(slug) <= MAX_KEY else f"{slug[: MAX_KEY - 9].rstrip('-.')}-{_short_hash(doi)}"


def _title_slug(title: str) -> str:
    slug = readable_slug(title[:400], max_length=MAX_KEY)  # 400 characters are enough to fill a slug
    return slug or f"paper-{_short_hash(title)}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode(errors="surrogatepass")).hexdigest()[:8]


def _accepted(check: Callable[[str], str], text: str) -> str | None:
    try:
        return check(text)
    except ValueError:
        return None


def _identified(kind: IdKind, text: str) -> tuple[IdKind, str] | None:
    found = _accepted(ID_CHECKS[kind], text)
    if found is None:
        return None
    arxiv = arxiv_of_doi(found) if kind == "doi" else None
    return ("arxiv", arxiv) if arxiv else (kind, found)


def _identify_url(url: str) -> tuple[IdKind, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path)
    if host == "openreview.net":
        return _identify_openreview(path, parts.query)
    for hosts, kind, shape in _ADDRESSES:
        found = shape.fullmatch(path) if re.fullmatch(hosts, host) else None
        if found:
            return _identified(kind, found[1])
    return None


def _identify_openreview(path: str, query: str) -> tuple[IdKind, str] | None:
    """The id after ``id=``, on the pages that belong to a paper: groups and profiles have an ``id=``, too."""
    ids = parse_qs(query).get("id", []) if path in {"/forum", "/pdf", "/attachment", "/revisions"} else []
    return _identified("openreview", ids[0]) if len(ids) == 1 else None


# Host, kind of id, and the path that contains it; the checks refuse the hosts' other pages, as in /papers/trending.
# 10.5555 are numbers of ACM's library, and not DOIs: they do not resolve.
_ADDRESSES: tuple[tuple[str, IdKind, re.Pattern[str]], ...] = (
    (r"(?:\w+\.)?arxiv\.org", "arxiv", re.compile(r"/(?:abs|pdf|html|ps|format|e-print|src)/(.+?)(?:\.pdf)?/?")),
    (r"ar5iv\.(?:labs\.arxiv\.)?org", "arxiv", re.compile(r"/(?:abs|html)/(.+?)/?")),
    (r"alphaxiv\.org", "arxiv", re.compile(r"/(?:abs|pdf|html|overview)/(.+?)(?:\.pdf)?/?")),
    (r"(?:huggingface\.co|hf\.co)", "arxiv", re.compile(r"/papers/(.+?)/?")),
    (r"(?:dx\.)?doi\.org", "doi", re.compile(r"/(.+)")),
    (r"dl\.acm\.org", "doi", re.compile(r"/doi/(?:(?:abs|pdf|full|fullHtml)/)?(?!10\.5555/)(.+)")),
    (r"aclanthology\.org", "acl", re.compile(r"/([^/]+?)(?:v\d+)?(?:\.pdf)?/?")),
    (
        r"(?:aclweb\.org|aclanthology\.info)",
        "acl",
        re.compile(r"/(?:anthology|papers)/(?:[A-Z]/[A-Z]\d\d/)?([^/]+?)(?:\.pdf)?/?"),
    ),
)
