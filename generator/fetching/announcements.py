"""arXiv's daily announcements. Bytes of a feed, a day and the time in; days, ids and submission windows out.

arXiv announces Sunday to Thursday at 20:00 US Eastern time what was submitted until 14:00, except on its holidays
(https://info.arxiv.org/help/availability.html). Its feeds change at the following midnight and have the date of the new
day: what is announced on Sunday evening is in Monday's feed, and in Monday's digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate
from typing import Literal, get_args
from xml.parsers import expat
from zoneinfo import ZoneInfo

from generator.fetching.errors import InvalidResponseError
from generator.fetching.validation import describe_instead
from generator.fetching.xml_outline import XmlOutline
from generator.ids import identify

AnnouncementType = Literal["new", "cross", "replace"]
ANNOUNCEMENT_TYPES: tuple[AnnouncementType, ...] = get_args(AnnouncementType)

_EASTERN = ZoneInfo("America/New_York")
_CUTOFF = time(14)
_MONDAY, _TUESDAY, _SATURDAY = 0, 1, 5
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXPECTED = "an announcement feed of arXiv"
#: Why a day waits for the next announcement: arXiv defers announcements on holidays, which it chooses anew each year.
NO_ANNOUNCEMENT = "arXiv has not announced anything, as on a holiday"


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """A category's feed: its day, and the type of every announced paper by arXiv id.

    ``built`` is the day on which arXiv made the feed, and ``skipped`` the weekdays without announcements, in English.
    """

    day: date
    papers: Mapping[str, AnnouncementType]
    built: date | None = None
    skipped: frozenset[str] = frozenset()

    def says_nothing_for(self, day: date) -> bool:
        """Whether the feed, which has an earlier announcement, says itself that there is none for ``day``."""
        return self.built == day or _WEEKDAYS[day.weekday()] in self.skipped


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionWindow:
    """A range of submission times, in UTC. Its text is a range in arXiv's query language."""

    start: datetime
    end: datetime

    def __str__(self) -> str:
        return f"{self.start:%Y%m%d%H%M} TO {self.end:%Y%m%d%H%M}"

    def spoken(self) -> str:
        """The range for people, as in "2025-06-10 18:00 to 18:59 UTC"."""
        end = f"{self.end:%H:%M}" if self.start.date() == self.end.date() else f"{self.end:%Y-%m-%d %H:%M}"
        return f"{self.start:%Y-%m-%d %H:%M} to {end} UTC"


def announcement_day(now: datetime) -> date:
    """The day of the newest feed with papers: today in US Eastern time, or the Friday before a weekend."""
    day = now.astimezone(_EASTERN).date()
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def has_announcement(day: date) -> bool:
    """Whether arXiv announces papers for this day, holidays aside."""
    return day.weekday() < _SATURDAY


def announcements_between(day: date, later: date) -> int:
    """The number of announcements after that of ``day`` up to that of ``later``, holidays aside."""
    return sum(has_announcement(day + timedelta(days=number)) for number in range(1, (later - day).days + 1))


def submission_window(day: date, *, more_days: int = 0) -> SubmissionWindow:
    """The times between two cutoffs in which the papers that are announced for a weekday were submitted.

    ``more_days`` moves the start back, to what moderators released later and what a holiday delayed.
    """
    back = {_MONDAY: (4, 3), _TUESDAY: (4, 1)}.get(day.weekday(), (2, 1))
    start, end = (datetime.combine(day - timedelta(days=days), _CUTOFF, _EASTERN).astimezone(UTC) for days in back)
    return SubmissionWindow(start=start - timedelta(days=more_days), end=end - timedelta(minutes=1))


def day_window(day: date) -> SubmissionWindow:
    """A whole day, in UTC."""
    start = datetime.combine(day, time(), UTC)
    return SubmissionWindow(start=start, end=start + timedelta(hours=23, minutes=59))


def split_window(window: SubmissionWindow) -> tuple[SubmissionWindow, ...]:
    """The window in parts, oldest first: its days in UTC, or two halves of a day; empty for one hour or less."""
    first = window.start.replace(hour=0, minute=0)
    days = (window.end - first).days
    hours = int((window.end - window.start) / timedelta(hours=1))
    cuts = [first + timedelta(days=number) for number in range(1, days + 1)]
    if not cuts and hours:
        cuts = [window.start.replace(minute=0) + timedelta(hours=(hours + 1) // 2)]
    starts, ends = [window.start, *cuts], [*(cut - timedelta(minutes=1) for cut in cuts), window.end]
    return tuple(SubmissionWindow(start=start, end=end) for start, end in zip(starts, ends, strict=True) if cuts)


def read_announcement(body: bytes) -> Announcement:
    """Read a feed of rss.arxiv.org (https://info.arxiv.org/help/rss_specifications.html).

    Raises InvalidResponseError for anything else.
    """
    outline = _Outline()
    try:
        outline.read(body)
        day = _stated_day(outline.day)
    except expat.ExpatError:
        day = None
    if day is None:
        raise InvalidResponseError(describe_instead(body, _EXPECTED))
    papers: dict[str, AnnouncementType] = {}
    for name, kind in outline.papers:
        found = identify(name)
        if found and found[0] == "arxiv":
            papers[found[1]] = next((known for known in ANNOUNCEMENT_TYPES if kind.startswith(known)), "new")
    return Announcement(day=day, papers=papers, built=_stated_day(outline.built), skipped=frozenset(outline.skipped))


def _stated_day(text: str) -> date | None:
    """The day of an RFC 822 date, in its own time zone."""
    stated = parsedate(text)
    try:
        return date(*stated[:3]) if stated else None
    except ValueError:
        return None


def validate_announcement(body: bytes) -> None:
    """Require a complete announcement feed, also one without papers."""
    read_announcement(body)


class _Outline(XmlOutline):
    """The days of an RSS feed, and each item's address and announcement type."""

    def __init__(self) -> None:
        super().__init__()
        self.day = self.built = ""
        self.skipped: list[str] = []
        self.papers: list[tuple[str, str]] = []
        self._item: dict[str, str] = {}

    def leave(self, path: list[str], text: str) -> None:
        match path:
            case ["rss", "channel", "pubDate"]:
                self.day = text
            case ["rss", "channel", "lastBuildDate"]:
                self.built = text
            case ["rss", "channel", "skipDays", "day"]:
                self.skipped.append(text)
            case ["rss", "channel", "item", "link" | "announce_type" as field]:
                self._item[field] = text
            case ["rss", "channel", "item"]:
                address = re.sub(r"^https?://rss\.arxiv\.org/", "https://arxiv.org/", self._item.get("link", ""))
                self.papers.append((address, self._item.get("announce_type", "")))
                self._item = {}
