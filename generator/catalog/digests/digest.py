"""A digest as its editors wrote it, and the names of the files that hold one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.catalog.periods import Period, month_of, week_of
from generator.language.dates import long_date
from generator.store.content import DIGESTS_FOLDER
from generator.text.dates import MAX_YEAR, MIN_YEAR

SpanKind = Literal["day", "week", "month"]
_ID = re.compile(
    r"(?P<year>[0-9]{4})-(?:W(?P<week>[0-9]{2})|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)",
)
_NAME_FIX = "name the file after a day, a week or a month, for example 2025-07-31.yaml, 2025-W31.yaml or 2025-07.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """The day (``2025-07-31``), week (``2025-W31``) or month (``2025-07``) of a digest, with its first and last day."""

    kind: SpanKind
    id: str
    first: date
    last: date

    @property
    def title(self) -> str:
        """The span in words, as in "Thursday, 31 July 2025"."""
        if self.kind == "day":
            return long_date(self.first)
        return Period(kind=self.kind, id=self.id, first=self.first, last=self.last).title

    @property
    def file(self) -> str:
        """The path of the digest's file in the site."""
        return f"{DIGESTS_FOLDER}/{self.id}.yaml"


def span_of(text: str) -> Span:
    """Return the span with that id. Raises ValueError; the message's second line says what was expected."""
    found = _ID.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a day, a week or a month\n{_NAME_FIX}")
    try:
        year = int(found["year"])
        if found["week"]:
            week = week_of(date.fromisocalendar(year, int(found["week"]), 4))
            span = Span(kind="week", id=week.id, first=week.first, last=week.last)
        elif found["day"]:
            day = date.fromisoformat(text)
            span = Span(kind="day", id=text, first=day, last=day)
        else:
            month = month_of(date(year, int(found["month"]), 1))
            span = Span(kind="month", id=month.id, first=month.first, last=month.last)
    except ValueError:
        raise ValueError(f"the calendar has no {text}\n{_NAME_FIX}") from None
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise ValueError(f"{text} is not between {MIN_YEAR} and {MAX_YEAR}\n{_NAME_FIX}")
    return span


@dataclass(frozen=True, kw_only=True, slots=True)
class Pick:
    """A paper that the editors chose, and why, in Markdown; ``why`` may be empty."""

    key: str
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Editor:
    """A guest editor; ``url`` may be empty."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesPart:
    """The place of a digest in a series, as in "Reading group 12"."""

    name: str
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """What editors say about a day, a week or a month.

    ``introduction`` is Markdown. ``hero`` is the key of a pick, or empty. ``order`` has the keys of the papers that a
    day begins with. ``publish`` is the first day on which the site shows the digest, unless it ``is_draft``.
    """

    span: Span
    publish: date
    title: str = ""
    introduction: str = ""
    hero: str = ""
    picks: tuple[Pick, ...] = ()
    order: tuple[str, ...] = ()
    editors: tuple[Editor, ...] = ()
    series: SeriesPart | None = None
    is_draft: bool = False

    def is_published(self, today: date) -> bool:
        """Whether readers see the digest on a day."""
        return not self.is_draft and self.publish <= today
