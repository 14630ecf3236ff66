"""Rate-limited HTTP client with retries and validation. Requests to one server in, validated responses out.

The retries are our own rather than stamina's: the waits follow the server's ``Retry-After``, some statuses must not be
retried at all, and the clock is an argument, so that tests neither wait nor replace a module's functions.
"""

from __future__ import annotations

import asyncio
import math
import random
import re
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import NoReturn, ParamSpec, TypeVar

import httpx

from generator.fetching.body import ACCEPTED_ENCODING, MAX_BYTES, read_body
from generator.fetching.errors import (
    FinalResponseError,
    InvalidResponseError,
    NoResponseError,
    NotPublicError,
    OtherPaperError,
    OutOfTimeError,
    RefusedRedirectError,
    describe_http_error,
)
from generator.fetching.redirects import MAX_REDIRECTS, check_redirect
from generator.text.counts import counted

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds without a byte after which an attempt is given up.
IDLE_SECONDS = 30.0
#: Statuses worth a retry; RFC 9110, section 15, and RFC 6585 for 429.
TEMPORARY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
#: The longest wait that is read from a ``Retry-After`` header, which may hold any number.
LONGEST_RETRY_AFTER = 30 * 24 * 3600.0


def _call_outside_loops(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a function that runs an event loop, also if the caller's thread already runs one, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return function(*arguments, **named)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *arguments, **named).result()


def _sleep(seconds: float) -> None:
    """Call ``time.sleep``, looked up at the call so that a test of a whole command can replace it."""
    time.sleep(seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """Time (seconds since 1970) and randomness (0 to 1) as values, so that tests neither wait nor vary."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = _sleep
    random: Callable[[], float] = random.random


@dataclass(frozen=True, kw_only=True, slots=True)
class RateLimit:
    """How often a server may be called, how often a failed call is retried, and how long it may take. All in seconds.

    ``pause`` is the time between two calls. ``first_wait`` precedes the first retry and doubles with each further one
    up to ``longest_wait``; a server that asks for a longer wait is not called again. ``patience`` is the most that all
    waits for a server's limits may take together. ``deadline`` covers a whole attempt: name resolution, redirects,
    headers and body, however slowly they come.
    """

    pause: float
    attempts: int = 5
    first_wait: float = 2.0
    # Hugging Face counts requests in windows of five minutes: https://huggingface.co/docs/hub/rate-limits
    longest_wait: float = 330.0
    patience: float = 900.0
    deadline: float = 300.0


@dataclass(kw_only=True, slots=True)
class TimeLimit:
    """When requests end, in seconds since 1970. Several clients share one, and their owner moves it on."""

    ends_at: float = math.inf


@dataclass(kw_only=True, slots=True)
class Pace:
    """When a server was called last, and when it may be called again. All clients of the server share one."""

    last_call: float | None = None
    free_at: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """A GET request: path, parameters, accepted type, and the validators of the response in the cache.

    ``validate`` raises ``InvalidResponseError`` for a body that cannot be the response; then the request is retried.
    ``FinalResponseError`` is not retried. ``error_statuses`` are statuses besides 200 with a body that is a response,
    too. Of a body, at most ``most_bytes`` are read, and nothing of a response that states another media type than
    ``media_types``, if there are some.
    """

    path: str
    validate: Callable[[bytes], None]
    accept: str
    parameters: Mapping[str, str]
    etag: str = ""
    last_modified: str = ""
    error_statuses: frozenset[int] = frozenset()
    most_bytes: int = MAX_BYTES
    media_types: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """A validated response. ``body`` is None when the cached response is still current (304)."""

    url: str
    status: int
    body: bytes | None
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Failure:
    """Why one attempt failed, and how many seconds the server asked us to wait.

    ``is_final`` if a retry would change nothing; ``is_other`` if the response is valid, but about another paper.
    """

    reason: str
    status: int | None = None
    body: bytes = b""
    wait: float | None = None
    is_final: bool = False
    is_other: bool = False


class HttpClient:
    """A client for the server at ``base``. The rate limit holds for all clients with the same ``pace``.

    ``any_host`` allows redirects to other public hosts. ``token`` is sent to the server itself only, as a bearer token
    (RFC 6750): the HTTP library drops it in a redirect to another origin. ``credential`` is the setting that a person
    corrects if the server refuses the token. Nothing is requested or waited for after ``time_limit``. ``transport``
    replaces that of the HTTP library.
    """

    def __init__(
        self,
        base: str,
        *,
        rate_limit: RateLimit,
        user_agent: str,
        clock: Clock,
        any_host: bool = False,
        token: str = "",
        credential: str = "",
        time_limit: TimeLimit | None = None,
        pace: Pace | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base = base.rstrip("/")
        self._origin = httpx.URL(base)
        self._host = self._origin.host
        self._rate_limit = rate_limit
        self._clock = clock
        self._any_host = any_host
        self._pace = pace or Pace()
        self._patience = rate_limit.patience
        self._credential = credential if token else ""
        self._time_limit = time_limit or TimeLimit()
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            headers={
                "User-Agent": user_agent,
                "Accept-Encoding": ACCEPTED_ENCODING,
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            timeout=httpx.Timeout(IDLE_SECONDS),
            follow_redirects=True,
            max_redirects=MAX_REDIRECTS,
            event_hooks={"request": [self._check_redirect]},
            transport=transport,
        )

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _call_outside_loops(self._runner.run, self._client.aclose())
        _call_outside_loops(self._runner.close)

    def get(self, request: Request) -> Response:
        """Send a request and retry it until the attempts run out.

        Raises ``NoResponseError`` when the attempts run out, when the server asks for too long a wait, and at once when
        it refuses (401, 403, 404 and others): a retry would change nothing.
        """
        attempt = 1
        while True:
            self._keep_pace()
            outcome = _call_outside_loops(self._runner.run, self._attempt(request))
            if isinstance(outcome, Response):
                return outcome
            self._raise_if_final(outcome)
            if attempt == self._rate_limit.attempts:
                reason = f"{outcome.reason} ({counted(attempt, 'attempt')})"
                raise _no_response(outcome, "nothing was changed; try again later", reason)
            wait = self._wait(attempt, outcome.wait)
            if wait > min(self._patience, self._time_left()):
                raise _no_response(outcome, "nothing was changed; try again later")
            self._patience -= wait
            self._clock.sleep(wait)
            attempt += 1

    def _time_left(self) -> float:
        return self._time_limit.ends_at - self._clock.now()

    def _raise_if_final(self, failure: _Failure) -> None:
        if failure.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} and self._credential:
            fix = f"replace the access token {self._credential}, which may have expired; nothing was changed"
            raise _no_response(failure, fix)
        if failure.is_final:
            raise _no_response(failure, "check the address or the id; nothing was changed")
        if failure.status is not None and failure.status not in {*TEMPORARY_STATUSES, HTTPStatus.OK}:
            raise _no_response(failure, "check the address or the id; nothing was changed")
        if failure.wait is not None and failure.wait > self._rate_limit.longest_wait:
            raise _no_response(failure, f"try again in {_duration(failure.wait)}; nothing was changed")

    def _wait(self, attempt: int, requested: float | None) -> float:
        """Seconds until the next attempt: what the server asked for, else doubled, plus up to a half of random jitter.

        The jitter keeps a thousand daily jobs that failed in one minute from returning in one minute.
        """
        wait = requested if requested is not None else self._rate_limit.first_wait * 2.0 ** (attempt - 1)
        return min(wait, self._rate_limit.longest_wait) * (1 + self._clock.random() / 2)

    async def _attempt(self, request: Request) -> Response | _Failure:
        headers = _request_headers(request)
        parameters = dict(request.parameters) or None
        seconds = min(self._rate_limit.deadline, self._time_left())
        try:
            async with (
                asyncio.timeout(seconds),
                self._client.stream("GET", self._base + request.path, params=parameters, headers=headers) as response,
            ):
                types = request.media_types if response.status_code == HTTPStatus.OK else ()
                body = await read_body(response, most=request.most_bytes, media_types=types)
        except TimeoutError:
            limit = counted(round(seconds), "second")
            return _Failure(reason=f"{self._host} did not complete its response within {limit}")
        except InvalidResponseError as error:
            return _Failure(reason=f"{self._host} sent {error}", is_final=isinstance(error, FinalResponseError))
        except (httpx.HTTPError, httpx.InvalidURL, RefusedRedirectError, UnicodeError) as error:
            is_final = isinstance(error, NotPublicError)
            return _Failure(reason=describe_http_error(error, self._host), is_final=is_final)
        return self._judge(request, response, body)

    def _judge(self, request: Request, response: httpx.Response, body: bytes) -> Response | _Failure:
        status = response.status_code
        if status < HTTPStatus.BAD_REQUEST and _is_used_up(response.headers):
            self._pace.free_at = self._clock.now() + (_window_rest(response.headers) or 0.0)
        conditional = bool(request.etag or request.last_modified)
        if status == HTTPStatus.NOT_MODIFIED and conditional:
            return _response(response, None)
        if status == HTTPStatus.OK or status in request.error_statuses:
            try:
                request.validate(body)
            except InvalidResponseError as error:
                return _Failure(
                    reason=f"{self._host} sent {error}",
                    status=HTTPStatus.OK,
                    body=body,
                    is_final=isinstance(error, FinalResponseError),
                    is_other=isinstance(error, OtherPaperError),
                )
            return _response(response, body)
        wait = read_retry_after(response.headers.get("Retry-After", ""), self._clock.now())
        if wait is None and status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = _window_rest(response.headers)
        return _Failure(reason=f"{self._host} answered {_status_text(status)}", status=status, body=body, wait=wait)

    def _keep_pace(self) -> None:
        now = self._clock.now()
        if self._pace.last_call is not None:
            rest = max(self._pace.last_call + self._rate_limit.pause, self._pace.free_at) - now
            rest = min(rest, self._rate_limit.longest_wait)
            if rest > self._time_left():
                self._raise_out_of_time()
            if rest > 0:
                self._clock.sleep(rest)
        if self._time_left() <= 0:
            self._raise_out_of_time()
        self._pace.last_call = self._clock.now()

    def _raise_out_of_time(self) -> NoReturn:
        raise OutOfTimeError(
            f"the time for requests to {self._host} is over", fix="nothing was changed; try again later"
        )

    async def _check_redirect(self, request: httpx.Request) -> None:
        await check_redirect(self._origin, request.url, any_host=self._any_host)


def _no_response(failure: _Failure, fix: str, reason: str = "") -> NoResponseError:
    return NoResponseError(
        reason or failure.reason, fix=fix, status=failure.status, body=failure.body, is_other=failure.is_other
    )


def _request_headers(request: Request) -> dict[str, str]:
    headers = {"Accept": request.accept}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _response(response: httpx.Response, body: bytes | None) -> Response:
    return Response(
        url=str(response.request.url),
        status=response.status_code,
        body=body,
        etag=_validator(response.headers.get("ETag", "")),
        last_modified=_validator(response.headers.get("Last-Modified", "")),
    )


def _validator(header: str) -> str:
    """A header that later requests may repeat; a server's own may hold what no request can."""
    return header if header.isascii() and header.isprintable() and len(header) <= 200 else ""


def _status_text(status: int) -> str:
    """A status with its standard name; the server's own words are not shown."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def read_retry_after(header: str, now: float) -> float | None:
    """Seconds from now, of a number or a date (RFC 9110, section 10.2.3); None for neither."""
    header = header.strip()
    if re.fullmatch("[0-9]+", header):
        # 400 digits are a valid header, but no float.
        return LONGEST_RETRY_AFTER if len(header) > 9 else min(float(header), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(header)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0.0, moment.timestamp() - now), LONGEST_RETRY_AFTER)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _is_used_up(headers: httpx.Headers) -> bool:
    """Whether no request is left in the server's current window."""
    return _limit_parameter(headers, "r") == 0


def _window_rest(headers: httpx.Headers) -> float | None:
    """Seconds until the server's current window ends; None where it does not say so."""
    return _limit_parameter(headers, "t")


def _limit_parameter(headers: httpx.Headers, name: str) -> float | None:
    """A parameter of the first limit in a ``RateLimit`` header, as in ``"api";r=0;t=55``.

    https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    """
    found = re.search(rf";\s*{name}=([0-9]{{1,7}})(?![0-9])", headers.get("RateLimit", "").partition(",")[0])
    return min(float(found[1]), LONGEST_RETRY_AFTER) if found else None


def _duration(seconds: float) -> str:
    for size, name in ((24 * 3600, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{math.ceil(seconds / size)} {name}"
    return f"{math.ceil(seconds)} seconds"
