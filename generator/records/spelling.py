"""Corrections of values that are only misspelled: their meaning is certain, so a program may fix them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from generator.ids import ID_CHECKS, check_orcid, identify
from generator.records.fields import DATE_FIELDS, PARTIAL_DATE_FIELDS, PROSE_FIELDS, TEXT_FIELDS
from generator.text.addresses.urls import check_url
from generator.text.clean import check_line, check_prose

_DAY = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}")
_CHECKS = {f"ids.{kind}": check for kind, check in ID_CHECKS.items()} | {"authors.orcid": check_orcid}


def correct_spelling(field: str, text: str) -> str | None:
    """The correct spelling of a field's value (``ids.arxiv``, ``date``), or None if only a person can decide.

    An address becomes the id in it, versions are removed, dates that start with the year get their zeros, and text
    becomes NFC without spaces at its ends. A correct value is returned unchanged.
    """
    if field in DATE_FIELDS:
        if field in PARTIAL_DATE_FIELDS and (month := _MONTH.fullmatch(text.strip())):
            return _correct_date(f"{month[0]}-01", digits=7)
        if field in PARTIAL_DATE_FIELDS and _YEAR.fullmatch(text.strip()):
            return text.strip()
        return _correct_date(text.strip())
    if field in TEXT_FIELDS:
        corrected = _checked(check_prose if field in PROSE_FIELDS else check_line, text)
        return text if text.removesuffix("\n") == corrected else corrected
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


def _correct_date(text: str, *, digits: int = 10) -> str | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day).isoformat()[:digits]
    except ValueError:
        return None
