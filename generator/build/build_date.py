"""The date that pages have: the same commit gives the same bytes on every machine and at any time."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from generator.errors import DigestifError
from generator.store.git_output import commit_time

_VARIABLE = "SOURCE_DATE_EPOCH"
#: The largest time in a gzip header (RFC 1952, section 2.3.1), 2106-02-07: the site has a compressed sitemap.
_LATEST = 2**32 - 1


def build_epoch(site: Path, latest: date | None) -> int:
    """Return seconds since 1970: SOURCE_DATE_EPOCH, else the last commit's date, else ``latest``, the newest digest's.

    Dates outside of 1970 to 2106 become the first or last second of these years, which is what a gzip header can hold.

    Raises DigestifError where SOURCE_DATE_EPOCH is not a time (https://reproducible-builds.org/specs/source-date-epoch).
    """
    if given := os.environ.get(_VARIABLE, ""):
        if not (given.isascii() and given.isdecimal() and len(given) <= len(str(_LATEST)) and int(given) <= _LATEST):
            raise DigestifError(
                f"{_VARIABLE}: {given[:40]!r} is not a time", fix="expected seconds since 1970, as in 1753920000"
            )
        return int(given)
    committed = commit_time(site)
    if committed is not None:
        return min(committed, _LATEST)
    day = latest or date(1980, 1, 1)
    return min(max(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()), 0), _LATEST)
