"""Values that are wrong only in their spelling: what they mean is certain, so a program may mend them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from generator.ids import check_acl, check_arxiv, check_doi, check_openreview, check_orcid, identify
from generator.records.fields import DATE_FIELDS, PROSE_FIELDS, TEXT_FIELDS
from generator.text.clean import check_line, check_prose
from generator.text.urls import check_url

_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?")
_CHECKS: dict[str, Callable[[str], str]] = {
    "ids.arxiv": check_arxiv,
    "ids.doi": check_doi,
    "ids.acl": check_acl,
    "ids.openreview": check_openreview,
    "authors.orcid": check_orcid,
}


def correct_spelling(field: str, text: str) -> str | None:
    """The value as it should stand in the field (``ids.arxiv``, ``date``), or None when that takes a person.

    An address becomes the id that it names, versions go, a day whose year comes first gets its zeros, text becomes
    NFC without blanks at its ends. A value that is right comes back as it is.
    """
    if field in DATE_FIELDS:
        return _mend_day(text.strip())
    if field in TEXT_FIELDS:
        mended = _checked(check_prose if field in PROSE_FIELDS else check_line, text)
        return text if text.removesuffix("\n") == mended else mended
    if field.startswith("links."):
        return _checked(check_url, text.strip())
    if field in _CHECKS:
        named = identify(text)
        return _checked(_CHECKS[field], text) or (named[1] if named and f"ids.{named[0]}" == field else None)
    return None


def _checked(check: Callable[[str], str], text: str) -> str | None:
    try:
        return check(text)
    except ValueError:
        return None


def _mend_day(text: str) -> str | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
