"""Fetch papers from sources. Days, queries or ids in; files in the response cache, and problems, out.

Nothing here reads papers or touches content/; a failure raises and leaves earlier responses as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from pathlib import Path

from generator.errors import DigestifError, Problem
from generator.fetching import source_requests
from generator.fetching.announcements import SubmissionWindow
from generator.fetching.client import TEMPORARY_STATUSES, Clock, HttpClient, Pace, Request, TimeLimit
from generator.fetching.errors import NoResponseError, OutOfTimeError, TooManyResultsError
from generator.fetching.response_cache import ResponseCache
from generator.fetching.results import FetchedFile, FetchResult, FileStatus, combine_days, not_fetched
from generator.fetching.source_requests import SERVICES, ServiceName, SourceRequest
from generator.fetching.validation import hf_ids, read_atom
from generator.ids import IdKind, identify
from generator.progress import ReportProgress, ignore_progress
from generator.text.counts import counted

#: The most seconds that a fetch of days takes. The job of the daily workflow ends after 30 minutes, and importing what
#: was fetched and uploading it come last.
FETCH_SECONDS = 20 * 60.0
#: The most seconds for one day, so that a slow one leaves time for others. Longer than Hugging Face makes clients wait.
DAY_SECONDS = 10 * 60.0
#: Days in a row for which a server does not respond, after all retries, before a fetch ends: the newest days, and any.
_FAILED_NEWEST_DAYS, _FAILED_DAYS = 2, 5
#: https://info.arxiv.org/help/doi.html
_ARXIV_DOI = "10.48550/arXiv."
_SERVER_FAULTS = frozenset({*TEMPORARY_STATUSES, HTTPStatus.OK, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_UNKNOWN_STATUSES = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_ACCEPTABLE})


class Fetcher:
    """Fetches for one site. Cached responses to other requests stay."""

    def __init__(
        self,
        site: Path,
        *,
        user_agent: str,
        urls: Mapping[ServiceName, str],
        tokens: Mapping[ServiceName, str] | None = None,
        clock: Clock | None = None,
        progress: ReportProgress = ignore_progress,
    ) -> None:
        self._cache = ResponseCache(site)
        self._user_agent = user_agent
        self._urls = urls
        self._tokens = tokens or {}
        self._clock = clock or Clock()
        self._progress = progress
        self._time_limit = TimeLimit()
        self._paces: dict[str, Pace] = {}

    def hf(self, days: Iterable[date]) -> FetchResult:
        """The daily papers of these days; a day without papers is a file without papers.

        Requests are conditional, so a day that has not changed costs no transfer. A day that cannot be fetched is a
        problem, and the other days go on; raises DigestifError if none can be fetched.
        """
        with self._client("hf") as client:
            return self.day_by_day(days, "Fetching daily papers", lambda day: self._hf_day(client, day))

    def day_by_day(self, days: Iterable[date], step: str, fetch: Callable[[date], FetchResult]) -> FetchResult:
        """Fetch each day by itself, newest first. Raises the error of the newest day if no day can be fetched.

        Old days that fail again and again never keep new ones from being fetched. The fetch ends early if the server
        does not respond for the newest days or for several days in a row, and when ``FETCH_SECONDS`` are over.
        """
        newest_first = sorted(days, reverse=True)
        results: dict[date, FetchResult] = {}
        errors: list[DigestifError] = []
        in_a_row = 0
        ends_at = self._clock.now() + FETCH_SECONDS
        for number, day in enumerate(newest_first):
            self._progress(step, number, len(newest_first))
            if self._clock.now() >= ends_at:
                break
            self._time_limit.ends_at = min(ends_at, self._clock.now() + DAY_SECONDS)
            try:
                results[day] = fetch(day)
                in_a_row = 0
            except DigestifError as error:
                if isinstance(error, OutOfTimeError) and self._time_limit.ends_at == ends_at:
                    break
                errors.append(error)
                problem = not_fetched(str(day), error.message, fix=error.fix)
                results[day] = FetchResult(problems=(problem,), failed={day: error.message})
                in_a_row = in_a_row + 1 if _is_server_fault(error) else 0
            if in_a_row == (_FAILED_NEWEST_DAYS if len(errors) == len(results) else _FAILED_DAYS):
                break
        self._time_limit.ends_at = math.inf
        if errors and len(errors) == len(results):
            raise errors[0]
        return _with_rest(combine_days(results), tuple(sorted(set(newest_first) - results.keys())))

    def arxiv(self, query: str) -> FetchResult:
        """What arXiv finds for ``query`` (in the API's language, as in ``cat:cs.RO AND ti:grasp``), oldest first.

        Raises DigestifError for a query that arXiv refuses, and, before a second page is fetched, for one with more
        than ``ARXIV_LIMIT`` results.
        """
        self._time_limit.ends_at = self._clock.now() + FETCH_SECONDS
        result = self.arxiv_window(query, None)
        self._time_limit.ends_at = math.inf
        return result

    def arxiv_window(self, query: str, window: SubmissionWindow | None, *, is_cut: bool = False) -> FetchResult:
        """What arXiv finds for ``query`` among the papers submitted in ``window``; raises as ``arxiv`` does.

        With ``is_cut``, the first ``ARXIV_LIMIT`` of them.
        """
        files: list[FetchedFile] = []
        seen: set[str] = set()
        with self._client("arxiv") as client:
            start, total = 0, 1
            while start < total:
                self._progress("Fetching from arXiv", start, total if start else 0)
                file = self._fetch(client, source_requests.arxiv_page(query, window=window, start=start))
                page = read_atom(file.file.read_bytes())
                total = min(page.total, source_requests.ARXIV_LIMIT) if is_cut else page.total
                _check_arxiv_page(query, total, page.errors)
                if start and seen.issuperset(page.ids):
                    repeated = _repeated_page(query, start // source_requests.ARXIV_PAGE + 1)
                    return FetchResult(files=tuple(files), problems=(repeated,))
                files.append(file)
                seen.update(page.ids)
                start += source_requests.ARXIV_PAGE
        return FetchResult(files=tuple(files))

    def arxiv_feed(self, category: str) -> FetchedFile:
        """The newest announcement of a category."""
        with self._client("arxiv_feed") as client:
            return self._fetch(client, source_requests.arxiv_feed(category))

    def arxiv_matches(self, ids: Sequence[str], query: str = "") -> tuple[FetchedFile, ...]:
        """Those papers among arXiv ids that a query finds; without one, those that the API has."""
        files = []
        with self._client("arxiv") as client:
            for start in range(0, len(ids), source_requests.ARXIV_PAGE):
                self._progress("Fetching from arXiv", start, len(ids))
                batch = tuple(ids[start : start + source_requests.ARXIV_PAGE])
                file = self._fetch(client, source_requests.arxiv_ids(batch, query=query))
                page = read_atom(file.file.read_bytes())
                _check_arxiv_page(query, page.total, page.errors)
                files.append(file)
        return tuple(files)

    def ids(self, ids: Iterable[str]) -> FetchResult:
        """The papers with these arXiv ids, DOIs, ACL ids, or addresses of one of them.

        What cannot be fetched is a problem with its reason; a server that does not respond raises.
        """
        ids_by_kind: dict[IdKind, list[str]] = {}
        problems: list[Problem] = []
        for text in dict.fromkeys(ids):
            found = identify(text)
            if found is None:
                problems.append(not_fetched(text, "is not an arXiv id, a DOI or an ACL id, nor an address of one"))
            elif found[0] == "openreview":
                problems.append(not_fetched(text, "is an OpenReview paper, which cannot be fetched from any source"))
            elif found[1] not in ids_by_kind.setdefault(found[0], []):
                ids_by_kind[found[0]].append(found[1])
        files = [
            *self._arxiv_ids(tuple(ids_by_kind.get("arxiv", ())), problems),
            *self._one_by_one("doi", ids_by_kind.get("doi", []), source_requests.doi_work, problems),
            *self._one_by_one("acl", ids_by_kind.get("acl", []), source_requests.acl_entry, problems),
        ]
        return FetchResult(files=tuple(files), problems=tuple(problems))

    def title(self, title: str) -> tuple[FetchedFile, ...]:
        """What arXiv finds for a title: as a phrase, and, if that finds nothing, by its words."""
        files: list[FetchedFile] = []
        with self._client("arxiv") as client:
            for request in source_requests.arxiv_title(title):
                files.append(self._fetch(client, request))
                if files[-1].papers:
                    break
        return tuple(files)

    def _client(self, name: ServiceName) -> HttpClient:
        service = SERVICES[name]
        return HttpClient(
            self._urls[name],
            rate_limit=service.rate_limit,
            user_agent=self._user_agent,
            clock=self._clock,
            any_host=service.any_host,
            token=self._tokens.get(name, ""),
            credential=service.credential,
            time_limit=self._time_limit,
            pace=self._paces.setdefault(service.operator or name, Pace()),
        )

    def _hf_day(self, client: HttpClient, day: date) -> FetchResult:
        """The pages of a day, until one is empty or repeats earlier ones.

        The size of a page is the server's choice, so a page that is not full may have a next one. A server that ignores
        the page number repeats its only page.
        """
        files: list[FetchedFile] = []
        seen: set[str] = set()
        for number in range(source_requests.HF_PAGE_LIMIT):
            file = replace(self._fetch(client, source_requests.hf_page(day, number)), day=day)
            page = hf_ids(file.file.read_bytes())
            if seen.issuperset(page):
                problem = _repeated_page(str(day), number + 1) if len(page) >= source_requests.HF_PAGE else None
                return _hf_result(day, files or [file], problem)
            files.append(file)
            seen.update(page)
        limit = source_requests.HF_PAGE_LIMIT
        return _hf_result(day, files, not_fetched(str(day), f"has more than {limit} pages; the rest was not fetched"))

    def _arxiv_ids(self, ids: tuple[str, ...], problems: list[Problem]) -> Iterator[FetchedFile]:
        """Papers by arXiv id; DataCite, which registers arXiv's DOIs, is asked where arXiv does not respond."""
        if not ids:
            return
        start = 0
        try:
            with self._client("arxiv") as client:
                for start in range(0, len(ids), source_requests.ARXIV_PAGE):
                    self._progress("Fetching from arXiv", start, len(ids))
                    yield from self._arxiv_batch(client, ids[start : start + source_requests.ARXIV_PAGE], problems)
        except NoResponseError as error:
            dois = [f"{_ARXIV_DOI}{arxiv}" for arxiv in ids[start:]]
            registered: list[Problem] = []
            try:
                files = list(self._one_by_one("doi", dois, source_requests.doi_work, registered))
            except NoResponseError:
                files = []
            if not files:
                raise error from None
            yield from files
            problems.extend(registered)

    def _arxiv_batch(self, client: HttpClient, ids: tuple[str, ...], problems: list[Problem]) -> Iterator[FetchedFile]:
        """Many ids in one call. arXiv refuses all of them because of one, so a refused call is repeated in halves."""
        file = self._fetch(client, source_requests.arxiv_ids(ids))
        page = read_atom(file.file.read_bytes())
        if page.errors and len(ids) > 1:
            middle = len(ids) // 2
            yield from self._arxiv_batch(client, ids[:middle], problems)
            yield from self._arxiv_batch(client, ids[middle:], problems)
            return
        for arxiv in ids:
            if arxiv not in page.ids:
                reason = f"arXiv reports: {page.errors[0]}" if page.errors else "arXiv has no such paper"
                problems.append(not_fetched(arxiv, reason, fix="check the id at https://arxiv.org/"))
        if page.ids:
            yield file

    def _one_by_one(
        self, name: ServiceName, ids: list[str], request_for: Callable[[str], SourceRequest], problems: list[Problem]
    ) -> Iterator[FetchedFile]:
        if not ids:
            return
        label = SERVICES[name].label
        with self._client(name) as client:
            for number, paper_id in enumerate(ids):
                self._progress(f"Fetching from {label}", number, len(ids))
                try:
                    yield self._fetch(client, request_for(paper_id))
                except NoResponseError as error:
                    if error.is_other:
                        problems.append(not_fetched(paper_id, error.message, fix=error.fix))
                    elif error.status in _UNKNOWN_STATUSES:
                        problems.append(not_fetched(paper_id, f"{label} has no such paper (status {error.status})"))
                    else:
                        raise

    def _fetch(self, client: HttpClient, source_request: SourceRequest) -> FetchedFile:
        """Request a response unless the cached one is fresh, and cache it; an invalid one is kept apart."""
        name = source_request.cache_name
        before, origin = self._cache.body(name), self._cache.origin(name)
        papers_before = source_request.count(before) if before is not None and origin else None
        cached = FetchedFile(
            file=self._cache.file(name),
            source=source_request.source,
            papers=papers_before or 0,
            status="unchanged",
            papers_before=papers_before,
        )
        if origin and self._clock.now() - origin.at < source_request.max_age:
            return cached
        try:
            response = client.get(self._conditional(source_request.request, name))
        except NoResponseError as error:
            raise self._with_invalid_response(error, name) from None
        body = response.body if response.body is not None else before
        if body is None:  # deleted between the request and the response
            raise DigestifError(f"{cached.file}: the cached response is gone", fix="run the same command again")
        self._cache.store(
            name,
            body,
            url=response.url,
            at=self._clock.now(),
            etag=response.etag,
            last_modified=response.last_modified,
        )
        status: FileStatus = "new" if papers_before is None else "unchanged" if body == before else "changed"
        return replace(cached, papers=source_request.count(body), status=status)

    def _conditional(self, request: Request, name: str) -> Request:
        origin = self._cache.origin(name)
        return replace(request, etag=origin.etag, last_modified=origin.last_modified) if origin else request

    def _with_invalid_response(self, error: NoResponseError, name: str) -> NoResponseError:
        if not error.body:
            return error
        path = self._cache.store_invalid(name, error.body)
        fix = f"{error.fix}; the response is in {path}"
        return NoResponseError(error.message, fix=fix, status=error.status, body=error.body, is_other=error.is_other)


def _is_server_fault(error: DigestifError) -> bool:
    """Whether other days will most likely fail in the same way."""
    return isinstance(error, NoResponseError) and (error.status is None or error.status in _SERVER_FAULTS)


def _with_rest(result: FetchResult, rest: tuple[date, ...]) -> FetchResult:
    """The result with the days that were not requested."""
    if not rest:
        return result
    days = f"{counted(len(rest), 'day')} from {rest[0]} to {rest[-1]}" if len(rest) > 1 else str(rest[0])
    problem = not_fetched(
        days,
        "not requested, because the time for one fetch is over or the source does not respond",
        fix="fetch again later",
    )
    return replace(result, problems=(*result.problems, problem), not_requested=rest)


def _hf_result(day: date, files: Sequence[FetchedFile], problem: Problem | None) -> FetchResult:
    problems = (problem,) if problem else ()
    return FetchResult(files=tuple(files), problems=problems, days={day: problem.found if problem else ""})


def _check_arxiv_page(query: str, total: int, errors: tuple[str, ...]) -> None:
    if errors:
        raise DigestifError(
            f"arXiv refused the query {query!r}: {errors[0]}",
            fix="write it in arXiv's query language, as in cat:cs.RO AND ti:grasp",
        )
    limit = source_requests.ARXIV_LIMIT
    if total > limit:
        raise TooManyResultsError(
            f"arXiv finds {total:,} papers for {query!r}, more than the {limit:,} fetched at once",
            fix="narrow the query: --date for one day, or a category, as in cat:cs.RO AND ti:grasp",
            total=total,
        )


def _repeated_page(requested: str, number: int) -> Problem:
    return not_fetched(
        requested, f"page {number} repeats earlier ones, so the list may be incomplete", fix="fetch again later"
    )
