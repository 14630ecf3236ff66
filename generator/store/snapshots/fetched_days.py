"""content/sources/days.json: which days of a source were fetched, and which of them will be fetched again.

The daily run writes it, so that a day that failed, or whose list may still grow, is fetched again later, however long
that takes. A digest without the file is valid: its snapshots say which day was fetched last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from generator.errors import Place, Problem
from generator.store.snapshots.snapshots import SnapshotId

DAYS_FILE = "content/sources/days.json"
DayState = Literal["settled", "provisional", "missing", "skipped"]
#: Failed fetches of a day after which it is skipped: those of a week with two runs a day.
_MAX_FAILURES = 14
#: Days for which a day is never skipped, however often it fails.
_NEVER_SKIPPED = 7

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAX_REASON = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedDay:
    """A day of a source: its state, the number of its papers, and why it is not settled or is unusual.

    A provisional or missing day is fetched again, a skipped one is not. ``failures`` is the number of fetches that
    failed for this day alone since the last one that did not.
    """

    state: DayState
    papers: int
    reason: str = ""
    failures: int = 0


#: Fetched days by day and source, as snapshots are.
FetchedDays = Mapping[SnapshotId, FetchedDay]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadDays:
    """The result of reading the file. With a problem, ``days`` is empty and snapshots decide what is fetched."""

    days: FetchedDays
    problem: Problem | None = None


def read_days(raw: bytes) -> ReadDays:
    """Read the file. A problem is a warning, since nothing is lost: days are fetched again."""
    try:
        found = json.loads(raw)
        days = {
            (date.fromisoformat(day), _source(source)): _day(plain)
            for source, listed in found.items()
            for day, plain in listed.items()
        }
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        problem = Problem(
            place=Place(file=DAYS_FILE),
            code="fetched-days",
            found="is not a list of fetched days, so it is ignored",
            fix="digestif fetch writes this file: restore it from Git, or delete it",
            severity="warning",
        )
        return ReadDays(days={}, problem=problem)
    return ReadDays(days=days)


def dump_days(days: FetchedDays) -> bytes:
    """The file: one line for each day, so that a day is one line of a difference."""
    sources = sorted({source for _, source in days})
    blocks = []
    for source in sources:
        lines = [
            f"  {json.dumps(day.isoformat())}: {json.dumps(_plain(fetched), ensure_ascii=False)}"
            for (day, name), fetched in sorted(days.items())
            if name == source
        ]
        blocks.append(f" {json.dumps(source)}: {{\n" + ",\n".join(lines) + "\n }")
    return ("{\n" + ",\n".join(blocks) + "\n}\n").encode()


def settled_days(
    source: str, days: FetchedDays, lists: Collection[SnapshotId], *, before: date
) -> tuple[frozenset[date], date | None]:
    """The days of a source that are not fetched again, and the first day that it ever fetched (None without one).

    ``lists`` are the days with a snapshot. Those that the file does not mention count as settled if they are earlier
    than ``before``: a person imported them, or an earlier version of digestif did.
    """
    recorded = {day: fetched for (day, name), fetched in days.items() if name == source}
    listed = {day for day, name in lists if name == source}
    settled = {day for day, fetched in recorded.items() if fetched.state in {"settled", "skipped"}}
    settled |= {day for day in listed - recorded.keys() if day < before}
    first = min(recorded) if recorded else max(listed, default=None)
    return frozenset(settled), first


def failed_days(
    source: str, days: FetchedDays, failed: Mapping[date, str], not_requested: Collection[date], *, today: date
) -> FetchedDays:
    """The new state of days that could not be fetched, with the reasons, while others of the source could.

    They are missing, or stay provisional. One that fails for more than a week is skipped: the source lost it.
    """
    changed: dict[SnapshotId, FetchedDay] = {
        (day, source): FetchedDay(state="missing", papers=0) for day in not_requested if (day, source) not in days
    }
    for day, reason in failed.items():
        before = days.get((day, source), FetchedDay(state="missing", papers=0))
        failures = before.failures + 1
        is_skipped = failures >= _MAX_FAILURES and (today - day).days >= _NEVER_SKIPPED
        state: DayState = "skipped" if is_skipped else before.state
        changed[day, source] = replace(before, state=state, reason=reason[:_MAX_REASON], failures=failures)
    return changed


def _source(name: str) -> str:
    if not _SOURCE.fullmatch(name):
        raise ValueError("not the name of a source")
    return name


def _day(plain: Any) -> FetchedDay:
    state, papers, reason = plain["state"], plain["papers"], plain.get("reason", "")
    failures = plain.get("failures", 0)
    are_counts = all(type(count) is int and count >= 0 for count in (papers, failures))
    if state not in get_args(DayState) or not are_counts or not isinstance(reason, str):
        raise ValueError("not a fetched day")
    return FetchedDay(state=state, papers=papers, reason=reason[:_MAX_REASON], failures=failures)


def _plain(fetched: FetchedDay) -> dict[str, object]:
    plain: dict[str, object] = {"state": fetched.state, "papers": fetched.papers}
    optional = {"reason": fetched.reason, "failures": fetched.failures}
    return plain | {name: value for name, value in optional.items() if value}
