"""What arXiv announced on a day for a query. Days and a query in; responses to import, and what is doubtful, out.

The feeds say what was announced, and as what; the API says which of it the query finds, with more about each paper.
A query of categories alone finds what their feeds have, so a paper that the API lacks is taken from the feed.
Where the feeds do not help (an earlier day, a query without a category, a stale feed), the API's submission times
replace them: the papers submitted between the two cutoffs of the day's announcement.

A feed without a new announcement is stale or tells of a holiday. It is a holiday if only this announcement is missing
and the API has no new papers either; the day then waits for the next announcement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.errors import DigestifError, Place, Problem
from generator.fetching.announcements import (
    NO_ANNOUNCEMENT,
    Announcement,
    AnnouncementType,
    announcements_between,
    has_announcement,
    read_announcement,
    submission_window,
)
from generator.fetching.arxiv_query import has_only_categories, query_categories
from generator.fetching.arxiv_windows import fetch_window
from generator.fetching.errors import NoResponseError
from generator.fetching.fetcher import Fetcher
from generator.fetching.results import FetchedFile, FetchResult
from generator.fetching.validation import read_atom
from generator.text.counts import counted

#: Days before those of an announcement in which a delayed paper may have been submitted.
_MORE_DAYS = 3
_AGAIN = "the next run fetches the day again"


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnouncementRequest:
    """What to fetch: the query, the types of announcements, and the day that the feeds should have now.

    ``listed_before`` are the arXiv ids on lists of earlier days: a feed that has nothing else is an old one. ``here``
    are the arXiv ids of the papers that replacements update, whatever ``types`` and the query say.
    """

    query: str
    types: Collection[AnnouncementType]
    current: date
    listed_before: Collection[str] = ()
    here: Collection[str] = ()


@dataclass(kw_only=True, slots=True)
class _Feeds:
    """The announcements of the day by category, and what is wrong with the other categories' feeds.

    ``unchanged`` are feeds that lack only this announcement.
    """

    fresh: dict[str, Announcement] = field(default_factory=dict)
    files: dict[str, FetchedFile] = field(default_factory=dict)
    unchanged: dict[str, Announcement] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def ids(self, types: Collection[AnnouncementType]) -> tuple[str, ...]:
        return _ids(self.fresh.values(), types)


def fetch_announcements(fetcher: Fetcher, days: Sequence[date], request: AnnouncementRequest) -> FetchResult:
    """What arXiv announced on these days; a day that cannot be fetched is a problem, as in ``Fetcher.hf``.

    Weekends have no announcements and are left out. Raises DigestifError for a query that arXiv refuses.
    """
    announced = [day for day in days if has_announcement(day) and day <= request.current]
    feeds: dict[date, _Feeds] = {}

    def fetch(day: date) -> FetchResult:
        categories = query_categories(request.query)
        if day == request.current and categories:
            feeds[day] = _fetch_feeds(fetcher, categories, day)
            return _fetch_announced(fetcher, request, day, feeds[day])
        # The newest day is fetched first: what is announced now was not announced on an earlier day.
        now = feeds[request.current].ids(["new", "cross"]) if request.current in feeds else ()
        found = _fetch_window(fetcher, request, day)
        return _result(day, _without(found.files, now), lacks=found.problems)

    return fetcher.day_by_day(announced, "Fetching announcements", fetch)


def _fetch_announced(fetcher: Fetcher, request: AnnouncementRequest, day: date, feeds: _Feeds) -> FetchResult:
    """What the feeds of the day announce; if they are doubtful or empty, also what was submitted for the day."""
    replaced = tuple(paper for paper in feeds.ids(["replace"]) if paper in request.here)
    ids = tuple(paper for paper in feeds.ids(request.types) if paper not in replaced)
    try:
        files, late = _match(fetcher, request, ids)
    except DigestifError as error:
        if not ids or not has_only_categories(request.query):
            raise
        doubt = f"{error.message}, so the papers are as in the feed"
        return _result(day, _from_feeds(feeds, ids), [*feeds.doubts, doubt])
    doubts = [*feeds.doubts, *_repeated(feeds, files, request)]
    waits = [late] if late else []
    lacks: Sequence[Problem] = ()
    if late and has_only_categories(request.query):
        files = (*files, *_from_feeds(feeds, set(ids) - _found(files)))
    if doubts or waits or feeds.unchanged or not ids:
        window, failed = _try_window(fetcher, request, day, is_needed=not ids and not replaced)
        files, lacks = (*files, *window.files), window.problems
        doubts += [*failed, *_stale_feeds(feeds, window.files, request)]
        is_holiday = all(old.says_nothing_for(day) for old in feeds.unchanged.values())
        if feeds.unchanged and not (doubts or lacks or is_holiday):
            waits.append(NO_ANNOUNCEMENT)
    updates, missed = _fetch_updates(fetcher, replaced)
    return _result(day, (*files, *updates), [*doubts, *missed], waits, lacks)


def _fetch_feeds(fetcher: Fetcher, categories: Iterable[str], day: date) -> _Feeds:
    """Fetch the feed of each category and keep those of the day; one that fails or is stale is a doubt."""
    feeds = _Feeds()
    for category in categories:
        try:
            file = fetcher.arxiv_feed(category)
        except NoResponseError as error:
            feeds.doubts.append(f"the feed of {category} could not be fetched: {error.message}")
            continue
        announcement = read_announcement(file.file.read_bytes())
        if announcement.day == day:
            feeds.fresh[category], feeds.files[category] = announcement, file
        elif announcement.day < day and announcements_between(announcement.day, day) == 1:
            feeds.unchanged[category] = announcement
        elif announcement.day < day:
            feeds.doubts.append(_stale(category, announcement))
        elif announcement.papers:
            feeds.doubts.append(f"the feed of {category} already has the announcement of {announcement.day}")
    return feeds


def _stale_feeds(feeds: _Feeds, window: Iterable[FetchedFile], request: AnnouncementRequest) -> list[str]:
    """The unchanged feeds, if the API has new papers: then there was an announcement."""
    known = {*request.listed_before, *request.here, *feeds.ids(["new", "cross"])}
    known.update(*(old.papers for old in feeds.unchanged.values()))
    if _found(window) <= known:
        return []
    return [_stale(category, old) for category, old in feeds.unchanged.items()]


def _stale(category: str, old: Announcement) -> str:
    return f"the feed of {category} is stale: it still has the announcement of {old.day}"


def _match(fetcher: Fetcher, request: AnnouncementRequest, ids: Sequence[str]) -> tuple[tuple[FetchedFile, ...], str]:
    """The announced papers that the query finds, and which of the others the API does not have yet.

    A query of categories alone finds all of them, even if the API's index does not know their categories yet.
    """
    if not ids:
        return (), ""
    files = fetcher.arxiv_matches(ids, request.query)
    others = [paper for paper in ids if paper not in _found(files)]
    here = fetcher.arxiv_matches(others) if others else ()
    late = [paper for paper in others if paper not in _found(here)]
    if has_only_categories(request.query):
        files = (*files, *here)
    if not late:
        return files, ""
    more = f" and {len(late) - 1:,} more" if len(late) > 1 else ""
    return files, f"arXiv's API does not have {late[-1]}{more} yet, which its feed announces"


def _from_feeds(feeds: _Feeds, ids: Collection[str]) -> tuple[FetchedFile, ...]:
    """The papers with these ids, as the feeds describe them."""
    files = []
    for category, announcement in feeds.fresh.items():
        wanted = frozenset(paper for paper in announcement.papers if paper in ids)
        files.append(replace(feeds.files[category], papers=len(wanted), only=wanted))
    return tuple(file for file in files if file.papers)


def _without(files: Iterable[FetchedFile], ids: Collection[str]) -> tuple[FetchedFile, ...]:
    """The files without the papers with these ids."""
    left = []
    for file in files:
        found = _found([file])
        wanted = frozenset(found.difference(ids))
        left.append(file if wanted == found else replace(file, papers=len(wanted), only=wanted))
    return tuple(left)


def _fetch_updates(fetcher: Fetcher, replaced: Sequence[str]) -> tuple[tuple[FetchedFile, ...], list[str]]:
    """The new versions of papers, and a doubt if they could not be fetched."""
    try:
        files = fetcher.arxiv_matches(replaced)
    except NoResponseError as error:
        return (), [f"{counted(len(replaced), 'replaced paper')} could not be updated: {error.message}"]
    return tuple(replace(file, is_update=True) for file in files), []


def _repeated(feeds: _Feeds, files: Iterable[FetchedFile], request: AnnouncementRequest) -> list[str]:
    """The categories of which all new papers were on earlier lists: their feeds have a new date, and old papers."""
    found = _found(files)
    listed = set(request.listed_before)
    doubts = []
    for category, announcement in feeds.fresh.items():
        here = found.intersection(_ids([announcement], ["new"]))
        if here and here <= listed:
            doubts.append(f"the feed of {category} is stale: it repeats an earlier announcement")
    return doubts


def _try_window(
    fetcher: Fetcher, request: AnnouncementRequest, day: date, *, is_needed: bool
) -> tuple[FetchResult, list[str]]:
    """What ``_fetch_window`` gives, or a doubt if it fails; raises if nothing else is known about the day."""
    try:
        return _fetch_window(fetcher, request, day), []
    except DigestifError as error:
        if is_needed:
            raise
        return FetchResult(), [f"papers that the feed lacks could not be fetched: {error.message}"]


def _fetch_window(fetcher: Fetcher, request: AnnouncementRequest, day: date) -> FetchResult:
    """What was submitted for the day and, in a digest with earlier lists, in the days before.

    Moderators hold papers back, and holidays delay all of them; the digest leaves out what it has.
    """
    more_days = _MORE_DAYS if request.listed_before else 0
    return fetch_window(fetcher, request.query, submission_window(day, more_days=more_days))


def _result(
    day: date,
    files: Iterable[FetchedFile],
    doubts: Sequence[str] = (),
    waits: Sequence[str] = (),
    lacks: Sequence[Problem] = (),
) -> FetchResult:
    """The files of a day. Its ``doubts`` are problems; what it ``waits`` for is not, but it is fetched again.

    What it ``lacks`` makes it incomplete.
    """
    place = Place(file=str(day))
    problems = [
        Problem(place=place, code="doubtful-feed", found=doubt, fix=_AGAIN, severity="warning") for doubt in doubts
    ]
    problems += [replace(lack, place=place) for lack in lacks]
    return FetchResult(
        files=tuple(replace(file, day=day) for file in files),
        problems=tuple(problems),
        days={day: "; ".join([*doubts, *(lack.found for lack in lacks), *waits])},
        incomplete=frozenset({day} if lacks else ()),
    )


def _ids(announcements: Iterable[Announcement], types: Collection[AnnouncementType]) -> tuple[str, ...]:
    papers: Mapping[str, None] = {
        paper: None for each in announcements for paper, kind in each.papers.items() if kind in types
    }
    return tuple(sorted(papers, key=_submission_order))


def _found(files: Iterable[FetchedFile]) -> set[str]:
    """The arXiv ids in responses of the API."""
    return {paper for file in files for paper in read_atom(file.file.read_bytes()).ids}


def _submission_order(paper: str) -> tuple[int, str]:
    """Sort key: 2506.00001 before 2506.00002; ids of before 2007, which can only be replaced, come first."""
    return int(paper[:4].isdecimal()), paper
