"""What arXiv announced on a day for a query. Days and a query in; responses to import, and what is doubtful, out.

The feeds say what was announced, and as what; the API says which of it the query finds, with more about each paper.
Where the feeds do not help (an earlier day, a query without a category, a stale feed), the API's submission times
replace them: the papers submitted between the two cutoffs of the day's announcement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from generator.errors import Place, Problem
from generator.fetching.announcements import (
    Announcement,
    AnnouncementType,
    has_announcement,
    read_announcement,
    submission_window,
)
from generator.fetching.arxiv_query import has_only_categories, query_categories
from generator.fetching.errors import NoResponseError, TooManyResultsError
from generator.fetching.fetcher import FetchedFile, Fetcher, FetchResult
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
    """The announcements of the day by category, and what is wrong with the other categories' feeds."""

    fresh: dict[str, Announcement] = field(default_factory=dict)
    files: dict[str, FetchedFile] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def ids(self, types: Collection[AnnouncementType]) -> tuple[str, ...]:
        return _ids(self.fresh.values(), types)


def fetch_announcements(fetcher: Fetcher, days: Sequence[date], request: AnnouncementRequest) -> FetchResult:
    """What arXiv announced on these days; a day that cannot be fetched is a problem, as in ``Fetcher.hf``.

    Weekends have no announcements and are left out. Raises DigestifError for a query that arXiv refuses.
    """
    announced = [day for day in days if has_announcement(day) and day <= request.current]
    return fetcher.day_by_day(announced, "Fetching announcements", partial(_fetch_day, fetcher, request))


def _fetch_day(fetcher: Fetcher, request: AnnouncementRequest, day: date) -> FetchResult:
    categories = query_categories(request.query)
    if day != request.current or not categories:
        return _result(day, _fetch_window(fetcher, request, day))
    feeds = _fetch_feeds(fetcher, categories, day)
    replaced = tuple(paper for paper in feeds.ids(["replace"]) if paper in request.here)
    ids = tuple(paper for paper in feeds.ids(request.types) if paper not in replaced)
    try:
        files, doubts = _match(fetcher, request, ids)
    except NoResponseError as error:
        if not ids or not has_only_categories(request.query):
            raise
        wanted = frozenset(ids)
        files = tuple(replace(file, papers=len(wanted), only=wanted) for file in feeds.files.values())
        return _result(day, files, [*feeds.doubts, f"{error.message}, so the papers are as in the feed"])
    doubts = [*feeds.doubts, *doubts, *_repeated(feeds, files, request)]
    if doubts or not ids:
        # An empty feed is a holiday, unless the API has papers.
        files = (*files, *_fetch_window(fetcher, request, day))
    updates, missed = _fetch_updates(fetcher, replaced)
    return _result(day, (*files, *updates), [*doubts, *missed])


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
        elif announcement.day < day:
            feeds.doubts.append(f"the feed of {category} is stale: it still has the announcement of {announcement.day}")
        elif announcement.papers:
            feeds.doubts.append(f"the feed of {category} already has the announcement of {announcement.day}")
    return feeds


def _match(
    fetcher: Fetcher, request: AnnouncementRequest, ids: Sequence[str]
) -> tuple[tuple[FetchedFile, ...], list[str]]:
    """The announced papers that the query finds, and a doubt if the API does not have the newest of them yet."""
    if not ids:
        return (), []
    files = fetcher.arxiv_matches(ids, request.query)
    newest = max(ids, key=_submission_order)
    if newest in _found(files) or _found(fetcher.arxiv_matches([newest])):
        return files, []
    return files, [f"arXiv's API does not have {newest} yet, which its feed announces"]


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


def _fetch_window(fetcher: Fetcher, request: AnnouncementRequest, day: date) -> tuple[FetchedFile, ...]:
    """What was submitted for the day and, in a digest with earlier lists, in the days before.

    Moderators hold papers back, and holidays delay all of them; the digest leaves out what it has.
    """
    if request.listed_before:
        with suppress(TooManyResultsError):
            return fetcher.arxiv_window(request.query, submission_window(day, more_days=_MORE_DAYS)).files
    return fetcher.arxiv_window(request.query, submission_window(day)).files


def _result(day: date, files: Iterable[FetchedFile], doubts: Sequence[str] = ()) -> FetchResult:
    problems = tuple(
        Problem(place=Place(file=str(day)), code="doubtful-feed", found=doubt, fix=_AGAIN, severity="warning")
        for doubt in doubts
    )
    dated = tuple(replace(file, day=day) for file in files)
    return FetchResult(files=dated, problems=problems, days={day: "; ".join(doubts)})


def _ids(announcements: Iterable[Announcement], types: Collection[AnnouncementType]) -> tuple[str, ...]:
    papers: Mapping[str, None] = {
        paper: None for each in announcements for paper, kind in each.papers.items() if kind in types
    }
    return tuple(sorted(papers, key=_submission_order))


def _found(files: Iterable[FetchedFile]) -> set[str]:
    return {paper for file in files for paper in read_atom(file.file.read_bytes()).ids}


def _submission_order(paper: str) -> tuple[int, str]:
    """Sort key: 2506.00001 before 2506.00002; ids of before 2007, which can only be replaced, come first."""
    return int(paper[:4].isdecimal()), paper
