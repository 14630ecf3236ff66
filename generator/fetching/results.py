"""What a fetch returns: files in the response cache, the state of each day, and problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from generator.errors import Place, Problem

FileStatus = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedFile:
    """A response in the cache, for the parser of ``source``.

    ``papers`` is the number of papers in it, ``papers_before`` that of the response that it replaced; ``day`` is set
    when only papers of that day were requested. ``only`` has the arXiv ids of the wanted papers. ``is_update`` if the
    papers are on no list of the day: the digest has them from earlier days, and they are newer versions.
    """

    file: Path
    source: str
    papers: int
    status: FileStatus
    day: date | None = None
    papers_before: int | None = None
    only: frozenset[str] | None = None
    is_update: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchResult:
    """The files of a fetch in the order of the requests, and what could not be fetched, with reasons.

    ``days`` are the requested days that the source answered for, also those without papers. A text says why the answer
    may be incomplete; it is empty for a complete one. ``failed`` are the days that could not be fetched, with the
    reasons, and ``not_requested`` those for which there was no time. ``incomplete`` are answered days of which papers
    are known to be missing.
    """

    files: tuple[FetchedFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    days: Mapping[date, str] = field(default_factory=dict)
    failed: Mapping[date, str] = field(default_factory=dict)
    not_requested: tuple[date, ...] = ()
    incomplete: frozenset[date] = frozenset()


def combine_days(results: Mapping[date, FetchResult]) -> FetchResult:
    """The results of several days as one, oldest first."""
    ordered: Sequence[FetchResult] = [result for _, result in sorted(results.items())]
    return FetchResult(
        files=tuple(file for result in ordered for file in result.files),
        problems=tuple(problem for result in ordered for problem in result.problems),
        days={day: reason for result in ordered for day, reason in result.days.items()},
        failed={day: reason for result in ordered for day, reason in result.failed.items()},
        incomplete=frozenset(day for result in ordered for day in result.incomplete),
    )


def not_fetched(requested: str, found: str, fix: str = "") -> Problem:
    """A problem: a day, a query or an id for which there is no complete response."""
    return Problem(place=Place(file=requested), code="not-fetched", found=found, fix=fix, severity="warning")
