"""What was submitted to arXiv at some time, in as many searches as its limit needs. A query and times in; files out.

A search gives at most ``ARXIV_LIMIT`` papers. One that finds more is split: by days, then by hours, then by the
categories of the query. Overlapping windows have the same days, so their responses come from the cache.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from generator.errors import Problem
from generator.fetching import source_requests
from generator.fetching.announcements import SubmissionWindow, day_window, split_window
from generator.fetching.arxiv_query import query_categories
from generator.fetching.errors import NoResponseError, TooManyResultsError
from generator.fetching.fetcher import Fetcher
from generator.fetching.results import FetchResult, not_fetched


@dataclass(frozen=True, kw_only=True, slots=True)
class _Search:
    """A query and a window, and the categories by which it can be split (none if it has one category or none)."""

    query: str
    window: SubmissionWindow
    categories: tuple[str, ...] = ()

    def parts(self) -> tuple[_Search, ...]:
        """Searches that together find the same, oldest first; empty if it cannot be split further."""
        windows = split_window(self.window)
        if windows:
            return tuple(replace(self, window=window) for window in windows)
        if len(self.categories) < 2:
            return ()
        terms = (f"cat:{category}" if "." in category else f"cat:{category}*" for category in self.categories)
        return tuple(_Search(query=f"({self.query}) AND {term}", window=self.window) for term in terms)


def fetch_submitted(fetcher: Fetcher, query: str, day: date) -> FetchResult:
    """What a query finds among the papers submitted on a day (GMT), oldest first, as ``fetch_window`` gives it."""

    def fetch(day: date) -> FetchResult:
        found = fetch_window(fetcher, query, day_window(day))
        return replace(found, files=tuple(replace(file, day=day) for file in found.files))

    return fetcher.day_by_day([day], "Fetching from arXiv", fetch)


def fetch_window(fetcher: Fetcher, query: str, window: SubmissionWindow) -> FetchResult:
    """What a query finds among the papers submitted in a window, oldest first.

    What is lacking is a problem: papers beyond the limit of the smallest search, and, if arXiv stops responding after
    some searches, those of the others. The newest papers are searched first. Raises DigestifError for a query that
    arXiv refuses, and if it does not respond at all.
    """
    waiting = [_Search(query=query, window=window, categories=query_categories(query))]
    done: list[tuple[_Search, FetchResult]] = []
    problems: list[Problem] = []
    while waiting:
        search = waiting.pop()
        try:
            done.append((search, fetcher.arxiv_window(search.query, search.window)))
        except TooManyResultsError as error:
            waiting += search.parts()
            if not search.parts():
                done.append((search, fetcher.arxiv_window(search.query, search.window, is_cut=True)))
                problems.append(_beyond_limit(error, search))
        except NoResponseError as error:
            if not done:
                raise
            problems.append(_not_searched(error, query, [search, *waiting]))
            break
    done.sort(key=lambda pair: (pair[0].window.start, pair[0].query))
    problems += [problem for _, result in done for problem in result.problems]
    return FetchResult(files=tuple(file for _, result in done for file in result.files), problems=tuple(problems))


def _beyond_limit(error: TooManyResultsError, search: _Search) -> Problem:
    return not_fetched(
        search.query,
        f"the list is incomplete: of {error.total:,} papers submitted from {search.window.spoken()}, arXiv gives "
        f"{source_requests.ARXIV_LIMIT:,}",
        fix="narrow the query, for example to a category, as in cat:cs.RO AND ti:grasp",
    )


def _not_searched(error: NoResponseError, query: str, searches: Iterable[_Search]) -> Problem:
    windows = [search.window for search in searches]
    window = SubmissionWindow(start=min(each.start for each in windows), end=max(each.end for each in windows))
    return not_fetched(
        query,
        f"the list is incomplete: papers submitted from {window.spoken()} are missing: {error.message}",
        fix="fetch the day again later",
    )
