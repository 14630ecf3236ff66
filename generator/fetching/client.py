"""One server, asked politely: paced, asked again with growing waits, and not believed before it was looked at."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urlsplit

import httpx

from generator.errors import DigestifError

#: The longest answer that is read; the longest day of the daily papers has half a megabyte.
MAX_BYTES = 32 * 1024 * 1024
#: Seconds for a whole answer: a server that sends a byte a minute would otherwise hold us for days.
MAX_SECONDS = 300.0
#: Statuses that say "not now"; RFC 9110, section 15, and RFC 6585 for 429.
NOT_NOW = frozenset({408, 425, 429, 500, 502, 503, 504})


def _wait(seconds: float) -> None:
    """Looked up when it is called, so that a test of the whole command can do without."""
    time.sleep(seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """Time (seconds since 1970) and chance (0 to 1) as values, so that tests neither wait nor roll dice."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = _wait
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, kw_only=True, slots=True)
class RateLimit:
    """How a server wants to be asked. All times in seconds.

    ``pause`` lies between two calls; ``first_wait`` doubles with every failure up to ``longest_wait``. A server
    that asks for a longer wait than ``longest_wait`` is left alone, and the person is told when to come back.
    """

    pause: float
    attempts: int = 5
    first_wait: float = 2.0
    longest_wait: float = 120.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What to ask for: a path and its parameters, what the answer's kind is, and the answer that we have already.

    ``check`` raises ``UnusableError`` for bytes that cannot be the answer; then the question is asked again.
    ``errors`` are statuses besides 200 whose body is an answer too.
    """

    path: str
    check: Callable[[bytes], None]
    parameters: Mapping[str, str]
    accept: str
    etag: str = ""
    last_modified: str = ""
    errors: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What a server said. ``body`` is None when nothing changed since the answer that we have."""

    url: str
    status: int
    body: bytes | None
    etag: str = ""
    last_modified: str = ""


class UnusableError(Exception):
    """Bytes that are not what was asked for; the message says what they are instead."""


class NoAnswerError(DigestifError):
    """A server that could not or would not answer. ``status`` and ``body`` are of its last word, where it had one."""

    def __init__(self, message: str, *, fix: str, status: int | None = None, body: bytes = b"") -> None:
        super().__init__(message, fix=fix)
        self.status = status
        self.body = body


@dataclass(frozen=True, kw_only=True, slots=True)
class _Failure:
    """Why one attempt failed: in words, and how long the server asked us to wait."""

    why: str
    status: int | None = None
    body: bytes = b""
    wait: float | None = None


class Server:
    """A server at ``base``; calls are paced over the whole life of the object."""

    def __init__(self, base: str, *, manners: RateLimit, agent: str, clock: Clock) -> None:
        self._base = base.rstrip("/")
        self._name = urlsplit(base).hostname or base
        self._manners = manners
        self._clock = clock
        self._last_call: float | None = None
        self._client = httpx.Client(
            headers={"User-Agent": agent},
            timeout=httpx.Timeout(30.0),
            follow_redirects=True,
            max_redirects=5,
            event_hooks={"request": [self._refuse_plain_redirect]},
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, question: Request) -> Response:
        """Ask, and ask again while there is hope.

        Raises ``NoAnswerError`` when attempts are used up, when the server asks for too long a wait, and at once when
        it refuses (401, 403, 404 and the like): asking again would change nothing.
        """
        attempt = 1
        while True:
            outcome = self._attempt(question)
            if isinstance(outcome, Response):
                return outcome
            self._give_up_at_once(outcome)
            if attempt == self._manners.attempts:
                raise self._no_answer(outcome, "nothing was changed; try again later", f" ({attempt} attempts)")
            self._clock.sleep(self._wait(attempt, outcome.wait))
            attempt += 1

    def _give_up_at_once(self, failure: _Failure) -> None:
        if failure.status is not None and failure.status not in {*NOT_NOW, 200}:
            raise self._no_answer(failure, "check the address or the id; nothing was changed")
        if failure.wait is not None and failure.wait > self._manners.longest_wait:
            minutes = math.ceil(failure.wait / 60)
            fix = f"it asks for patience: try again in {minutes} minutes; nothing was changed"
            raise self._no_answer(failure, fix)

    def _no_answer(self, failure: _Failure, fix: str, times: str = "") -> NoAnswerError:
        return NoAnswerError(f"{self._name} {failure.why}{times}", fix=fix, status=failure.status, body=failure.body)

    def _wait(self, attempt: int, asked: float | None) -> float:
        """Seconds until the next attempt: what the server asked for, else doubled, with jitter of up to a half more.

        The jitter keeps a thousand daily jobs that failed in one minute from returning in one minute.
        """
        wait = asked if asked is not None else self._manners.first_wait * 2.0 ** (attempt - 1)
        return min(wait, self._manners.longest_wait) * (1 + self._clock.chance() / 2)

    def _attempt(self, question: Request) -> Response | _Failure:
        self._keep_pace()
        try:
            with self._client.stream(
                "GET",
                self._base + question.path,
                params=dict(question.parameters) or None,
                headers=_conditions(question),
            ) as response:
                body = self._read(response)
        except httpx.TimeoutException:
            return _Failure(why="did not answer in time")
        except httpx.HTTPError as error:
            return _Failure(why=f"broke off: {str(error) or type(error).__name__}")
        except UnusableError as error:
            return _Failure(why=str(error))
        return self._judge(question, response, body)

    def _judge(self, question: Request, response: httpx.Response, body: bytes) -> Response | _Failure:
        status = response.status_code
        asked_for = bool(question.etag or question.last_modified)
        if status == httpx.codes.NOT_MODIFIED and asked_for:
            return _answer(response, None)
        if status == httpx.codes.OK or status in question.errors:
            try:
                question.check(body)
            except UnusableError as error:
                return _Failure(why=f"sent {error}", status=200, body=body)
            return _answer(response, body)
        wait = _retry_after(response.headers.get("Retry-After", ""), self._clock.now())
        reason = response.reason_phrase if response.reason_phrase.isprintable() else ""
        return _Failure(why=f"answered {status} {reason}".rstrip(), status=status, body=body, wait=wait)

    def _read(self, response: httpx.Response) -> bytes:
        body = bytearray()
        began = self._clock.now()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MAX_BYTES:
                raise UnusableError(f"sent more than {MAX_BYTES // 1024**2} MB")
            if self._clock.now() - began > MAX_SECONDS:
                raise UnusableError(f"was not done after {MAX_SECONDS:.0f} seconds")
        return bytes(body)

    def _keep_pace(self) -> None:
        now = self._clock.now()
        if self._last_call is not None:
            rest = self._last_call + self._manners.pause - now
            if rest > 0:
                self._clock.sleep(rest)
        self._last_call = self._clock.now()

    def _refuse_plain_redirect(self, request: httpx.Request) -> None:
        """From https never on to http: anybody on the way could write the answer."""
        if self._base.startswith("https:") and request.url.scheme != "https":
            raise httpx.UnsupportedProtocol(f"it redirects from https to {request.url.scheme}", request=request)


def _conditions(question: Request) -> dict[str, str]:
    headers = {"Accept": question.accept}
    if question.etag:
        headers["If-None-Match"] = question.etag
    if question.last_modified:
        headers["If-Modified-Since"] = question.last_modified
    return headers


def _answer(response: httpx.Response, body: bytes | None) -> Response:
    return Response(
        url=str(response.request.url),
        status=response.status_code,
        body=body,
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
    )


def _retry_after(header: str, now: float) -> float | None:
    """Seconds from now, of a number or a date (RFC 9110, section 10.2.3); None for neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
